"""Making a plan: a source read, its rules run, what should be held against what is."""
