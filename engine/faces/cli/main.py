"""The command `wingo`: its commands are loaded when they are called, so that each pays only for what it uses."""

from __future__ import annotations

from importlib import import_module

import click

from engine.faces.cli.options import Options, general_options, wrong_usage
from engine.model.likeness import nearest

# Command, the module of engine.faces.cli that holds it under its own name with `_command` behind, and how its help
# begins: a list of commands loads none of them.
_COMMANDS = {
    "apply": ("apply", "Carry out exactly a saved plan, once."),
    "check": ("check", "Check mappings, tables and workspaces without a connection: files, folders, or the workspace."),
    "demo": ("demo", "Make a Win database and a stand-in Go, send registers and invoices, and fetch the payments."),
    "doctor": ("doctor", "Look at the prerequisites on both sides, and say how each is mended."),
    "explain": (
        "explain",
        "Tell one record's story: what would become of it and why, rule by rule; with FIELD, step by step.",
    ),
    "explain-code": (
        "explain_code",
        "Tell what a code means: why it is a mistake, an example, and how that is mended.",
    ),
    "fmt": ("fmt", "Lay the rules of mappings out in one way, comments kept: files, folders, or the workspace."),
    "held": (
        "held",
        "Show the records that are held back: why, since when, how often they were tried, what they wait for.",
    ),
    "init": ("init", "Make a new workspace in DIR, whose name becomes the workspace's."),
    "payments": ("sync", "Fetch payments from Go, and bring Win's invoices up to date."),
    "plan": ("plan", "Show what would be sent: the exact requests, field by field, and what is held back and why."),
    "reconcile": ("reconcile", "Hold Win against Go: counts, sums, open balances, what is unmatched on either side."),
    "retry": (
        "retry",
        "Try held records again: all, or those of the keys (512, or customer:512), with what they need; no others.",
    ),
    "runs": ("runs", "Show what was run, the newest first: who, when, how it came out; of one RUN every request."),
    "revert": (
        "revert",
        "Take back what a run did: fields get their old values, what was made goes out of use, vouchers are reversed.",
    ),
    "show": ("show", "Show a mapping as it runs: base and overlay merged, each rule with its file and line."),
    "standin": ("standin", "Serve a stand-in for Go on 127.0.0.1 until it is interrupted."),
    "status": (
        "status",
        "Show how a workspace stands: its last run, what is linked and held back, what the next run will settle first.",
    ),
    "sync": ("sync", "Plan, ask, and bring Go up to date with Win."),
    "test": (
        "examples",
        "Run the tests of mappings both ways, and try the laws on made-up records: files, folders, or the workspace.",
    ),
    "views": ("views", "Print the SQL that a site runs in Win's database: views to fill in, inlet tables, a login."),
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
        module = import_module(f"engine.faces.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with what each does, as far as a line reaches."""
        limit = formatter.width - 6 - max(map(len, _COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, click.Command(name, help=line).get_short_help_str(limit))
                    for name, (_, line) in _COMMANDS.items()
                ]
            )

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
@click.version_option(package_name="wingo", prog_name="wingo")
@general_options
def main(options: Options) -> None:
    """Join PowerOffice Win to PowerOffice Go: check mappings, preview what would be sent, send it."""


if __name__ == "__main__":
    main()
