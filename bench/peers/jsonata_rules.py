"""The customer workload in JSONata, for every engine of that language. It knows no exact numbers and no NFC."""

from __future__ import annotations

from bench.peers.json_record import COUNTRIES_JSON, DELIVERY_JSON, DEPARTMENTS_JSON, TERMS_JSON

RULES = f"""
is_internal ? null : (
  $name := $trim(name);
  $mail := $trim(email) != "" ? $lowercase($trim(email));
  $digits := $replace(org_no, /[^0-9]/, "");
  $org := $digits != "" ? $digits;
  $city := $trim(city);
  $zip := $trim(postal_code);
  $days := $exists(payment_days) ? payment_days : 14;
  $person := $exists(is_person) ? is_person : false;
  $code := $lookup({COUNTRIES_JSON}, $trim(country) != "" ? $uppercase($trim(country)) : "NO");
  $wanted := $lookup({DELIVERY_JSON}, delivery_type);
  $number := $exists(external_ledger_no) ? external_ledger_no : customer_no;
  $term := $lookup({TERMS_JSON}, $string($days));
  $word := $contains($name, ",") ? $split($name, ",") : $split($name, " ");
  $words := $contains($name, ",") ? $reverse($word) : $word;
  {{
    "Number": $number >= 10000 and $number <= 19999 ? $number : $error("in no customer series"),
    "ExternalNumber": customer_no,
    "ExternalImportReference": "win:customer:" & customer_no,
    "IsPerson": $person,
    "Name": $person ? $nothing : $name,
    "LegalName": $person ? $nothing : $name,
    "FirstName": $person ? $trim($words[0]),
    "LastName": $person ? $trim($words[1]),
    "OrganizationNumber": $org,
    "EmailAddress": $mail,
    "InvoiceEmailAddress": $mail,
    "PhoneNumber": $trim(phone) != "" ? $trim(phone),
    "MailAddress": $city != "" and $zip != "" ? {{
      "AddressLine1": $trim(address_1) != "" ? $trim(address_1),
      "City": $uppercase($city),
      "ZipCode": $zip,
      "CountryCode": $exists($code) ? $code : $error("unknown country")
    }},
    "InvoiceDeliveryType": $wanted = "EHF" and $not($exists($org)) ? "Print"
      : $wanted = "PdfByEmail" and $not($exists($mail)) ? "Print" : $wanted,
    "ReminderDeliveryType": $exists($mail) ? "PdfByEmail" : "Print",
    "PaymentTermId": $exists($term) ? $term : $error("no such payment term"),
    "CurrencyCode": $exists(currency) ? currency : "NOK",
    "IsVatFree": $code != "NO",
    "Allowance": $floor(discount_percent * 100 + 0.5) / 100,
    "DepartmentId": $lookup({DEPARTMENTS_JSON}, department_no),
    "SendPaymentReminders": $days <= 30 and $not($person),
    "IsArchived": $not(active)
  }}
)
"""
