"""A file is whole or the old one: killed in mid-write, on a full disk, or with two writers at once."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FORMATS = ("gpkg", "kml", "fgb", "parquet", "csv", "xlsx", "geojson", "svg", "png", "pdf")

# Writes bytes slowly in small pieces, through the same door as every export.
_SLOW = """
import io, os, sys, time
from pathlib import Path
from geomap import delivery
open_file = os.fdopen
class Slow:
    def __init__(self, file): self.file = file
    def __enter__(self): return self
    def __exit__(self, *error): self.file.close()
    def write(self, data):
        for start in range(0, len(data), 1000):
            self.file.write(data[start:start + 1000]); self.file.flush(); time.sleep(0.002)
    def __getattr__(self, name): return getattr(self.file, name)
delivery.os.fdopen = lambda handle, mode: Slow(open_file(handle, mode))
print("ready", flush=True)
delivery.deliver_file(sys.argv[2].encode() * 200_000, Path(sys.argv[1]))
"""

_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from geomap.cli import main
import geomap.pipeline
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
sys.argv = ["geomap", *sys.argv[1:]]
main()
"""


def run(*arguments, code=None):
    program = ["-c", code] if code else ["-m", "geomap"]
    return subprocess.run(
        [sys.executable, *program, *arguments], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("after_s", [0.0, 0.02, 0.1, 0.3])
def test_a_killed_writer_leaves_the_old_file(tmp_path, after_s):
    target = tmp_path / "e.gpkg"
    target.write_bytes(b"old")
    writer = subprocess.Popen([sys.executable, "-c", _SLOW, str(target), "x"], stdout=subprocess.PIPE)
    assert writer.stdout.readline() == b"ready\n"
    time.sleep(after_s)
    writer.send_signal(signal.SIGKILL)
    writer.communicate()

    assert target.read_bytes() == b"old"

    from geomap.delivery import deliver_file

    deliver_file(b"new", target)
    assert [p.name for p in tmp_path.iterdir()] == ["e.gpkg"], "the next writer sweeps what the killed one left"
    assert target.read_bytes() == b"new"


def test_two_writers_never_leave_a_mixed_file(tmp_path):
    target = tmp_path / "e.kml"
    writers = [
        subprocess.Popen([sys.executable, "-c", _SLOW, str(target), letter], stdout=subprocess.PIPE) for letter in "ab"
    ]
    seen = set()
    while any(w.poll() is None for w in writers):
        if target.exists():
            data = target.read_bytes()
            seen.add((data[:1], len(data), len(set(data))))
        time.sleep(0.005)
    for writer in writers:
        writer.communicate()

    data = target.read_bytes()
    assert {(data[:1], len(data), len(set(data)))} | seen <= {(b"a", 200_000, 1), (b"b", 200_000, 1)}
    assert [p.name for p in tmp_path.iterdir()] == ["e.kml"]


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on file size")
@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("svg", "pdf")])
def test_on_a_full_disk_the_old_file_is_whole_and_the_path_is_named(green_zone, tmp_path, name):
    target = tmp_path / f"e.{name}"
    target.write_bytes(b"old")

    ended = run("export", str(green_zone), "--to", name, "-o", str(target), code=_LIMITED)

    assert ended.returncode == 1, ended.stderr
    assert "could not be written" in ended.stderr
    assert str(target) in ended.stderr
    assert "Traceback" not in ended.stderr
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_a_full_disk_leaves_the_old_copy_of_a_case(green_zone, tmp_path):
    target = tmp_path / "copy"
    assert run("export", str(green_zone), "--to", "case", "-o", str(target)).returncode == 0
    before = {p.name: p.read_bytes() for p in target.iterdir()}

    ended = run("export", str(green_zone), "--to", "case", "-o", str(target), code=_LIMITED)

    assert ended.returncode == 1
    assert str(target) in ended.stderr
    assert {p.name: p.read_bytes() for p in target.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["copy"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_standard_output_is_an_error(green_zone):
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "geomap", "export", str(green_zone), "--to", "kml"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert ended.returncode == 1
    assert "standard output" in ended.stderr


def test_bytes_do_not_depend_on_zone_locale_or_hash_seed(green_zone, tmp_path):
    results = []
    for number, (zone, locale, seed) in enumerate([("UTC", "C", "0"), ("Asia/Baghdad", "C.UTF-8", "42")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        code = (
            "import sys; from pathlib import Path; from geomap.pipeline import build_edition, export_bytes\n"
            "edition = build_edition(sys.argv[1])\n"
            f"for name in {FORMATS!r}:\n"
            "    for file, data in export_bytes(edition, name).items(): (Path(sys.argv[2]) / file).write_bytes(data)"
        )
        environment = os.environ | {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code, str(green_zone), str(folder)], env=environment, check=True)
        results.append({p.name: p.read_bytes() for p in folder.iterdir()})

    assert len(results[0]) == len(FORMATS)
    assert [n for n in results[0] if results[0][n] != results[1][n]] == []


def test_the_command_lists_every_format():
    listed = json.loads(run("formats", "--json").stdout)["writes"]
    helped = "".join(run("export", "--help").stdout.split())

    for name in (*FORMATS, "case"):
        assert name in listed
        assert f",{name}" in helped


def test_a_private_copy_says_so_and_takes_no_policy(green_zone, tmp_path):
    ended = run("export", str(green_zone), "--to", "case", "-o", str(tmp_path / "copy"))
    assert ended.returncode == 0
    assert "PRIVATE" in ended.stderr
    assert ended.stdout == ""

    refused = run("export", str(green_zone), "--to", "case", "-o", str(tmp_path / "other"), "--redact", "k1")
    assert refused.returncode == 2
    assert not (tmp_path / "other").exists()
    assert run("export", str(green_zone), "--to", "case").returncode == 2
