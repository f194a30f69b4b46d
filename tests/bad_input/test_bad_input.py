"""Input that cannot be used and disks that cannot be written: one clear message, the right exit code, nothing lost.

Every test runs the program itself, as a desk does: what counts is what stands on the screen and on the disk after.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest


def geomap(*arguments, **options):
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "geomap", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **options,
    )


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process: a hundred times as fast, and enough where no right or disk is missing."""

    def command(*arguments):
        from geomap.cli import main

        monkeypatch.setattr("sys.argv", ["geomap", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, ended.value.code or 0, out, err)

    return command


def hashes(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


@pytest.fixture(scope="module")
def earlier(tmp_path_factory):
    """An output that an earlier run has written."""
    from building import CaseTables

    folder = tmp_path_factory.mktemp("earlier")
    case = CaseTables().write(folder / "case")
    done = geomap("build", case, "-o", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture
def output(earlier, tmp_path):
    """A copy of that output, to be written over."""
    return Path(shutil.copytree(earlier, tmp_path / "site" / "out"))


def assert_refused(done, output, before, *words, code=2):
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("geomap: ")
    for word in words:
        assert word in lines[0], lines[0]
    assert hashes(output) == before
    assert [p.name for p in output.parent.iterdir()] == [output.name]


# --- a file that cannot be read as a whole


def cut(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


BROKEN = {
    "missing-table": (lambda f: (f / "events.csv").unlink(), ("events.csv is missing", "A case needs")),
    "missing-column": (
        lambda f: cut(f / "events.csv", b"status", b"state"),
        ("events.csv, header", "the column status is missing", "Columns found: event_id, kind"),
    ),
    "broken-json": (
        lambda f: cut(f / "datapackage.json", b'"title": "A', b'"title" "A'),
        ("datapackage.json, line 3, column 10: broken JSON",),
    ),
    "broken-geojson": (
        lambda f: (f / "places.geojson").write_bytes((f / "places.geojson").read_bytes()[:-40]),
        ("places.geojson, line", "column", "broken JSON"),
    ),
    "broken-toml": (
        lambda f: (f / "map.toml").write_text("[page]\ntitle = \n"),
        ("map.toml: Invalid value (at line 2, column 9)",),
    ),
    "not-utf-8": (
        lambda f: (f / "claims.csv").write_bytes("claim_id,about\nهجوم".encode("cp1256")),
        ("claims.csv, line 2, byte 15: not UTF-8 text (byte 0xe5)",),
    ),
    "ballistics": (
        lambda f: cut(f / "trajectories.csv", b"basis_claim_ids", b"basis_claim_ids,launch_angle"),
        ('trajectories.csv, column "launch_angle"', "no ballistics"),
    ),
    "empty": (lambda f: (f / "sources.csv").write_bytes(b""), ("sources.csv is empty",)),
    "folder-for-file": (
        lambda f: ((f / "claims.csv").unlink(), (f / "claims.csv").mkdir()),
        ("claims.csv is a folder, not a file",),
    ),
    "bad-account": (
        lambda f: cut(f / "datapackage.json", b'"id": "military"', b'"id": "The Army"'),
        ('accounts[0].id: "The Army" is no id',),
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_cannot_be_read_stops_the_build_with_one_message(make_case, output, kind, run):
    change, words = BROKEN[kind]
    folder = make_case()
    change(folder)
    before = hashes(output)

    assert_refused(run("build", folder, "-o", output), output, before, *words)


def test_a_case_that_is_not_there(tmp_path, output, run):
    before = hashes(output)

    assert_refused(run("build", tmp_path / "gone", "-o", output), output, before, "gone is not there")


# --- a cell that cannot be used


CELLS = {
    "unknown-id": ("events", "arrest", "place_id", "atlantis", ("events.csv row 3", '"place_id"', '"atlantis"')),
    "bad-coordinate": ("places", "market", "latitude", 333.1, ("places.geojson row 4", '"latitude"', '"333.1"')),
    "not-a-number": ("events", "attack", "killed_low", "several", ("events.csv row 2", '"killed_low"', '"several"')),
    "bad-date": ("events", "arrest", "date_start", "8 May", ("events.csv row 3", '"date_start"', '"8 May"')),
    "not-in-vocabulary": ("claims", "k5", "stance", "claims", ("claims.csv row 6", '"stance"', '"claims"')),
}


@pytest.mark.parametrize("code", CELLS)
def test_a_bad_cell_refuses_its_row_and_the_build_goes_on(make_case, output, code, run):
    table, key, column, value, words = CELLS[code]
    folder = make_case(lambda case: case.set(table, key, **{column: value}))

    done = run("build", folder, "-o", output)

    assert done.returncode == 0
    (line,) = [line for line in done.stderr.splitlines() if line.startswith(f"error {code}: {table}")]
    for word in words:
        assert word in line
    assert "Traceback" not in done.stderr
    manifest = json.loads((output / "manifest.json").read_text("utf-8"))
    assert manifest["findings"]["error"] >= 1
    numbers = manifest["accounting"]
    assert numbers["rows_in"] == numbers["drawn"] + numbers["listed"] + numbers["refused"] == 5


def test_strict_tells_a_script_that_rows_were_refused(make_case, output, run):
    folder = make_case(lambda case: case.set("events", "arrest", kind="misdeed"))

    done = run("build", folder, "-o", output, "--strict", "--json")

    assert done.returncode == 3
    assert json.loads(done.stdout)["accounting"]["refused"] == 1


# --- permissions --------


CAPBSET_DROP, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2


def without_rights() -> None:
    """Let a process be held to the permissions of files. Root is held to none, so root drops that right for good."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for right in (DAC_OVERRIDE, DAC_READ_SEARCH):
            if libc.prctl(CAPBSET_DROP, right, 0, 0, 0) != 0:
                raise OSError(ctypes.get_errno(), "root may not drop its rights here: run the tests as another user")


def test_the_tests_below_are_held_to_permissions(tmp_path):
    """If they were not, they would show nothing."""
    (tmp_path / "closed").write_text("secret")
    (tmp_path / "closed").chmod(0)
    probe = f"open({str(tmp_path / 'closed')!r})"

    done = subprocess.run(
        [sys.executable, "-c", probe], preexec_fn=without_rights, capture_output=True, text=True, check=False
    )

    assert "PermissionError" in done.stderr


@pytest.mark.parametrize(("what", "words"), [("folder", "not readable"), ("file", "may not be read by this user")])
def test_what_may_not_be_read_is_told(make_case, output, what, words):
    folder = make_case()
    before = hashes(output)
    closed = folder if what == "folder" else folder / "events.csv"
    closed.chmod(0)
    try:
        done = geomap("check", folder, preexec_fn=without_rights)
    finally:
        closed.chmod(0o755)

    assert_refused(done, output, before, words, closed.name)


def test_a_folder_that_may_not_be_written_is_told_and_stays(make_case, output):
    folder = make_case()
    output.parent.chmod(0o555)
    before = hashes(output)
    try:
        done = geomap("build", folder, "-o", output, preexec_fn=without_rights)
    finally:
        output.parent.chmod(0o755)

    assert_refused(done, output, before, "could not be written: Permission denied", "untouched", code=1)


def test_an_export_that_may_not_be_written_is_told(make_case, output):
    folder = make_case()
    output.parent.chmod(0o555)
    before = hashes(output)
    try:
        done = geomap("export", folder, "--to", "geojson", "-o", output.parent / "x.geojson", preexec_fn=without_rights)
    finally:
        output.parent.chmod(0o755)

    assert_refused(done, output, before, "could not be written: Permission denied", code=1)


# --- a full disk --------


def at_most(size: int):
    """No file may grow beyond a size: what a full disk does, without one. The signal is left to the write's error."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize("size", [1_000, 100_000])
def test_a_disk_that_fills_up_is_told_and_the_earlier_output_stays(make_case, output, size):
    folder = make_case()
    before = hashes(output)

    done = geomap("build", folder, "-o", output, preexec_fn=at_most(size))

    assert_refused(done, output, before, "could not be written: File too large", "untouched", code=1)


@pytest.mark.parametrize("name", ["geojson", "html"])
def test_an_export_to_a_disk_that_fills_up_leaves_the_earlier_file(make_case, tmp_path, name):
    folder = make_case()
    (tmp_path / "site").mkdir()
    target = tmp_path / "site" / "export"
    target.write_bytes(b"the earlier one")
    before = hashes(target.parent)

    done = geomap("export", folder, "--to", name, "-o", target, preexec_fn=at_most(100))

    assert (done.returncode, done.stdout) == (1, "")
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert hashes(target.parent) == before


def test_a_full_device_for_the_output_of_a_pipe_is_told(make_case):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "geomap", "export", str(make_case()), "--to", "geojson"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_early_is_no_error(make_case):
    """geomap export ... | head"""
    command = f"{sys.executable} -m geomap export {make_case()} --to geojson | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout) == 10


# --- killed -------------


def is_whole(folder: Path) -> bool:
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    found = {name: digest for name, digest in hashes(folder).items() if name != "manifest.json"}
    return found == {name: entry["sha256"] for name, entry in listed.items()}


WRITES_UNTIL_KILLED = """
import os, signal, sys, time
from pathlib import Path
from geomap import pipeline

edition = pipeline.build_edition(sys.argv[1])
for line in sys.stdin:
    child = os.fork()
    if not child:
        while True:
            pipeline.publish_edition(edition, Path(sys.argv[2]))
    time.sleep(float(line))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("killed", flush=True)
"""


def test_a_run_that_is_killed_at_any_moment_leaves_a_whole_output(make_case, output, run):
    """Wherever the kill falls, the output is a whole one, the old or the new; and the next run sweeps what is left."""
    folder = make_case()
    chance = random.Random(20201117)
    partials = 0
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITES_UNTIL_KILLED, str(folder), str(output)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with writer:
        for _ in range(20):
            writer.stdin.write(f"{chance.uniform(0, 0.6)}\n")
            writer.stdin.flush()
            assert writer.stdout.readline() == "killed\n"
            partials += any(".partial-" in p.name for p in output.parent.iterdir())
            assert is_whole(output)

    assert partials > 0, "no kill fell into a write: the test has shown nothing"
    assert run("build", folder, "-o", output).returncode == 0
    assert [p.name for p in output.parent.iterdir()] == [output.name]
