"""T. Types, absence and failure (language/checker.py)."""

from __future__ import annotations

from engine.diagnostics.codes.entry import Code

TYPES: tuple[Code, ...] = (
    Code(
        "T101",
        "A value of another kind than is wanted",
        "Convert it, or use another value.",
        "The field takes one kind of value and would get another: a date where a number is wanted, a text "
        "where yes or no is.",
    ),
    Code(
        "T102",
        "A required field may get no value",
        'Give one instead: `?? value`, or `?? refuse "…"`.',
        "Go refuses a record without this field, and some record of Win may have nothing to put there. The "
        "rule must say what happens then.",
    ),
    Code(
        "T103",
        "A value that is not among the known ones",
        "Choose with a table: `| table(name) else …`.",
        "Go knows a fixed list of values for this field, and refuses the record for any other.",
    ),
    Code(
        "T104",
        "A step can fail, and the rule does not say what then",
        "Add `else nothing`, `else empty` or `else refuse`.",
        "Sooner or later a record comes for which this step gives no result. Whether the field is then left "
        "alone, cleared, or the record held back is a decision about the ledger, and is never taken silently.",
    ),
    Code(
        "T105",
        "A text may be longer than its field",
        "Cut it with `| limit(n)`.",
        "Go refuses a text that is too long, and with it the whole record. A text is never cut unless the "
        "rule says so.",
    ),
    Code(
        "T106",
        "A number may have more decimals than its field",
        "Say how it is rounded: `| round(n)`.",
        "An amount that is rounded without saying how leaves a difference that nobody can explain later.",
    ),
    Code(
        "T107",
        "An id of something else, or an id where a code is wanted",
        "Look the id up: `link` or `find`.",
        "An id is Go's own number of one record. A code from Win, or the id of something else, would point "
        "to the wrong record or to none.",
    ),
    Code(
        "T108",
        "A field that no rule can fill here",
        "Take the rule away.",
        "The field is set by Go itself, or only when a record is made. The rule would never have an effect.",
    ),
    Code(
        "T109",
        "`nothing`, `empty` or `refuse` where no answer is asked for",
        "Put it behind `??` or `else`.",
        "These words answer a question: what to do when a value is absent or a step failed. Where nothing is "
        "asked they have no meaning.",
    ),
    Code(
        "T110",
        "Values that cannot be compared or calculated with",
        "Use values of one kind.",
        "Comparing a text with a number, or adding a date to a date, has no answer that an accountant would "
        "agree with.",
    ),
    Code(
        "T111",
        "A template prints what may be absent",
        'Add `| default("")`, or ask for it first.',
        "Some record has nothing there, and the text would have a hole in it where the reader expects a value.",
    ),
    Code(
        "T201",
        "`??` answers what is never absent",
        "Take `??` and what stands behind it away.",
        "The rule claims a risk that is not there: the value is always present, so the answer is never used. "
        "A reader would look for a case that cannot happen.",
    ),
    Code(
        "T202",
        "`else` answers what never fails",
        "Take `else` and what stands behind it away.",
        "The rule claims a risk that is not there: no step can fail, so the answer is never used. What may "
        "be absent is answered by `??`.",
    ),
    Code(
        "T203",
        "A question about presence has only one answer",
        "Take the question away.",
        "The value is always there, so the condition decides nothing. Mostly another field was meant.",
    ),
    Code(
        "T204",
        "A table has rows for values that never come",
        "Correct the row's key, or take the row away.",
        "The row is never met, for the source never gives this value. Mostly the code is misspelt, and the "
        "right one has no row.",
    ),
)
