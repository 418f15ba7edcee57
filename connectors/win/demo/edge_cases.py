"""Where each edge case of the design's list stands in the demo: its number, the record that plays it, what is right.

A table test walks over it. `entity` is the Win view, `key` the record's key as plans write it. Cases that need
something to happen (a rename, a lost row, a hand's edit in Go) name the record that it is meant to happen to.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EdgeCase:
    """One record that plays an edge case. `expectation`: what is right, in a sentence."""

    number: int
    title: str
    entity: str
    key: str
    expectation: str


_ROWS: tuple[tuple[int, str, str, str, str], ...] = (
    (
        1,
        "no organisation number, EHF wanted, has an address",
        "customer",
        "10003",
        "created with PdfByEmail, never EHF",
    ),
    (1, "no organisation number and no e-mail address", "customer", "10004", "created with Print, never EHF"),
    (2, "one organisation number on two customers", "customer", "10001", "both are created, with one warning"),
    (2, "one organisation number on two customers", "customer", "10002", "both are created, with one warning"),
    (3, "organisation number fails mod 11", "customer", "10005", "created without the number"),
    (3, "a personal number as organisation number", "customer", "10006", "created without it; redacted everywhere"),
    (4, "Swedish customer", "customer", "10007", "created, country SE, no mod 11"),
    (4, "country by its Norwegian name", "customer", "10008", "created, country DE"),
    (4, "the United Kingdom by its Norwegian name", "customer", "10009", "created, country GB"),
    (4, "a country that does not exist", "customer", "10010", "refused: unknown country"),
    (4, "invoice abroad", "invoice", "1/5039", "posted with VAT code 52"),
    (4, "invoice of a customer with an unknown country", "invoice", "1/5027", "waits for customer 10010"),
    (5, "a person with both names", "customer", "10011", "created as a person"),
    (5, "a person with one ambiguous name", "customer", "10012", "refused: reported, not guessed"),
    (5, "invoice of the ambiguous person", "invoice", "1/5041", "waits for customer 10012"),
    (6, "number outside the series, no external number", "customer", "77", "refused with R301"),
    (6, "its invoice", "invoice", "1/5029", "waits for customer 77"),
    (6, "its contact person", "contact_person", "K019", "waits for customer 77"),
    (6, "its project", "project", "P140", "waits for customer 77"),
    (7, "number in the chart of accounts", "customer", "1500", "refused with R301 and a message of its own"),
    (7, "employee number in the chart of accounts", "employee", "1200", "refused with R301 and a message of its own"),
    (7, "its invoice", "invoice", "1/5030", "waits for customer 1500"),
    (8, "external number that is another's own number", "customer", "520", "refused with R303"),
    (8, "the owner of that number", "customer", "10020", "created"),
    (8, "two equal external numbers", "customer", "521", "refused: two take one number"),
    (8, "two equal external numbers", "customer", "522", "refused: two take one number"),
    (8, "invoice of the one that takes a number", "invoice", "1/5031", "waits for customer 520"),
    (8, "invoice of one of two equal numbers", "invoice", "1/5045", "waits for customer 521"),
    (9, "external number, to be changed after transfer", "customer", "530", "created as 10530; a later change: R302"),
    (9, "employee with an external number", "employee", "1013", "created as 113; a later change: R302"),
    (10, "department to be renamed", "department", "30", "created; a later rename is an update"),
    (10, "department that was recoded, the old row", "department", "05", "inactive: not created, or set inactive"),
    (10, "department that was recoded, the new row", "department", "50", "created"),
    (11, "manager without invoice client", "department", "20", "created without manager; the doctor tells"),
    (11, "manager who has left", "department", "40", "created without manager; the doctor tells"),
    (12, "departed project manager", "project", "P110", "created with the reference to employee 14 kept"),
    (12, "the departed employee", "employee", "14", "created, archived, because a project refers to him"),
    (13, "employee of the other firm, who leads a project here", "employee", "4", "created in this Go client too"),
    (13, "employee of the other firm alone", "employee", "12", "left out: nothing here needs them"),
    (13, "the project of the other firm's employee", "project", "P200", "created with employee 4 as its manager"),
    (14, "customer who moved to the other firm", "customer", "10014", "created here too: open items stay"),
    (14, "invoice from before the move", "invoice", "1/5037", "posted here"),
    (14, "customer of the other firm alone", "customer", "10015", "left out"),
    (14, "the other firm's project", "project", "P190", "left out"),
    (15, "invoice whose customer is missing", "invoice", "1/5034", "waits; nothing is deleted or archived"),
    (16, "inactive customer with an invoice", "customer", "10016", "created, because an invoice needs it"),
    (16, "the invoice that needs it", "invoice", "1/5032", "posted"),
    (16, "inactive customer without invoices", "customer", "10017", "skipped"),
    (17, "internal customer", "customer", "10000", "left out"),
    (17, "invoice to the internal customer", "invoice", "1/5033", "left out"),
    (18, "customer to be edited in Go", "customer", "10001", "only owned fields are put back; drift is told"),
    (19, "full credit note", "invoice", "1/5022", "posted as credit note, lines positive"),
    (19, "partial credit note", "invoice", "1/5028", "posted as credit note, lines positive"),
    (19, "several credit notes of one invoice", "invoice", "1/5024", "posted as credit note"),
    (19, "several credit notes of one invoice", "invoice", "1/5025", "posted as credit note"),
    (19, "credit note without an original", "invoice", "1/5026", "posted as credit note"),
    (20, "zero invoice", "invoice", "1/5002", "posted, total 0.00"),
    (20, "text lines", "invoice", "1/5003", "posted, text lines left out"),
    (20, "negative settlement line", "invoice", "1/5004", "posted, one line negative"),
    (20, "negative total", "invoice", "1/5005", "posted, total -7812.50"),
    (21, "rounding in the header", "invoice", "1/5006", "posted, 0.04 on the rounding account"),
    (21, "rounding as a line", "invoice", "1/5007", "posted, no line added"),
    (21, "lines of four decimals", "invoice", "1/5008", "posted, 0.01 or less on the rounding account"),
    (21, "lines differ by more", "invoice", "1/5009", "refused: never plugged"),
    (22, "invoice in euro", "invoice", "1/5010", "posted in EUR at 11.6425"),
    (22, "invoice in dollars", "invoice", "1/5011", "posted in USD at 10.418025"),
    (22, "invoice without currency", "invoice", "1/5012", "refused: the currency is missing"),
    (23, "a number that the other firm uses too", "invoice", "2/5010", "another invoice; not this client's"),
    (24, "invoice in what may be a locked period", "invoice", "1/5001", "posted; held when the period is locked"),
    (24, "invoice from before the first day", "invoice", "1/4998", "never posted"),
    (25, "paid in full", "invoice", "1/5046", "BETALT"),
    (25, "paid in part", "invoice", "1/5067", "DELVIS"),
    (25, "over-paid", "invoice", "1/5070", "BETALT, its own total paid"),
    (25, "one payment for many", "invoice", "1/5072", "BETALT"),
    (25, "written off", "invoice", "1/5077", "TAP, nothing paid"),
    (25, "paid in part, the rest written off", "invoice", "1/5078", "TAP, half paid"),
    (25, "bounced", "invoice", "1/5079", "UBETALT"),
    (25, "undone", "invoice", "1/5080", "UBETALT"),
    (25, "undone and redone", "invoice", "1/5081", "BETALT"),
    (25, "credited in full", "invoice", "1/5021", "KREDITERT"),
    (25, "without KID", "invoice", "1/5015", "posted without Cid"),
    (28, "hours that came from Go", "time_entry", "T00010", "not sent back"),
    (29, "PDF missing", "invoice", "1/5016", "posted; the PDF waits"),
    (29, "not a PDF", "invoice", "1/5017", "posted; the PDF waits"),
    (29, "a PDF whose header comes late", "invoice", "1/5018", "posted with its PDF"),
    (30, "KID with leading zeros", "invoice", "1/5013", "posted, Cid 0005120501300"),
    (30, "KID with a hyphen", "invoice", "1/5014", "posted, Cid ends with a hyphen"),
    (31, "third-level project", "project", "P100-1-1", "sub-project of P100, named Lønn / A-melding"),
    (31, "number with dots", "project", "2026.1", "code 2026-1"),
    (31, "third level with dots", "project", "2026.1.1.1", "sub-project of 2026-1, dots become hyphens"),
    (31, "invoice on a third-level project", "invoice", "1/5042", "posted on the project"),
    (33, "names equal but for spaces", "customer", "10018", "created, with a warning"),
    (33, "names equal but for spaces", "customer", "10019", "created, with a warning"),
    (34, "line break and control character in a name", "customer", "10021", "created as Bakeriet Sol & Måne AS"),
    (35, "invoice of the day when the clock goes back", "invoice", "1/5048", "posted, dated 2026-10-25"),
)

EDGE_CASES: tuple[EdgeCase, ...] = tuple(EdgeCase(*row) for row in _ROWS)
