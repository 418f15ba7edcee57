"""A Norwegian standard chart of accounts (after NS 4102), as a new company holds it.

Ids are neither the account number nor near it: a voucher line wants the id.
"""

from __future__ import annotations

from connectors.standin.body import Body
from connectors.standin.company import Key

FIRST_ACCOUNT_ID = 20_001
BEGINNING = "2020-01-01T00:00:00.0000000+00:00"

# One line an account: number, VAT code that it proposes, name.
_ACCOUNTS = """
1000 0 Forskning og utvikling
1020 0 Konsesjoner
1030 0 Patenter
1070 0 Utsatt skattefordel
1080 0 Goodwill
1100 0 Bygninger
1150 0 Tomter og andre grunnarealer
1200 0 Maskiner og anlegg
1230 0 Biler
1240 0 Varebiler
1250 0 Inventar
1280 0 Kontormaskiner
1300 0 Investeringer i datterselskap
1320 0 Lån til foretak i samme konsern
1350 0 Investeringer i aksjer og andeler
1380 0 Fordringer på eiere
1390 0 Andre langsiktige fordringer
1400 0 Råvarer
1460 0 Varer for videresalg
1480 0 Forskuddsbetaling til leverandører
1500 0 Kundefordringer
1510 0 Kundefordringer, klientmidler
1530 0 Opptjent, ikke fakturert driftsinntekt
1570 0 Andre kortsiktige fordringer
1571 0 Reiseforskudd
1572 0 Lønnsforskudd
1579 0 Andre fordringer
1580 0 Avsetning tap på kundefordringer
1700 0 Forskuddsbetalt leiekostnad
1720 0 Andre depositum
1740 0 Forskuddsbetalt lønn
1749 0 Andre forskuddsbetalte kostnader
1750 0 Påløpte renter
1900 0 Kontanter
1920 0 Bankinnskudd
1921 0 Bankinnskudd, driftskonto 2
1930 0 Bankinnskudd, OCR
1940 0 Bankinnskudd, klientmidler
1950 0 Bankinnskudd for skattetrekk
2000 0 Aksjekapital
2020 0 Overkurs
2050 0 Annen egenkapital
2080 0 Udekket tap
2120 0 Utsatt skatt
2160 0 Uopptjent inntekt
2220 0 Gjeld til kredittinstitusjoner
2250 0 Gjeld til ansatte og eiere
2290 0 Annen langsiktig gjeld
2380 0 Kassekreditt
2400 0 Leverandørgjeld
2500 0 Betalbar skatt
2600 0 Forskuddstrekk
2640 0 Trukket fagforeningskontingent
2690 0 Andre trekk
2700 0 Utgående merverdiavgift, høy sats
2701 0 Utgående merverdiavgift, middels sats
2702 0 Utgående merverdiavgift, lav sats
2703 0 Utgående merverdiavgift, råfisk
2704 0 Utgående merverdiavgift, tjenester fra utlandet
2710 0 Inngående merverdiavgift, høy sats
2711 0 Inngående merverdiavgift, middels sats
2712 0 Inngående merverdiavgift, lav sats
2714 0 Inngående merverdiavgift, tjenester fra utlandet
2740 0 Oppgjørskonto merverdiavgift
2770 0 Skyldig arbeidsgiveravgift
2780 0 Påløpt arbeidsgiveravgift på ferielønn
2800 0 Avsatt utbytte
2900 0 Forskudd fra kunder
2910 0 Gjeld til ansatte
2930 0 Skyldig lønn
2940 0 Skyldige feriepenger
2950 0 Påløpt rente
2960 0 Annen påløpt kostnad
2965 0 Forskuddsbetalt inntekt
2970 0 Uopptjent inntekt, periodisering
2990 0 Annen kortsiktig gjeld
3000 3 Salgsinntekt, avgiftspliktig, høy sats
3001 3 Salgsinntekt varer, avgiftspliktig
3002 3 Salgsinntekt regnskapstjenester, avgiftspliktig
3003 3 Salgsinntekt rådgivning, avgiftspliktig
3004 3 Salgsinntekt lønnstjenester, avgiftspliktig
3005 3 Salgsinntekt årsoppgjør, avgiftspliktig
3010 3 Honorar, avgiftspliktig
3015 3 Honorar fastpris, avgiftspliktig
3020 3 Salgsinntekt tjenester, avgiftspliktig
3025 3 Salgsinntekt abonnement, avgiftspliktig
3030 31 Salgsinntekt, avgiftspliktig, middels sats
3040 33 Salgsinntekt, avgiftspliktig, lav sats
3050 3 Viderefakturerte kostnader, avgiftspliktig
3060 3 Uttak av varer og tjenester
3080 3 Rabatt og annen salgsinntektsreduksjon
3090 3 Opptjent, ikke fakturert inntekt
3100 5 Salgsinntekt, avgiftsfri
3105 5 Salgsinntekt tjenester, avgiftsfri
3110 52 Salgsinntekt varer til utlandet, avgiftsfri
3120 52 Salgsinntekt tjenester til utlandet, avgiftsfri
3130 51 Innenlandsk omsetning med omvendt avgiftsplikt
3150 5 Viderefakturerte kostnader, avgiftsfri
3190 5 Opptjent, ikke fakturert inntekt, avgiftsfri
3200 6 Salgsinntekt, utenfor avgiftsområdet
3205 6 Salgsinntekt tjenester, utenfor avgiftsområdet
3220 6 Finansielle tjenester, unntatt
3250 6 Viderefakturerte kostnader, utenfor avgiftsområdet
3300 0 Spesiell offentlig avgift
3400 0 Spesielt offentlig tilskudd
3500 0 Garanti
3510 0 Service
3600 6 Leieinntekt fast eiendom
3605 3 Leieinntekt fast eiendom, frivillig registrert
3620 3 Andre leieinntekter
3700 6 Provisjonsinntekt
3705 3 Provisjonsinntekt, avgiftspliktig
3800 0 Gevinst ved avgang av anleggsmidler
3900 3 Annen driftsrelatert inntekt
3910 3 Fakturagebyr
3915 0 Purregebyr
3920 3 Reise viderefakturert
3950 0 Øreavrunding, inntekt
3960 0 Annen inntekt uten avgift
3990 3 Annen inntekt
3999 0 Interimskonto inntekt
4000 1 Innkjøp av råvarer
4300 1 Innkjøp av varer for videresalg
4500 1 Fremmedytelse og underentreprise
4990 0 Annen periodisering
5000 0 Lønn til ansatte
5090 0 Påløpt, ikke utbetalt lønn
5180 0 Feriepenger
5400 0 Arbeidsgiveravgift
5420 0 Pensjonskostnad
5900 1 Gave til ansatte
5990 1 Annen personalkostnad
6000 0 Avskrivning på bygninger
6010 0 Avskrivning på maskiner og inventar
6100 1 Frakt og transport
6300 0 Leie lokale
6340 1 Lys og varme
6360 1 Renhold
6400 1 Leie maskiner
6500 1 Verktøy og inventar
6540 1 Inventar
6550 1 Datautstyr
6600 1 Reparasjon og vedlikehold bygninger
6700 1 Revisjonshonorar
6705 1 Regnskapshonorar
6720 1 Økonomisk rådgivning
6790 1 Annen fremmed tjeneste
6800 1 Kontorrekvisita
6820 1 Trykksaker
6860 1 Møter, kurs og oppdatering
6900 1 Telefon
6940 1 Porto
7000 1 Drivstoff
7100 0 Bilgodtgjørelse, oppgavepliktig
7140 13 Reisekostnad
7150 0 Diettkostnad
7320 1 Reklame
7350 0 Representasjon
7400 0 Kontingent
7420 0 Gave
7500 0 Forsikringspremie
7740 0 Øreavrunding
7770 0 Bank- og kortgebyr
7790 1 Annen kostnad
7830 0 Tap på fordringer
7831 0 Konstaterte tap på fordringer
7832 0 Endring i avsetning for tap på fordringer
8000 0 Inntekt på investering i datterselskap
8040 0 Renteinntekt, skattefri
8050 0 Annen renteinntekt
8060 0 Valutagevinst (agio)
8070 0 Annen finansinntekt
8100 0 Verdireduksjon av finansielle instrumenter
8140 0 Rentekostnad, ikke fradragsberettiget
8150 0 Annen rentekostnad
8160 0 Valutatap (disagio)
8170 0 Annen finanskostnad
8300 0 Betalbar skatt
8320 0 Endring utsatt skatt
8800 0 Årsresultat
8960 0 Overføringer annen egenkapital
"""


def accounts(vat_ids: dict[str, int]) -> dict[Key, Body]:
    """The chart by account id. `vat_ids`: the id of the VAT code in force by its code."""
    lines = [line.split(" ", 2) for line in _ACCOUNTS.strip().splitlines()]
    return {
        FIRST_ACCOUNT_ID + 7 * position: _account(FIRST_ACCOUNT_ID + 7 * position, int(no), name, vat_ids[code])
        for position, (no, code, name) in enumerate(lines)
    }


def account_type(account_no: int) -> str:
    """The type of an account, which its first digits tell."""
    if account_no < 2000:
        return "Asset"
    if account_no < 2100:
        return "Equity"
    if account_no < 3000:
        return "Liability"
    return "Income" if account_no < 4000 or 8000 <= account_no < 8100 else "Expense"


def _account(identity: int, account_no: int, name: str, vat_id: int) -> Body:
    return {
        "Id": identity,
        "AccountNo": account_no,
        "Name": name,
        "GeneralLedgerAccountType": account_type(account_no),
        "VatCodeId": vat_id,
        "CurrencyCode": "NOK",
        "IsActive": True,
        "IsVatCodeLocked": False,
        "IsDepartmentRequired": False,
        "IsProjectRequired": False,
        "LastChangedDateTimeOffset": BEGINNING,
    }
