"""`wingo fmt`: the rules of mapping files in one layout, so that a difference between two versions is one of meaning.

A file changes whole or not at all, and only when its layout does.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

import click

from engine.diagnostics.diagnostic import Diagnostic
from engine.diagnostics.source import shown_path
from engine.faces.cli.options import Options, general_options
from engine.faces.cli.stops import DONE, WRONG, file_failure, print_diagnostics

if TYPE_CHECKING:
    from engine.mapping.canonical import Canonical

_WORKSPACE = "workspace.yaml"
_MAPPINGS = "mappings"


@click.command("fmt")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing: name the files that would change; exit 1 if there are any.")
@click.option("--diff", is_flag=True, help="Write nothing: print what would change; exit 1 if anything would.")
@general_options
def fmt_command(options: Options, paths: tuple[Path, ...], check: bool, diff: bool) -> None:
    """Lay the rules of mappings out in one way, comments kept: files, folders, or the workspace."""
    from engine.mapping.canonical import canonical_file

    looked_at = [(path, canonical_file(path, shown_path(path))) for path in _files(options, paths)]
    failures = [] if check or diff else _write(looked_at)
    wrong = [diagnostic for _, made in looked_at for diagnostic in made.diagnostics]
    print_diagnostics(options, [*wrong, *failures], {made.source.path: made.source for _, made in looked_at})
    if diff:
        click.echo("".join(_difference(made) for _, made in looked_at), nl=False)
    elif check or not options.quiet:
        _name_changed(options, [made for _, made in looked_at], check)
    if not options.quiet:
        click.echo(_ending(options, [made for _, made in looked_at], check or diff), err=diff)
    told = (check or diff) and any(made.changes for _, made in looked_at)
    raise click.exceptions.Exit(WRONG if wrong or failures or told else DONE)


# ---- which files


def _files(options: Options, paths: Sequence[Path]) -> list[Path]:
    """The files that are looked at, each once. Raises Exit where nothing was named and there is no workspace."""
    chosen = paths or (_usual(options),)
    return list(dict.fromkeys(path for root in chosen for path in _below(root)))


def _usual(options: Options) -> Path:
    """The workspace, or in a repository of mappings all of them."""
    folder = options.folder
    if (folder / _WORKSPACE).is_file():
        return folder
    if (folder / _MAPPINGS).is_dir():
        return folder / _MAPPINGS
    from engine.mapping.complaints import no_workspace

    print_diagnostics(options, [no_workspace(shown_path(folder / _WORKSPACE))], {})
    raise click.exceptions.Exit(WRONG)


def _below(path: Path) -> Iterator[Path]:
    """A file, or a folder's YAML files at any depth; what is hidden is nobody's mapping."""
    if not path.is_dir():
        yield path
        return
    for inner in sorted(path.iterdir()):
        if inner.suffix == ".yaml" or (inner.is_dir() and not inner.name.startswith((".", "_"))):
            yield from _below(inner)


# ---- what is done


def _write(looked_at: Iterable[tuple[Path, Canonical]]) -> list[Diagnostic]:
    """Write the files that change, with the rights that they had; what could not be written, the others go on."""
    from engine.sync.saving.new_file import new_file

    failures: list[Diagnostic] = []
    for path, made in looked_at:
        if not made.changes:
            continue
        place = path.resolve()  # a link stays a link
        try:
            with new_file(place, S_IMODE(place.stat().st_mode)) as file:
                file.write(made.after)
        except OSError as problem:
            failures.append(file_failure(problem))
    return failures


# ---- what is said


def _difference(made: Canonical) -> str:
    """The change of a file as a unified diff; empty without one."""
    before, after = (part.decode("utf-8").splitlines(keepends=True) for part in (made.before, made.after))
    name = made.source.path
    lines = difflib.unified_diff(before, after, name, name) if made.changes else ()
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _name_changed(options: Options, looked_at: Iterable[Canonical], only_checked: bool) -> None:
    tr = options.tr
    for made in looked_at:
        if made.changes:
            name = made.source.path
            click.echo(tr("{file} would be laid out anew" if only_checked else "{file} laid out anew", file=name))


def _ending(options: Options, looked_at: Sequence[Canonical], only_checked: bool) -> str:
    """The last line: `2 files changed, 7 as they were`."""
    tr = options.tr
    changed = sum(made.changes for made in looked_at)
    alone = sum(bool(made.diagnostics) for made in looked_at)
    kept = len(looked_at) - changed - alone
    if only_checked:
        parts = [tr.count(changed, "{n} file would change", "{n} files would change")]
        parts.append(tr.count(kept, "{n} file is in order", "{n} files are in order"))
    else:
        parts = [tr.count(changed, "{n} file changed", "{n} files changed")]
        parts.append(tr.count(kept, "{n} file was in order", "{n} files were in order"))
    parts.append(tr.count(alone, "{n} file was left alone", "{n} files were left alone"))
    return ", ".join(part for part, n in zip(parts, (changed, kept, alone), strict=True) if n) or parts[0]
