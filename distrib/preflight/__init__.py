"""Rules by id over finished mails: what would hurt a reader or a sender's good name."""
