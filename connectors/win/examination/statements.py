"""Whether each statement of the site's own is named as the view that it replaces."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.win.catalog import CATALOG
from connectors.win.changes.change_tracking import tells_of_changes
from connectors.win.examination.site import OK, WARNING, Site
from engine.model.ports import Finding
from engine.model.text import say


def examine_statements(site: Site) -> Iterator[Finding]:
    folder = site.views.folder
    names = sorted(path.stem for path in folder.glob("*.sql")) if folder.is_dir() else []
    strangers = [name for name in names if name not in CATALOG.entities and not tells_of_changes(name)]
    topic = say("own statements")
    if strangers:
        text = say("no view is called so: {files}", files=", ".join(f"views/{name}.sql" for name in strangers))
        yield Finding(topic, WARNING, text, say("name each file as the view it replaces"))
    elif names:
        yield Finding(topic, OK, ", ".join(f"views/{name}.sql" for name in names))
