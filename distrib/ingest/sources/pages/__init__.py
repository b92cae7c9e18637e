"""What an article page says, told by each of the ways pages have of saying it."""
