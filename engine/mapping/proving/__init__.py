"""Proofs about a mapping: laws over records that are made up, and what its own tests reach."""
