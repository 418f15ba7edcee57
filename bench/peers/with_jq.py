"""jq: one program, compiled once, JSON text in. It has capital letters for ASCII only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jq

from bench.peers.json_record import DELIVERY_JSON, DEPARTMENTS_JSON, TERMS_JSON, as_text

NAME, PACKAGE = "jq (C)", "jq"
LEAVES_OUT = frozenset({"MailAddress.City", "MailAddress.CountryCode", "IsVatFree"})
EXACT = False
prepare = as_text

_PROGRAM = f"""
def clean: if . == null then null else trim | if . == "" then null else . end end;
if .is_internal then null else
  (.name | clean) as $name
  | (.email | clean | if . == null then null else ascii_downcase end) as $mail
  | (.org_no // "" | gsub("[^0-9]"; "") | if . == "" then null else . end) as $org
  | (.city | clean) as $city
  | (.postal_code | clean) as $zip
  | (.payment_days // 14) as $days
  | (.is_person // false) as $person
  | {DELIVERY_JSON}[.delivery_type // ""] as $wanted
  | (.external_ledger_no // .customer_no) as $number
  | {TERMS_JSON}[$days | tostring] as $term
  | ($name | if contains(",") then split(",") | reverse else split(" ") end) as $words
  | {{
      Number: (if $number >= 10000 and $number <= 19999 then $number else error("in no customer series") end),
      ExternalNumber: .customer_no,
      ExternalImportReference: "win:customer:\\(.customer_no)",
      IsPerson: $person,
      OrganizationNumber: $org,
      EmailAddress: $mail,
      InvoiceEmailAddress: $mail,
      PhoneNumber: (.phone | clean),
      ReminderDeliveryType: (if $mail == null then "Print" else "PdfByEmail" end),
      PaymentTermId: ($term // error("no such payment term")),
      CurrencyCode: (.currency // "NOK"),
      Allowance: (.discount_percent | if . == null then null else (. * 100 + 0.5 | floor) / 100 end),
      DepartmentId: {DEPARTMENTS_JSON}[.department_no // ""],
      SendPaymentReminders: ($days <= 30 and ($person | not)),
      IsArchived: (.active | not)
    }}
  + (if $person then {{FirstName: ($words[0] | trim), LastName: ($words[1] | trim)}}
     else {{Name: $name, LegalName: $name}} end)
  + (if $city != null and $zip != null then {{MailAddress: {{AddressLine1: (.address_1 | clean), ZipCode: $zip}}}}
     else {{}} end)
  + (if $wanted == null then {{}}
     elif $wanted == "EHF" and $org == null then {{InvoiceDeliveryType: "Print"}}
     elif $wanted == "PdfByEmail" and $mail == null then {{InvoiceDeliveryType: "Print"}}
     else {{InvoiceDeliveryType: $wanted}} end)
end
"""


def work() -> Callable[[Any], dict[str, Any] | None]:
    """The whole object at once."""
    program = jq.compile(_PROGRAM)
    return lambda text: program.input_text(text).first()
