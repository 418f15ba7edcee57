"""The workspace's settings of Win, checked and made whole: where the database, the PDFs and the site's views are.

Whatever is wrong is a ValueError that names the setting; nothing is opened here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from engine.model.enumeration import in_commas
from engine.model.text import say

_KNOWN = (
    "url",
    "invoice_client",
    "pdf_folder",
    "changes",
    "overlap_seconds",
    "encoding",
    "exports",
    "inlet",
    "ocr_folder",
    "connect_seconds",
    "statement_seconds",
)
_EXPORTED = frozenset({"csv", "xlsx"})
ENCODINGS = ("utf-8", "cp1252", "cp850", "cp865")

CONNECT_SECONDS = 15
CHANGES = ("full", "row_version", "changed_at", "change_tracking")
OVERLAP_SECONDS = 600  # how late a stamp may be committed: a long transaction, clocks of other machines
STATEMENT_SECONDS = 300  # a page of a view that must be sorted on an old server, with a wide margin


@dataclass(frozen=True, slots=True)
class Settings:
    """`url`: with an absolute path but for a server. `invoice_client`: the firm whose invoices are read, None: all.

    `pdf_folder`: what a relative pdf_path is relative to. `views_folder`: SQL files that stand in for views.
    `mirror_folder`: where what was read is kept, unless `changes` says that every view is read whole.
    `overlap_seconds`: how late a stamp of `changed_at` may come.
    `ocr_folder`: where OCR giro files are put, None where payments are written into Win's own inlet.
    `connect_seconds`, `statement_seconds`: how long a server may take to let us in, and to answer one statement.
    `encoding`: what exported files are written in that do not tell. `exports`: a file that says what they call things.
    """

    url: URL
    invoice_client: int | None
    pdf_folder: Path
    views_folder: Path
    mirror_folder: Path
    changes: str = CHANGES[0]
    overlap_seconds: int = OVERLAP_SECONDS
    connect_seconds: int = CONNECT_SECONDS
    statement_seconds: int = STATEMENT_SECONDS
    ocr_folder: Path | None = None
    encoding: str | None = None
    exports: Path | None = None

    @property
    def exported(self) -> bool:
        """Whether it is exported files that are read, and no database."""
        return self.url.get_backend_name() in _EXPORTED

    @property
    def is_workbook(self) -> bool:
        """Whether these are sheets of a workbook."""
        return self.url.get_backend_name() == "xlsx"

    @property
    def files(self) -> Path:
        """The folder of exported files, or the workbook."""
        return Path(str(self.url.database))

    @property
    def embedded(self) -> bool:
        """Whether the database is a SQLite file, where the product plays the site's part too."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def inlet_file(self) -> Path:
        """The inlet of one's own, where Win's is not written to: beside the workspace file."""
        return self.views_folder.parent / "inlet.db"

    @property
    def shown_url(self) -> str:
        """The URL without its password, for messages."""
        if self.embedded or self.exported:
            return str(self.url.database)
        return self.url.render_as_string(hide_password=True)


def parse_settings(settings: Mapping[str, object], folder: Path) -> Settings:
    """Settings as a workspace gives them (texts, or numbers); relative paths are relative to `folder`.

    Raises ValueError naming the setting that is missing, unknown or wrong.
    """
    unknown = sorted(set(settings) - {*_KNOWN, "connector"})
    if unknown:
        text = say("{name}: Win has no such setting; it has {known}", name=unknown[0], known=in_commas(_KNOWN))
        raise ValueError(text)
    root = folder.absolute()
    return Settings(
        url=_parse_url(settings.get("url"), root),
        invoice_client=_parse_client(settings.get("invoice_client")),
        pdf_folder=_parse_folder("pdf_folder", settings, root) or root,
        views_folder=root / "views",
        mirror_folder=root / "mirror",
        changes=_parse_changes(settings.get("changes")),
        overlap_seconds=_parse_seconds("overlap_seconds", settings, OVERLAP_SECONDS),
        connect_seconds=_parse_seconds("connect_seconds", settings, CONNECT_SECONDS),
        statement_seconds=_parse_seconds("statement_seconds", settings, STATEMENT_SECONDS),
        ocr_folder=_parse_ocr_folder(settings, root),
        encoding=_parse_encoding(settings.get("encoding")),
        exports=_parse_exports(settings.get("exports"), root),
    )


def _parse_url(value: object, root: Path) -> URL:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(say("url: it is missing; it says where Win's database is, as sqlite:///win.db does"))
    try:
        url = make_url(value.strip())
    except ArgumentError:
        # The text itself is not repeated: what cannot be parsed may hold a password anywhere.
        raise ValueError(say("url: it is no database URL; one looks like sqlite:///win.db")) from None
    if url.get_backend_name() in _EXPORTED:
        return _of_files(url, root)
    return _with_whole_path(url, root) if url.get_backend_name() == "sqlite" else url


def _of_files(url: URL, root: Path) -> URL:
    if url.host or not url.database:
        text = say("url: exported files stand in a folder or a workbook: csv:///exports, xlsx:///exports.xlsx")
        raise ValueError(text)
    return url.set(database=str(root / url.database))


def _with_whole_path(url: URL, root: Path) -> URL:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise ValueError(say("url: a SQLite URL must name a file, as sqlite:///win.db does"))
    return url.set(database=str(root / url.database))


def _parse_client(value: object) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    text = say("invoice_client: {value!r} is not a whole number; it is the number of a firm in Win", value=value)
    raise ValueError(text)


def _parse_changes(value: object) -> str:
    if value is None or value == "":
        return CHANGES[0]
    if value not in CHANGES:
        raise ValueError(say("changes: {value!r} is not one of {names}", value=value, names=", ".join(CHANGES)))
    return str(value)


def _parse_seconds(name: str, settings: Mapping[str, object], default: int) -> int:
    value = settings.get(name)
    if value is None or value == "":
        return default
    digits = str(value).strip()
    if isinstance(value, bool) or not (digits.isascii() and digits.isdigit() and int(digits)):
        raise ValueError(say("{name}: {value!r} is not a number of whole seconds, 1 or more", name=name, value=value))
    return int(digits)


def _parse_ocr_folder(settings: Mapping[str, object], root: Path) -> Path | None:
    inlet, folder = settings.get("inlet"), _parse_folder("ocr_folder", settings, root)
    if inlet not in (None, "", "table", "ocr"):
        raise ValueError(say("inlet: {value!r} is neither table nor ocr", value=inlet))
    if inlet != "ocr":
        if folder is not None:
            raise ValueError(say("ocr_folder: it is for `inlet: ocr`, which is not said"))
        return None
    return folder or root / "ocr"


def _parse_folder(name: str, settings: Mapping[str, object], root: Path) -> Path | None:
    value = settings.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(say("{name}: {value!r} is not the path of a folder", name=name, value=value))
    return root / value


def _parse_encoding(value: object) -> str | None:
    if value is None or value == "":
        return None
    if value not in ENCODINGS:
        text = say(
            "encoding: {value!r} is none that is known; it is one of {names}", value=value, names=", ".join(ENCODINGS)
        )
        raise ValueError(text)
    return str(value)


def _parse_exports(value: object, root: Path) -> Path | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(say("exports: {value!r} is not the path of a file", value=value))
    return root / value
