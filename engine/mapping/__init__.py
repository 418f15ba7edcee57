"""Floor 3: the documents that consultants write, from YAML to a checked mapping."""
