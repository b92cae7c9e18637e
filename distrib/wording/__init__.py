"""Pure words: addresses, share payloads, lengths as networks count them, fitting."""
