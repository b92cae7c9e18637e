"""Measurements: ratios against a named peer in the same run. `make bench` prints them; no test asserts a time."""
