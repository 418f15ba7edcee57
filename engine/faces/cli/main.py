"""The command `wingo`: its commands are loaded when they are called, so that each pays only for what it uses."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version

import click

from engine.faces.cli.options import Options, general_options

# Command, and the module of engine.faces.cli that holds it under its own name with `_command` behind.
_COMMANDS = {
    "check": "check",
    "demo": "demo",
    "doctor": "doctor",
    "payments": "sync",
    "plan": "plan",
    "show": "show",
    "standin": "standin",
    "sync": "sync",
    "test": "examples",
}


class _Commands(click.Group):
    """The group of commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"engine.faces.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("wingo"), prog_name="wingo")
@general_options
def main(options: Options) -> None:
    """Join PowerOffice Win to PowerOffice Go: check mappings, preview what would be sent, send it."""


if __name__ == "__main__":
    main()
