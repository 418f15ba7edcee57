"""What a user would pick instead: one file a library, each with the customer workload as far as it can express it.

Every peer says NAME and PACKAGE (what to install), `prepare` (a record in the form that it likes, made outside the
clock) and `work` (the function to be timed, with whatever can be compiled once compiled). LEAVES_OUT names the fields
that it cannot express, EXACT whether its payloads are the same to the last digit.
"""
