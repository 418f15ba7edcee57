"""Carrying a plan out: one run at a time, each request in the journal before it leaves."""
