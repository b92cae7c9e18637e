"""Users, sign-in links and sessions, permissions."""
