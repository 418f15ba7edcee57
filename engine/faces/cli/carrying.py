"""Carrying something out, as every command that writes does it: plan, show and ask, send, tell what came of it."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from typing import TypeAlias

import click

from engine.diagnostics.languages import Language
from engine.faces.cli.options import Options, wrong_usage
from engine.faces.cli.paint import paint_for
from engine.faces.cli.plan_text import plan_lines
from engine.faces.cli.progress import planning_progress, sending_progress
from engine.faces.cli.report_text import counts_lines, done_lines, ending_line, held_lines, report_json
from engine.faces.cli.stops import DONE, GUARDED, UNREACHABLE, WRONG, print_diagnostics
from engine.faces.opening import Opened
from engine.model import exact_json
from engine.sync.plan import HELD_BACK, Plan
from engine.sync.planning.planner import Office
from engine.sync.running.executor import Result
from engine.sync.running.run import Errand, RunReport, run

# Makes a plan of an office, telling which mapping it is at; may raise PlanRefused.
Making: TypeAlias = Callable[[Office, Callable[[str], None]], Plan]


@dataclass(frozen=True, slots=True)
class Task:
    """What a command is to carry out. `ask`: whether somebody must agree to the plan first.

    `approver`: who agreed beforehand, where nobody is asked; `planned_by`: who made a saved plan.
    `begin`: told the run's number when nothing is left to say no; may still raise PlanRefused.
    """

    command: str
    make: Making
    ask: bool = True
    allowed: frozenset[str] = frozenset()
    approver: str | None = None
    planned_by: str | None = None
    begin: Callable[[int], None] = lambda _run: None


def carry_out(options: Options, workspace: Opened, task: Task) -> RunReport:
    """Run a task under the workspace's lock. Raises UsageError when somebody must be asked and nobody is there."""
    if task.ask and not sys.stdin.isatty():
        raise wrong_usage("nobody can answer here: say --yes to carry the plan out without asking")
    with _Watch(options, workspace, task.ask) as watch:
        errand = Errand(
            task.command,
            operator(),
            version("wingo"),
            lambda office: task.make(office, watch.planning),
            task.allowed,
            watch.approve,
            operator() if task.ask else task.approver,
            task.planned_by,
            watch.sent,
            task.begin,
        )
        return run(workspace.office, errand, workspace.lock)


class _Watch:
    """What a person sees of a run: a line that says what is planned, then the question, then how far sending is."""

    def __init__(self, options: Options, workspace: Opened, ask: bool) -> None:
        self._options = options
        self._workspace = workspace
        self._ask = ask
        self._shown = ExitStack()
        self._advance: Callable[[object], None] = lambda _result: None

    def __enter__(self) -> _Watch:
        self.planning = self._shown.enter_context(planning_progress(self._options))
        return self

    def __exit__(self, *_failure: object) -> None:
        self._shown.close()

    def approve(self, plan: Plan) -> bool:
        """Planning is over: ask, unless nobody is to be asked, and show how sending goes on."""
        self._shown.close()
        if self._ask and not _is_approved(self._options, self._workspace, plan):
            return False
        self._advance = self._shown.enter_context(sending_progress(self._options, len(plan.deeds)))
        return True

    def sent(self, result: Result) -> None:
        """One change more was carried out."""
        self._advance(result)


def _is_approved(options: Options, workspace: Opened, plan: Plan) -> bool:
    """Show the plan and ask; where the data is to be JSON, the plan is part of the question."""
    for line in plan_lines(plan, paint_for(sys.stderr, options.no_color), options.tr, verbose=options.verbose):
        click.echo(line, err=options.json)
    print_diagnostics(options, plan.said, workspace.sources)
    asked = options.tr.count(len(plan.deeds), "Carry out this change?", "Carry out these {n} changes?")
    return _says_yes(asked, options.tr)


def _says_yes(question: str, tr: Language) -> bool:
    """Ask until there is an answer: nothing means no, and yes is said in the language that is spoken or in English."""
    words = {"yes": True, tr("yes"): True, "no": False, tr("no"): False}
    answers = {"": False, **words, **{word[0]: agrees for word, agrees in words.items()}}
    while True:
        answer = _answer(f"{question} [{tr('y/N')}]")
        if answer in answers:
            return answers[answer]
        click.echo(tr("Error: invalid input"), err=True)


def _answer(question: str) -> str:
    """What is typed. Raises KeyboardInterrupt when nobody will answer, in the word that the run understands too."""
    try:
        return str(click.prompt(question, default="", show_default=False, err=True)).strip().lower()
    except click.Abort:
        raise KeyboardInterrupt from None


def operator() -> str:
    """Who runs it, as the machine knows them; kept with the run."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def end(options: Options, workspace: Opened, report: RunReport, strict: bool) -> int:
    """Print the report; the agreed exit code."""
    if options.json:
        click.echo(exact_json.dumps(report_json(report, options.tr), indent=2))
    else:
        _print(options, report)
        stopped = [report.execution.stopped] if report.execution.stopped else []
        print_diagnostics(options, [*report.plan.said, *report.refusals, *stopped], workspace.sources)
    return _exit_code(report, strict)


def _print(options: Options, report: RunReport) -> None:
    """The report; -q leaves what is held back, -v adds what was done, one by one.

    Of a plan that a guard refused, the plan itself: whoever lets it pass must have seen it.
    """
    if report.refusals:
        for line in plan_lines(
            report.plan, paint_for(sys.stdout, options.no_color), options.tr, verbose=options.verbose
        ):
            click.echo(line)
        click.echo(options.tr("Nothing was sent."))
        return
    parts = [list(held_lines(report, paint_for(sys.stdout, options.no_color), options.tr))]
    if options.verbose:
        parts.insert(0, list(done_lines(report, options.tr)))
    if not options.quiet:
        last = options.tr("Nothing was sent.") if report.declined else ending_line(report, options.tr)
        parts = [list(counts_lines(report, options.tr)), *parts, [last]]
    click.echo("\n\n".join("\n".join(lines) for lines in parts if lines), nl=any(parts))


def _exit_code(report: RunReport, strict: bool) -> int:
    if report.execution.stopped is not None:
        return UNREACHABLE
    if report.refusals:
        return GUARDED
    held = report.failed or any(change.action in HELD_BACK for change in report.plan.changes)
    return WRONG if report.plan.problems or (strict and held) else DONE
