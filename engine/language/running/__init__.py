"""Behind the interpreter: what expressions mean, what a target's contract asks, and why a record is refused."""
