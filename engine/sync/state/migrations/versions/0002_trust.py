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
    op.add_column("run", sa.Column("reverts", sa.Integer))
    op.add_column("journal", sa.Column("before", sa.Text))
    op.add_column("journal", sa.Column("target_id", sa.Text))
    _tell_of_held_records()
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


def _tell_of_held_records() -> None:
    """Enough to show a held record without a call, and which run met it first; what is held no more is kept."""
    for name in ("words", "entity", "title", "remedy"):
        op.add_column("held", sa.Column(name, sa.Text))
    op.add_column("held", sa.Column("run", sa.Integer))
    op.create_table(
        "released",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("words", sa.Text),
        sa.Column("entity", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("remedy", sa.Text),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("waits_for", sa.Text),
        sa.Column("run", sa.Integer),
        sa.Column("until", sa.Text, nullable=False),
        sa.Column("until_run", sa.Integer, nullable=False),
    )
