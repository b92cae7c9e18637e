"""The one hardened way out: a checked resolver and an HTTP client over it."""
