"""One record's story, and the history of runs: what was done, and what would be done now and why."""
