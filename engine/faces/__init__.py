"""Floor 6: what a person meets; the only floor that finds connectors, by their entry points."""
