"""The demo's customers and their contact persons; who plays which edge case stands in edge_cases.py."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from connectors.win.demo.table import Cell, DemoRow

_PLACES = (
    ("0155", "Oslo"),
    ("5003", "Bergen"),
    ("7011", "Trondheim"),
    ("4006", "Stavanger"),
    ("9008", "Tromsø"),
    ("3015", "Drammen"),
    ("6002", "Ålesund"),
    ("1606", "Fredrikstad"),
    ("8006", "Bodø"),
    ("2317", "Hamar"),
)
_STREETS = ("Storgata", "Kirkegata", "Strandveien", "Havnegata", "Skolegata", "Øvre Torv", "Industriveien")
_MANAGERS = (3, 6, 9, 11, 5, 8)
_DEPARTMENTS = ("30", "30", "20", "40", "50")
_PAYMENT_DAYS = (14, 14, 20, 30, 10)
_DELIVERY = ("EHF", "EPOST", "EHF", "UTSKRIFT", "EPOST")
_ASCII = str.maketrans({"å": "a", "æ": "a", "ø": "o", "é": "e", "ö": "o", "&": "og", " ": "", ".": "", ",": ""})

# Customers without any edge: only their number and name are told, the rest follows from their place in this list.
_PLAIN: tuple[tuple[int, str], ...] = (
    (10025, "Solsiden Eiendom AS"),
    (10026, "Grønn Mat AS"),
    (10027, "Tindens Sport AS"),
    (10028, "Østfold Snekkeri AS"),
    (10029, "Blåskjell Restaurant AS"),
    (10030, "Lykkebo Barnehage SA"),
    (10031, "Nordavind Transport AS"),
    (10032, "Ærlig Data AS"),
    (10033, "Rørlegger Rustad AS"),
    (10034, "Fjellheimen Hytter AS"),
    (10035, "Mølla Bryggeri AS"),
    (10036, "Kystens Tannklinikk AS"),
    (10037, "Havørn Shipping AS"),
    (10038, "Skogheim Trelast AS"),
    (10039, "Vinterbro Auto AS"),
    (10040, "Åsgård Arkitekter AS"),
    (10041, "Sjøbris Charter AS"),
    (10042, "Lillesand Bokhandel AS"),
    (10043, "Varg Vaktselskap AS"),
    (10044, "Elvebakken Gartneri AS"),
    (10045, "Morild Film AS"),
    (10046, "Bølgen Bading SA"),
    (10047, "Torvet Apotek AS"),
    (10048, "Fagerli Elektriske AS"),
    (10049, "Tømmerås Maskin AS"),
    (10050, "Innlandet Regn og Vind AS"),
    (10051, "Steinar Steen Murmester AS"),
    (10052, "Nøtterøy Båtopplag AS"),
)
PLAIN_NUMBERS = tuple(number for number, _ in _PLAIN)

_SHARED_NUMBER = "310 000 051"
_FJORD: dict[str, Cell] = {"org_no": _SHARED_NUMBER, "email": "Post@FjordBygg.example"}
_ABROAD: dict[str, Cell] = {"vat_free": True, "delivery_type": "EPOST"}

# Customers that play an edge case: number, name, and what is not as it would be for a plain one.
_SPECIAL: tuple[tuple[int, str, dict[str, Cell]], ...] = (
    (77, "Utenfor AS", {}),
    (512, "Bjørk & Sønn", {"external_ledger_no": 10512}),
    (514, "Skogli Sag AS", {"external_ledger_no": 10514}),
    (520, "Strandveien Drift AS", {"external_ledger_no": 10020}),
    (521, "Tvilling Nord AS", {"external_ledger_no": 10900}),
    (522, "Tvilling Sør AS", {"external_ledger_no": 10900}),
    (530, "Myrvang Gård", {"external_ledger_no": 10530}),
    (1500, "Gamle Kunder AS", {}),
    (10000, "Lerke Regnskap, egen tid", {"is_internal": True, "org_no": "310 000 027"}),
    (10001, "Fjord Bygg AS", {**_FJORD, "discount_percent": Decimal("2.5")}),
    (10002, "Fjord Bygg avdeling Nord", {"org_no": _SHARED_NUMBER}),
    (10003, "Kafé Lilletorget", {"org_no": None, "delivery_type": "EHF"}),
    (10004, "Vestby Velforening", {"org_no": "", "email": None, "invoice_email": None, "delivery_type": "EHF"}),
    (10005, "Nordlys Elektro AS", {"org_no": "310 000 008", "delivery_type": "EPOST"}),
    (10006, "Per Hansen Rørservice", {"org_no": "01817012345", "delivery_type": "EPOST"}),
    (10007, "Göteborgs Möbler AB", {**_ABROAD, "org_no": "556036-0793", "country": "SE", "city": "Göteborg"}),
    (10008, "Hamburger Schiffswerft GmbH", {**_ABROAD, "org_no": None, "country": "Tyskland", "city": "Hamburg"}),
    (10009, "Highland Tweed Ltd", {**_ABROAD, "org_no": None, "country": "Storbritannia", "city": "Inverness"}),
    (10010, "Atlantis Handel", {**_ABROAD, "org_no": None, "country": "Atlantis", "city": "Poseidonis"}),
    (10011, "Kari Nordmann", {"is_person": True, "first_name": "Kari", "last_name": "Nordmann"}),
    (10012, "Anne Grete Moe Lie", {"is_person": True}),
    (10013, "Odd Erik Holm", {"is_person": True, "first_name": "Odd Erik", "last_name": "Holm"}),
    (10014, "Flyttbar Konsult AS", {"invoice_client_no": 2}),
    (10015, "Rådgiverkunden AS", {"invoice_client_no": 2}),
    (10016, "Gjenopptatt Drift AS", {"active": False, "end_date": date(2026, 6, 30)}),
    (10017, "Nedlagt Virksomhet AS", {"active": False, "end_date": date(2025, 12, 31)}),
    (10018, "Havna Fisk AS", {}),
    (10019, "Havna  Fisk AS", {}),
    (10020, "Havblikk Hotell AS", {}),
    (10021, "Bakeriet\nSol &\x07 Måne AS", {"address_1": "Torget 3\r\n2. etasje"}),
    (10022, "Turid Berge", {"is_person": True, "first_name": "Turid", "last_name": "Berge"}),
    (10023, "Nordic Seafood Export AS", {"currency": "EUR"}),
)
_DELIVERY_OF_PERSON = {10011: "EPOST", 10012: "EPOST", 10013: "EFAKTURA", 10022: "AVTALEGIRO"}


def customers() -> list[DemoRow]:
    """The rows of `customer`, by number."""
    told = [*_SPECIAL, *((number, name, {}) for number, name in _PLAIN)]
    numbered = sorted(told, key=lambda item: item[0])
    return [_customer(place, *item) for place, item in enumerate(numbered)]


def organisation_number(place: int) -> str:
    """A number that passes mod 11 and begins as those of the authorities' own test data do."""
    return organisation_number_from(31_000_010 + 3 * place)


def organisation_number_from(serial: int) -> str:
    """The first good number whose eight digits before the check digit are `serial` or the next."""
    check = _check_digit(serial)
    while check == 10:  # a number whose check digit would be ten is never given out
        serial += 1
        check = _check_digit(serial)
    return f"{serial}{check}"


def _check_digit(serial: int) -> int:
    weighted = sum(int(digit) * weight for digit, weight in zip(str(serial), (3, 2, 7, 6, 5, 4, 3, 2), strict=True))
    return -weighted % 11


def _customer(place: int, number: int, name: str, own: dict[str, Cell]) -> DemoRow:
    person = {"org_no": None, "delivery_type": _DELIVERY_OF_PERSON[number]} if own.get("is_person") else {}
    return {**_plain_customer(place, number, name), **person, **own}


def _plain_customer(place: int, number: int, name: str) -> dict[str, Cell]:
    postal_code, city = _PLACES[place % len(_PLACES)]
    domain = f"{host_name(name)}.example"
    return {
        "customer_no": number,
        "name": name,
        "first_name": None,
        "last_name": None,
        "is_person": False,
        "org_no": _written(organisation_number(place), place),
        "external_ledger_no": None,
        "invoice_client_no": 1 if place % 4 else None,
        "address_1": f"{_STREETS[place % len(_STREETS)]} {1 + place % 40}",
        "address_2": "Postboks 14" if place % 9 == 4 else None,
        "postal_code": postal_code,
        "city": city,
        "country": ("NO", "Norge", None)[place % 3],
        "phone": f"22 00 34 {place + 10}",
        "email": f"post@{domain}",
        "invoice_email": f"faktura@{domain}" if place % 2 else None,
        "invoice_email_cc": f"arkiv@{domain}; leder@{domain}" if place % 10 == 3 else None,
        "delivery_type": _DELIVERY[place % len(_DELIVERY)],
        "payment_days": _PAYMENT_DAYS[place % len(_PAYMENT_DAYS)],
        "currency": ("NOK", None)[place % 2],
        "vat_free": False,
        "discount_percent": None,
        "manager_no": _MANAGERS[place % len(_MANAGERS)],
        "department_no": _DEPARTMENTS[place % len(_DEPARTMENTS)],
        "your_reference": None,
        "reminders": place % 7 != 0,
        "is_internal": False,
        "active": True,
        "end_date": None,
        "created_date": date(2015, 1, 15) + timedelta(days=61 * place),
    }


def _written(number: str, place: int) -> str:
    """An organisation number as people write it in a free field."""
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    return (number, spaced, f"NO {spaced} MVA", f"{number}MVA")[place % 4]


def host_name(name: str) -> str:
    """A name as it may stand in an address: its plain letters and digits."""
    letters = name.lower().translate(_ASCII)
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


# customer_no, first name, last name, title
_CONTACTS: tuple[tuple[int, str, str, str | None], ...] = (
    (10001, "Frode", "Fjord", "Daglig leder"),
    (10001, "Siv", "Strand", "Økonomisjef"),
    (512, "Geir", "Bjørk", "Eier"),
    (10020, "Randi", "Hav", "Hotellsjef"),
    (10020, "Morten", "Vågen", None),
    (10023, "Ellen", "Torsk", "CFO"),
    (10025, "Ida", "Solberg", "Styreleder"),
    (10026, "Henrik", "Grønn", None),
    (10028, "Unni", "Østgård", "Kontorleder"),
    (10030, "Aud", "Lykke", "Styrer"),
    (10031, "Trond", "Vind", "Transportleder"),
    (10032, "Øyvind", "Ærlig", "Gründer"),
    (10035, "Mona", "Malt", None),
    (10037, "Sverre", "Havørn", "Reder"),
    (10040, "Åshild", "Ås", "Arkitekt"),
    (10044, "Kjersti", "Elve", None),
    (10047, "Rolf", "Torv", "Apoteker"),
    (10007, "Astrid", "Möller", "Ekonomichef"),
    (77, "Ute", "Utenfor", None),
)


def contact_persons() -> list[DemoRow]:
    """The rows of `contact_person`."""
    return [_contact(place, *row) for place, row in enumerate(_CONTACTS)]


def _contact(place: int, customer: int, first: str, last: str, title: str | None) -> DemoRow:
    earlier = any(row[0] == customer for row in _CONTACTS[:place])
    return {
        "contact_id": f"K{place + 1:03}",
        "customer_no": customer,
        "first_name": first,
        "last_name": last,
        "title": title,
        "email": f"{host_name(first)}@{host_name(last)}.example",
        "phone": f"22 00 56 {place + 10}" if place % 2 else None,
        "mobile": f"99 00 56 {place + 10}",
        "is_default": not earlier,
        "active": place != 7,
    }
