"""Contact persons stand below a company customer, in its path and in its lists."""

from __future__ import annotations


def test_a_contact_person_belongs_to_the_customer_in_its_path(go, customer):
    reply = go.post(f"/ContactPersons/{customer['Id']}", {"FirstName": "Ola", "LastName": "Ås"})
    made = reply.json()
    assert reply.status_code == 201
    assert (made["ContactId"], made["IsActive"], made["IsDefault"]) == (customer["Id"], True, False)
    assert reply.headers["Location"].endswith(f"/ContactPersons/{customer['Id']}/{made['Id']}")
    assert go.get(f"/ContactPersons/{customer['Id']}/{made['Id']}").json() == made
    other = go.make("/Customers", Name="Annen AS")
    assert go.get(f"/ContactPersons/{other['Id']}/{made['Id']}").status_code == 404


def test_persons_employees_and_unknown_contacts_have_none(go):
    body = {"FirstName": "Ola", "LastName": "Ås"}
    person = go.make("/Customers", IsPerson=True, **body)
    employee = go.make("/Employees", **body)
    assert go.post(f"/ContactPersons/{person['Id']}", body).status_code == 400
    assert go.post(f"/ContactPersons/{employee['Id']}", body).status_code == 400
    assert go.post("/ContactPersons/1", body).status_code == 404


def test_rules(go, customer):
    path = f"/ContactPersons/{customer['Id']}"
    good = {"FirstName": "Ola", "LastName": "Ås"}
    assert go.post(path, {"FirstName": "Ola"}).status_code == 400
    assert go.post(path, {**good, "EmailAddress": "ola@"}).status_code == 400
    assert go.post(path, {**good, "MailAddress": {"City": "Oslo"}}).status_code == 400
    made = go.make(path, **good, ExternalCode="k1", MailAddress={"City": "Oslo", "ZipCode": "0161"})
    assert made["MailAddress"]["CountryCode"] == "NO"
    assert "Id" not in made["MailAddress"]
    assert go.post(path, {**good, "ExternalCode": "k1"}).status_code == 400


def test_a_change_moves_its_own_time_and_not_the_customers(go, customer):
    made = go.make(f"/ContactPersons/{customer['Id']}", FirstName="Ola", LastName="Ås")
    changed = go.patch(f"/ContactPersons/{customer['Id']}/{made['Id']}", ("/EmailAddress", "ola@fjord.no")).json()
    assert changed["EmailAddress"] == "ola@fjord.no"
    assert changed["LastChangedDateTimeOffset"] > made["LastChangedDateTimeOffset"]
    now = go.get(f"/Customers/{customer['Id']}").json()
    assert now["LastChangedDateTimeOffset"] == customer["LastChangedDateTimeOffset"]


def test_lists_and_deletes(go, customer):
    path = f"/ContactPersons/{customer['Id']}"
    first = go.make(path, FirstName="Ola", LastName="Ås", ExternalCode="k1")
    second = go.make(path, FirstName="Kari", LastName="Ås")
    assert [row["Id"] for row in go.rows("/ContactPersons")] == [first["Id"], second["Id"]]
    assert [row["Id"] for row in go.rows("/ContactPersons", externalCodes="K1")] == [first["Id"]]
    assert go.rows("/ContactPersons", contactIds="1") == []
    go.make("/Projects", Name="P", CustomerId=customer["Id"], ContactPersonId=first["Id"])
    assert go.delete(f"{path}/{first['Id']}").status_code == 409
    assert go.delete(f"{path}/{second['Id']}").status_code == 200
    assert len(go.rows("/ContactPersons")) == 1
