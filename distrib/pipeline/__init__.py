"""WHAT, in order: the newsroom day as verbs, one per file."""
