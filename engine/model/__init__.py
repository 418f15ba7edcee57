"""Floor 0: the frozen data that every other room speaks in; standard library only."""
