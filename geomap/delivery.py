"""The last step: files become an output all at once, or not at all.

Publishers write into a fresh folder beside the target; here the files are flushed and hashed, the manifest is written
last, and the folder takes the target's place in one step. A kill or a full disk leaves what stood there before.
"""

from __future__ import annotations

import ctypes
import glob
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from geomap.errors import UsageError, WriteFailed

__all__ = ["MANIFEST", "deliver_file", "deliver_files", "deliver_new", "delivered", "delivered_private"]

MANIFEST = "manifest.json"

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def delivered(target: Path, manifest: Mapping[str, Any]) -> Iterator[Path]:
    """Give a fresh folder to write into; on leaving, it becomes the target as a whole.

    Parameters
    ----------
    target : pathlib.Path
        The output folder. An earlier output of geomap is replaced; any other folder that holds files is refused.
    manifest : mapping
        What manifest.json says beside the files and their hashes.

    Yields
    ------
    pathlib.Path
        The folder to write into, on the same disk.

    Raises
    ------
    UsageError
        If the target is a file or holds files that geomap did not write.
    WriteFailed
        If the disk or the permissions do not allow it; the target is as it was.
    """
    target = target.absolute()
    _check_target(target)
    with _fresh(target) as partial:
        yield partial
        partial.chmod(0o755)
        _seal(partial, manifest)
        _put_in_place(partial, target)


@contextmanager
def delivered_private(target: Path, file_names: Collection[str], mark: str) -> Iterator[Path]:
    """Give a fresh folder for a private working copy, which only its owner may read.

    Parameters
    ----------
    target : pathlib.Path
        A new folder, an empty one, or an earlier copy: one that has ``mark`` and holds nothing but such files.
    file_names : collection of str
        Names of the files that such a copy can have.
    mark : str
        Name of the file by which a copy is known.

    Yields
    ------
    pathlib.Path
        The folder to write into, on the same disk; on leaving, it becomes the target as a whole.

    Raises
    ------
    UsageError
        If the target is a file or holds something else.
    WriteFailed
        If the disk or the permissions do not allow it; the target is as it was.
    """
    target = target.absolute()
    _check_private_target(target, file_names, mark)
    with _fresh(target) as partial:
        yield partial
        for path in sorted(partial.iterdir()):
            with path.open("rb+") as file:
                os.fsync(file.fileno())
            path.chmod(0o600)
        _put_in_place(partial, target)


@contextmanager
def _fresh(target: Path) -> Iterator[Path]:
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.partial-{os.getpid()}-", dir=target.parent))
    try:
        with _told(target):
            yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def deliver_new(files: Mapping[str, bytes], target: Path) -> None:
    """Write the files of a new folder at once; whoever calls has made sure that nothing there is lost.

    Parameters
    ----------
    files : mapping of str to bytes
        By name.
    target : pathlib.Path
        The folder; if it is there, it is replaced as a whole.

    Raises
    ------
    WriteFailed
        If the disk or the permissions do not allow it; what stood there before is untouched.
    """
    target = target.absolute()
    with _fresh(target) as partial:
        for name, data in files.items():
            with (partial / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        partial.chmod(0o755)
        _put_in_place(partial, target)


def deliver_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write several files into a folder that holds others: all are on the disk before the first takes its place.

    Parameters
    ----------
    files : mapping of str to bytes
        By name.
    folder : pathlib.Path
        It must exist.

    Raises
    ------
    WriteFailed
        If the disk or the permissions do not allow it; until all are on the disk, what stood there is untouched.
    """
    folder = folder.absolute()
    ready: list[tuple[Path, Path]] = []
    with _told(folder):
        try:
            for name, data in files.items():
                target = folder / name
                _sweep(target)
                handle, made = tempfile.mkstemp(prefix=f".{name}.partial-{os.getpid()}-", dir=folder)
                ready.append((Path(made), target))
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(made).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
            for partial, target in ready:
                partial.replace(target)
            _settle(folder)
        finally:
            for partial, _ in ready:
                partial.unlink(missing_ok=True)


def deliver_file(data: bytes, target: Path) -> None:
    """Write one file so that it is whole or not there.

    Parameters
    ----------
    data : bytes
    target : pathlib.Path
        Its folder must exist.

    Raises
    ------
    WriteFailed
        If the disk or the permissions do not allow it; what stood there before is untouched.
    """
    target = target.absolute()
    with _told(target):
        _sweep(target)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.partial-{os.getpid()}-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(target)
            _settle(target.parent)
        finally:
            Path(name).unlink(missing_ok=True)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except WriteFailed:
        raise
    except OSError as error:
        raise WriteFailed(
            f"{target} could not be written: {error.strerror or error}. What stood there before is untouched. "
            "Free space on the disk, or choose a folder that you may write to."
        ) from error


def _check_target(target: Path) -> None:
    if target.is_file():
        raise UsageError(f"{target} is a file; the output is a folder. Choose another name.")
    try:
        holds_others = target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).exists()
    except PermissionError:
        raise WriteFailed(f"{target} may not be read by this user. Change its permissions.") from None
    if holds_others:
        raise UsageError(
            f"{target} holds files that geomap did not write (no {MANIFEST}); they are not replaced. "
            "Choose an empty or a new folder."
        )


def _check_private_target(target: Path, file_names: Collection[str], mark: str) -> None:
    if target.is_file():
        raise UsageError(f"{target} is a file; a case is a folder. Choose another name.")
    try:
        found = sorted(p.name for p in target.iterdir()) if target.is_dir() else []
    except PermissionError:
        raise WriteFailed(f"{target} may not be read by this user. Change its permissions.") from None
    if found and mark not in found:
        raise UsageError(
            f"{target} holds files and is no case (no {mark}); it is not replaced. Choose an empty folder."
        )
    others = [name for name in found if name not in file_names]
    if others:
        raise UsageError(
            f'{target} holds "{others[0]}", which is no part of a case and would be lost; it is not replaced. '
            "Choose an empty or a new folder."
        )


def _sweep(target: Path) -> None:
    """Remove what earlier runs left that were killed in mid-write."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.partial-*"):
        words = left.name.rsplit("partial-", 1)[1].split("-")
        if words[0].isdigit() and not _is_running(int(words[0])):
            shutil.rmtree(left, ignore_errors=True)
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _seal(folder: Path, manifest: Mapping[str, Any]) -> None:
    files: dict[str, Any] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb+") as file:
            data = file.read()
            os.fsync(file.fileno())
        path.chmod(0o644)
        files[path.relative_to(folder).as_posix()] = {
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    text = json.dumps({**manifest, "files": files}, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="\n") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _put_in_place(partial: Path, target: Path) -> None:
    if not target.exists() and _renamed(partial, target):
        pass
    elif not _exchange(partial, target):
        aside = partial.with_name(f"{partial.name}-old")
        target.rename(aside)
        try:
            partial.rename(target)
        except OSError:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)
    _settle(target.parent)


def _renamed(partial: Path, target: Path) -> bool:
    """Give the partial the target's name, unless another writer was faster."""
    try:
        partial.rename(target)
    except OSError:
        if not target.exists():
            raise
        return False
    return True


def _settle(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (Linux); the old one then bears the partial's name."""
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(swap(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
