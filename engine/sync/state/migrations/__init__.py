"""The state's schema versions, run by alembic when a state is opened that is older than the program."""
