"""The state: what is remembered of what was sent, who ran what, and what is held back."""
