"""The preview: who may ask, what is given, and that a broken table leaves the last good map standing."""

from __future__ import annotations

import http.client
import json
import os
import socket
import threading

import pytest

from geomap.cli import main
from geomap.errors import UsageError
from geomap.pipeline import edition_and_findings
from geomap.serve.preview import Preview
from geomap.serve.server import running
from geomap.serve.watching import changes, fingerprint


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    from building import CaseTables

    return CaseTables().write(tmp_path_factory.mktemp("served") / "case")


@pytest.fixture(scope="module")
def preview(case):
    made = Preview(lambda: edition_and_findings(case), "en")
    assert made.rebuild().startswith("built in ")
    return made


@pytest.fixture(scope="module")
def port(preview):
    with running(preview, 0) as address:
        assert address.startswith("http://127.0.0.1:")
        yield int(address.rstrip("/").rpartition(":")[2])


def ask(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path, skip_host=True)
    headers = {"Host": f"127.0.0.1:{port}", **headers}
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def state_of(preview):
    return preview.state()[1]


def test_the_shell_has_a_policy_of_its_own_and_nothing_of_the_case(port, preview):
    answer, body = ask(port, "/")

    assert answer.status == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert b"<script>" not in body
    assert b"<style" not in body
    assert state_of(preview)["title"].encode() not in body
    for path, kind in (("/shell.js", "text/javascript"), ("/shell.css", "text/css")):
        assert ask(port, path)[0].headers["Content-Type"].startswith(kind)


def test_every_file_of_a_build_is_given_as_a_build_would_write_it(port, preview, case, tmp_path):
    from geomap.pipeline import publish_edition

    publish_edition(edition_and_findings(case)[0], tmp_path / "out")
    listed = {file["name"]: file["address"] for file in state_of(preview)["files"]}

    assert set(listed) == {p.name for p in (tmp_path / "out").iterdir()} - {"manifest.json"}
    for name, address in listed.items():
        answer, body = ask(port, address)
        assert body == (tmp_path / "out" / name).read_bytes(), name
        assert answer.headers["Content-Security-Policy"].startswith("sandbox ")
        assert "allow-same-origin" not in answer.headers["Content-Security-Policy"]


def test_the_state_is_told_as_it_changes(port, preview):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/events")
    answer = connection.getresponse()

    told = json.loads(answer.readline().removeprefix(b"data: "))
    assert told == json.loads(json.dumps(state_of(preview)))
    assert answer.readline() == b"\n"
    preview.rebuild()
    assert json.loads(answer.readline().removeprefix(b"data: "))["page"] == told["page"]
    connection.close()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", ""])
def test_another_name_for_this_machine_is_refused(port, host):
    """A site can point its own name at this machine; the name in Host gives it away."""
    for path in ("/", "/events", "/shell.js"):
        answer, body = ask(port, path, Host=host.format(port=port))
        assert answer.status == 421
        assert b"this machine alone" in body


def test_localhost_is_this_machine(port):
    assert ask(port, "/", Host=f"localhost:{port}")[0].status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/build/../../../etc/passwd",
        "/build/{id}/../events.csv",
        "/build/{id}/%2e%2e/events.csv",
        "/build/{id}/manifest.json",
        "/build/{id}/",
        "/build/0000000000000000/map.html",
        "/events.csv",
        "//etc/passwd",
        "http://127.0.0.1/shell.js",
        "/shell.html.j2",
    ],
)
def test_nothing_but_the_files_of_the_build_is_given(port, preview, path):
    """Names are compared, never looked up on a disk."""
    answer, body = ask(port, path.format(id=state_of(preview)["page"].split("/")[2]))

    assert answer.status == 404
    assert b"event_id" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_nothing_can_be_written(port, method):
    assert ask(port, "/", method)[0].status == 405


def test_a_head_has_no_body(port):
    answer, body = ask(port, "/", "HEAD")

    assert answer.status == 200
    assert body == b""


def test_only_this_machine_can_reach_the_port(port):
    """It is bound to 127.0.0.1: the machine's other addresses do not answer."""
    other = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    other.bind(("127.0.0.2", port))  # still free, so the server does not listen on every address
    other.close()


def test_a_taken_port_is_told(port, preview):
    with pytest.raises(UsageError, match=rf"port {port} of 127.0.0.1 cannot be had.*--port"), running(preview, port):
        pass


def test_a_broken_table_shows_its_message_and_keeps_the_last_good_map(make_case):
    case = make_case()
    preview = Preview(lambda: edition_and_findings(case), "ar")
    preview.rebuild()
    good = state_of(preview)

    (case / "events.csv").write_text("no such table\n", "utf-8")
    said = preview.rebuild()

    broken = state_of(preview)
    assert broken["is_broken"]
    assert "events.csv" in broken["message"]
    assert "events.csv" in said
    assert broken["page"] == good["page"] != ""
    assert preview.file(good["page"]) is not None


def test_a_table_that_is_broken_from_the_start_is_shown_once_it_is_mended(make_case):
    case = make_case()
    table = (case / "events.csv").read_bytes()
    (case / "events.csv").unlink()
    preview = Preview(lambda: edition_and_findings(case), "en")
    preview.rebuild()
    assert state_of(preview)["page"] == ""
    assert preview.file("/build//map.html") is None

    (case / "events.csv").write_bytes(table)
    preview.rebuild()

    assert state_of(preview)["page"].endswith("/map.html")
    assert not state_of(preview)["is_broken"]


def test_findings_stand_beside_the_map_with_their_place(make_case):
    case = make_case(lambda c: c.set("events", "attack", killed_low=9, killed_high=2))
    preview = Preview(lambda: edition_and_findings(case), "en")
    preview.rebuild()

    found = state_of(preview)["findings"]

    assert [f["word"] for f in found if f["code"] == "counts-out-of-order"] == ["error"]
    assert "events.csv row 2" in next(f["where"] for f in found if f["code"] == "counts-out-of-order")


def test_a_save_is_seen_once_it_has_come_to_rest(tmp_path):
    (tmp_path / "a.csv").write_text("1")
    (tmp_path / ".lock").write_text("")
    seen = changes([tmp_path], pause_s=0.02)
    next(seen)

    before = fingerprint([tmp_path])
    (tmp_path / ".lock").write_text("a program's own")
    assert fingerprint([tmp_path]) == before
    writing = threading.Thread(target=lambda: [os.utime(tmp_path / "a.csv", ns=(0, n)) for n in range(3)])
    writing.start()
    next(seen)
    writing.join()
    (tmp_path / "b.csv").write_text("2")
    next(seen)

    assert len(fingerprint([tmp_path])) == 2
    assert len(fingerprint([tmp_path / "a.csv"])) == 1
    assert fingerprint([tmp_path / "gone" / "x.csv"]) == ()


def test_a_case_that_is_not_there_ends_the_command(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("sys.argv", ["geomap", "serve", str(tmp_path / "none")])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert "none is not there" in capsys.readouterr().err
