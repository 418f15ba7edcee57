"""D. Documents: files, workspaces, tables, tests (mapping/document.py, workspace.py, table.py, series.py)."""

from __future__ import annotations

from engine.diagnostics.codes.entry import Code

DOCUMENTS: tuple[Code, ...] = (
    Code(
        "D101",
        "A file cannot be read",
        "Look at its name, and whether you may read it.",
        "A file that cannot be read leaves out rules that a customer relies on, so nothing is sent without it.",
    ),
    Code(
        "D102",
        "A file is too large",
        "A mapping is read by people: move large code tables to files of their own.",
        "Mappings are read by people before they are trusted with a ledger. A file of this size is mostly "
        "data that was saved in the wrong place.",
    ),
    Code(
        "D103",
        "A file is not UTF-8",
        "Save it with the encoding UTF-8.",
        "In another encoding æ, ø and å become other signs, and a customer's name would reach Go misspelt.",
    ),
    Code(
        "D104",
        "An invisible character stands in a file",
        "Remove it, and type the place anew.",
        "A sign that nobody sees still makes two names differ, so that a rule or a table row is never met.",
    ),
    Code(
        "D105",
        "A file is not the YAML that is expected",
        "Compare it with a mapping that works.",
        "The indentation and the colons say which setting a line belongs to. When they do not add up, a "
        "setting may end up in the wrong place.",
    ),
    Code(
        "D106",
        "A file uses anchors or aliases",
        "Write the value where it is used; share through `extends:`.",
        "An alias repeats what stands elsewhere in the file, so that a reader does not see what applies "
        "here, and a small file may grow without bounds.",
    ),
    Code(
        "D107",
        "A file gives a value a YAML type",
        "Remove the tag: every value's type is known.",
        "Every value here is text until the catalog says what it is. A YAML type would turn a number such as "
        "007 into 7.",
    ),
    Code(
        "D108",
        "A name stands twice",
        "Keep one of the two.",
        "Of two settings with one name only one can apply, and it is not said which.",
    ),
    Code(
        "D109",
        "An expression is folded over lines",
        "Write it on one line, or as a block that begins with `|`.",
        "YAML joins folded lines with spaces, so the lines and columns of a message would no longer be those "
        "of the file.",
    ),
    Code(
        "D111",
        "A name is not known here",
        "Remove it, or correct its spelling.",
        "A setting that is not known has no effect. Mostly it is one that exists, misspelt, and the customer "
        "would run without it.",
    ),
    Code(
        "D112",
        "A name is missing",
        "Add it.",
        "Without this setting it is not known what is to be read, or where it is to be sent.",
    ),
    Code(
        "D113",
        "A value is not of the form that is asked for",
        "Correct the value.",
        "The value cannot be used as it stands, and nothing is put in its place silently.",
    ),
    Code(
        "D121",
        "A mapping names an entity that does not exist",
        "Write it as `win.customer`, `go.customer`.",
        "A mapping reads one entity and fills another. Without both there is nothing to hold its rules against.",
    ),
    Code(
        "D122",
        "`key:` or `adopt:` names an unknown field",
        "Write the field's name as the catalog has it.",
        "A record is recognised by its key. A key that does not exist would recognise nothing, and "
        "everything would be made a second time.",
    ),
    Code(
        "D123",
        "A second pass has a key of its own",
        "Remove `key:` or `continues:`.",
        "A second pass works on the records of the first, by their key. A key of its own could meet others.",
    ),
    Code(
        "D124",
        "A second pass continues a mapping that does not exist",
        "Write the name of a mapping.",
        "There are no records that this pass could go on with, so it would never do anything.",
    ),
    Code(
        "D201",
        "There is no workspace",
        "Give its folder with `-w`; `wingo init DIR` makes a new one, `wingo demo` one to look at.",
        "A workspace says which customer's systems are joined. Without one the program does not guess whose "
        "ledger is meant.",
    ),
    Code(
        "D202",
        "An entity of the workspace has no mapping",
        "Correct its name, or add a file of that name.",
        "The entity is listed and has no rules, so nothing of it would be sent.",
    ),
    Code(
        "D203",
        "A variable is not set",
        "Set it in the environment or in a file `.env` beside workspace.yaml.",
        "The setting is taken from the environment, which does not have it here. Without it the system "
        "cannot be reached from this machine.",
    ),
    Code(
        "D204",
        "A secret stands in clear",
        "Put it into the environment or `.env`, and name the variable here.",
        "A key that stands in a file is read by everyone who reads the file, in every copy and in every version of it.",
    ),
    Code(
        "D205",
        "A connector is not installed",
        "Correct its name, or install its package.",
        "A connector knows how to speak to one system. Without it that system can be neither read nor written.",
    ),
    Code(
        "D206",
        "A variable is not written as one",
        "Write `${NAME}`: letters, digits and `_`.",
        "The text looks like a variable and is not one, so it would be used as it stands, as an address or as a key.",
    ),
    Code(
        "D207",
        "A mapping's file is not used",
        "Add its name to `entities:`, or remove the file.",
        "The file lies among the customer's mappings and no entity uses it: what is written in it has no effect.",
    ),
    Code(
        "D208",
        "Mappings need each other first",
        "Move one of the links into a second pass (`continues:`).",
        "Each needs the other's records in Go before its own. In no order could both be sent.",
    ),
    Code(
        "D209",
        "Two mappings have one name",
        "Give one of them another name.",
        "Links, held records and history are kept by a mapping's name. Under one name two mappings would mix "
        "up their records.",
    ),
    Code(
        "D210",
        "A time zone does not exist",
        "Write it as `Europe/Oslo`.",
        "Dates are decided in the customer's time zone. In a wrong one an invoice near midnight would get "
        "another date.",
    ),
    Code(
        "D211",
        "An entity stands twice",
        "Keep one of the two.",
        "An entity is planned once a run. Twice it would be counted twice.",
    ),
    Code(
        "D212",
        "`links.yaml` names an entity that the workspace does not have",
        "Correct its name, or remove it.",
        "A decision about an entity that is not handled here has no effect. Mostly its name is misspelt, and "
        "a record would be made anew that somebody meant to link.",
    ),
    Code(
        "D213",
        "A file holds a mapping of another name",
        "Name the mapping as its file.",
        "A file is found by its name. Under another one the mapping would not be the one that the workspace runs.",
    ),
    Code(
        "D214",
        "A mapping needs a system that the workspace does not have",
        "Add the system with its `connector:`.",
        "The mapping reads or fills a system of which the workspace does not say how to reach it.",
    ),
    Code(
        "D301",
        "A table's name is not its file's",
        "Name the table as its file.",
        "A table is found by its file's name. Under another one no rule would find it.",
    ),
    Code(
        "D302",
        "A series type does not exist",
        "Write a type of the target, or a range `{from: …, to: …}`.",
        "Numbers are held against the series of this type. A type that does not exist has no series, so "
        "every record would be refused.",
    ),
    Code(
        "D303",
        "A range ends before it begins",
        "Exchange the two numbers.",
        "No number lies in such a range, so every record would be refused.",
    ),
    Code(
        "D304",
        "Two number series share numbers",
        "Part them in Go's settings, then `wingo doctor --write`.",
        "A number that lies in two series could become a customer's or a supplier's account. Go would decide, not you.",
    ),
    Code(
        "D305",
        "A line of a large code table is no row",
        "Write every row on a line of its own: `key: value`, in quotes where it holds `:` or `#`.",
        "A table of more than 2 MB is read line by line, so that a million rows take seconds and not minutes. "
        "A line that cannot be read so would be a code without its value.",
    ),
    Code(
        "D401",
        "A test's value is not the expected one",
        "Correct the rule, or what the test expects.",
        "What the rules give and what somebody wrote down as right differ. One of the two is wrong, and a "
        "ledger would show which.",
    ),
    Code(
        "D402",
        "A test's record was refused",
        "Correct the rule or the record, or expect it: `refuse: CODE`.",
        "The test says that the record is sent, and the rules hold it back: so they would in a real run.",
    ),
    Code(
        "D403",
        "A test's record went another way than expected",
        "Correct the rule, or what the test expects.",
        "The test says that the record is refused or left out, and the rules do something else with it.",
    ),
    Code(
        "D404",
        "A test names a field that does not exist",
        "Write the field's name as the catalog has it.",
        "The test looks at a field that neither system has, so it proves nothing.",
    ),
    Code(
        "D405",
        "A test's value is not of its field's type",
        "Write a value of that type.",
        "The value could never stand in this field, so the test tries something that cannot happen.",
    ),
    Code(
        "D406",
        "A test expects two things at once",
        "Keep `expect:`, `refuse:` or `skip:`.",
        "A record is sent, refused or left out, one of the three. A test that expects two of them can never pass.",
    ),
    Code(
        "D407",
        "A test's record does not survive the way back",
        "Write `=` in the rule, and report it.",
        "A two-way rule promises that the record can be found again from what was sent. Here the way back "
        "gives another record.",
    ),
    Code(
        "D408",
        "A law does not hold for a made-up record",
        "Paste the test that is shown, and mend the rule.",
        "A promise that holds for every record was broken by one that was made up. A real one like it would "
        "fail in the same way.",
    ),
    Code(
        "D501",
        "A template does not exist",
        "Correct its name, or put it beside the mapping's file.",
        "The rule prints its text by a template, and there is none of this name. The field would have nothing to hold.",
    ),
    Code(
        "D502",
        "A template's name leads out of its folder",
        "Put the template beside the mapping's file.",
        "A template is part of the customer's mapping and is carried with it. A file elsewhere could be "
        "changed without anybody who approved the mapping knowing.",
    ),
    Code(
        "D503",
        "A template is not written as one",
        "Compare it with a template that works.",
        "A template is text with marks that are filled in from the record. A mark that is not closed or not "
        "known cannot be filled in.",
    ),
    Code(
        "D504",
        "A template does what templates may not",
        "Work it out in the mapping, and print it here.",
        "A template prints; what is decided about the ledger stands in the rules, where it is checked.",
    ),
)
