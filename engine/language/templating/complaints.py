"""What is said of templates: how they are written, what they may do, and why one makes no text of a record."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics.diagnostic import Diagnostic, Label, Severity, error
from engine.diagnostics.source import Span
from engine.language.checking.complaints.phrases import described, listed, meant, there_are
from engine.model.frozen import replace
from engine.model.text import Text, say
from engine.model.types import Type

# ---- its file


def no_such_file(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """D501: `render` names a file that is nowhere."""
    message = say("there is no template `{name}`", name=name)
    remedy = meant(name, known, there_are) or say("put it beside the mapping's file, or in `templates/`")
    return error("D501", message, span, help=remedy)


def outside(span: Span, name: str) -> Diagnostic:
    """D502: a name that leads elsewhere, or to a file that is no template."""
    message = say("`{name}` is no template of this mapping", name=name)
    remedy = say("a template's name ends in `.j2` and leads downwards: `letter.j2`, `letters/reminder.j2`")
    return error("D502", message, span, help=remedy)


def too_large(span: Span, size_max: int) -> Diagnostic:
    """D102: more text than a person reads."""
    return error("D102", say("the template is larger than {size} kB", size=size_max // 1000), span)


# ---- how it is written (D503); a part of Jinja's text, our message, our help

_PROBLEMS: tuple[tuple[str, Text, Text], ...] = (
    (
        "Unexpected end of template",
        say("a block of this template is never closed"),
        say("close it with `{{% endif %}}` or `{{% endfor %}}`"),
    ),
    (
        "Expected an expression",
        say("a value is missing here"),
        say("name a field: `{{{{ name }}}}`, `{{% if active %}}`"),
    ),
    (
        "end of print statement",
        say("more stands in these braces than one value"),
        say("write one value in `{{{{ }}}}`, its steps parted by `|`"),
    ),
    (
        "end of statement block",
        say("this block does not end where it should"),
        say("write `{{% if condition %}}`, `{{% for line in lines %}}`"),
    ),
    (
        "Encountered unknown tag",
        say("templates have no such block"),
        say("there are `if`, `elif`, `else`, `endif`, `for`, `endfor`"),
    ),
    (
        "Missing end of comment",
        say("a comment of this template is never closed"),
        say("close it with `#}}`"),
    ),
    (
        "Missing end of raw",
        say("a `raw` block of this template is never closed"),
        say("close it with `{{% endraw %}}`"),
    ),
)


def not_a_template(problem: str, span: Span) -> Diagnostic:
    """D503: Jinja gave up."""
    for part, message, remedy in _PROBLEMS:
        if part.lower() in problem.lower():
            return error("D503", message, span, help=remedy)
    return error("D503", say("this is not written as a template is"), span)


def too_deep(span: Span) -> Diagnostic:
    """S113: more nesting than a person can read."""
    message = say("this template is nested too deeply to be read")
    return error("S113", message, span, help=say("name its parts with `let` in the mapping"))


# ---- what it may do (D504)


def no_block(tag: str, span: Span) -> Diagnostic:
    """D504: a block that would make a template a program of its own."""
    message = say("templates of this program have no `{tag}`", tag=tag)
    return error("D504", message, span, help=say("name the value with `let` in the mapping, and print it here"))


def no_call(span: Span) -> Diagnostic:
    """D504: a call of anything."""
    message = say("a template calls nothing")
    return error("D504", message, span, help=say("pipe the value through a function: `{{{{ name | upper }}}}`"))


def no_such_form(span: Span) -> Diagnostic:
    """D504: an index, a slice, a list, a sign that the language does not have."""
    message = say("this is more than a template may say")
    return error("D504", message, span, help=say("work it out with `let` in the mapping, and print it here"))


def no_such_test(name: str, span: Span) -> Diagnostic:
    """D504: `is divisibleby`, `is none`."""
    message = say("templates do not ask `is {name}`", name=name)
    return error("D504", message, span, help=say("ask `is present` or `is absent`, or compare with `==`"))


def no_list(span: Span) -> Diagnostic:
    """D504: `for` over something that is worked out, or into several names."""
    message = say("a `for` goes through a list of the record, item by item")
    return error("D504", message, span, help=say("write `{{% for line in lines %}}`"))


def choice_without_else(span: Span) -> Diagnostic:
    """D504: `a if c`, which prints nothing when it is no."""
    message = say("this says what is printed at yes, and not what at no")
    return error("D504", message, span, help=say('add `else`: `a if condition else ""`'))


def incomplete_default(span: Span) -> Diagnostic:
    """D504: `default` without what is printed instead, or with more."""
    message = say("`default` takes the one value that is printed instead")
    return error("D504", message, span, help=say('write `| default("")`'))


def too_many_digits(span: Span) -> Diagnostic:
    """D504: a number with more digits than Jinja keeps."""
    message = say("this number has more digits than a template keeps")
    return error("D504", message, span, help=say("name the number with `let` in the mapping"))


# ---- what it reads


def may_be_absent(of: Type, span: Span) -> Diagnostic:
    """T111: a value is printed that a record may not have."""
    return error(
        "T111",
        say("this may be absent, and the template does not say what is printed then"),
        span,
        note=described(of),
        help=say('add `| default("")`, or ask first: `{{% if … is present %}}`'),
    )


def undecided(span: Span) -> Diagnostic:
    """T111: a condition that has no answer when a value is absent."""
    return error(
        "T111",
        say("this has no answer when a value is absent"),
        span,
        help=say("ask first: `… is present and …`"),
    )


def needless_default(left: Span, right: Span) -> Diagnostic:
    """T201: `default` after what is never absent."""
    return Diagnostic(
        "T201",
        Severity.WARNING,
        say("this is never absent, so `default` has nothing to answer"),
        left,
        help=say("take `default` and what stands in it away"),
        labels=(Label(right, say("never used")),),
    )


def can_fail(step: Span, note: str) -> Diagnostic:
    """T104: a failing step in a template, which has no `else` for it."""
    return error(
        "T104",
        say("this step can fail, and a template cannot say what then"),
        step,
        note=note,
        help=say("name the value with `let` in the mapping, with its `else`, and print it here"),
    )


# ---- the call in the mapping


def file_not_written_out(span: Span) -> Diagnostic:
    """N110: `render` with anything but a file's name in quotes."""
    return error(
        "N110",
        say("`render` takes the name of a template's file, written out"),
        span,
        help=say('write `render("letter.j2")`'),
    )


def piped_into(span: Span) -> Diagnostic:
    """N110: `name | render(…)`."""
    return error(
        "N110",
        say("nothing is piped into `render`: its template reads the record's fields itself"),
        span,
        help=say('write `render("letter.j2")` alone, and name the value with `let`'),
    )


# ---- what becomes of a record (R207)


def no_text(problem: Text, place: Span, rule: Span) -> Diagnostic:
    """R207: a template that makes no text of this record; `rule` is where the mapping asks for it."""
    return replace(error("R207", problem, place), labels=(Label(rule, say("the text is asked for here")),))


def absent_value(name: str) -> Text:
    """A field that the catalog promises, and this record lacks."""
    return say("the template prints {field}, and this record has none", field=listed((name,)))


def endless(value: str) -> Text:
    """A quotient without an end."""
    return say("{value} has endless decimals, and must be rounded", value=value)


def too_long(size_max: int) -> Text:
    """More text than any target takes."""
    return say("the template makes more than {count} characters of this record", count=size_max)


def too_much_work(names: Iterable[str]) -> Text:
    """Lists within lists, or lists beyond all measure."""
    return say("the template has too much to do for this record: its lists are too long ({names})", names=listed(names))
