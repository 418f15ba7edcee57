"""Law: a view that is read by what changed gives, row for row, what a whole reading gives.

Whatever happens at the site and to the mirrors in between; see parts/living_site.py for the little that `changed_at`
asks of a site.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.win import open_view
from connectors.win.changes import mirror, mirrored, roll
from connectors.win.connection import WinConnection
from parts.living_site import VIEWS, WAYS, LivingSite, whole
from parts.win_databases import SiteDatabase
from strategies.site_histories import CODES, Step, site_histories

_NAMES = ("Fjord", "Vik AS", "Ås & Øy")


@pytest.fixture(params=["sqlite", "postgresql"])
def new_site(request: pytest.FixtureRequest) -> Callable[[Path], SiteDatabase]:
    """How a database is had for a folder."""
    if request.param == "sqlite":
        return lambda folder: SiteDatabase(f"sqlite:///{folder / 'win.db'}", folder)
    postgres = request.getfixturevalue("postgres")
    postgres.run("DROP SCHEMA IF EXISTS living CASCADE")

    def made(folder: Path) -> SiteDatabase:
        postgres.run("DROP SCHEMA IF EXISTS living CASCADE", "CREATE SCHEMA living")
        return SiteDatabase(f"{postgres.url()}?options=-csearch_path%3Dliving%2Cpg_catalog", folder)

    return made


@contextmanager
def _chunks_of(rows: int) -> Iterator[None]:
    """Few rows a chunk: then a handful of rows is many."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (open_view, mirror, mirrored, roll):
            patch.setattr(module, "CHUNK_ROWS", rows)
        yield


# An example reads each view by every way, again and again.
@settings(max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=site_histories(), client=st.sampled_from([None, 1]), chunk_rows=st.sampled_from([2, 500]))
def test_whatever_happens(
    new_site: Callable[[Path], SiteDatabase], history: tuple[Step, ...], client: int | None, chunk_rows: int
) -> None:
    _play(new_site, history, client, chunk_rows)


def _step(kind: str, number: int = 1, value: int = 0, *, late: bool = False) -> Step:
    return Step(kind, number, value, late)


_DANGERS = {
    "two changes in one tick": (_step("rename"), _step("read"), _step("rename", value=1)),
    "a change that is committed late": (
        _step("rename"),
        _step("rename", value=1, late=True),
        _step("tick", value=2),
        _step("read"),
        _step("commit"),
    ),
    "two changes that are committed the other way round": (
        _step("rename", value=1, late=True),
        _step("rename", 2, value=1),
        _step("read"),
        _step("commit"),
    ),
    "a clock that is set back to an old stamp": (_step("set_far_back", 2), _step("rename", value=1), _step("wait")),
    "a log that was cleaned": (_step("rename", value=1), _step("clean_log")),
    "a line that goes while another changes": (
        _step("new_line", value=1),
        _step("read"),
        _step("lose_line"),
        _step("change_line", value=1),
    ),
    "a row that nobody touched comes to another firm": (_step("bill_another", value=2), _step("read"), _step("void")),
    "a row goes, changes out of sight, and is back": (
        _step("bill_another", value=2),
        _step("read"),
        _step("bill_another"),
        _step("read"),
        _step("rename", 3, 1),
        _step("read"),
        _step("bill_another", value=2),
    ),
    "a key that stands twice, and once again": (
        _step("double", 4),
        _step("double", 4, 1),
        _step("read"),
        _step("lose_customer", 4),
    ),
    "a mirror of nothing": (_step("lose_mirror"), _step("lose_mirror", value=1), _step("lose_mirror", value=2)),
    "half a mirror": (_step("cut_mirror"), _step("cut_mirror", value=1), _step("cut_mirror", value=2)),
    "a reading that was left": (_step("rename", value=1), _step("leave", value=2), _step("leave", value=1)),
}


@pytest.mark.parametrize("danger", _DANGERS)
def test_every_danger_that_is_known(new_site: Callable[[Path], SiteDatabase], danger: str) -> None:
    _play(new_site, _DANGERS[danger], client=1, chunk_rows=500)


def _play(
    new_site: Callable[[Path], SiteDatabase], history: tuple[Step, ...], client: int | None, chunk_rows: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, _chunks_of(chunk_rows):
        database = new_site(Path(folder))
        site = LivingSite(database)
        with site.clock():
            site.make()
            _settle_in(site)
            with site.readers(Path(folder), client) as readers:
                story = _Story(site, readers, Path(folder))
                story.read()
                for step in history:
                    story.play(step)
                story.read()
        database.close()


def _settle_in(site: LivingSite) -> None:
    for number in (1, 2, 3):
        site.add("customer", {"customer_no": number}, late=False, invoice_client_no=number % 2 + 1)
        site.add("invoice", {"client_no": 1, "invoice_no": number}, late=False, customer_no=min(number, 2))
        site.add("invoice_line", {"client_no": 1, "invoice_no": number, "line_no": 1}, late=False)
    for code in CODES[:3]:
        site.add("project", {"project_no": code}, late=False)
    site.tick(30, lambda: None)


class _Story:
    """A history as it is played."""

    def __init__(self, site: LivingSite, readers: dict[str, WinConnection], folder: Path) -> None:
        self._site = site
        self._readers = readers
        self._folder = folder

    def read(self) -> None:
        """The law."""
        for view in VIEWS:
            stands = whole(list(self._readers["full"].read(view).rows))
            for way in WAYS:
                assert whole(list(self._readers[way].read(view).rows)) == stands, (way, view)
        self._site.is_read()

    def play(self, step: Step) -> None:
        """Have a step happen."""
        kind, number, late = step.kind, step.number, step.late
        name, code = _NAMES[step.value], CODES[number - 1]
        customer, project = {"customer_no": number}, {"project_no": code}
        invoice = {"client_no": step.value % 2 + 1, "invoice_no": number}
        line = {"client_no": 1, "invoice_no": number, "line_no": step.value + 1}
        site = self._site
        steps: dict[str, Callable[[], None]] = {
            "rename": lambda: site.change("customer", customer, late, name=name),
            "spoil": lambda: site.change("customer", customer, late, vat_free=None),
            "move": lambda: site.change("customer", customer, late, invoice_client_no=step.value or None),
            "renumber": lambda: site.change("customer", customer, late, customer_no=number + step.value + 3),
            "new_customer": lambda: site.add("customer", customer, late, name=name, invoice_client_no=step.value),
            "lose_customer": lambda: site.drop("customer", customer, late),
            "rename_project": lambda: site.change("project", project, late, name=name),
            "new_project": lambda: site.add("project", project, late, customer_no=number),
            "lose_project": lambda: site.drop("project", project, late),
            "bill": lambda: site.add("invoice", invoice, late),
            "bill_another": lambda: site.change("invoice", invoice, late, customer_no=step.value + 1),
            "pay": lambda: site.change("invoice", invoice, late, status=name),
            "void": lambda: site.drop("invoice", invoice, late),
            "new_line": lambda: site.add("invoice_line", line, late, text=name),
            "lose_line": lambda: site.drop("invoice_line", line, late),
            "change_line": lambda: site.change("invoice_line", line, late, text=name),
            "double": lambda: site.add("customer", {"customer_no": 4}, late, again=True, name=name),
            "tick": lambda: site.tick(step.value, self.read),
            "wait": lambda: site.tick(15 * number, self.read),
            "set_back": lambda: site.set_back(step.value + 1),
            "set_far_back": lambda: site.set_back(15 * number),
            "read": self.read,
            "commit": site.commit,
            "clean_log": site.clean_log,
            "leave": lambda: self._leave(step),
            "lose_mirror": lambda: self._spoil(step, lambda _: b""),
            "spoil_mirror": lambda: self._spoil(step, lambda content: _with_a_flipped_byte(content, step)),
            "cut_mirror": lambda: self._spoil(step, lambda content: content[: len(content) // 2]),
        }
        steps[kind]()

    def _leave(self, step: Step) -> None:
        """Begin to read, and do not come to the end."""
        rows = iter(self._readers[WAYS[step.value]].read("customer").rows)
        assert len(list(islice(rows, step.number))) <= step.number
        close = getattr(rows, "close")  # noqa: B009 what is iterated is a generator
        close()

    def _spoil(self, step: Step, make: Callable[[bytes], bytes]) -> None:
        for path in self._mirrors(WAYS[step.value]):
            path.write_bytes(make(path.read_bytes()))

    def _mirrors(self, way: str) -> Iterator[Path]:
        return (self._folder / way / "mirror").glob("*.db")


def _with_a_flipped_byte(content: bytes, step: Step) -> bytes:
    place = len(content) * (step.number * 3 + step.value) // 16 + step.number
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :] if place < len(content) else content
