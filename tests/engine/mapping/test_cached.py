"""The name of what is kept says all that it was made of: whatever has changed since is made anew."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.language.outcome import Desired
from engine.mapping.library import linked_entities
from engine.mapping.loading import load
from engine.mapping.mapping import Loaded, load_mapping_file
from engine.model.schema import Catalog, Series
from parts.kept_site import FJORD, OVERLAY_FILES, PLACE, KeptSite
from tests.engine.mapping.conftest import SHIPPED

ROOT = Path(__file__).parents[3]
Write = Callable[[Mapping[str, str]], Path]

Edit = Callable[[KeptSite], KeptSite]


def _write(name: str, text: str) -> Edit:
    def edit(site: KeptSite) -> KeptSite:
        path = site.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return site

    return edit


def _replace(name: str, old: str, new: str) -> Edit:
    """As quickly as a program can, so that the file's time may well be the same."""

    def edit(site: KeptSite) -> KeptSite:
        path = site.top / name
        before, text = path.stat(), path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        return site

    return edit


def _remove(name: str) -> Edit:
    def edit(site: KeptSite) -> KeptSite:
        (site.top / name).unlink()
        return site

    return edit


def _not_utf8(name: str) -> Edit:
    def edit(site: KeptSite) -> KeptSite:
        (site.top / name).write_bytes(b"\xff\xfe")
        return site

    return edit


def _other_catalog(site: KeptSite) -> KeptSite:
    go = site.library.catalogs["go"]
    customer = go.entities["customer"]
    fields = tuple(field for field in customer.fields if field.name != "DepartmentId")
    changed: Catalog = replace(go, entities={**go.entities, "customer": replace(customer, fields=fields)})
    return replace(site, library=replace(site.library, catalogs={**site.library.catalogs, "go": changed}))


def _other_shelf(site: KeptSite) -> KeptSite:
    shutil.copytree(site.top / "shipped", site.top / "newer")
    _replace("newer/base/customer.yaml", "email | lower", "email | upper")(site)
    return replace(site, library=replace(site.library, shipped=site.top / "newer"))


def _elsewhere(site: KeptSite) -> KeptSite:
    """The names of files in diagnostics depend on the current folder."""
    os.chdir(site.top / "mappings")
    return site


BASE = SHIPPED["base/customer.yaml"]
EDITS: dict[str, Edit] = {
    "the mapping": _replace(f"{PLACE}/customer.yaml", "Email", "Name "),
    "a mapping of as many letters": _replace(f"{PLACE}/customer.yaml", "letter.j2", "LETTER.j2"),
    "its base": _replace("shipped/base/customer.yaml", "lower", "upper"),
    "a table": _replace("shipped/tables/lands.yaml", "SE", "DK"),
    "a table removed": _remove("shipped/tables/lands.yaml"),
    "a neighbour": _write(f"{PLACE}/department.yaml", "extends: base/department\nto: go.employee\n"),
    "a neighbour's header": _replace("shipped/base/department.yaml", "go.department", "go.employee  "),
    "a nearer base": _write("mappings/base/customer.yaml", BASE.replace("email | lower", "name")),
    "a nearer table": _write("mappings/tables/lands.yaml", 'table: lands\nrows:\n  Norge: "NO"\n'),
    "a template": _replace(f"{PLACE}/letter.j2", "Hei", "Hoi"),
    "a template of other fields": _write(f"{PLACE}/letter.j2", "Hei {{ city }}"),
    "a template with a mistake": _write(f"{PLACE}/letter.j2", "Hei {{ nobody }}"),
    "a template removed": _remove(f"{PLACE}/letter.j2"),
    "a template too large": _write(f"{PLACE}/letter.j2", "x" * 100_001),
    "a template not in UTF-8": _not_utf8(f"{PLACE}/letter.j2"),
    "the mapping not in UTF-8": _not_utf8(f"{PLACE}/customer.yaml"),
    "the mapping removed": _remove(f"{PLACE}/customer.yaml"),
    "the base removed": _remove("shipped/base/customer.yaml"),
    "a catalog": _other_catalog,
    "other shipped mappings": _other_shelf,
    "the current folder": _elsewhere,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_what_has_changed_is_made_anew(site: KeptSite, edit: Edit) -> None:
    before = site.again()
    assert before.mapping is not None
    before.mapping.compile()
    changed = edit(site)
    found, made = changed.loaded(), changed.fresh()
    assert found == made
    assert found != before, "the edit makes a difference"
    assert changed.again() == made, "and is kept"
    assert site.loaded() == site.fresh()
    _same_run(found, made)


def _same_run(found: Loaded, made: Loaded) -> None:
    """What was compiled before is not taken for what is compiled now."""
    if found.mapping is not None and made.mapping is not None:
        found.mapping.compile()
        assert found.mapping.run(FJORD) == made.mapping.run(FJORD)


def test_a_nearer_template_is_the_one(write: Write, site: KeptSite) -> None:
    write({"mappings/templates/letter.j2": "Felles {{ name }}"})
    (site.top / PLACE / "letter.j2").unlink()
    for name, text in ((None, "Felles"), ("letter.j2", "Egen"), ("letter.j2", "Ny")):
        if name is not None:
            write({f"{PLACE}/{name}": text + " {{ name }}"})
        mapping = site.loaded().mapping
        assert mapping is not None
        assert mapping.compile()
        made = mapping.run(FJORD)
        assert isinstance(made, Desired)
        assert made.payload["Email"] == f"{text} Fjord AS"


def test_what_is_wrong_with_a_template_is_told_as_it_is_now(site: KeptSite) -> None:
    """Not there, too large, empty, not in UTF-8; and which other one may be meant."""
    letter = site.top / PLACE / "letter.j2"
    letter.unlink()
    states: list[bytes | None] = [None, b"x" * 100_001, b"", b"\xff", None]
    for content in states:
        if content is None:
            letter.unlink(missing_ok=True)
        else:
            letter.write_bytes(content)
        assert site.loaded() == site.fresh(), content
    letter.with_name("lettre.j2").write_text("Hei", encoding="utf-8")
    assert site.loaded() == site.fresh()


def test_what_cannot_be_read_is_told_as_it_is_now(site: KeptSite) -> None:
    for content in (b"\xff", b"a\n\xff", b"mapping: \xff", b"", b"\x00"):
        site.path.write_bytes(content)
        assert site.loaded() == site.fresh(), content
    site.path.unlink()
    site.path.mkdir()
    assert site.loaded() == site.fresh()


def test_what_is_linked_to_is_part_of_it(site: KeptSite) -> None:
    linked = linked_entities(sorted((site.top / "shipped" / "base").glob("*.yaml")), site.library)
    for told in (linked, {}, {"department": linked["employee"]}, linked):
        assert load(site.path, site.library, told) == load(site.path, site.bare, told)


def test_the_live_series_are_part_of_it(write: Write, site: KeptSite) -> None:
    write({f"{PLACE}/customer.yaml": "extends: base/customer\nseries: {customer: Kunde2}\n"})
    linked = linked_entities(sorted((site.top / "shipped" / "base").glob("*.yaml")), site.library)
    live = (Series("Kunde2", "Nye", 1, 9),)
    for told in ((), live, ()):
        found = load(site.path, site.library, linked, told)
        assert found == load(site.path, site.bare, linked, told)
        assert (found.mapping is None) == (not told)
    assert load(site.path, site.library, linked, iter(live)).mapping is not None


def test_a_base_in_any_folder_is_watched(write: Write, site: KeptSite) -> None:
    """`extends` may name a file that is neither beside the mapping nor in `base/`."""
    other = "mappings/customers/other/customer.yaml"
    write({other: OVERLAY_FILES[f"{PLACE}/customer.yaml"].replace('render("letter.j2")', "city")})
    oddly = (
        "extends: customers/other/customer\n",
        '"extends": customers/other/customer\n',
        "extends:\n  customers/other/customer\n",
    )
    for header in oddly:
        write({f"{PLACE}/customer.yaml": header})
        for field in ("city", "name", "kind"):
            write({other: f"extends: base/customer\nrules: |\n  Email = {field}\n"})
            assert site.loaded() == site.fresh(), (header, field)


def test_the_bases_of_what_a_second_pass_continues_are_watched(write: Write, site: KeptSite) -> None:
    other = "mappings/customers/other/department.yaml"
    write(
        {
            f"{PLACE}/department.yaml": "extends: customers/other/department\n",
            f"{PLACE}/boss.yaml": SHIPPED["base/department_manager.yaml"].replace(
                "mapping: department_manager", "mapping: boss"
            ),
        }
    )
    boss = site.top / PLACE / "boss.yaml"
    for key in ("department_no", "name", "[department_no, name]"):
        write({other: f"extends: base/department\nkey: {key}\n"})
        found = site.loaded(boss)
        assert found.mapping is not None
        assert found == load_mapping_file(boss, site.bare)


def test_a_program_that_has_changed_knows_none_of_it(tmp_path: Path) -> None:
    """The name is of this program: a copy of it with one more line makes everything anew."""
    shutil.copytree(ROOT / "engine", tmp_path / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    tell = "from engine.mapping.cached import program_stamp\nprint(program_stamp())"

    def stamp() -> str:
        done = subprocess.run(
            [sys.executable, "-c", tell],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout

    first = stamp()
    assert stamp() == first
    with (tmp_path / "engine" / "language" / "checker.py").open("a", encoding="utf-8") as file:
        file.write("# one more\n")
    second = stamp()
    assert second != first
    (tmp_path / "engine" / "language" / "more.py").write_text("", encoding="utf-8")
    assert len({first, second, stamp()}) == 3


class Meddling(dict[str, Catalog]):
    """Catalogs that, when they are first asked for one, let somebody save a file."""

    def __init__(self, catalogs: Mapping[str, Catalog], save: Callable[[], object]) -> None:
        super().__init__(catalogs)
        self._save: Callable[[], object] | None = save

    def get(self, name: str, default: Any = None) -> Any:
        save, self._save = self._save, None
        if save is not None:
            save()
        return super().get(name, default)


def test_what_is_saved_while_it_is_read_is_not_kept_under_the_old_name(site: KeptSite) -> None:
    table = site.top / "shipped" / "tables" / "lands.yaml"
    before = table.read_text(encoding="utf-8")
    linked = linked_entities(sorted((site.top / "shipped" / "base").glob("*.yaml")), site.library)
    shutil.rmtree(site.top / "cache")
    meddling = Meddling(site.library.catalogs, lambda: table.write_text(before.replace("SE", "DK"), encoding="utf-8"))
    loaded = load(site.path, replace(site.library, catalogs=meddling), linked)
    assert loaded.mapping is not None
    assert "DK" in loaded.sources[next(name for name in loaded.sources if name.endswith("lands.yaml"))].text
    table.write_text(before, encoding="utf-8")
    assert load(site.path, site.library, linked) == load(site.path, site.bare, linked)


def test_a_name_that_is_no_utf8_is_a_name(site: KeptSite) -> None:
    odd = os.fsdecode(b"k\xe6re")
    (site.top / PLACE / f"{odd}.yaml").write_text("extends: base/department\n", encoding="utf-8")
    path = site.top / PLACE / f"{odd}2.yaml"
    path.write_text("extends: base/customer\n", encoding="utf-8")
    found = [site.loaded(path) for _ in range(2)]
    assert found[0].mapping is not None
    assert found[0] == found[1]
