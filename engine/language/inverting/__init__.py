"""The way back of a rule: which steps can be undone, and how each is."""
