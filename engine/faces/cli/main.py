"""The command `wingo`: its commands are loaded when they are called, so that each pays only for what it uses."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version

import click

from engine.faces.cli.options import Options, general_options, wrong_usage
from engine.model.likeness import nearest

# Command, and the module of engine.faces.cli that holds it under its own name with `_command` behind.
_COMMANDS = {
    "apply": "apply",
    "check": "check",
    "demo": "demo",
    "doctor": "doctor",
    "explain": "explain",
    "explain-code": "explain_code",
    "held": "held",
    "init": "init",
    "payments": "sync",
    "plan": "plan",
    "reconcile": "reconcile",
    "retry": "retry",
    "runs": "runs",
    "revert": "revert",
    "show": "show",
    "standin": "standin",
    "status": "status",
    "sync": "sync",
    "test": "examples",
}


class _Commands(click.Group):
    """The group of commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name. Raises UsageError for one that looks like another."""
        if cmd_name not in _COMMANDS:
            near = nearest(cmd_name, _COMMANDS)
            if near is not None:
                raise wrong_usage(f"there is no command {cmd_name!r}; did you mean {near!r}?")
            return None
        module = import_module(f"engine.faces.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command. A fault of our own ends it with 1 and without its data, which may not be for every eye."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as fault:
            from engine.faces.cli.stops import stop_at_fault

            raise stop_at_fault(ctx.ensure_object(Options), fault) from None


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("wingo"), prog_name="wingo")
@general_options
def main(options: Options) -> None:
    """Join PowerOffice Win to PowerOffice Go: check mappings, preview what would be sent, send it."""


if __name__ == "__main__":
    main()
