"""The sample newsroom: its small news site, its stories and pictures, its readers. Nothing in it is real."""
