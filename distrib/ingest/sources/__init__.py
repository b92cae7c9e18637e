"""Readers of what a source serves, one file per form."""
