"""The web: public pages, the staff console, the API."""
