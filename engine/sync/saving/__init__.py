"""Plans in files: written whole, let in once, and carried out only as they were approved."""
