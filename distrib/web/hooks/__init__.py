"""Doors for other machines: bytes in, to the pipeline; no cookie is read, no form is shown."""
