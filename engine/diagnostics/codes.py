"""The register of codes: every code with its title and the usual remedy.

A code is never reused once it was released. Families: S syntax, D document, N name, T type and absence, I inverse,
C coverage, O overlay, R a record refused at run time, P plan and run (P9xx: a system that cannot be worked with).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model.text import verbatim


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the register. `remedy` is the usual way out, shown where a diagnostic has none of its own."""

    code: str
    title: str
    remedy: str


_REGISTER: tuple[Code, ...] = (
    # S — syntax (language/parser.py)
    Code("S101", "A word or sign does not fit where it stands", "Compare the line with its neighbours."),
    Code("S102", "A text has no closing quote on its line", "End the text with a double quote."),
    Code(
        "S103",
        "A brace in a text opens or closes no hole",
        "Close the hole, or write `\\{` for a plain brace.",
    ),
    Code("S104", "A parenthesis or bracket has no partner", "Add the missing one, or take this one away."),
    Code(
        "S105",
        "The braces of a body do not pair, or are missing",
        "Write `{`, the rules, and `}` on their own lines.",
    ),
    Code("S106", "An `if` has no `then`", "Write `if condition then value else value`."),
    Code("S107", "An `if` has no `else`", "Add `else nothing` or `else empty`."),
    Code("S108", "`=` stands where two values are compared", "Write `==`."),
    Code("S109", "A line begins no statement", "Begin it with `Field =`, `let`, `skip`, `create`, `check` or `warn`."),
    Code("S110", "A word of the language is used as a name", "Choose another name."),
    Code("S111", "A number has a decimal comma", "Write a decimal point."),
    Code("S112", "A date is none of the calendar", "Write year-month-day: `2026-01-31`."),
    Code("S113", "Something is nested too deeply", "Name its parts with `let`."),
    Code("S114", "A statement about the whole record stands inside braces", "Move it out of the braces."),
    Code("S115", "Something is missing", "Write what belongs there."),
    Code("S116", "A backslash in a text means nothing", "Write two for one backslash."),
    Code("S117", "A sign of another language", "Use the sign that the message names."),
    Code("S118", "A check or warn has no message in quotes", 'Write `check condition, "what is wrong"`.'),
    Code("S119", "A number has too many digits", "Check the number."),
    Code("S120", "Comparisons are chained", "Join them with `and`, or put the steps in parentheses."),
    Code("S121", "Two statements stand on one line", "Put each on a line of its own."),
    # D — document (mapping/document.py, workspace.py, table.py, series.py)
    Code("D101", "A file cannot be read", "Look at its name, and whether you may read it."),
    Code("D102", "A file is too large", "A mapping is read by people: move large code tables to files of their own."),
    Code("D103", "A file is not UTF-8", "Save it with the encoding UTF-8."),
    Code("D104", "An invisible character stands in a file", "Remove it, and type the place anew."),
    Code("D105", "A file is not the YAML that is expected", "Compare it with a mapping that works."),
    Code("D106", "A file uses anchors or aliases", "Write the value where it is used; share through `extends:`."),
    Code("D107", "A file gives a value a YAML type", "Remove the tag: every value's type is known."),
    Code("D108", "A name stands twice", "Keep one of the two."),
    Code("D109", "An expression is folded over lines", "Write it on one line, or as a block that begins with `|`."),
    Code("D111", "A name is not known here", "Remove it, or correct its spelling."),
    Code("D112", "A name is missing", "Add it."),
    Code("D113", "A value is not of the form that is asked for", "Correct the value."),
    Code("D121", "A mapping names an entity that does not exist", "Write it as `win.customer`, `go.customer`."),
    Code("D122", "`key:` or `adopt:` names an unknown field", "Write the field's name as the catalog has it."),
    Code("D123", "A second pass has a key of its own", "Remove `key:` or `continues:`."),
    Code("D124", "A second pass continues a mapping that does not exist", "Write the name of a mapping."),
    Code(
        "D201",
        "There is no workspace",
        "Give its folder with `-w`; `wingo init DIR` makes a new one, `wingo demo` one to look at.",
    ),
    Code("D202", "An entity of the workspace has no mapping", "Correct its name, or add a file of that name."),
    Code("D203", "A variable is not set", "Set it in the environment or in a file `.env` beside workspace.yaml."),
    Code("D204", "A secret stands in clear", "Put it into the environment or `.env`, and name the variable here."),
    Code("D205", "A connector is not installed", "Correct its name, or install its package."),
    Code("D206", "A variable is not written as one", "Write `${NAME}`: letters, digits and `_`."),
    Code("D207", "A mapping's file is not used", "Add its name to `entities:`, or remove the file."),
    Code("D208", "Mappings need each other first", "Move one of the links into a second pass (`continues:`)."),
    Code("D209", "Two mappings have one name", "Give one of them another name."),
    Code("D210", "A time zone does not exist", "Write it as `Europe/Oslo`."),
    Code("D211", "An entity stands twice", "Keep one of the two."),
    Code("D212", "`links.yaml` names an entity that the workspace does not have", "Correct its name, or remove it."),
    Code("D213", "A file holds a mapping of another name", "Name the mapping as its file."),
    Code("D214", "A mapping needs a system that the workspace does not have", "Add the system with its `connector:`."),
    Code("D301", "A table's name is not its file's", "Name the table as its file."),
    Code("D302", "A series type does not exist", "Write a type of the target, or a range `{from: …, to: …}`."),
    Code("D303", "A range ends before it begins", "Exchange the two numbers."),
    Code("D304", "Two number series share numbers", "Part them in Go's settings, then `wingo doctor --write`."),
    Code("D401", "A test's value is not the expected one", "Correct the rule, or what the test expects."),
    Code("D402", "A test's record was refused", "Correct the rule or the record, or expect it: `refuse: CODE`."),
    Code("D403", "A test's record went another way than expected", "Correct the rule, or what the test expects."),
    Code("D404", "A test names a field that does not exist", "Write the field's name as the catalog has it."),
    Code("D405", "A test's value is not of its field's type", "Write a value of that type."),
    Code("D406", "A test expects two things at once", "Keep `expect:`, `refuse:` or `skip:`."),
    # N — names (language/checker.py)
    Code("N101", "A name that nothing has", "Correct the name: it must be one of the source's fields or a let."),
    Code("N102", "A function that does not exist", "Correct its name; docs/functions.md lists all."),
    Code("N103", "A rule fills a field that the target does not have", "Correct the field's name."),
    Code("N104", "A let or an item takes the name of a field", "Give it another name."),
    Code("N105", "Lets go in a circle", "Let one of them read fields of the record only."),
    Code("N106", "A table that does not exist", "Correct its name, or add it under `tables:`."),
    Code("N107", "A link to what no mapping deals with", "Name an entity of the workspace."),
    Code("N108", "A find of what is no setting, or by what it is not found by", "Write `find(Setting, by=Field)`."),
    Code("N109", "A series that the mapping does not name", "Correct its name, or add it under `series:`."),
    Code("N110", "A function is given what it has no use for, or too little", "Compare with docs/functions.md."),
    Code("N111", "Two lets have one name", "Give one of them another name."),
    # T — types and absence (language/checker.py)
    Code("T101", "A value of another kind than is wanted", "Convert it, or use another value."),
    Code("T102", "A required field may get no value", 'Give one instead: `?? value`, or `?? refuse "…"`.'),
    Code("T103", "A value that is not among the known ones", "Choose with a table: `| table(name) else …`."),
    Code(
        "T104",
        "A step can fail, and the rule does not say what then",
        "Add `else nothing`, `else empty` or `else refuse`.",
    ),
    Code("T105", "A text may be longer than its field", "Cut it with `| limit(n)`."),
    Code("T106", "A number may have more decimals than its field", "Say how it is rounded: `| round(n)`."),
    Code("T107", "An id of something else, or an id where a code is wanted", "Look the id up: `link` or `find`."),
    Code("T108", "A field that no rule can fill here", "Take the rule away."),
    Code("T109", "`nothing`, `empty` or `refuse` where no answer is asked for", "Put it behind `??` or `else`."),
    Code("T110", "Values that cannot be compared or calculated with", "Use values of one kind."),
    Code("T201", "`??` answers what is never absent", "Take `??` and what stands behind it away."),
    Code("T202", "`else` answers what never fails", "Take `else` and what stands behind it away."),
    Code("T203", "A question about presence has only one answer", "Take the question away."),
    Code("T204", "A table has rows for values that never come", "Correct the row's key, or take the row away."),
    # C — coverage (language/checker.py)
    Code("C101", "A required field has no rule", "Add a rule for it."),
    Code("C102", "Two rules fill one field", "Keep one of them."),
    Code("C201", "A table that no rule uses", "Take it away."),
    Code("C202", "A let that nothing reads", "Take it away."),
    Code(
        "C301", "Source fields that no rule reads", "Nothing has to be done, unless one of them was meant to be sent."
    ),
    # O — overlays (mapping/overlay.py)
    Code("O101", "An overlay drops what is not there", "Remove the line, or correct what it names."),
    Code("O102", "An overlay repeats its base", "Remove the line: the base has it, and is mended for everybody."),
    Code("O103", "An overlay extends a file that does not exist", "Write it as `extends: base/customer`."),
    Code("O104", "Files extend each other", "One of them must stand alone."),
    Code("O105", "A change to a base stands in a file without one", "Add `extends:`, or remove the line."),
    Code("O106", "An overlay changes a list that its base does not fill", "Correct its name, or write the whole list."),
    # R — a record refused at run time (language/interpreter.py, sync/planning)
    Code("R101", "A field's content is not of its type", "Correct the field in the source system."),
    Code("R102", "A calculation that has no result", "Guard it with `if`, or correct the field in the source system."),
    Code("R201", "The mapping's own rules hold the record back", "Mend the record in Win; the next run sends it."),
    Code("R202", "The record waits for another one", "It goes by itself once the other record has been sent."),
    Code("R203", "The record waits for a setting of the target", "Add the setting in the target, or correct the code."),
    Code("R204", "A check of the mapping failed", "Correct the record in the source system."),
    Code("R205", "A check of the mapping warns; the record goes", "Look at the record in the source system."),
    Code(
        "R206",
        "The record names another one that the source does not have",
        "Create that one in Win, or correct the record that names it.",
    ),
    Code(
        "R301",
        "A number lies in none of the series",
        "Give the record an external ledger number in Win, or widen the series in Go.",
    ),
    Code("R302", "A number that was sent has changed", "Set the number back: a ledger account is never renumbered."),
    Code(
        "R303",
        "A number belongs to another record",
        "Give the record another external ledger number in Win.",
    ),
    Code(
        "R304",
        "Several records take one number",
        "Give all but one of them another external ledger number in Win.",
    ),
    Code(
        "R305",
        "Several records have a value that may stand on one only",
        "Give all but one of them another value in Win, or change the rule.",
    ),
    Code("R310", "A text is longer than the target takes", "Shorten it at its source, or use `limit` in the rule."),
    Code("R311", "A value is none of those that the target knows", "Correct it at its source, or give it a table row."),
    Code("R312", "A required field has no value", "Fill it at its source, or give the rule a default with `??`."),
    Code("R313", "A field is missing that the target demands in this case", "Fill it at its source."),
    Code("R314", "A number has more decimals than the target takes", "Add `round` to the rule."),
    # P — plans and runs (sync/*, faces/*)
    Code(
        "P101",
        "The target no longer has a record that was linked",
        "Name its new record in links.yaml, or restore it in Go.",
    ),
    Code("P102", "A record that was sent earlier is left out now", "Nothing is deleted; look whether this was meant."),
    Code("P103", "Several records of the target could be this one", "Name the right one in links.yaml."),
    Code(
        "P104",
        "The record that has this number is somebody else's",
        "Name it in links.yaml if it is the same, or give this one another number.",
    ),
    Code(
        "P105",
        "The target's record is linked to another record already",
        "Correct the number in Win, or decide in links.yaml.",
    ),
    Code("P106", "links.yaml names a record that the target does not have", "Correct the id in links.yaml."),
    Code("P107", "A record got another key", "Nothing to do: the old record is taken out of use, a new one is made."),
    Code("P108", "Two records look alike", "Look whether they are one and the same."),
    Code("P109", "A record with a balance stays in use", "Nothing to do: it is retired when its balance is 0."),
    Code(
        "P110",
        "A record that was sent has no row now",
        "Nothing is deleted; look whether the view lost rows, or take it out of use in Go.",
    ),
    Code(
        "P111",
        "A record that is not there",
        "Give its key as the plan shows it: `512`, of several parts `1/5001`; a payment by its id in Go, `901:6f1c`.",
    ),
    Code("P112", "Nothing is held back under a key", "`wingo held` shows what is held back, and under which key."),
    Code(
        "P201",
        "A posted voucher differs from the source now",
        "Credit it in Win and issue a new one: a posted voucher is never changed.",
    ),
    Code(
        "P202",
        "The target holds another voucher with this number",
        "Compare the two; reverse the wrong one in Go, or correct the number in Win.",
    ),
    Code("P203", "The voucher's date lies in a closed period", "Open the period in Go, or re-date the invoice in Win."),
    Code("P204", "Older than invoices_from", "Nothing to do: older invoices are only linked, never posted."),
    Code("P205", "invoices_from is not set", "Add `invoices_from: YYYY-MM-DD` to workspace.yaml."),
    Code("P206", "The number series are not this company's", "Write them to series.yaml with `wingo doctor --write`."),
    Code("P301", "A voucher's file cannot be read", "Make the invoice's PDF anew in Win; it is sent by a later run."),
    Code("P302", "A voucher's file is too large", "Make a smaller PDF; it is sent by a later run."),
    Code("P303", "A voucher's file is not a PDF", "Make the invoice's PDF anew in Win; it is sent by a later run."),
    Code("P401", "A guard refused the plan", "Look at the counts; `--allow GUARD` lets this plan pass."),
    Code("P402", "A saved plan is stale", "Plan again, look at what is new, and apply that plan."),
    Code("P403", "A saved plan was applied before", "Plan again: a plan is applied once, whatever came of it."),
    Code("P404", "A plan file cannot be read, or was changed", "Take the file as it was saved, or plan again."),
    Code("P405", "A plan is not of this workspace", "Apply it where it was made, or plan here."),
    Code("P406", "A plan was made offline", "Plan without `--offline`, so that what stands in Go is looked at."),
    Code("P407", "A plan file is of another version", "Plan again with this version, or apply it with that one."),
    Code(
        "P408",
        "A plan would be saved over a file that may be needed",
        "Save this plan under another name, or apply that one first; if it is not wanted, remove the file.",
    ),
    Code("P501", "The target refused the record", "Mend what the target says, in Win or in the mapping."),
    Code("P502", "A record that this one needs was not sent", "Mend that record first; this one follows by itself."),
    Code(
        "P503",
        "Whether the target took the record is not known",
        "Run again: the next run asks the target before it sends.",
    ),
    Code("P601", "The doctor found something to mend", "Do what the finding says, then call the doctor again."),
    Code("P602", "The doctor found something to look at", "Look whether it is meant to be so."),
    Code("P701", "There is no such run", "`wingo runs` lists them."),
    Code(
        "P702",
        "Something was changed since the run that is taken back",
        "Look at it: what was changed since is never overwritten.",
    ),
    Code("P703", "Something cannot be taken back", "Do by hand what is still to be done, in the system that it names."),
    Code("P704", "Something stays when a run is taken back", "Nothing is to be done: nothing is ever deleted."),
    Code("P705", "Something was taken back already", "Nothing is to be done."),
    Code("P901", "A system cannot be reached", "Look at its address, and whether it is up."),
    Code("P902", "A system does not let the program in", "Look at the keys and at their privileges."),
    Code("P903", "A system lacks something that was asked of it", "Make the view or column that is missing."),
    Code("P904", "Another run of this workspace is at work", "Wait until it has ended."),
    Code("P905", "A system is too busy", "Run again in a while."),
    Code("P906", "A setting of the workspace is wrong", "Correct it in workspace.yaml or in the environment."),
    Code("P907", "A fault of the program itself", "Run it again with `-v`, and report what it prints."),
    Code("P908", "The state is of a newer version", "Install the newer version of wingo here too."),
)


CODES: Mapping[str, Code] = {
    entry.code: Code(entry.code, verbatim(entry.title), verbatim(entry.remedy)) for entry in _REGISTER
}
assert len(CODES) == len(_REGISTER), "a code stands twice in the register"
