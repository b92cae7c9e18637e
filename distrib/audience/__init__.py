"""Sign-up, confirming, preferences, leaving, importing."""
