"""The data file: whole after every write, even when the process is killed at once; read back as it was."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from decimal import Decimal

import httpx
import pytest

from connectors.standin import standin
from connectors.standin.stamps import Clock
from connectors.standin.storage import Storage, load

CHILD = """
import sys, time
from pathlib import Path
from connectors.standin import standin
server = standin.start(data=Path(sys.argv[1]), keep=True, limit=0)
print(server.url, flush=True)
time.sleep(60)
"""


@pytest.fixture
def client_class(go):
    return type(go)


def filled(client_class, url):
    """A company with one of everything."""
    go = client_class(url)
    department = go.make("/Departments", Name="Lønn", Code="10", IsActive=True)
    go.make("/Employees", FirstName="Kari", LastName="Ås", DepartmentId=department["Id"])
    customer = go.make("/Customers", Name="Bjørk & Sønn", MailAddress={"City": "Oslo", "ZipCode": "0161"})
    go.make(f"/ContactPersons/{customer['Id']}", FirstName="Ola", LastName="Ås")
    main = go.make("/Projects", Name="P", Code="P1", CustomerId=customer["Id"])
    go.make("/Projects", Name="U", Code="1", ParentProjectId=main["Id"])
    voucher = go.invoice(customer, "1001", "1250.10")
    files = {"file": ("a.pdf", b"%PDF-1.7")}
    assert go.send("PUT", "/VoucherDocumentation", params={"id": voucher["Id"]}, files=files).status_code == 202
    go.control("POST", "payments", {"InvoiceNo": "1001", "Amount": Decimal("250.05"), "Date": "2026-11-20"})
    go.control("PUT", "settings", {"LockDate": "2026-10-31", "Series": [{"type": "Employee", "from": 1, "to": 50}]})
    time.sleep(0.35)  # until the voucher has its number
    held, series = go.control("GET", "ledger"), go.rows("/SubLedgerNumberSeries")
    go.close()
    return held, series


def test_what_was_kept_is_there_again(client_class, tmp_path):
    path = tmp_path / "deep" / "go.json"
    with standin.start(data=path, keep=True, limit=0) as server:
        held, series = filled(client_class, server.url)
    assert json.loads(path.read_text())["format"] == 1
    with standin.start(data=path, limit=0) as server:
        go = client_class(server.url)
        assert go.control("GET", "ledger") == held
        assert go.rows("/SubLedgerNumberSeries") == series
        assert go.get("/LockDateSettings").json() == {"LockDate": "2026-10-31"}
        made = go.make("/Customers", Name="Ny AS")
        assert made["Id"] > held["customers"][0]["Id"]
        go.close()
    with standin.start(data=path, limit=0) as server:  # the second run did not keep
        assert len(httpx.get(f"{server.url}/standin/ledger").json()["customers"]) == 1


def test_a_killed_process_leaves_what_it_had_answered(client_class, tmp_path):
    path = tmp_path / "go.json"
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    go = client_class(child.stdout.readline().strip())
    for number in range(20):
        go.make("/Customers", Name=f"Kunde {number}")
    child.kill()
    child.wait()
    child.stdout.close()
    go.close()
    with standin.start(data=path) as server:
        held = httpx.get(f"{server.url}/standin/ledger").json()
    assert [row["Name"] for row in held["customers"]] == [f"Kunde {number}" for number in range(20)]


def test_a_file_may_be_sparse_and_name_keys(client_class, tmp_path):
    path = tmp_path / "go.json"
    content = {
        "keys": {"applications": ["app"], "subscriptions": ["sub"], "clients": ["mine"]},
        "companies": {
            "mine": {
                "settings": {"Name": "Min AS", "LockDate": "2026-01-31"},
                "tables": {
                    "departments": [{"Id": 5000, "Name": "Lønn", "Code": "10", "IsActive": True}],
                    "customers": [{"Name": "Fjord AS", "DepartmentCode": "10"}, {"Name": "B AS", "Number": 10500}],
                    "contact_persons": [{"ContactId": 4710001, "FirstName": "Ola", "LastName": "Ås"}],
                },
            }
        },
    }
    path.write_text(json.dumps(content))
    with standin.start(data=path) as server:
        headers = {"Ocp-Apim-Subscription-Key": "sub"}
        grant = {"grant_type": "client_credentials"}
        reply = httpx.post(f"{server.url}/OAuth/Token", auth=("app", "mine"), headers=headers, data=grant)
        headers["Authorization"] = f"Bearer {reply.json()['access_token']}"
        rows = httpx.get(f"{server.url}/v2/Customers", headers=headers).json()
        persons = httpx.get(f"{server.url}/v2/ContactPersons", headers=headers).json()
        made = httpx.post(f"{server.url}/v2/Departments", headers=headers, json={"Name": "Ny"}).json()
        denied = httpx.post(f"{server.url}/OAuth/Token", auth=("app", "demo-client"), headers=headers, data=grant)
    assert [(row["Name"], row["Number"], row["DepartmentCode"]) for row in rows] == [
        ("Fjord AS", 10000, "10"),
        ("B AS", 10500, None),
    ]
    assert [person["ContactId"] for person in persons] == [rows[0]["Id"]]
    assert made["Id"] == 5001
    assert denied.status_code == 400


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "no data file"),
        ('{"format": 2}', "no data file"),
        ('{"companies": {"a": {"tables": {"customers": [{"Number": 5}]}}}}', "a: Number 5"),
        ('{"companies": {"a": {"settings": {"Lag": -1}}}}', "Lag"),
        ('{"companies": {"a": {"tables": {"entries": [{"Amount": 5}]}}}}', "no Id"),
    ],
)
def test_a_file_that_is_not_understood_is_said_so(tmp_path, content, said):
    path = tmp_path / "go.json"
    path.write_text(content)
    with pytest.raises(ValueError, match=said):
        standin.start(data=path)


def test_a_reset_is_kept_too(client_class, tmp_path):
    path = tmp_path / "go.json"
    with standin.start(data=path, keep=True) as server:
        httpx.post(f"{server.url}/standin/reset").raise_for_status()
    assert load(path, Clock()).companies == {}


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "go.json"
    ledger = load(None, Clock())
    ledger.company("demo-client")
    storage = Storage(path)
    storage.save(ledger)
    before = path.read_bytes()
    ledger.company("demo-client-2")
    monkeypatch.setattr("connectors.standin.storage.os.fsync", lambda handle: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        storage.save(ledger)
    assert path.read_bytes() == before
