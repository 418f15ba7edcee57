"""`wingo views`: the SQL with which a site makes the views and tables that a connector reads and writes."""

from __future__ import annotations

import click

from engine.faces.cli.options import Options, general_options, wrong_usage


@click.command("views")
@click.option("--dialect", default="mssql", show_default=True, help="The kind of database: mssql, postgresql, sqlite.")
@click.option("--inlets", is_flag=True, help="Only the tables that are written to.")
@general_options
def views_command(_options: Options, dialect: str, inlets: bool) -> None:
    """Print the SQL that a site runs in Win's database: views to fill in, inlet tables, a login."""
    from engine.faces.systems import connectors
    from engine.model.ports import SiteMade

    made = [connector for connector in connectors().values() if isinstance(connector, SiteMade)]
    known = sorted({name for connector in made for name in connector.dialects})
    if dialect not in known:
        raise wrong_usage(f"--dialect: {dialect!r} is not one of {', '.join(known)}")
    for connector in made:
        if dialect in connector.dialects:
            click.echo(connector.ddl(dialect, inlets=inlets), nl=False)
