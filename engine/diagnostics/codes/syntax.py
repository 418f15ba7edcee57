"""S. Syntax: what cannot be read (language/parser.py)."""

from __future__ import annotations

from engine.diagnostics.codes.entry import Code

SYNTAX: tuple[Code, ...] = (
    Code(
        "S101",
        "A word or sign does not fit where it stands",
        "Compare the line with its neighbours.",
        "The line cannot be read beyond this place, and a guess at what was meant might send the wrong "
        "value. Nothing of the mapping runs until the line is clear.",
    ),
    Code(
        "S102",
        "A text has no closing quote on its line",
        "End the text with a double quote.",
        "A text ends on the line on which it begins. Without its closing quote the rest of the line would "
        "count as text.",
    ),
    Code(
        "S103",
        "A brace in a text opens or closes no hole",
        "Close the hole, or write `\\{` for a plain brace.",
        "Braces in a text hold what the record fills in. One without its partner leaves open where the value "
        "ends and the text goes on.",
    ),
    Code(
        "S104",
        "A parenthesis or bracket has no partner",
        "Add the missing one, or take this one away.",
        "Parentheses say what is worked out first. With one too few or too many the amount could be worked "
        "out in two ways.",
    ),
    Code(
        "S105",
        "The braces of a body do not pair, or are missing",
        "Write `{`, the rules, and `}` on their own lines.",
        "Braces say which rules belong to an object or a list. Without the pair it is not known which fields "
        "are part of it.",
    ),
    Code(
        "S106",
        "An `if` has no `then`",
        "Write `if condition then value else value`.",
        "Between a condition and its value stands `then`. Without it the two run into each other.",
    ),
    Code(
        "S107",
        "An `if` has no `else`",
        "Add `else nothing` or `else empty`.",
        "A field must know what it gets when the condition does not hold: another value, nothing at all, or "
        "an empty field. Nothing is chosen silently.",
    ),
    Code(
        "S108",
        "`=` stands where two values are compared",
        "Write `==`.",
        "One equals sign fills a field, two compare. A comparison that was read as filling would change what is sent.",
    ),
    Code(
        "S109",
        "A line begins no statement",
        "Begin it with `Field =`, `let`, `skip`, `create`, `check` or `warn`.",
        "Every line is a statement: a rule, a `let`, a condition or a check. A line that is none of them "
        "would do nothing, and nobody would notice.",
    ),
    Code(
        "S110",
        "A word of the language is used as a name",
        "Choose another name.",
        "These words have a fixed meaning, so that a line is always read the same way. A name that looks "
        "like one of them would change how the line is read.",
    ),
    Code(
        "S111",
        "A number has a decimal comma",
        "Write a decimal point.",
        "A comma parts values. `12,5` would be two values, 12 and 5, and an amount would be wrong.",
    ),
    Code(
        "S112",
        "A date is none of the calendar",
        "Write year-month-day: `2026-01-31`.",
        "A date that does not exist cannot be posted, and moving it to the next real day might move it into "
        "another period.",
    ),
    Code(
        "S113",
        "Something is nested too deeply",
        "Name its parts with `let`.",
        "Nobody can check by eye what is nested so deeply, and neither can the program within its bounds.",
    ),
    Code(
        "S114",
        "A statement about the whole record stands inside braces",
        "Move it out of the braces.",
        "`skip`, `create` and `drop` decide about the whole record. Inside braces it would look as if they "
        "decided about one object only.",
    ),
    Code(
        "S115",
        "Something is missing",
        "Write what belongs there.",
        "The line promises a value and does not give it. An empty field must be asked for with `empty`.",
    ),
    Code(
        "S116",
        "A backslash in a text means nothing",
        "Write two for one backslash.",
        "A backslash gives the next sign another meaning. Before a sign that has none it is mostly a path "
        "that was pasted in.",
    ),
    Code(
        "S117",
        "A sign of another language",
        "Use the sign that the message names.",
        "The sign is known from Excel, SQL or another language, and means something else here or nothing at all.",
    ),
    Code(
        "S118",
        "A check or warn has no message in quotes",
        'Write `check condition, "what is wrong"`.',
        "A record that is held back needs a reason that the accountant can read. The message is that reason.",
    ),
    Code(
        "S119",
        "A number has too many digits",
        "Check the number.",
        "No amount and no number of a ledger is that long. Most often a digit was held down, or two numbers "
        "ran together.",
    ),
    Code(
        "S120",
        "Comparisons are chained",
        "Join them with `and`, or put the steps in parentheses.",
        "`a < b < c` would compare the answer yes or no with `c`. What is meant is two comparisons.",
    ),
    Code(
        "S121",
        "Two statements stand on one line",
        "Put each on a line of its own.",
        "A line ends its statement. Two on one line could be read as one, and the second rule would be lost.",
    ),
    Code(
        "S122",
        "A word of another language",
        "Use the word that the message names.",
        "The word is known from Excel, SQL or another language. Here it would be read as the name of a field.",
    ),
    Code(
        "S125",
        "A file has too many rules",
        "Move what repeats itself into a code table.",
        "So many rules were written by no person, and no person can check what they do to a ledger.",
    ),
)
