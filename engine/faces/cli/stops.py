"""How a command ends early: its diagnostics on stderr, or in its JSON, and the agreed exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from engine.diagnostics.diagnostic import Diagnostic, Severity, error
from engine.diagnostics.languages import ENGLISH, Language
from engine.diagnostics.source import SourceText
from engine.faces.cli.options import Options
from engine.faces.cli.paint import paint_for
from engine.model.text import say

DONE = 0
WRONG = 1  # something is wrong in a mapping, a plan or a run
USAGE = 2
GUARDED = 3  # a guard refused
UNREACHABLE = 4  # a system could not be reached
CHANGES = 10  # plan --detailed-exitcode


def stop(
    options: Options,
    code: int,
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, SourceText] | None = None,
) -> click.exceptions.Exit:
    """Say why a command ends (unless its JSON says it), and the exception that ends it with a code."""
    listed = list(diagnostics)
    if options.json:
        from engine.model import exact_json

        click.echo(exact_json.dumps(diagnostics_json(listed, options.tr), indent=2))
    else:
        print_diagnostics(options, listed, sources or {})
    return click.exceptions.Exit(code)


def stop_at_fault(options: Options, fault: Exception) -> click.exceptions.Exit:
    """The end at a fault of our own."""
    if options.verbose:
        import traceback

        traceback.print_exception(fault)
    return stop(options, WRONG, [own_fault(fault)])


def own_fault(fault: Exception) -> Diagnostic:
    """P907: its kind and place can be reported, the values at hand are not for every eye."""
    from traceback import extract_tb

    place = extract_tb(fault.__traceback__)[-1]
    module = ".".join(Path(place.filename).with_suffix("").parts[-3:])
    text = say(
        "wingo itself is at fault ({kind} in {module}, line {line})",
        kind=type(fault).__name__,
        module=module,
        line=place.lineno,
    )
    return error("P907", text)


def busy(holds: str) -> Diagnostic:
    """P904: two runs would send one record twice. `holds`: the lock that the other one has."""
    text = say("another run of this workspace is at work (it holds {file})", file=holds)
    return error("P904", text, help=say("wait until it has ended"))


def print_diagnostics(options: Options, diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceText]) -> None:
    """Diagnostics on stderr, as the rule language's page shows them; what several entities met is said once."""
    listed = list(dict.fromkeys(diagnostics))
    if listed:
        from engine.diagnostics.render import render_text

        color = paint_for(sys.stderr, options.no_color).colour
        text = render_text(listed, sources, color, options.tr)
        click.echo(text.rstrip("\n"), err=True)


def diagnostics_json(diagnostics: Iterable[Diagnostic], language: Language = ENGLISH) -> dict[str, object]:
    """`{"diagnostics": […], "summary": {"errors": n, "warnings": n}}`."""
    from engine.diagnostics.render import as_json

    listed = list(diagnostics)
    return {"diagnostics": [as_json(d, language) for d in listed], "summary": summary_json(listed)}


def summary_json(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many errors and warnings."""
    severities = [d.severity for d in diagnostics]
    return {"errors": severities.count(Severity.ERROR), "warnings": severities.count(Severity.WARNING)}


@contextmanager
def ending_well(options: Options) -> Iterator[None]:
    """Turn everything that may end a command early into its diagnostics and its exit code."""
    from engine.faces.opening import Unusable
    from engine.model.failure import Denied, Failure, Retryable, Unreachable
    from engine.sync.complaints import system_failure
    from engine.sync.plan import PlanRefused
    from engine.sync.state.lock import Busy

    try:
        yield
    except Unusable as unusable:
        raise stop(options, WRONG, unusable.diagnostics, unusable.sources) from None
    except PlanRefused as refused:
        raise stop(options, WRONG, refused.diagnostics) from None
    except Busy as problem:
        raise stop(options, WRONG, [busy(problem.holds)]) from None
    except (Unreachable, Denied, Retryable) as failure:
        raise stop(options, UNREACHABLE, [system_failure(failure)]) from None
    except Failure as failure:
        raise stop(options, WRONG, [system_failure(failure)]) from None
    except OSError as unreadable:
        if unreadable.filename is None:  # nothing of ours: the reader of our output has gone, say
            raise
        raise stop(options, WRONG, [file_failure(unreadable)]) from None


def file_failure(problem: OSError) -> Diagnostic:
    """P906: a file or folder of the workspace that cannot be read or written."""
    text = say("{file}: {reason}", file=problem.filename, reason=problem.strerror)
    return error(
        "P906", text, help=say("look whether it is there, and whether this user may read and write it and its folder")
    )
