"""Lists come a page at a time; the next page is named in a header only."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def seven(go):
    return [go.make("/Departments", Name=name, Code=str(n)) for n, name in enumerate("bdacgfe")]


def test_an_empty_list_is_204_and_so_is_a_page_past_the_end(go, seven):
    assert go.get("/Customers").status_code == 204
    assert go.get("/Departments", PageNumber=2).status_code == 204


def test_pages_follow_the_link_and_keep_the_query(go, seven):
    reply = go.get("/Departments", PageSize=3, isActive="false", OrderBy="Name")
    names = [row["Name"] for row in reply.json()]
    pages = 1
    while (link := json.loads(reply.headers["X-Pagination"])["nextPageLink"]) is not None:
        assert "isActive=false" in link
        reply = go.http.get(link, headers=reply.request.headers)
        names += [row["Name"] for row in reply.json()]
        pages += 1
    assert (names, pages) == (list("abcdefg"), 3)


def test_order(go, seven):
    def names(order):
        return "".join(row["Name"] for row in go.rows("/Departments", OrderBy=order))

    assert names("Name desc") == "gfedcba"
    assert names("isactive asc, CODE desc") == "efgcadb"
    assert names("ManagerEmployeeId,Name") == "abcdefg"
    assert names("Id desc") == "efgcadb"


def test_fields_trim(go, seven):
    assert go.rows("/Departments", Fields="name, Code")[0] == {"Name": "b", "Code": "0"}


@pytest.mark.parametrize(
    "params",
    [
        {"PageSize": 20001},
        {"PageSize": 0},
        {"PageNumber": 0},
        {"PageNumber": "x"},
        {"Fields": "Id,Farge"},
        {"OrderBy": "Farge"},
        {"OrderBy": "Name up"},
        {"OrderBy": "Name asc x"},
    ],
)
def test_badly_formed_parameters_are_named_so(go, seven, params):
    reply = go.get("/Departments", **params)
    assert (reply.status_code, reply.json()["title"]) == (400, "Invalid resourceParameter")


def test_the_largest_page_is_taken(go, seven):
    assert len(go.rows("/Departments", PageSize=20000)) == 7


@pytest.mark.usefixtures("beyond_the_specification")
def test_odata_parameters_are_refused_and_others_passed_over(go, seven):
    assert go.get("/Departments", **{"$top": 1}).status_code == 400
    assert len(go.rows("/Departments", farge="blå")) == 7


def test_parameter_names_are_taken_in_any_case(go, seven):
    assert len(go.rows("/Departments", pagesize=2)) == 2
    assert len(go.rows("/Departments", CODES="1")) == 1
