"""Stories come in: fetch, read as found (Entry), make it ours (Story)."""
