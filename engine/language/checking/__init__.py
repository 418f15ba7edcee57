"""Behind the checker: names bound, types found, absence and failure answered, and the wording of its complaints."""
