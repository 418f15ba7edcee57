"""R. Records that are refused at run time (language/interpreter.py, sync/planning)."""

from __future__ import annotations

from engine.diagnostics.codes.entry import Code

RECORDS: tuple[Code, ...] = (
    Code(
        "R101",
        "A field's content is not of its type",
        "Correct the field in the source system.",
        "Win holds something in this field that cannot be what the field is for, such as letters in an "
        "amount. The record waits, and the others go on.",
    ),
    Code(
        "R102",
        "A calculation that has no result",
        "Guard it with `if`, or correct the field in the source system.",
        "A division by zero, or a number beyond all bounds, has no result that could be posted.",
    ),
    Code(
        "R201",
        "The mapping's own rules hold the record back",
        "Mend the record in Win; the next run sends it.",
        "The mapping says `refuse` for a record like this one: whoever wrote it wants a person to look "
        "before it is sent.",
    ),
    Code(
        "R202",
        "The record waits for another one",
        "It goes by itself once the other record has been sent.",
        "The record names another one that Go does not have yet, such as an invoice its customer. Sent now "
        "it would point to nothing.",
    ),
    Code(
        "R203",
        "The record waits for a setting of the target",
        "Add the setting in the target, or correct the code.",
        "The record names a setting that Go does not have: an account, a VAT code, a payment term. Go would refuse it.",
    ),
    Code(
        "R204",
        "A check of the mapping failed",
        "Correct the record in the source system.",
        "The mapping checks that a record makes sense, for example that the lines add up to the total. This "
        "one does not.",
    ),
    Code(
        "R205",
        "A check of the mapping warns; the record goes",
        "Look at the record in the source system.",
        "The mapping found something odd that does not keep the record from being sent.",
    ),
    Code(
        "R206",
        "The record names another one that the source does not have",
        "Create that one in Win, or correct the record that names it.",
        "Win itself has no such record, so no later run will bring it by itself: an invoice without its customer would "
        "stand on nobody's account.",
    ),
    Code(
        "R207",
        "A template makes no text of the record",
        "Correct the record in the source system.",
        "The template worked on other records and not on this one: a value is absent or too much text comes of it.",
    ),
    Code(
        "R301",
        "A number lies in none of the series",
        "Give the record an external ledger number in Win, or widen the series in Go.",
        "Go takes a customer's or employee's number only within its series. A number outside them would be "
        "refused, or meet an account of another kind.",
    ),
    Code(
        "R302",
        "A number that was sent has changed",
        "Set the number back: a ledger account is never renumbered.",
        "The number is a ledger account with postings. Under a new number the history would stay behind on "
        "the old one.",
    ),
    Code(
        "R303",
        "A number belongs to another record",
        "Give the record another external ledger number in Win.",
        "The number that is asked for is what another record is called in Win. Sent, two customers would "
        "share a ledger account.",
    ),
    Code(
        "R304",
        "Several records take one number",
        "Give all but one of them another external ledger number in Win.",
        "Each of these records would take the same ledger account in Go, and their postings would be mixed.",
    ),
    Code(
        "R305",
        "Several records have a value that may stand on one only",
        "Give all but one of them another value in Win, or change the rule.",
        "The value is what a record is recognised by. On two records it could find the wrong one.",
    ),
    Code(
        "R306",
        "A number lies in a client trust series",
        "Give the record another external ledger number in Win, or name the series in the mapping by a range of "
        "its own.",
        "Accounts of a client trust hold clients' money, which is kept apart from the firm's own. A record gets "
        "into such a series only when the mapping names it.",
    ),
    Code(
        "R307",
        "A number belongs to the chart of accounts",
        "Give the record an external ledger number in Win that lies in its series.",
        "These numbers are accounts of the general ledger. A customer's or employee's account among them would "
        "be refused, or be taken for one of them.",
    ),
    Code(
        "R308",
        "A number lies in a series for another kind of account",
        "Give the record another external ledger number in Win, or part the series in Go.",
        "Customers, suppliers and employees share one row of numbers, and a series says whose a number is. A "
        "number in another kind's series would be refused, or be given away a second time.",
    ),
    Code(
        "R310",
        "A text is longer than the target takes",
        "Shorten it at its source, or use `limit` in the rule.",
        "Go refuses a text that is too long, and with it the whole record. It is not cut without a rule that says so.",
    ),
    Code(
        "R311",
        "A value is none of those that the target knows",
        "Correct it at its source, or give it a table row.",
        "Go knows a fixed list of values for this field, and this is none of them.",
    ),
    Code(
        "R312",
        "A required field has no value",
        "Fill it at its source, or give the rule a default with `??`.",
        "Go refuses a record without this field.",
    ),
    Code(
        "R313",
        "A field is missing that the target demands in this case",
        "Fill it at its source.",
        "Go demands this field only in some cases, and this record is one of them: a person, for example, "
        "needs a last name.",
    ),
    Code(
        "R314",
        "A number has more decimals than the target takes",
        "Add `round` to the rule.",
        "The number is finer than the field. Rounded without a rule it would leave a difference that nobody "
        "can explain.",
    ),
    Code(
        "R401",
        "No record of the source gives what the target holds",
        "Look whether the target's value is meant.",
        "By the rules no record of Win becomes this value in Go, so there is none that the way back could give.",
    ),
    Code(
        "R402",
        "A field of the source cannot hold the value",
        "Correct the value in the target.",
        "The value is right in Go and does not fit into Win's field: too long, of another kind, or empty "
        "where Win needs something.",
    ),
    Code(
        "R403",
        "What was found does not give the target's value again",
        "Look whether the target's value is meant.",
        "A way back is only kept when it leads to the same value again. This one does not, so the record is "
        "left as it is.",
    ),
    Code(
        "R404",
        "The way back would change a record's key",
        "A record keeps its key: make a new one in the source.",
        "Everything that was sent is remembered by this key. Under another one the record would be a "
        "stranger, and be made again.",
    ),
    Code(
        "R405",
        "A payload holds a value that its field never has",
        "Correct the payload.",
        "The value can never have come from this system, so it is not known what it means.",
    ),
)
