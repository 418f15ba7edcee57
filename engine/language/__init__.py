"""Floor 2: the rule language, from text to meaning."""
