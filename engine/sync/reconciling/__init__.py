"""Both sides held against each other: pairs, amounts, payments, numbers, what is said of them, what it comes to."""
