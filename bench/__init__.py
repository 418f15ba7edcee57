"""Measurements of the engine: what it costs to map, plan, check and start, beside the same work written by hand.

A benchmark prints and never judges: no test asserts a time. Figures that are kept stand in RESULTS.md.
"""
