"""Behind the parser: the layout of a block, its tree made into the syntax tree, and what is said of a mistake."""
