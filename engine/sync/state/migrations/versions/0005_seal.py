"""A key for the seals of masked values in saved plans, made with the state and never told."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table, and the one key of this state."""
    table = op.create_table("seal", sa.Column("key", sa.Text, nullable=False))
    op.bulk_insert(table, [{"key": secrets.token_hex(32)}])
