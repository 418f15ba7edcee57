"""The doctor's visit to a site: its findings, in the order in which they would be mended. It only reads.

Whatever a topic meets (a missing view, a refused login) is that topic's finding; the others are looked at all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connectors.win.connect import Database
from connectors.win.examination.changes import examine_changes
from connectors.win.examination.columns import examine_columns
from connectors.win.examination.files import examine_pdf_folder
from connectors.win.examination.firm import examine_client, examine_managers
from connectors.win.examination.inlet import examine_inlet
from connectors.win.examination.login import examine_login
from connectors.win.examination.site import ERROR, OK, Site
from connectors.win.examination.statements import examine_statements
from connectors.win.examination.views import examine_views
from connectors.win.settings import Settings
from connectors.win.views import Views
from engine.model.failure import Failure
from engine.model.ports import Finding
from engine.model.text import say


def examine_site(database: Database, views: Views, settings: Settings) -> Iterator[Finding]:
    """The findings of a site; a topic may have several."""
    site = Site(database, views, settings)
    yield Finding(say("database"), OK, database.title)
    yield from _guarded(say("views"), examine_views, site)
    yield from _guarded(say("columns"), examine_columns, site)
    yield from _guarded(say("changes"), examine_changes, site)
    yield from _guarded(say("login"), examine_login, site)
    yield from examine_firm(database, views, settings)
    if settings.ocr_folder is None:
        yield from _guarded(say("inlet"), examine_inlet, site)


def examine_firm(database: Database, views: Views, settings: Settings) -> Iterator[Finding]:
    """What must hold wherever the rows come from."""
    site = Site(database, views, settings)
    yield from _guarded(say("own statements"), examine_statements, site)
    yield from _guarded(say("invoice client"), examine_client, site)
    yield from _guarded(say("managers"), examine_managers, site)
    yield from _guarded(say("pdf folder"), examine_pdf_folder, site)


def _guarded(topic: str, examine: Callable[[Site], Iterator[Finding]], site: Site) -> Iterator[Finding]:
    try:
        yield from examine(site)
    except Failure as failure:
        text = say("{request}: {detail}", request=failure.request, detail=failure.detail)
        yield Finding(topic, ERROR, text, failure.remedy)
