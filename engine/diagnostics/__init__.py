"""Floor 1: how the program speaks to consultants; what is said and where, never what is decided."""
