"""`wingo init`: a new workspace that passes `check`, with comments that teach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import click

from engine.diagnostics.languages import Language
from engine.faces.cli.hints import calling
from engine.faces.cli.options import Options, general_options, wrong_usage
from engine.faces.cli.series_file import yaml_text
from engine.faces.cli.stops import ending_well

TEMPLATES = Path(__file__).parent / "new_workspace"  # a folder for each language, the same files in both
# The files of a workspace by their templates; the hidden ones are not hidden among the templates.
FILES = {
    "workspace.yaml": "workspace.yaml.j2",
    "customer.yaml": "customer.yaml.j2",
    "links.yaml": "links.yaml.j2",
    ".env.example": "env.example.j2",
    ".gitignore": "gitignore.j2",
}
_IGNORED = ".gitignore"
_KEPT = (".env.example", _IGNORED)  # a folder under version control has them before it is a workspace: its own stay


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@general_options
def init_command(options: Options, folder: Path) -> None:
    """Make a new workspace in DIR, whose name becomes the workspace's."""
    tr = options.tr
    with ending_well(options):
        name = folder.resolve().name.strip() or "workspace"
        texts = workspace_texts(name, date.today(), tr)
        written = _write(folder, texts)
        lacking = _not_ignored(folder, texts[_IGNORED])
    if lacking:  # said to -q too: a secret may be at stake
        click.echo(
            tr("Your .gitignore is left as it is; it should have these lines too: {lines}", lines=lacking), err=True
        )
    if options.quiet:
        return
    wingo = calling(folder)
    click.echo(tr("{folder} is a new workspace: {files}", folder=folder, files=", ".join(written)))
    click.echo(tr("1. copy .env.example to .env and fill it in, then look through workspace.yaml"))
    click.echo(tr("2. {wingo} doctor     what to mend in Win and in Go before the first plan", wingo=wingo))
    click.echo(tr("3. {wingo} plan       what would be sent; nothing is sent", wingo=wingo))


def workspace_texts(name: str, today: date, tr: Language) -> Mapping[str, str]:
    """A new workspace's files by their names. Invoices are posted from the first day of the month to come."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(TEMPLATES / tr.code)
    environment = Environment(loader=loader, undefined=StrictUndefined, keep_trailing_newline=True)
    values = {"name": yaml_text(name), "invoices_from": _next_month(today).isoformat()}
    return {file: environment.get_template(template).render(values) for file, template in FILES.items()}


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _write(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """Write the files that are not there; their names. None of them when there is a workspace already."""
    there = [name for name in texts if (folder / name).exists()]
    if not set(there) <= set(_KEPT):
        raise wrong_usage(f"{folder} has {', '.join(there)} already, and nothing is overwritten")
    folder.mkdir(parents=True, exist_ok=True)
    new = [name for name in texts if name not in there]
    for name in new:
        with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(texts[name])
    return new


def _not_ignored(folder: Path, wanted: str) -> str:
    """The lines that a workspace's .gitignore must have and this one has not."""
    has = {line.strip() for line in (folder / _IGNORED).read_text(encoding="utf-8", errors="replace").splitlines()}
    return ", ".join(line for line in wanted.splitlines() if line and not line.startswith("#") and line not in has)
