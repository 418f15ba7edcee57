"""The customer workload as 22 expressions in Python's own notation, for evaluators of such expressions and templates.

They stand for 25 fields: the address is one object of four.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bench.peers import functions as f
from bench.workloads.cleaning import clean

EXPRESSIONS: Mapping[str, str] = {
    "Number": "numbered(customer_no if external_ledger_no == None else external_ledger_no)",
    "ExternalNumber": "customer_no",
    "ExternalImportReference": "'win:customer:' + str(customer_no)",
    "IsPerson": "is_person or False",
    "Name": "nothing() if is_person else clean(name)",
    "LegalName": "nothing() if is_person else clean(name)",
    "FirstName": "first_name(name) if is_person else nothing()",
    "LastName": "last_name(name) if is_person else nothing()",
    "OrganizationNumber": "digits(clean(org_no))",
    "EmailAddress": "lower(email)",
    "InvoiceEmailAddress": "lower(email)",
    "PhoneNumber": "clean(phone)",
    "MailAddress": "{'AddressLine1': clean(address_1), 'City': upper(city), 'ZipCode': clean(postal_code), "
    "'CountryCode': country_code(country)} if clean(city) and clean(postal_code) else nothing()",
    "InvoiceDeliveryType": "delivery(delivery_type, digits(clean(org_no)), lower(email))",
    "ReminderDeliveryType": "'PdfByEmail' if clean(email) else 'Print'",
    "PaymentTermId": "term(14 if payment_days == None else payment_days)",
    "CurrencyCode": "clean(currency) or 'NOK'",
    "IsVatFree": "country_code(country) != 'NO'",
    "Allowance": "cents(discount_percent)",
    "DepartmentId": "department(department_no)",
    "SendPaymentReminders": "(14 if payment_days == None else payment_days) <= 30 and not is_person",
    "IsArchived": "not active",
}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "str": str,
    "clean": clean,
    "upper": f.upper,
    "lower": f.lower,
    "digits": f.digits,
    "cents": f.cents,
    "first_name": f.first_name,
    "last_name": f.last_name,
    "numbered": f.numbered,
    "country_code": f.country,
    "delivery": f.delivery,
    "term": f.term,
    "department": f.department,
    "nothing": f.nothing,
}
