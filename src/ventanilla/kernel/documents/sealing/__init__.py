"""Keys of the institution and what they sign: PAdES seals of PDF, Ed25519 statements; and the checking of both."""
