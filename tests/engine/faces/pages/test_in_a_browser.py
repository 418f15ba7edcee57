"""The plan page in a real browser: what needs its script works, what does not need it works without, all of it fits."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.faces.pages.plan_page import CHUNK, FIRST, plan_page
from engine.model.change import Action
from parts.browser import Browser
from parts.pages import Planned

MANY = 10_000
PAPER_MAX = 200  # for these tests; the page's script has 2000
VISIBLE = """Array.from(document.querySelectorAll('.item')).filter(item => item.checkVisibility())
  .map(item => item.querySelector('.key').textContent)"""
REST = "document.querySelector('button[data-rest]').textContent"
MORE = """(async () => {
  const button = document.querySelector('button[data-rest]'), before = button.textContent;
  button.click();
  while (button.textContent === before) await new Promise(r => setTimeout(r, 5));
})()"""
UNPACKED = """(async () => {
  while (document.documentElement.dataset.paper !== 'ready') await new Promise(r => setTimeout(r, 5));
})()"""
# What stands out over the edge, but for tables that scroll by themselves and words for screen readers.
CUT = """Array.from(document.querySelectorAll('main *'))
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.wide, .sr'))
  .map(e => e.outerHTML.slice(0, 80))"""
FILTER = """(async (text) => {
  const box = document.getElementById('find');
  delete document.body.dataset.filtered;
  box.value = text;
  box.dispatchEvent(new Event('input'));
  while (document.body.dataset.filtered === undefined) await new Promise(r => setTimeout(r, 5));
  return document.getElementById('found').textContent;
})(%r)"""


@pytest.fixture(scope="module")
def many(planned: Planned, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a plan with ten thousand changes."""
    section = next(s for s in planned.plan.sections if s.mapping == "department")
    pattern = next(c for c in section.changes if c.action is Action.CREATE)
    pattern = replace(pattern, fields=pattern.fields[:1], origin=None)
    changes = tuple(replace(pattern, key=f"{n:05}", title=f"Avdeling {n}") for n in range(MANY))
    held = tuple(s for s in planned.plan.sections if s.mapping == "customer")
    plan = replace(planned.plan, sections=(replace(section, changes=changes), *held))
    path = tmp_path_factory.mktemp("many") / "plan.html"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(plan_page(replace(planned, plan=plan).told()))
    return path


@pytest.fixture
def page(edited: Planned, saved: Callable[[str], Path]) -> Path:
    return saved("".join(plan_page(edited.told())))


def test_a_plan_of_ten_thousand_changes_opens(chromium: Browser, many: Path) -> None:
    chromium.open(many)
    assert chromium.requests == [many.as_uri()]
    visible = chromium.ask(VISIBLE)
    assert len([key for key in visible if len(key) == 5 and key < "00100"]) == FIRST
    assert chromium.ask("JSON.parse(document.getElementById('plan').textContent).changes.length") > MANY
    assert chromium.ask(REST) == f"Show {MANY - FIRST} more"
    chromium.ask(MORE)
    assert chromium.ask(REST) == f"Show {MANY - FIRST - CHUNK} more"
    assert "00124" in chromium.ask(VISIBLE)


def test_the_filter_finds_what_is_not_in_the_page_yet(chromium: Browser, many: Path) -> None:
    chromium.open(many)
    total = MANY + 57  # the demo's customers
    assert chromium.ask(FILTER % "avdeling 9876") == f"1 of {total} shown"
    assert chromium.ask(VISIBLE) == ["09876"]
    assert chromium.ask(FILTER % "R301") == f"2 of {total} shown"
    assert chromium.ask(VISIBLE) == ["1500", "77"]
    assert chromium.ask(FILTER % "00012") == f"1 of {total} shown"
    assert chromium.ask(FILTER % "avdeling 98") == "100 of 299 hits are shown"
    assert chromium.ask(FILTER % "create departments") == f"{FIRST + 100} of {MANY} hits are shown"
    assert chromium.ask(VISIBLE).count("09876") == 0
    assert chromium.ask(FILTER % "no such thing") == f"0 of {total} shown"
    assert chromium.ask(VISIBLE) == []
    assert chromium.ask(FILTER % "") == ""
    assert "00000" in chromium.ask(VISIBLE)


def test_an_address_may_name_what_to_look_for(chromium: Browser, page: Path) -> None:
    chromium.open(page, fragment="#find=10005")
    assert chromium.ask(VISIBLE) == ["10005"]


def test_everything_folds_and_unfolds(chromium: Browser, page: Path) -> None:
    chromium.open(page)
    folded = "document.querySelectorAll('main details:not([data-why]):not([open])').length"
    assert chromium.ask(folded) > 0
    chromium.ask("document.querySelector('[data-open]').click()")
    assert chromium.ask(folded) == 0
    chromium.ask("document.querySelector('[data-close]').click()")
    assert chromium.ask("document.querySelectorAll('main details[open]').length") == 0
    assert chromium.ask("document.querySelectorAll('.item').length > 0")


def test_without_a_script_the_page_is_read_all_the_same(chromium: Browser, many: Path) -> None:
    chromium.open(many, script=False)
    visible = chromium.ask(VISIBLE)
    assert "77" in visible
    assert "00000" in visible
    unread = "document.querySelector('.unread')"
    assert chromium.ask(f"{unread}.checkVisibility()")
    assert chromium.ask(f"{unread}.textContent").startswith(f"{MANY - FIRST} more are laid out by this page's script")
    assert not chromium.ask("document.querySelector('form.filter').checkVisibility()")


@pytest.mark.parametrize("width", [360, 390, 768])
def test_nothing_scrolls_sideways(chromium: Browser, page: Path, width: int) -> None:
    chromium.open(page, width=width)
    chromium.ask("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert chromium.ask("document.documentElement.scrollWidth") <= width
    assert chromium.ask(CUT) == []


def test_hostile_data_runs_nothing(chromium: Browser, page: Path) -> None:
    chromium.open(page)
    assert chromium.ask("document.images.length") == 0
    assert chromium.requests == [page.as_uri()]


def _paper(chromium: Browser, folder: Path) -> str:
    """What stands on the printed page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext on this machine")
    (folder / "plan.pdf").write_bytes(chromium.paper())
    command = ["pdftotext", "-layout", "plan.pdf", "-"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True).stdout


def test_paper_holds_what_is_packed_too(chromium: Browser, many: Path, tmp_path: Path) -> None:
    # Eighty sheets take a browser long to lay out: a page that prints a tenth of that shows the same.
    text = many.read_text(encoding="utf-8")
    assert text.count("const paper_max = 2000;") == 1
    few = tmp_path / "few.html"
    few.write_text(text.replace("const paper_max = 2000;", f"const paper_max = {PAPER_MAX};"), encoding="utf-8")
    chromium.open(few)
    chromium.ask(UNPACKED)
    text = _paper(chromium, tmp_path)
    assert "Avdeling 0" in text
    assert f"Avdeling {FIRST + PAPER_MAX - 1}" in text
    assert f"Avdeling {FIRST + PAPER_MAX}" not in text  # a browser bears only so much at once; how much more is said
    assert f"and {MANY - FIRST - PAPER_MAX} more" in text
    assert chromium.ask("document.querySelectorAll('.printed').length") == 0
    assert chromium.ask(REST) == f"Show {MANY - FIRST} more"


@pytest.mark.parametrize("script", [True, False])
def test_paper_shows_what_is_folded_on_the_screen(chromium: Browser, page: Path, tmp_path: Path, script: bool) -> None:
    chromium.open(page, script=script)
    text = _paper(chromium, tmp_path)
    assert text.count("33 00 00 00") == 1
    assert "CurrencyAmount" in text


def test_paper_shows_what_matters(chromium: Browser, page: Path, tmp_path: Path) -> None:
    chromium.open(page)
    text = _paper(chromium, tmp_path)
    assert "2 records are held back" in text
    assert "Give the record an external ledger number in Win" in text
    assert "3 customers: PhoneNumber cleared" in text
    assert "mappings/base/customer.yaml:23" in text
    assert "firm · plan 0" in text  # at the foot
    assert "Filter" not in text
