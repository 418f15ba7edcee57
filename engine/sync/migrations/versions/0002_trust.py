"""What makes a run answerable: who approved it, what stood before each change, which plans exist, what was said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add to the first state; what it holds already stays as it is."""
    op.add_column("run", sa.Column("approver", sa.Text))
    op.add_column("run", sa.Column("planned_by", sa.Text))
    op.add_column("run", sa.Column("outcome", sa.Text))
    op.add_column("journal", sa.Column("before", sa.Text))
    op.add_column("journal", sa.Column("target_id", sa.Text))
    op.add_column("held", sa.Column("words", sa.Text))
    op.create_table(
        "plan",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("run", sa.Integer),
    )
    op.create_table(
        "mapping",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("run", sa.Integer),
        sa.Column("at", sa.Text, nullable=False),
    )
