"""From bytes that somebody sends to an encrypted blob on disk: format, scan, cipher, files."""
