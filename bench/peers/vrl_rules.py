"""The customer workload in the Vector Remap Language, for both of its bindings: no exact numbers, and no NFC."""

from __future__ import annotations

from bench.peers.json_record import COUNTRIES_JSON, DELIVERY_JSON, DEPARTMENTS_JSON, TERMS_JSON

RULES = f"""
if .is_internal == true {{
  . = {{}}
}} else {{
  name = strip_whitespace(string!(.name))
  mail = strip_whitespace(downcase(string(.email) ?? ""))
  org = replace(string(.org_no) ?? "", r'[^0-9]', "")
  city = strip_whitespace(string(.city) ?? "")
  zip = strip_whitespace(string(.postal_code) ?? "")
  phone = strip_whitespace(string(.phone) ?? "")
  line = strip_whitespace(string(.address_1) ?? "")
  days = int(.payment_days) ?? 14
  person = bool(.is_person) ?? false
  country = upcase(strip_whitespace(string(.country) ?? ""))
  if country == "" {{ country = "NO" }}
  code = string!(get!({COUNTRIES_JSON}, [country]))
  term = int!(get!({TERMS_JSON}, [to_string(days)]))
  reminder = if mail == "" {{ "Print" }} else {{ "PdfByEmail" }}
  number = int(.external_ledger_no) ?? int!(.customer_no)
  if number < 10000 || number > 19999 {{ abort }}
  out = {{
    "Number": number,
    "ExternalNumber": .customer_no,
    "ExternalImportReference": "win:customer:" + to_string(int!(.customer_no)),
    "IsPerson": person,
    "ReminderDeliveryType": reminder,
    "PaymentTermId": term,
    "CurrencyCode": string(.currency) ?? "NOK",
    "IsVatFree": code != "NO",
    "SendPaymentReminders": days <= 30 && !person,
    "IsArchived": !bool!(.active)
  }}
  if person {{
    words = parse_regex(name, r'^(?P<first>[^ ,]+) +(?P<last>[^ ,]+)$') ??
      parse_regex!(name, r'^(?P<last>[^,]+), *(?P<first>[^,]+)$')
    out.FirstName = words.first
    out.LastName = words.last
  }} else {{
    out.Name = name
    out.LegalName = name
  }}
  if org != "" {{ out.OrganizationNumber = org }}
  if mail != "" {{
    out.EmailAddress = mail
    out.InvoiceEmailAddress = mail
  }}
  if phone != "" {{ out.PhoneNumber = phone }}
  if city != "" && zip != "" {{
    out.MailAddress = {{"City": upcase(city), "ZipCode": zip, "CountryCode": code}}
    if line != "" {{ out.MailAddress.AddressLine1 = line }}
  }}
  wanted = get!({DELIVERY_JSON}, [string(.delivery_type) ?? ""])
  if wanted != null {{
    if (wanted == "EHF" && org == "") || (wanted == "PdfByEmail" && mail == "") {{ wanted = "Print" }}
    out.InvoiceDeliveryType = wanted
  }}
  if .discount_percent != null {{ out.Allowance = round(float!(.discount_percent), precision: 2) }}
  out.DepartmentId = get!({DEPARTMENTS_JSON}, [string(.department_no) ?? ""])
  . = out
}}
"""
