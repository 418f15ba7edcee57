"""How a record stood in the target when nothing differed, so that one that stands so again need not be compared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add to what was sent; a run notes it of what it leaves as it is."""
    op.add_column("sent", sa.Column("shown", sa.Text))
    op.add_column("sent", sa.Column("telling", sa.Text))
