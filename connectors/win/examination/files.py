"""Whether the PDFs that Win names can be read from here."""

from __future__ import annotations

import os
from collections.abc import Iterator

from connectors.win.examination.site import ERROR, OK, WARNING, Site, shown
from engine.model.ports import Finding
from engine.model.text import say


def examine_pdf_folder(site: Site) -> Iterator[Finding]:
    folder, topic = site.settings.pdf_folder, say("pdf folder")
    if not folder.is_dir():
        remedy = say("correct pdf_folder in the workspace's win settings, or make the share reachable from here")
        yield Finding(topic, ERROR, say("there is no folder {folder}", folder=folder), remedy)
    elif not os.access(folder, os.R_OK | os.X_OK):
        text = say("{folder} may not be read", folder=folder)
        yield Finding(topic, ERROR, text, say("give this user the right to read it"))
    else:
        yield from _examine_pdfs(site)


def _examine_pdfs(site: Site) -> Iterator[Finding]:
    paths = [str(row["pdf_path"]) for row in site.rows("invoice") if row["pdf_path"]]
    missing = [os.path.basename(path) for path in paths if not os.path.isfile(path)]
    topic = say("pdf folder")
    if missing:
        text = say(
            "{n} of {all} is missing: {names}" if len(missing) == 1 else "{n} of {all} are missing: {names}",
            n=len(missing),
            all=len(paths),
            names=shown(missing),
        )
        remedy = say("the invoices are posted all the same; their PDFs follow when the files are there")
        yield Finding(topic, WARNING, text, remedy)
    else:
        yield Finding(
            topic, OK, say("{n} file, which is there" if len(paths) == 1 else "{n} files, all there", n=len(paths))
        )
