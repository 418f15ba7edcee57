"""The tables of the state, as SQLAlchemy Core describes them; migrations make them, the store reads and writes them.

Values are JSON text with exact digits, so that one schema serves SQLite and PostgreSQL.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

METADATA = MetaData()

# A remembered pair: a record of the master system and the target's record made of it.
LINKS = Table(
    "link",
    METADATA,
    Column("entity", Text, primary_key=True),  # of the master, as "win.customer"
    Column("key", Text, primary_key=True),
    Column("target_entity", Text, nullable=False),
    Column("target_id", Text, nullable=False),  # JSON: Go has numbers and guids
    Column("row_id", Text),
    Column("values", Text, nullable=False),  # JSON: what the target said of it when it was written or found
    Column("run", Integer),
    Column("at", Text, nullable=False),
)
Index("link_by_target", LINKS.c.target_entity, LINKS.c.target_id)

# What was last sent of a linked record, by the mapping and the part of it (a voucher's file is a part).
SENT = Table(
    "sent",
    METADATA,
    Column("entity", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("mapping", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("values", Text, nullable=False),
    Column("run", Integer),
    Column("made_from", Text),  # a digest of what the values were made from; null where it is not known
    Column("asked", Text),  # JSON: what the rules asked for them, and the answers
    Column("made", Text),  # JSON: what comes of it by now; null where that is what was sent
    Column("shown", Text),  # a digest of what the target showed when nothing differed; null where it is not known
    Column("telling", Text),  # JSON: of the values that it should have, those that proofs ask of every record
)

CURSORS = Table(
    "cursor",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

RUNS = Table(
    "run",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("command", Text, nullable=False),
    Column("operator", Text, nullable=False),  # who started it
    Column("planned_by", Text),  # of a saved plan, who made it
    Column("reverts", Integer),  # the run that it takes back
    Column("approver", Text),  # who saw the plan and said yes; null when nobody was asked
    Column("outcome", Text),  # done, guarded, declined, refused, stopped; null of a run that died
    Column("plan", Text),
    Column("mappings", Text),
    Column("version", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("calls", Integer),
    Column("counts", Text),
)

# An intent is committed before its request leaves; an intent without outcome is what a dead run left.
JOURNAL = Table(
    "journal",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run", Integer, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("memory", Text, nullable=False),  # JSON: what the link keeps once the request took hold
    Column("before", Text),  # JSON: what the fields that an update changed held before, by path
    Column("target_id", Text),  # JSON: the target's id of what was written, once it is known
    Column("intent_at", Text, nullable=False),
    Column("outcome", Text),  # done, refused, absent, unknown
    Column("outcome_at", Text),
    Column("detail", Text),
)
Index("journal_open", JOURNAL.c.outcome)

# Saved plans: an id works once, and only for the bytes that were saved under it.
PLANS = Table(
    "plan",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("run", Integer),  # the run that applied it
    Column("deeds", Integer),  # how many changes it carries out; null of an older state
    Column("after_run", Integer),  # the newest run when it was made; null when there was none
)

# The one key of this state, made with it: of what a saved plan masks it keeps a digest that needs the key.
SEAL = Table("seal", METADATA, Column("key", Text, nullable=False))

# What each mapping was when it was last carried out.
MAPPINGS = Table(
    "mapping",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("run", Integer),
    Column("at", Text, nullable=False),
)

HELD = Table(
    "held",
    METADATA,
    Column("mapping", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("action", Text, primary_key=True),  # refused, wait, or what the target did not take; of a file: attach
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("words", Text),  # JSON: the message's template and values, for other languages
    Column("entity", Text),  # the name that plans show it under; null of an older state: the mapping's
    Column("title", Text),
    Column("remedy", Text),  # JSON, as `words`
    Column("since", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("waits_for", Text),
    Column("row", Text),  # JSON: the source's row, where a cursor would not give it again
    Column("run", Integer),  # that first met it with this code; null of an older state
)

# What was held and is so no more, or is for another reason: what a run held back can be told years later.
RELEASED = Table(
    "released",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    *(Column(c.name, c.type, nullable=c.nullable) for c in HELD.columns if c.name != "row"),
    Column("until", Text, nullable=False),
    Column("until_run", Integer, nullable=False),
)
