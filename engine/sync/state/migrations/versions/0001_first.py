"""The first state: links, what was sent, cursors, runs, journal, held records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables as they stood in the first release; later versions change them step by step."""
    _make_links()
    _make_runs()
    _make_journal()
    _make_held()


def _make_links() -> None:
    op.create_table(
        "link",
        sa.Column("entity", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("target_entity", sa.Text, nullable=False),
        sa.Column("target_id", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text),
        sa.Column("values", sa.Text, nullable=False),
        sa.Column("run", sa.Integer),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_index("link_by_target", "link", ["target_entity", "target_id"])
    op.create_table(
        "sent",
        sa.Column("entity", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("mapping", sa.Text, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("values", sa.Text, nullable=False),
        sa.Column("run", sa.Integer),
    )
    op.create_table(
        "cursor",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _make_runs() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("operator", sa.Text, nullable=False),
        sa.Column("plan", sa.Text),
        sa.Column("mappings", sa.Text),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("ended_at", sa.Text),
        sa.Column("calls", sa.Integer),
        sa.Column("counts", sa.Text),
    )


def _make_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("memory", sa.Text, nullable=False),
        sa.Column("intent_at", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("outcome_at", sa.Text),
        sa.Column("detail", sa.Text),
    )
    op.create_index("journal_open", "journal", ["outcome"])


def _make_held() -> None:
    op.create_table(
        "held",
        sa.Column("mapping", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("action", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("waits_for", sa.Text),
        sa.Column("row", sa.Text),
    )
