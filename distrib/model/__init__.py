"""What the rooms hand to one another: rows (SQLModel tables) with their states and moves, and frozen values."""
