"""Generators that several laws draw from; each is tested itself."""
