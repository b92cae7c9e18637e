"""Fetchers, one file each."""
