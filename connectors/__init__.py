"""One package a system; connectors know one system each, import engine.model only, and are strangers to one another."""
