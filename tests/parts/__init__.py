"""Real parts that several rooms test with: a site of Win, a firm with both systems."""
