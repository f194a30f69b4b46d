"""Files become an output all at once, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest

from geomap import delivery
from geomap.delivery import MANIFEST, deliver_file, delivered
from geomap.errors import UsageError, WriteFailed


def deliver(target, files, manifest=None):
    with delivered(target, manifest or {"name": "x"}) as folder:
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def whole(target):
    """Whether an output holds just the files of its manifest, with their hashes."""
    listed = json.loads((target / MANIFEST).read_text("utf-8"))["files"]
    found = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()} - {MANIFEST}
    assert found == set(listed)
    for name, entry in listed.items():
        data = (target / name).read_bytes()
        assert entry == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}, name
    return True


def test_an_output_is_the_files_and_a_manifest_with_their_hashes(tmp_path):
    deliver(tmp_path / "out", {"a.txt": b"one", "deep/b.bin": b"\0"}, {"name": "n", "lang": "en"})

    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert (manifest["name"], manifest["lang"]) == ("n", "en")
    assert set(manifest["files"]) == {"a.txt", "deep/b.bin"}
    assert whole(tmp_path / "out")


def test_an_earlier_output_is_replaced_as_a_whole(tmp_path):
    deliver(tmp_path / "out", {"a.txt": b"one", "old.txt": b"old"})
    deliver(tmp_path / "out", {"a.txt": b"two"})

    assert (tmp_path / "out" / "a.txt").read_bytes() == b"two"
    assert not (tmp_path / "out" / "old.txt").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_same_happens_where_folders_cannot_be_exchanged(tmp_path, monkeypatch):
    """renameat2 is of Linux; elsewhere two renames do it."""
    monkeypatch.setattr(delivery, "_exchange", lambda *_: False)
    deliver(tmp_path / "out", {"a.txt": b"one"})
    deliver(tmp_path / "out", {"b.txt": b"two"})

    assert whole(tmp_path / "out")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_when_the_second_rename_fails_the_first_is_undone(tmp_path, monkeypatch):
    deliver(tmp_path / "out", {"a.txt": b"one"})
    monkeypatch.setattr(delivery, "_exchange", lambda *_: False)
    rename = type(tmp_path).rename

    def failing(self, target):
        if ".partial-" in self.name and not self.name.endswith("-old"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(type(tmp_path), "rename", failing)
    with pytest.raises(WriteFailed, match="Input/output error"):
        deliver(tmp_path / "out", {"b.txt": b"two"})

    assert (tmp_path / "out" / "a.txt").read_bytes() == b"one"
    assert whole(tmp_path / "out")


def test_an_error_while_writing_leaves_what_stood_there(tmp_path):
    deliver(tmp_path / "out", {"a.txt": b"one"})

    def break_down():
        with delivered(tmp_path / "out", {}) as folder:
            (folder / "a.txt").write_bytes(b"two")
            raise RuntimeError("a publisher broke")

    with pytest.raises(RuntimeError):
        break_down()

    assert (tmp_path / "out" / "a.txt").read_bytes() == b"one"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_is_told_and_leaves_what_stood_there(tmp_path):
    deliver(tmp_path / "out", {"a.txt": b"one"})
    with pytest.raises(WriteFailed, match="No space left on device") as caught, delivered(tmp_path / "out", {}):
        raise OSError(28, "No space left on device")

    assert caught.value.exit_code == 1
    assert "What stood there before is untouched" in str(caught.value)
    assert whole(tmp_path / "out")


def test_a_folder_that_geomap_did_not_write_is_not_replaced(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")

    with pytest.raises(UsageError, match="holds files that geomap did not write"):
        deliver(tmp_path / "thesis", {"a.txt": b"one"})

    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "years of work"
    assert [p.name for p in tmp_path.iterdir()] == ["thesis"]


def test_a_file_is_no_folder_to_write_into(tmp_path):
    (tmp_path / "out").write_text("a file")

    with pytest.raises(UsageError, match="is a file; the output is a folder"):
        deliver(tmp_path / "out", {"a.txt": b"one"})

    assert (tmp_path / "out").read_text() == "a file"


def test_an_empty_folder_is_filled_and_missing_parents_are_made(tmp_path):
    (tmp_path / "empty").mkdir()
    deliver(tmp_path / "empty", {"a.txt": b"one"})
    deliver(tmp_path / "not" / "yet" / "there", {"a.txt": b"one"})

    assert whole(tmp_path / "empty")
    assert whole(tmp_path / "not" / "yet" / "there")


def test_what_a_killed_run_left_is_swept_and_what_another_run_writes_is_not(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f".out.partial-{ended.pid}-abc"
    running = tmp_path / f".out.partial-{os.getpid()}-abc"
    other = tmp_path / f".other.partial-{ended.pid}-abc"
    for folder in (left, running, other):
        folder.mkdir()
        (folder / "map.html").write_text("half")

    deliver(tmp_path / "out", {"a.txt": b"one"})

    assert not left.exists()
    assert running.exists()
    assert other.exists()


def test_outputs_can_be_read_by_a_web_server(tmp_path):
    """A fresh temporary folder is private to its user; a published one must not be."""
    deliver(tmp_path / "out", {"a.txt": b"one"})

    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "out" / "a.txt").stat().st_mode & 0o777 == 0o644


def test_one_file_is_whole_or_not_there(tmp_path):
    deliver_file(b"one", tmp_path / "a.geojson")
    deliver_file(b"two", tmp_path / "a.geojson")

    assert (tmp_path / "a.geojson").read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == ["a.geojson"]


def test_one_file_into_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(WriteFailed, match="could not be written"):
        deliver_file(b"one", tmp_path / "missing" / "a.geojson")
