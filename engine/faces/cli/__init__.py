"""The command line: thin commands that call sync and print."""
