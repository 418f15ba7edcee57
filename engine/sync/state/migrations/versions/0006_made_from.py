"""From what the values that were last sent were made, so that a row that is as it was need not be mapped again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add to what was sent; of what an older version sent it is not known."""
    op.add_column("sent", sa.Column("made_from", sa.Text))
    op.add_column("sent", sa.Column("asked", sa.Text))
    op.add_column("sent", sa.Column("made", sa.Text))
