"""A file that waits is held as a file, whose voucher is posted; before, as a record that waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_FILE_CODES = ("P301", "P302", "P303")


def upgrade() -> None:
    """Give what is held of files its own word, now and of what was released."""
    for name in ("held", "released"):
        table = sa.table(name, sa.column("action"), sa.column("code"))
        op.execute(
            sa.update(table).where(table.c.action == "wait", table.c.code.in_(_FILE_CODES)).values(action="attach")
        )
