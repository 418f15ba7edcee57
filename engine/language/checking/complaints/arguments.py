"""Complaints about what functions and lookups are given (N110, T101, T107), and what each says when it fails."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, Label, Severity, error, warning
from engine.diagnostics.source import Span
from engine.language import ast, typed
from engine.language.checking.complaints.phrases import a_kind, article, listed, meant
from engine.language.functions.registry import Function, Parameter
from engine.model.schema import Entity, Field
from engine.model.types import Kind, Type

TABLE_NOTE = "fails when the table has no row for the value"
_FORMS = {
    "table": "`value | table(name)`",
    "find": "`value | find(Setting, by=Field)`",
    "link": "`value | link(entity)`, or with several columns `link(entity, key=[first, second])`",
}


def step_note(function: Function) -> str:
    """When a function fails."""
    return f"fails when `{function.name}` cannot use the value"


def find_note(title: str, setting: str) -> str:
    """When a find fails."""
    return f"fails when {title} has no such {setting}"


def link_note(entity: str, target: str, forward: bool) -> str:
    """When a link fails."""
    if forward:
        return f"fails when the {entity} has no {target} record"
    return f"fails when the {entity} did not come from {target}"


def wrong_argument(function: Function, parameter: Parameter, argument: typed.Expression) -> Diagnostic:
    """T101 (T107 of an id): a value of a kind that the function does not take."""
    wanted = " or ".join(a_kind(Type(k)) for k in sorted(parameter.kinds, key=lambda k: k.value))
    piped = parameter is function.parameters[0]
    message = f"`{function.name}` takes {wanted}" if piped else f"`{parameter.name}` of `{function.name}` is {wanted}"
    code = "T107" if argument.type.kind is Kind.ID else "T101"
    return error(
        code, message, argument.span, note=f"this is {a_kind(argument.type)}", help=_converted(argument.type, parameter)
    )


def _converted(found: Type, parameter: Parameter) -> str:
    if found.kind is Kind.ID:
        return "an id is given by the target; use the record's own fields"
    if Kind.TEXT in parameter.kinds:
        return 'make a text of it: `"{value}"`'
    if found.kind is not Kind.TEXT:
        return "give it another value"
    if Kind.NUMBER in parameter.kinds:
        return "make a number of it: `| decimal else …`"
    return 'make a date of it: `| date("dd.MM.yyyy") else …`' if Kind.DATE in parameter.kinds else ""


def unknown_argument(function: Function, argument: ast.Argument, is_piped: bool) -> Diagnostic:
    """N110: an argument for which there is no parameter."""
    parameters = function.parameters[1:] if is_piped else function.parameters
    names = [parameter.name for parameter in parameters]
    if argument.name is not None and argument.name.text not in names:
        return error(
            "N110",
            f"`{function.name}` has no argument `{argument.name.text}`",
            argument.name.span,
            help=meant(argument.name.text, names, "it has") or f"write `| {function.name}`",
        )
    takes = f"it takes {listed(names)}" if names else f"write `| {function.name}`"
    said = (
        f"`{argument.name.text}` is given twice" if argument.name else f"`{function.name}` does not take so many values"
    )
    return error("N110", said, argument.value.span, help=takes)


def missing_argument(function: Function, parameter: Parameter, span: Span, is_piped: bool) -> Diagnostic:
    """N110: a parameter that must be given."""
    if parameter is function.parameters[0]:
        return error("N110", f"`{function.name}` is given no value", span, help=f"write `value | {function.name}`")
    shown = ", ".join(p.name for p in function.parameters[1 if is_piped else 0 :] if p.required)
    return error("N110", f"`{function.name}` needs `{parameter.name}`", span, help=f"write `{function.name}({shown})`")


def unknown_word(function: Function, parameter: Parameter, word: str | None, span: Span) -> Diagnostic:
    """N110: a bare word that the function does not know."""
    if word is None:
        return error(
            "N110",
            f"`{parameter.name}` of `{function.name}` is a plain word",
            span,
            help=f"write one of {listed(parameter.words)}, without quotes",
        )
    return error(
        "N110", f"`{function.name}` does not know `{word}`", span, help=meant(word, parameter.words, "it knows")
    )


def no_constant(function: Function, parameter: Parameter, span: Span) -> Diagnostic:
    """N110: an argument that must be written out."""
    return error(
        "N110",
        f"`{parameter.name}` of `{function.name}` must be written out, so that it is the same for every record",
        span,
        help="write the value itself",
    )


def objected_argument(function: Function, parameter: Parameter, objection: str, span: Span) -> Diagnostic:
    """N110: a value that the function itself turns down."""
    return error("N110", f"`{parameter.name}` of `{function.name}` {objection}", span, help="write another value")


def unusable_argument(form: str, argument: ast.Argument) -> Diagnostic:
    """N110: an argument that `table`, `find` or `link` has no use for."""
    span = argument.name.span if argument.name else argument.value.span
    said = f"`{form}` has no argument `{argument.name.text}`" if argument.name else f"`{form}` has no use for this"
    return error("N110", said, span, help=f"write {_FORMS[form]}")


def incomplete_form(form: str, span: Span) -> Diagnostic:
    """N110: `table`, `find` or `link` without a value or a name."""
    return error("N110", f"`{form}` needs a value and a name", span, help=f"write {_FORMS[form]}")


def key_given_twice(span: Span) -> Diagnostic:
    """N110: a piped value and `key=` at once."""
    return error("N110", "the key is given twice: before the pipe and by `key=`", span, help="take one of them away")


def aggregate_without_body(name: str, item: str, span: Span) -> Diagnostic:
    """N110: `sum(each line in lines)`."""
    return error(
        "N110",
        f"`{name}` does not say what of each item is meant",
        span,
        help=f"add it after a colon: `{name}(each {item} in …: {item}.amount)`",
    )


def no_table_key(piped: typed.Expression) -> Diagnostic:
    """T101: a table asked for what is neither text nor number."""
    code = "T107" if piped.type.kind is Kind.ID else "T101"
    return error(
        code,
        "a table is asked for a text or a number",
        piped.span,
        note=f"this is {a_kind(piped.type)}",
        help="give it a code, or choose with `if … then … else …`",
    )


def useless_rows(table: typed.Table, keys: list[str], piped: typed.Expression) -> Diagnostic:
    """T204: rows for values that the source never has."""
    choices = sorted(piped.type.choices or ())
    diagnostic = warning(
        "T204",
        f"table `{table.name}` has rows for values that never come: {listed(keys)}",
        table.span,
        help=f"the value is one of {listed(choices)}",
    )
    return Diagnostic(
        diagnostic.code,
        diagnostic.severity,
        diagnostic.message,
        diagnostic.span,
        help=diagnostic.help,
        labels=(Label(piped.span, "asked for here"),),
    )


def wrong_find_value(setting: str, by: str, wanted: Type, piped: typed.Expression) -> Diagnostic:
    """T101 (T107 of an id): a find by a value of another kind."""
    code = "T107" if piped.type.kind is Kind.ID else "T101"
    return error(
        code,
        f"`{by}` of {article(setting)} is {a_kind(wanted)}",
        piped.span,
        note=f"this is {a_kind(piped.type)}",
        help=_as_kind(wanted, piped.type),
    )


def _as_kind(wanted: Type, found: Type) -> str:
    if found.kind is Kind.ID:
        return "an id is given by the target; use the record's own fields"
    if wanted.kind is Kind.TEXT:
        return 'make a text of it: `"{value}"`'
    if wanted.kind is Kind.NUMBER and found.kind is Kind.TEXT:
        return "make a number of it: `| integer else …`"
    return f"give it {a_kind(wanted)}"


def no_day(at: typed.Expression) -> Diagnostic:
    """T101: `at=` something that is no date."""
    return error(
        "T101", "`at` is a date", at.span, note=f"this is {a_kind(at.type)}", help="give it a date: `at=today`"
    )


def timeless_setting(setting: str, span: Span) -> Diagnostic:
    """N110: `at=` for a setting whose rows are valid always."""
    return error("N110", f"{article(setting)} is not valid from one day to another", span, help="leave `at=` out")


def link_back_needs_id(entity: Entity, source: str, key: typed.Expression) -> Diagnostic:
    """T107: a link back that is not asked with an id."""
    return error(
        "T107",
        f"the way back to {article(entity.name)} starts from an id of {source}",
        key.span,
        note=f"this is {a_kind(key.type)}",
        help=f"pipe an id into it, as `voucher_id | link({entity.name}, …)`",
    )


def wrong_key_count(entity: Entity, given: int, span: Span) -> Diagnostic:
    """N110: too few or too many parts of a key."""
    columns = ", ".join(entity.key)
    remedy = f"link({entity.name}, key=[{columns}])" if len(entity.key) > 1 else f"{columns} | link({entity.name})"
    count = f"{given} {'value is' if given == 1 else 'values are'}"
    return error(
        "N110",
        f"{article(entity.name)} is known by {listed(entity.key)}, and {count} given",
        span,
        help=f"write `{remedy}`",
    )


def wrong_key_kind(entity: Entity, column: Field, part: typed.Expression) -> Diagnostic:
    """T101 (T107 of an id): a key of another kind."""
    code = "T107" if part.type.kind is Kind.ID else "T101"
    return Diagnostic(
        code,
        Severity.ERROR,
        f"{article(entity.name)} is known by `{column.name}`, {a_kind(column.type)}",
        part.span,
        note=f"this is {a_kind(part.type)}",
        help=_as_kind(column.type, part.type),
    )
