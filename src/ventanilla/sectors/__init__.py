"""One package per sector of government. A sector never imports another."""
