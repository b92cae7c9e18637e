"""The sample newsroom: its site, its stories, its day."""
