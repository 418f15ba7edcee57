"""`wingo plan --out` and `wingo apply`: exactly what was saved is carried out, once, or nothing is."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.faces.cli.main import main
from engine.model import exact_json
from engine.sync.saving.plan_file import opened_plan_file
from parts.firm import ENTITIES, Firm

Wingo = Callable[..., Result]


@pytest.fixture
def small(firm: Firm) -> Firm:
    """A firm with a department, two customers, of whom one is refused, and an invoice."""
    path = firm.folder / "workspace.yaml"
    entities = "entities: [department, customer, invoice, payment]"
    path.write_text(path.read_text(encoding="utf-8").replace(f"entities: [{ENTITIES}]", entities), encoding="utf-8")
    firm.win.insert("department", row_id="d10", department_no="10", name="Lønn")
    firm.customer(10001, "Fjord Bygg AS", email="post@fjord.no")
    firm.customer(77, "Utenfor AS")
    firm.invoice(5001, 10001, ("100.00", "25.00"), pdf_path=firm.pdf("5001.pdf"))
    return firm


def save(wingo: Wingo, firm: Firm, *arguments: str, name: str = "plan.wingo", code: int = 0) -> Path:
    """Save a plan of the firm; the file."""
    file = firm.folder / name
    result = wingo("-w", firm.folder, "plan", *arguments, "--out", file)
    assert result.exit_code == code, result.output
    return file


def apply(wingo: Wingo, firm: Firm, file: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    """Apply a plan; what it says as JSON."""
    result = wingo("-w", firm.folder, "apply", file, "--format", "json", *arguments)
    assert result.exit_code == code, result.output
    answer: dict[str, Any] = exact_json.loads(result.stdout)
    return answer


def refused(wingo: Wingo, firm: Firm, file: Path) -> tuple[str, str]:
    """Apply a plan that is refused; the code and the message. Nothing is sent."""
    before = writes(firm)
    [told] = apply(wingo, firm, file, code=1)["diagnostics"]
    assert writes(firm) == before
    assert told["help"]
    return told["code"], told["message"]


def writes(firm: Firm) -> int:
    return sum(request["method"] != "GET" for request in firm.requests())


def runs(firm: Firm) -> list[Any]:
    with firm.open() as workspace:
        assert workspace.office.store is not None
        return list(workspace.office.store.runs())


def in_state(firm: Firm, statement: str) -> None:
    with closing(sqlite3.connect(firm.folder / "state.db")) as state, state:
        assert state.execute(statement).rowcount > 0


def members(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


# ---- as it should be


def test_a_saved_plan_is_carried_out_exactly_and_the_next_plan_is_empty(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    done = apply(wingo, small, file)["done"]
    assert done == {
        "department": {"create": 1},
        "customer": {"create": 1},
        "invoice": {"post": 1, "attach": 1},
    }
    assert small.go("customers", Number=10001)["EmailAddress"] == "post@fjord.no"
    assert wingo("-w", small.folder, "plan", "--detailed-exitcode").exit_code == 0


def test_apply_tells_what_sync_tells(wingo: Wingo, small: Firm) -> None:
    applied = apply(wingo, small, save(wingo, small, "customer"))
    synced = exact_json.loads(wingo("-w", small.folder, "sync", "customer", "--yes", "--format", "json").stdout)
    assert list(applied) == list(synced)
    assert applied["held"] == synced["held"]
    assert wingo("-w", small.folder, "apply", save(wingo, small, "customer"), "--strict").exit_code == 1


def test_who_planned_and_who_applied_are_kept(wingo: Wingo, small: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "kari")
    file = save(wingo, small)
    monkeypatch.setattr("getpass.getuser", lambda: "ola")
    plan = apply(wingo, small, file)["plan"]
    [run] = runs(small)
    told = (run["command"], run["operator"], run["planned_by"], run["approver"], run["outcome"], run["plan"])
    assert told == ("apply", "ola", "kari", "ola", "done", plan)
    assert exact_json.loads(members(file)["plan.jsonl"].splitlines()[0])["plan"] == plan


def test_a_plan_of_named_entities_is_made_again_of_these_alone(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small, "department")
    small.customer(10002, "Ny AS")
    assert apply(wingo, small, file)["done"] == {"department": {"create": 1}}


def test_payments_are_planned_and_applied_too(wingo: Wingo, small: Firm) -> None:
    small.sync()
    small.pay(5001, "50.00")
    assert apply(wingo, small, save(wingo, small, "payment"))["done"] == {"payment": {"pay": 1}}
    assert small.win.run("SELECT amount FROM payment_in") == [("50.00",)]


def test_where_it_was_saved_is_said_beside_the_data(wingo: Wingo, small: Firm) -> None:
    file = small.folder / "plan.wingo"
    text = wingo("-w", small.folder, "plan", "--out", file)
    assert (
        text.stdout.splitlines()[-1]
        == f"Saved to {file}. `wingo -w {small.folder} apply` carries out exactly this plan, once."
    )
    data = wingo("-w", small.folder, "plan", "--format", "json", "--out", file)
    assert data.exit_code == 0, data.output
    assert exact_json.loads(data.stdout)["plan"]
    assert "Saved to" in data.stderr
    assert "Saved to" not in wingo("-w", small.folder, "plan", "-q", "--out", file).output
    assert "Lagret i" in wingo("-w", small.folder, "--lang", "nb", "plan", "--out", file).output


# ---- what stands in a file


def test_the_same_data_give_the_same_bytes_but_for_id_and_time(wingo: Wingo, small: Firm) -> None:
    first, second = (members(save(wingo, small, name=name)) for name in ("one", "two"))
    heads = [exact_json.loads(text["plan.jsonl"].partition("\n")[0]) for text in (first, second)]
    assert heads[0].pop("plan") != heads[1].pop("plan")
    assert heads[0].pop("created_at") < heads[1].pop("created_at")
    assert heads[0] == heads[1]
    assert first.pop("plan.jsonl").partition("\n")[2] == second.pop("plan.jsonl").partition("\n")[2]
    assert first.pop("manifest.json") != second.pop("manifest.json")
    assert first == second


def test_a_line_is_a_change_as_the_plan_s_json_has_it(wingo: Wingo, small: Firm) -> None:
    small.sync()
    small.win.run("UPDATE customer SET email = 'ny@fjord.no' WHERE customer_no = 10001")
    file = save(wingo, small)
    text = members(file)
    shown = exact_json.loads(wingo("-w", small.folder, "plan", "-v", "--format", "json").stdout)["changes"]
    with opened_plan_file(file) as saved:
        lines = list(saved.changes())
    assert [line.pop("target_id") for line in lines if line["action"] == "update"] == [
        small.go("customers", Number=10001)["Id"]
    ]
    assert [{k: v for k, v in line.items() if k != "target_id"} for line in lines] == shown
    own = Path(__file__).parents[4] / "mappings" / "base" / "customer.yaml"
    assert text["mappings/shipped/base/customer.yaml"] == own.read_text(encoding="utf-8")


def test_no_secret_is_in_a_file(wingo: Wingo, small: Firm) -> None:
    (small.folder / "customer.yaml").write_text("extends: base/customer\n", encoding="utf-8")
    file = save(wingo, small)
    secrets = [line.partition("=")[2] for line in (small.folder / ".env").read_text(encoding="utf-8").splitlines()]
    assert len(secrets) == 3
    content = [*members(file).values(), *members(file)]
    assert not [text for text in content for secret in (*secrets, "FIRM_KEY", "token_url") if secret in text]


# ---- writing


def test_what_cannot_be_written_is_told_before_anything_is_read(wingo: Wingo, small: Firm) -> None:
    result = wingo("-w", small.folder, "plan", "--format", "json", "--out", small.folder / "nowhere" / "plan")
    assert result.exit_code == 1
    [told] = exact_json.loads(result.stdout)["diagnostics"]
    assert told["code"] == "P906"
    assert str(small.folder / "nowhere" / "plan") in told["message"]
    assert small.requests() == []
    assert wingo("-w", small.folder, "plan", "--out", small.folder).exit_code == 2


def test_a_plan_that_fails_leaves_what_was_there(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small, "--offline")  # to be looked at only: it may be written over
    older = file.read_bytes()
    names = set(small.folder.iterdir())
    small.mischief({"on": "GET /v2/*", "nth": 1, "times": 99, "do": "status:403"})
    assert wingo("-w", small.folder, "plan", "--out", file).exit_code == 4
    assert file.read_bytes() == older
    assert {path for path in small.folder.iterdir() if "plan" in path.name} == {file}
    assert names <= set(small.folder.iterdir())
    small.mischief()
    save(wingo, small)
    assert apply(wingo, small, file)["done"]


# ---- a plan that waits is not written over


def over(wingo: Wingo, firm: Firm, file: Path, *arguments: str) -> str:
    """Why a plan is not saved over a file, which stays as it is."""
    before = file.read_bytes() if file.is_file() else b""
    result = wingo("-w", firm.folder, "plan", *arguments, "--out", file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[P408]" in result.stderr
    assert "= help: Save this plan under another name" in result.stderr
    assert (file.read_bytes() if file.is_file() else b"") == before
    return result.stderr


def test_a_plan_that_waits_is_not_written_over_by_another(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    assert "which waits to be applied" in over(wingo, small, file, "department")
    small.win.run("UPDATE customer SET email = 'ny@fjord.no' WHERE customer_no = 10001")
    assert "which waits to be applied" in over(wingo, small, file)
    assert "which waits to be applied" in over(wingo, small, file, "--offline")


def test_the_same_plan_is_the_one_that_waits(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    before = file.read_bytes()
    first, again = (
        exact_json.loads(wingo("-w", small.folder, "plan", "--format", "json", "--out", file).stdout) for _ in range(2)
    )
    assert first == again
    assert file.read_bytes() == before
    assert apply(wingo, small, file)["plan"] == first["plan"]


def test_a_plan_that_is_used_or_edited_may_be_written_over(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small, "department")
    apply(wingo, small, file)
    save(wingo, small)
    edited = small.folder / "edited.wingo"
    edited.write_bytes(file.read_bytes())
    with zipfile.ZipFile(edited, "a") as archive:
        archive.comment = b"approved by ola"
    save(wingo, small, name=edited.name)
    assert apply(wingo, small, edited)["done"]


def test_what_is_no_plan_of_this_workspace_is_not_written_over(wingo: Wingo, small: Firm, tmp_path: Path) -> None:
    letter = small.folder / "letter.txt"
    letter.write_text("dear", encoding="utf-8")
    assert "is there already" in over(wingo, small, letter)
    file = save(wingo, small)
    workspace = small.folder / "workspace.yaml"
    text = workspace.read_text(encoding="utf-8")
    name = text.splitlines()[0].removeprefix("workspace: ")
    workspace.write_text(text.replace(f"workspace: {name}", "workspace: another"), encoding="utf-8")
    assert f"a plan of the workspace {name}" in over(wingo, small, file)
    workspace.write_text(text, encoding="utf-8")
    (small.folder / "state.db").unlink()
    assert "which waits to be applied" in over(wingo, small, file)


def test_an_empty_file_is_written_over_and_what_is_no_file_is_not(wingo: Wingo, small: Firm) -> None:
    (small.folder / "plan.wingo").touch()
    save(wingo, small)
    pipe = small.folder / "pipe"
    os.mkfifo(pipe)
    assert "is there already" in over(wingo, small, pipe)


def test_a_plan_file_is_its_maker_s_alone(wingo: Wingo, small: Firm) -> None:
    assert stat.S_IMODE(save(wingo, small).stat().st_mode) == 0o600


# ---- stale


def test_what_changed_in_win_is_named_and_the_plan_is_not_used_up(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    small.win.run("UPDATE customer SET email = 'ny@fjord.no' WHERE customer_no = 10001")
    assert refused(wingo, small, file) == ("P402", "the plan is stale: customer 10001: EmailAddress is another now")
    assert [(run["command"], run["outcome"]) for run in runs(small)] == [("apply", "refused")]
    small.win.run("UPDATE customer SET email = 'post@fjord.no' WHERE customer_no = 10001")
    assert apply(wingo, small, file)["done"]


def test_what_stands_in_go_now_is_not_written_over_unseen(wingo: Wingo, small: Firm) -> None:
    small.sync()
    in_state(small, "UPDATE link SET at = '2026-01-01T00:00:00+00:00'")  # else it is waited for a lagging replica
    small.win.run("UPDATE customer SET name = 'Fjord AS' WHERE customer_no = 10001")
    file = save(wingo, small)
    customer = small.go("customers", Number=10001)["Id"]
    small.control("PATCH", f"records/customers/{customer}", {"Name": "Fjord Bygg og Anlegg AS"})
    assert refused(wingo, small, file)[1].endswith("customer 10001: what stands in Name is another now")


def test_a_record_that_somebody_made_in_go_meanwhile_is_not_made_twice(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    other = save(wingo, small, name="other")
    apply(wingo, small, other)
    (small.folder / "state.db").rename(small.folder / "known.db")
    again = save(wingo, small, "department", name="again")  # a state that knows nothing, so it is adopted
    (small.folder / "state.db").unlink()
    (small.folder / "known.db").rename(small.folder / "state.db")
    message = refused(wingo, small, file)[1]
    assert "records were linked since it was made" in message
    assert "department 10: nothing is to be sent now" in message
    assert refused(wingo, small, again)[0] == "P405"


def test_a_link_that_a_person_decided_meanwhile_counts(wingo: Wingo, small: Firm) -> None:
    small.customer(10002, "Vik AS")
    small.sync("customer")
    file_id = small.go("customers", Number=10002)["Id"]
    (small.folder / "state.db").unlink()
    file = save(wingo, small, "customer")
    (small.folder / "links.yaml").write_text(f"customer: {{10001: {file_id}}}\n", encoding="utf-8")
    code, message = refused(wingo, small, file)
    assert code == "P402"
    assert "customer 10001: " in message


def test_a_create_that_became_an_adoption_says_so(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small, "department")
    small.sync("department")
    in_state(small, "DELETE FROM link")
    in_state(small, "DELETE FROM sent")
    assert refused(wingo, small, file)[1] == "the plan is stale: department 10: adopt instead of create"


def test_what_is_new_gone_held_or_free_is_a_difference(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    small.customer(10003, "Ny AS")
    assert refused(wingo, small, file)[1].endswith("customer 10003: it would be sent now, and was not planned")
    small.win.run("DELETE FROM customer WHERE customer_no = 10003")
    small.win.run("UPDATE customer SET external_ledger_no = 10077 WHERE customer_no = 77")
    assert refused(wingo, small, file)[1].endswith("customer 77: it would be sent now, and was not planned")
    small.win.run("UPDATE customer SET external_ledger_no = 5 WHERE customer_no IN (77, 10001)")
    message = refused(wingo, small, file)[1]
    assert "customer 10001: it is held back now" in message
    assert "invoice 1/5001: it is held back now" in message
    small.win.run("UPDATE customer SET external_ledger_no = NULL")
    small.win.run("DELETE FROM department")
    assert refused(wingo, small, file)[1].endswith("department 10: nothing is to be sent now")


def test_of_several_deeds_about_one_record_the_one_that_differs_is_told(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    small.pdf("5001.pdf", b"%PDF-1.4\nanother\n%%EOF\n")
    assert refused(wingo, small, file)[1] == "the plan is stale: invoice 1/5001: bytes, sha256 are others now"


def test_of_many_differences_the_first_are_named(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    for number in range(10010, 10017):
        small.customer(number, f"Kunde {number} AS")
    message = refused(wingo, small, file)[1]
    assert message.count("was not planned") == 5
    assert message.endswith("; and 2 more records")
    small.win.run("DELETE FROM customer WHERE customer_no = 10016")
    assert refused(wingo, small, file)[1].endswith("; and one more record")


def test_an_unmapped_column_and_a_reason_are_no_difference(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    small.win.run("UPDATE customer SET created_date = '2020-01-31'")
    small.win.run("UPDATE customer SET name = 'Helt utenfor AS' WHERE customer_no = 77")
    small.customer(78, "Også utenfor AS")
    assert apply(wingo, small, file)["done"]


# ---- once


def test_a_plan_works_once_the_first_one_ever_too(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    plan = apply(wingo, small, file)["plan"]
    assert refused(wingo, small, file) == ("P403", f"the plan {plan} was applied before, by run 1")


def test_a_plan_with_nothing_to_do_is_used_up_too(wingo: Wingo, small: Firm) -> None:
    small.sync()
    file = save(wingo, small)
    assert apply(wingo, small, file)["done"] == {}
    assert refused(wingo, small, file)[0] == "P403"


def test_a_plan_that_failed_half_way_is_used_up_and_sync_does_the_rest(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    small.mischief({"on": "POST /v2/Customers", "nth": 1, "times": 9, "do": "status:403"})
    apply(wingo, small, file, code=4)
    small.mischief()
    assert refused(wingo, small, file)[0] == "P403"
    small.sync()
    assert [voucher["InvoiceNo"] for voucher in small.ledger()["vouchers"]] == ["5001"]


def test_while_another_run_is_at_work_nothing_is_used_up(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    with FileLock(small.folder / "state.db.lock"):
        assert refused(wingo, small, file)[0] == "P904"
    assert apply(wingo, small, file)["done"]


def test_a_guard_is_asked_again_and_uses_nothing_up(wingo: Wingo, small: Firm) -> None:
    small.sync()
    path = small.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("max_updates: 200", "max_updates: 0"), encoding="utf-8")
    small.win.run("UPDATE customer SET name = 'Fjord AS' WHERE customer_no = 10001")
    file = save(wingo, small, code=3)
    assert [d["code"] for d in apply(wingo, small, file, code=3)["diagnostics"]] == ["P401"]
    assert apply(wingo, small, file, "--allow", "max_updates")["done"] == {"customer": {"update": 1}}


@pytest.mark.slow
def test_a_plan_that_was_killed_half_way_is_used_up_and_sync_does_the_rest(wingo: Wingo, small: Firm) -> None:
    small.control("PUT", "settings", {"RefuseDuplicates": False})
    file = save(wingo, small)
    small.mischief({"on": "POST /v2/*", "nth": 2, "times": 1, "do": "slow:0.5"})
    arguments = [sys.executable, "-m", "engine.faces.cli.main", "-w", str(small.folder), "apply", str(file)]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and writes(small) < 2:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    time.sleep(0.6)
    small.mischief()
    assert refused(wingo, small, file)[0] == "P403"
    small.sync()
    ledger = small.ledger()
    assert [len(ledger[name]) for name in ("departments", "customers", "vouchers", "documents")] == [1, 1, 1, 1]


# ---- whole, and from here


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A firm with a saved plan that is never applied."""
    firm = Firm(tmp_path_factory.mktemp("kept"))
    firm.customer(10001, "Fjord Bygg AS")
    file = firm.folder / "plan.wingo"
    assert CliRunner().invoke(main, ["-w", str(firm.folder), "plan", "--out", str(file)]).exit_code == 0
    yield firm, file
    firm.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), by=st.integers(1, 255))
def test_whichever_byte_is_edited_nothing_is_sent(wingo: Wingo, kept: Any, place: float, by: int) -> None:
    firm, file = kept
    content = bytearray(file.read_bytes())
    content[int(place * len(content))] ^= by
    edited = firm.folder / "edited"
    edited.write_bytes(content)
    assert refused(wingo, firm, edited)[0] == "P404"


@pytest.mark.parametrize("change", ["cut", "longer", "empty", "text", "folder", "missing"])
def test_what_is_not_the_whole_file_is_not_applied(wingo: Wingo, kept: Any, tmp_path: Path, change: str) -> None:
    firm, file = kept
    other = tmp_path / "other"
    content = file.read_bytes()
    if change == "folder":
        other.mkdir()
    elif change != "missing":
        texts = {"cut": content[:-100], "longer": content + b"\n", "empty": b"", "text": b'{"format": 1}'}
        other.write_bytes(texts[change])
    assert refused(wingo, firm, other)[0] == "P404"


def rebuilt(file: Path, change: Callable[[dict[str, str]], None]) -> Path:
    """A file as somebody makes it who knows how: other content, the manifest to match."""
    texts = members(file)
    change(texts)
    if "manifest.json" in texts:
        digests = exact_json.loads(texts.pop("manifest.json"))
        digests["members"] = {n: f"sha256:{hashlib.sha256(t.encode()).hexdigest()}" for n, t in texts.items()}
        texts["manifest.json"] = exact_json.dumps(digests)
    made = file.with_name("rebuilt")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return made


def in_head(**changes: Any) -> Callable[[dict[str, str]], None]:
    def change(texts: dict[str, str]) -> None:
        head, _, rest = texts["plan.jsonl"].partition("\n")
        texts["plan.jsonl"] = exact_json.dumps({**exact_json.loads(head), **changes}) + "\n" + rest

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (in_head(), "P404"),
        (in_head(plan="01M8000000000000000000000X"), "P405"),
        (in_head(workspace="another"), "P405"),
        (in_head(offline=True), "P406"),
        (in_head(format=4), "P407"),
        (in_head(made={"command": "guess"}), "P407"),
        (in_head(made=None), "P404"),
        (in_head(created_at="yesterday"), "P404"),
        (lambda texts: texts.pop("manifest.json"), "P404"),
        (lambda texts: texts.update({"mappings/../../x.yaml": "a: b"}), "P404"),
    ],
)
def test_a_file_that_somebody_made_to_look_whole_is_not_applied(
    wingo: Wingo, kept: Any, change: Callable[[dict[str, str]], None], code: str
) -> None:
    firm, file = kept
    assert refused(wingo, firm, rebuilt(file, change))[0] == code


@pytest.mark.parametrize("how", ["stored", "added", "altered"])
def test_a_file_that_was_packed_anew_is_not_applied(wingo: Wingo, kept: Any, how: str) -> None:
    firm, file = kept
    texts = members(file)
    if how == "added":
        texts["more.json"] = "{}"
    if how == "altered":
        texts["plan.jsonl"] += "{}\n"
    packed = firm.folder / "packed"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED if how == "stored" else zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    assert refused(wingo, firm, packed)[0] == "P404"


def test_a_plan_of_another_workspace_is_not_applied(wingo: Wingo, small: Firm) -> None:
    file = save(wingo, small)
    path = small.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("workspace: firm", "workspace: vik"), encoding="utf-8")
    assert refused(wingo, small, file) == ("P405", f"{file} is a plan of the workspace firm, and this is vik")


def test_a_plan_that_was_made_offline_is_to_be_looked_at(wingo: Wingo, small: Firm) -> None:
    result = wingo("-w", small.folder, "plan", "--offline", "--out", small.folder / "plan.wingo")
    assert result.exit_code == 0
    assert "a plan made offline is not applied" in result.stdout
    assert refused(wingo, small, small.folder / "plan.wingo")[0] == "P406"


# ---- the mappings inside


def test_the_mappings_of_the_file_are_carried_out_whatever_lies_on_disk(wingo: Wingo, small: Firm) -> None:
    overlay = small.folder / "customer.yaml"
    overlay.write_text("extends: base/customer\nrules: |\n  Name  =  name | upper\n", encoding="utf-8")
    file = save(wingo, small)
    overlay.write_text("extends: base/customer\nrules: |\n  Name  =  nonsense |\n", encoding="utf-8")
    assert wingo("-w", small.folder, "plan").exit_code == 1
    assert apply(wingo, small, file)["done"]["customer"] == {"create": 1}
    assert small.go("customers", Number=10001)["Name"] == "FJORD BYGG AS"


def test_rules_keep_their_places_in_what_is_said(wingo: Wingo, small: Firm) -> None:
    small.sync()
    overlay = small.folder / "customer.yaml"
    overlay.write_text('extends: base/customer\nrules: |\n  Name  =  "{name} fra Win"\n', encoding="utf-8")
    path = small.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("max_updates: 200", "max_updates: 0"), encoding="utf-8")
    file = small.folder / "plan.wingo"
    planned = wingo("-w", small.folder, "plan", "customer", "-v", "--out", file).stdout.splitlines()
    overlay.unlink()
    applied = wingo("-w", small.folder, "apply", file, "-v").stdout.splitlines()
    assert any(line.endswith("customer.yaml:3") for line in planned)
    assert applied[:-1] == planned[:-1]
    assert applied[-1] == "Nothing was sent."
