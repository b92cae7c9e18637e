"""A digest is composed once per edition and look; each copy is a join of its pieces."""
