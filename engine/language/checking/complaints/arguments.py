"""Complaints about what functions and lookups are given (N110, T101, T107), and what each says when it fails."""

from __future__ import annotations

from engine.diagnostics.diagnostic import Diagnostic, Label, error, warning
from engine.diagnostics.source import Span
from engine.language import ast, typed
from engine.language.checking.complaints.phrases import a_kind, article, it_has, listed, meant
from engine.language.functions.registry import Function, Parameter
from engine.model.enumeration import either
from engine.model.frozen import replace
from engine.model.schema import Entity, Field
from engine.model.text import Text, say
from engine.model.types import Kind, Type

TABLE_NOTE = say("fails when the table has no row for the value")
_FORMS = {
    "table": say("write {form}", form="`value | table(name)`"),
    "find": say("write {form}", form="`value | find(Setting, by=Field)`"),
    "link": say("write `value | link(entity)`, or with several columns `link(entity, key=[first, second])`"),
}


def step_note(function: Function) -> Text:
    """When a function fails."""
    return say("fails when `{function}` cannot use the value", function=function.name)


def find_note(title: str, setting: str) -> Text:
    """When a find fails."""
    return say("fails when {system} has no such {setting}", system=title, setting=setting)


def link_note(entity: str, target: str, forward: bool) -> Text:
    """When a link fails."""
    if forward:
        return say("fails when the {entity} has no {system} record", entity=entity, system=target)
    return say("fails when the {entity} did not come from {system}", entity=entity, system=target)


def wrong_argument(function: Function, parameter: Parameter, argument: typed.Expression) -> Diagnostic:
    """T101 (T107 of an id): a value of a kind that the function does not take."""
    wanted = either(a_kind(Type(k)) for k in sorted(parameter.kinds, key=lambda k: k.value))
    message = (
        say("`{function}` takes {kind}", function=function.name, kind=wanted)
        if parameter is function.parameters[0]
        else say(
            "`{parameter}` of `{function}` is {kind}", parameter=parameter.name, function=function.name, kind=wanted
        )
    )
    found = argument.type
    return error(_code(found), message, argument.span, note=_this_is(found), help=_converted(found, parameter))


def _code(found: Type) -> str:
    """An id is never a code, and has a code of its own."""
    return "T107" if found.kind is Kind.ID else "T101"


def _this_is(found: Type) -> Text:
    return say("this is {kind}", kind=a_kind(found))


def _converted(found: Type, parameter: Parameter) -> str:
    if found.kind is Kind.ID:
        return say("an id is given by the target; use the record's own fields")
    if Kind.TEXT in parameter.kinds:
        return say('make a text of it: `"{written}"`', written="{value}")
    if found.kind is not Kind.TEXT:
        return say("give it another value")
    if Kind.NUMBER in parameter.kinds:
        return say("make a number of it: `| {step} else …`", step="decimal")
    return say('make a date of it: `| date("dd.MM.yyyy") else …`') if Kind.DATE in parameter.kinds else ""


def unknown_argument(function: Function, argument: ast.Argument, is_piped: bool) -> Diagnostic:
    """N110: an argument for which there is no parameter."""
    parameters = function.parameters[1:] if is_piped else function.parameters
    names = [parameter.name for parameter in parameters]
    alone = say("write `| {function}`", function=function.name)
    if argument.name is not None and argument.name.text not in names:
        message = _no_argument(function.name, argument.name)
        return error("N110", message, argument.name.span, help=meant(argument.name.text, names, it_has) or alone)
    message = (
        say("`{argument}` is given twice", argument=argument.name.text)
        if argument.name
        else say("`{function}` does not take so many values", function=function.name)
    )
    takes = say("it takes {names}", names=listed(names)) if names else alone
    return error("N110", message, argument.value.span, help=takes)


def _no_argument(function: str, name: ast.Name) -> Text:
    return say("`{function}` has no argument `{argument}`", function=function, argument=name.text)


def missing_argument(function: Function, parameter: Parameter, span: Span, is_piped: bool) -> Diagnostic:
    """N110: a parameter that must be given."""
    if parameter is function.parameters[0]:
        return error(
            "N110",
            say("`{function}` is given no value", function=function.name),
            span,
            help=say("write `value | {function}`", function=function.name),
        )
    shown = ", ".join(p.name for p in function.parameters[1 if is_piped else 0 :] if p.required)
    return error(
        "N110",
        say("`{function}` needs `{parameter}`", function=function.name, parameter=parameter.name),
        span,
        help=say("write `{function}({arguments})`", function=function.name, arguments=shown),
    )


def unknown_word(function: Function, parameter: Parameter, word: str | None, span: Span) -> Diagnostic:
    """N110: a bare word that the function does not know."""
    if word is None:
        return error(
            "N110",
            say("`{parameter}` of `{function}` is a plain word", parameter=parameter.name, function=function.name),
            span,
            help=say("write one of {words}, without quotes", words=listed(parameter.words)),
        )
    message = say("`{function}` does not know `{word}`", function=function.name, word=word)
    return error("N110", message, span, help=meant(word, parameter.words, _it_knows))


def _it_knows(words: str) -> Text:
    return say("it knows: {words}", words=words)


def no_constant(function: Function, parameter: Parameter, span: Span) -> Diagnostic:
    """N110: an argument that must be written out."""
    return error(
        "N110",
        say(
            "`{parameter}` of `{function}` must be written out, so that it is the same for every record",
            parameter=parameter.name,
            function=function.name,
        ),
        span,
        help=say("write the value itself"),
    )


def objected_argument(function: Function, parameter: Parameter, objection: str, span: Span) -> Diagnostic:
    """N110: a value that the function itself turns down."""
    message = say(
        "`{parameter}` of `{function}` {objection}",
        parameter=parameter.name,
        function=function.name,
        objection=objection,
    )
    return error("N110", message, span, help=say("write another value"))


def unusable_argument(form: str, argument: ast.Argument) -> Diagnostic:
    """N110: an argument that `table`, `find` or `link` has no use for."""
    if argument.name:
        return error("N110", _no_argument(form, argument.name), argument.name.span, help=_FORMS[form])
    return error("N110", say("`{form}` has no use for this", form=form), argument.value.span, help=_FORMS[form])


def incomplete_form(form: str, span: Span) -> Diagnostic:
    """N110: `table`, `find` or `link` without a value or a name."""
    return error("N110", say("`{form}` needs a value and a name", form=form), span, help=_FORMS[form])


def key_given_twice(span: Span) -> Diagnostic:
    """N110: a piped value and `key=` at once."""
    message = say("the key is given twice: before the pipe and by `key=`")
    return error("N110", message, span, help=say("take one of them away"))


def aggregate_without_body(name: str, item: str, span: Span) -> Diagnostic:
    """N110: `sum(each line in lines)`."""
    return error(
        "N110",
        say("`{name}` does not say what of each item is meant", name=name),
        span,
        help=say("add it after a colon: `{name}(each {item} in …: {item}.amount)`", name=name, item=item),
    )


def no_table_key(piped: typed.Expression) -> Diagnostic:
    """T101: a table asked for what is neither text nor number."""
    return error(
        _code(piped.type),
        say("a table is asked for a text or a number"),
        piped.span,
        note=_this_is(piped.type),
        help=say("give it a code, or choose with `if … then … else …`"),
    )


def useless_rows(table: typed.Table, keys: list[str], piped: typed.Expression) -> Diagnostic:
    """T204: rows for values that the source never has."""
    found = warning(
        "T204",
        say("table `{table}` has rows for values that never come: {keys}", table=table.name, keys=listed(keys)),
        table.span,
        help=say("the value is one of {choices}", choices=listed(sorted(piped.type.choices or ()))),
    )
    return replace(found, labels=(Label(piped.span, say("asked for here")),))


def wrong_find_value(setting: str, by: str, wanted: Type, piped: typed.Expression) -> Diagnostic:
    """T101 (T107 of an id): a find by a value of another kind."""
    return error(
        _code(piped.type),
        say("`{field}` of {setting} is {kind}", field=by, setting=article(setting), kind=a_kind(wanted)),
        piped.span,
        note=_this_is(piped.type),
        help=_as_kind(wanted, piped.type),
    )


def _as_kind(wanted: Type, found: Type) -> Text:
    if found.kind is Kind.ID:
        return say("an id is given by the target; use the record's own fields")
    if wanted.kind is Kind.TEXT:
        return say('make a text of it: `"{written}"`', written="{value}")
    if wanted.kind is Kind.NUMBER and found.kind is Kind.TEXT:
        return say("make a number of it: `| {step} else …`", step="integer")
    return say("give it {kind}", kind=a_kind(wanted))


def no_day(at: typed.Expression) -> Diagnostic:
    """T101: `at=` something that is no date."""
    remedy = say("give it a date: `at=today`")
    return error("T101", say("`at` is a date"), at.span, note=_this_is(at.type), help=remedy)


def timeless_setting(setting: str, span: Span) -> Diagnostic:
    """N110: `at=` for a setting whose rows are valid always."""
    message = say("{setting} is not valid from one day to another", setting=article(setting))
    return error("N110", message, span, help=say("leave `at=` out"))


def link_back_needs_id(entity: Entity, source: str, key: typed.Expression) -> Diagnostic:
    """T107: a link back that is not asked with an id."""
    return error(
        "T107",
        say("the way back to {entity} starts from an id of {system}", entity=article(entity.name), system=source),
        key.span,
        note=_this_is(key.type),
        help=say("pipe an id into it, as `voucher_id | link({entity}, …)`", entity=entity.name),
    )


def wrong_key_count(entity: Entity, given: int, span: Span) -> Diagnostic:
    """N110: too few or too many parts of a key."""
    known, columns = article(entity.name), listed(entity.key)
    message = (
        say("{entity} is known by {columns}, and 1 value is given", entity=known, columns=columns)
        if given == 1
        else say(
            "{entity} is known by {columns}, and {count} values are given", entity=known, columns=columns, count=given
        )
    )
    names = ", ".join(entity.key)
    written = f"link({entity.name}, key=[{names}])" if len(entity.key) > 1 else f"{names} | link({entity.name})"
    return error("N110", message, span, help=say("write {form}", form=f"`{written}`"))


def wrong_key_kind(entity: Entity, column: Field, part: typed.Expression) -> Diagnostic:
    """T101 (T107 of an id): a key of another kind."""
    return error(
        _code(part.type),
        say(
            "{entity} is known by `{column}`, {kind}",
            entity=article(entity.name),
            column=column.name,
            kind=a_kind(column.type),
        ),
        part.span,
        note=_this_is(part.type),
        help=_as_kind(column.type, part.type),
    )
