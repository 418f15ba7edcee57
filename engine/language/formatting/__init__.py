"""Behind the formatter: the words of a statement, where a long one is broken, its arrows, and the comments between."""
