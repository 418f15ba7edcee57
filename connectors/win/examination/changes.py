"""Which views are read whole though the workspace says how changes are told."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.win.catalog import CATALOG
from connectors.win.changes.memory import way_of
from connectors.win.examination.site import NEEDED, OK, WARNING, Site
from engine.model.enumeration import in_a_row
from engine.model.ports import Finding
from engine.model.text import say


def examine_changes(site: Site) -> Iterator[Finding]:
    way, named, topic = way_of(site.settings), site.settings.changes, say("changes")
    if way is None:
        return
    lacking = [why for view in NEEDED if (why := way.lacks(site.database, site.views, CATALOG.entities[view]))]
    if lacking:
        why = in_a_row(list(dict.fromkeys(lacking)))
        text = say("{n} of {all} views are read whole: {why}", n=len(lacking), all=len(NEEDED), why=why)
        yield Finding(topic, WARNING, text, say("give them what docs/win.md names for {way}", way=named))
    else:
        yield Finding(topic, OK, say("{way} tells them for every view", way=named))
