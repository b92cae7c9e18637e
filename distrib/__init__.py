"""Newsletter and social distribution for newsrooms: stories in, digests and posts out, every delivery recorded."""
