"""Floor 4: moving records: what should be, what is, the difference, and carrying it out."""
