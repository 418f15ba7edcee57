"""What is to be known of a saved plan that nobody has applied: whether it does anything, and how old it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add to what is kept of a plan; of older plans it is not known."""
    op.add_column("plan", sa.Column("deeds", sa.Integer))
    op.add_column("plan", sa.Column("after_run", sa.Integer))
