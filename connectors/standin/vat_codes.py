"""The Norwegian standard VAT codes (SAF-T), each with the days between which its rate holds.

A code whose rate changed stands once for each rate; those that ended are shown only when asked for.
"""

from __future__ import annotations

from decimal import Decimal

from connectors.standin.body import Body
from connectors.standin.company import Key

FIRST_VAT_ID = 301

# One line a rate: code, rate, valid from, valid to or "-", name.
_CODES = """
0 0 2001-01-01 - Ingen mva-behandling
1 0.25 2005-01-01 - Fradrag inngående mva, høy sats
11 0.15 2012-01-01 - Fradrag inngående mva, middels sats
12 0.1111 2001-01-01 - Fradrag inngående mva, råfisk
13 0.10 2016-01-01 2017-12-31 Fradrag inngående mva, lav sats
13 0.12 2018-01-01 2020-03-31 Fradrag inngående mva, lav sats
13 0.06 2020-04-01 2021-09-30 Fradrag inngående mva, lav sats
13 0.12 2021-10-01 - Fradrag inngående mva, lav sats
14 0.25 2017-01-01 - Fradrag innførsel, høy sats
15 0.15 2017-01-01 - Fradrag innførsel, middels sats
20 0 2017-01-01 - Grunnlag innførsel, ingen sats
21 0.25 2017-01-01 - Grunnlag innførsel, høy sats
22 0.15 2017-01-01 - Grunnlag innførsel, middels sats
3 0.25 2005-01-01 - Utgående mva, høy sats
31 0.15 2012-01-01 - Utgående mva, middels sats
32 0.1111 2001-01-01 - Utgående mva, råfisk
33 0.10 2016-01-01 2017-12-31 Utgående mva, lav sats
33 0.12 2018-01-01 2020-03-31 Utgående mva, lav sats
33 0.06 2020-04-01 2021-09-30 Utgående mva, lav sats
33 0.12 2021-10-01 - Utgående mva, lav sats
5 0 2001-01-01 - Ingen utgående mva, innenlands (nullsats)
51 0 2001-01-01 - Innenlandsk omsetning med omvendt avgiftsplikt
52 0 2001-01-01 - Utførsel av varer og tjenester, nullsats
6 0 2001-01-01 - Omsetning utenfor mva-loven
7 0 2001-01-01 - Ingen mva-behandling, inntekter
81 0.25 2017-01-01 - Innførsel av varer med fradrag, høy sats
82 0.25 2017-01-01 - Innførsel av varer uten fradrag, høy sats
83 0.15 2017-01-01 - Innførsel av varer med fradrag, middels sats
84 0.15 2017-01-01 - Innførsel av varer uten fradrag, middels sats
85 0 2017-01-01 - Innførsel av varer, nullsats
86 0.25 2001-01-01 - Tjenester kjøpt fra utlandet med fradrag, høy sats
87 0.25 2001-01-01 - Tjenester kjøpt fra utlandet uten fradrag, høy sats
88 0.12 2001-01-01 - Tjenester kjøpt fra utlandet med fradrag, lav sats
89 0.12 2001-01-01 - Tjenester kjøpt fra utlandet uten fradrag, lav sats
91 0.25 2014-01-01 - Kjøp av klimakvoter eller gull med fradrag
92 0.25 2014-01-01 - Kjøp av klimakvoter eller gull uten fradrag
"""


def vat_codes() -> dict[Key, Body]:
    """The codes by id."""
    lines = [line.split(" ", 4) for line in _CODES.strip().splitlines()]
    rows = (_vat_code(FIRST_VAT_ID + position, *line) for position, line in enumerate(lines))
    return {FIRST_VAT_ID + position: row for position, row in enumerate(rows)}


def ids_in_force(codes: dict[Key, Body]) -> dict[str, int]:
    """The id of each code's present rate, by code."""
    return {str(row["Code"]): int(str(row["Id"])) for row in codes.values() if row["ValidTo"] is None}


def _vat_code(identity: int, code: str, rate: str, valid_from: str, valid_to: str, name: str) -> Body:
    return {
        "Id": identity,
        "Code": code,
        "Name": name,
        "Description": name,
        "Rate": Decimal(rate),
        "ValidFrom": valid_from,
        "ValidTo": None if valid_to == "-" else valid_to,
        "IsActive": True,
        "IsCustom": False,
    }
