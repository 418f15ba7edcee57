"""P. Plans and runs (sync/*, faces/*)."""

from __future__ import annotations

from engine.diagnostics.codes.entry import Code

RUNS: tuple[Code, ...] = (
    Code(
        "P101",
        "The target no longer has a record that was linked",
        "Name its new record in links.yaml, or restore it in Go.",
        "Somebody removed the record in Go, or it was merged with another. It is not made again silently, "
        "for its postings may stand elsewhere.",
    ),
    Code(
        "P102",
        "A record that was sent earlier is left out now",
        "Nothing is deleted; look whether this was meant.",
        "A rule or a change in Win leaves out a record that Go already has. It stays in Go and gets no more changes.",
    ),
    Code(
        "P103",
        "Several records of the target could be this one",
        "Name the right one in links.yaml.",
        "Linked to the wrong one, a customer's invoices would land on somebody else's account. A person must choose.",
    ),
    Code(
        "P104",
        "The record that has this number is somebody else's",
        "Name it in links.yaml if it is the same, or give this one another number.",
        "The number is taken in Go by a record that looks like somebody else. Linking them would mix two "
        "ledger accounts.",
    ),
    Code(
        "P105",
        "The target's record is linked to another record already",
        "Correct the number in Win, or decide in links.yaml.",
        "Two records of Win would become one in Go, and their postings could not be told apart.",
    ),
    Code(
        "P106",
        "links.yaml names a record that the target does not have",
        "Correct the id in links.yaml.",
        "The decision names a record that does not exist, so it cannot be followed. Without it a new record "
        "might be made.",
    ),
    Code(
        "P107",
        "A record got another key",
        "Nothing to do: the old record is taken out of use, a new one is made.",
        "The record is known by its code, and that was changed in Win. What was posted on the old one stays there.",
    ),
    Code(
        "P108",
        "Two records look alike",
        "Look whether they are one and the same.",
        "Two records share something by which a person would know one, such as an organisation number. "
        "Perhaps one customer was entered twice.",
    ),
    Code(
        "P109",
        "A record with a balance stays in use",
        "Nothing to do: it is retired when its balance is 0.",
        "An account with something open on it still gets payments. Taken out of use, they would have nowhere to go.",
    ),
    Code(
        "P110",
        "A record that was sent has no row now",
        "Nothing is deleted; look whether the view lost rows, or take it out of use in Go (`archive_missing: yes` in "
        "the workspace does so).",
        "Win has no such record any more, and Go still does. A view that lost rows looks the same as records "
        "that were deleted, so nothing is removed.",
    ),
    Code(
        "P111",
        "A record that is not there",
        "Give its key as the plan shows it: `512`, of several parts `1/5001`; a payment by its id in Go, `901:6f1c`.",
        "There is nothing under this key, neither in Win nor in what was sent.",
    ),
    Code(
        "P112",
        "Nothing is held back under a key",
        "`wingo held` shows what is held back, and under which key.",
        "Nothing waits under this key: it was sent, or was never held back.",
    ),
    Code(
        "P113",
        "There is no such code",
        "Write it as a message shows it: `wingo explain-code T104`.",
        "Codes are given once and never again, so one that is not known was misspelt, or is of a newer version.",
    ),
    Code(
        "P201",
        "A posted voucher differs from the source now",
        "Credit it in Win and issue a new one: a posted voucher is never changed.",
        "An invoice that was posted is part of the accounts. A change to it would change a period that may "
        "be reported already.",
    ),
    Code(
        "P202",
        "The target holds another voucher with this number",
        "Compare the two; reverse the wrong one in Go, or correct the number in Win.",
        "A second voucher with the same number would be the same invoice twice, or two invoices that nobody "
        "can tell apart.",
    ),
    Code(
        "P203",
        "The voucher's date lies in a closed period",
        "Open the period in Go, or re-date the invoice in Win.",
        "The period is closed, and a voucher's date is never moved to get round that.",
    ),
    Code(
        "P204",
        "Older than invoices_from",
        "Nothing to do: older invoices are only linked, never posted.",
        "Invoices from before the start were posted by other means. Posted again they would be income twice.",
    ),
    Code(
        "P205",
        "invoices_from is not set",
        "Add `invoices_from: YYYY-MM-DD` to workspace.yaml.",
        "Without a start date every old invoice would be posted, including those that are in the accounts already.",
    ),
    Code(
        "P206",
        "The number series are not this company's",
        "Write them to series.yaml with `wingo doctor --write`.",
        "The plan was made with Go's usual series. This company may have others, and then a number that "
        "looks right here is refused there.",
    ),
    Code(
        "P207",
        "Number series share numbers",
        "Part them in Go: Innstillinger > Regnskap > Reskontroserier.",
        "A number in two series may be given to two accounts. A record that would take one in a series for "
        "another kind of account is held back; the others go on.",
    ),
    Code(
        "P208",
        "A number series is nearly full",
        "Widen the series in Go, or make another one: Innstillinger > Regnskap > Reskontroserier.",
        "When a series is full, new records are refused, and so is all that waits for them.",
    ),
    Code(
        "P301",
        "A voucher's file cannot be read",
        "Make the invoice's PDF anew in Win; it is sent by a later run.",
        "The invoice is posted without its PDF, and the accountant would miss the document. It follows as "
        "soon as the file can be read.",
    ),
    Code(
        "P302",
        "A voucher's file is too large",
        "Make a smaller PDF; it is sent by a later run.",
        "Go does not take a document of this size. The voucher is posted without it.",
    ),
    Code(
        "P303",
        "A voucher's file is not a PDF",
        "Make the invoice's PDF anew in Win; it is sent by a later run.",
        "The file has the name of a PDF and is something else, which Go would not be able to show.",
    ),
    Code(
        "P401",
        "A guard refused the plan",
        "Look at the counts; `--allow GUARD` lets this plan pass.",
        "The plan would change or miss far more than an ordinary day does. That is what a wrong rule or a "
        "broken view looks like, so a person must agree first.",
    ),
    Code(
        "P402",
        "A saved plan is stale",
        "Plan again, look at what is new, and apply that plan.",
        "Win, Go or the mappings have changed since the plan was approved. What was approved is not what "
        "would be done.",
    ),
    Code(
        "P403",
        "A saved plan was applied before",
        "Plan again: a plan is applied once, whatever came of it.",
        "Applied again the plan would post its vouchers a second time.",
    ),
    Code(
        "P404",
        "A plan file cannot be read, or was changed",
        "Take the file as it was saved, or plan again.",
        "What is carried out must be what was looked at. A file that was changed is neither.",
    ),
    Code(
        "P405",
        "A plan is not of this workspace",
        "Apply it where it was made, or plan here.",
        "The plan belongs to another customer. Applied here it would fill the wrong ledger.",
    ),
    Code(
        "P406",
        "A plan was made offline",
        "Plan without `--offline`, so that what stands in Go is looked at.",
        "The plan does not know what stands in Go, so it would make records a second time.",
    ),
    Code(
        "P407",
        "A plan file is of another version",
        "Plan again with this version, or apply it with that one.",
        "A plan is read by the version that wrote it, so that every word of it means what it meant when it "
        "was approved.",
    ),
    Code(
        "P408",
        "A plan would be saved over a file that may be needed",
        "Save this plan under another name, or apply that one first; if it is not wanted, remove the file.",
        "The file holds a plan that waits to be applied, or something else: what somebody may have approved is not "
        "written over.",
    ),
    Code(
        "P501",
        "The target refused the record",
        "Mend what the target says, in Win or in the mapping.",
        "Go knows a reason why it cannot take this record, one that the mapping did not foresee.",
    ),
    Code(
        "P502",
        "A record that this one needs was not sent",
        "Mend that record first; this one follows by itself.",
        "The record points to another one that did not reach Go. Sent without it, it would point to nothing.",
    ),
    Code(
        "P503",
        "Whether the target took the record is not known",
        "Run again: the next run asks the target before it sends.",
        "The answer was lost on its way. The record may be in Go or not, so it is never simply sent again.",
    ),
    Code(
        "P504",
        "What was sent goes on to its system in one piece",
        "Do what the line says, if it says so: what is to be entered by hand stays listed until it is.",
        "Payments go on to Win as a file. What such a file cannot say, a write-off or a payment without KID, a person "
        "enters.",
    ),
    Code(
        "P601",
        "The doctor found something to mend",
        "Do what the finding says, then call the doctor again.",
        "Something that every run needs is not in order, so a run would stop or records would be refused.",
    ),
    Code(
        "P602",
        "The doctor found something to look at",
        "Look whether it is meant to be so.",
        "It may be right as it is. If it is not, some records will be held back or look odd.",
    ),
    Code(
        "P701",
        "There is no such run",
        "`wingo runs` lists them.",
        "No run has this number, so there is nothing to show or to take back.",
    ),
    Code(
        "P702",
        "Something was changed since the run that is taken back",
        "Look at it: what was changed since is never overwritten.",
        "A person or a later run has changed what this run wrote. Taking the run back would undo their work.",
    ),
    Code(
        "P703",
        "Something cannot be taken back",
        "Do by hand what is still to be done, in the system that it names.",
        "The system does not allow it, or it would leave the accounts incomplete.",
    ),
    Code(
        "P704",
        "Something stays when a run is taken back",
        "Nothing is to be done: nothing is ever deleted.",
        "What other records or postings rest on is left in place, and taken out of use where that is possible.",
    ),
    Code(
        "P705",
        "Something was taken back already",
        "Nothing is to be done.",
        "Taking it back twice would undo something else.",
    ),
    Code(
        "P901",
        "A system cannot be reached",
        "Look at its address, and whether it is up.",
        "Nothing could be read from the system or sent to it. What was done before is remembered, and the "
        "next run goes on there.",
    ),
    Code(
        "P902",
        "A system does not let the program in",
        "Look at the keys and at their privileges.",
        "The keys are wrong, have expired, or lack a privilege that was asked for.",
    ),
    Code(
        "P903",
        "A system lacks something that was asked of it",
        "Make the view or column that is missing.",
        "The system has another shape than it should: a view, a column or an address is not there.",
    ),
    Code(
        "P904",
        "Another run of this workspace is at work",
        "Wait until it has ended.",
        "Two runs at once could send one record twice, so the second one waits its turn.",
    ),
    Code(
        "P905",
        "A system is too busy",
        "Run again in a while.",
        "The system asked for patience more often than a run waits.",
    ),
    Code(
        "P906",
        "A setting of the workspace is wrong",
        "Correct it in workspace.yaml or in the environment.",
        "With a setting like this the run cannot begin, or would begin with the wrong system.",
    ),
    Code(
        "P907",
        "A fault of the program itself",
        "Run it again with `-v`, and report what it prints.",
        "Something happened that the program was not made for. It stopped before it could do harm, and what "
        "was done is remembered.",
    ),
    Code(
        "P908",
        "The state is of a newer version",
        "Install the newer version of wingo here too.",
        "A newer version has used the state, and its tables may mean what this version does not know: nothing is read "
        "or changed.",
    ),
)
