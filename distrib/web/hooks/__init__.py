"""Bytes in from other machines."""
