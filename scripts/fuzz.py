"""Give each reader of text strange files for some minutes: only errors of geomap's own may come out.

Run ``make fuzz`` (FUZZ_MINUTES=10 for each reader; ``FUZZ_ONLY=kml`` for one; FUZZ_SEED for the same files again).
Files are made from small good ones, by cutting, doubling and exchanging pieces and by putting in what breaks programs;
hypothesis makes each failing one as small as it can. It is kept in ``outputs/fuzz/`` with its traceback;
``python scripts/fuzz.py FILE`` reads it again.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fuzz_targets import PIECES, ROOT, TARGETS, Target
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st

from geomap.errors import GeomapError

KEPT = ROOT / "outputs" / "fuzz"
SECONDS_EACH, MEMORY_BYTES, ROUND = 20, 4 * 2**30, 150


@dataclass
class Found:
    """Failures so far, one for each kind."""

    kinds: dict[str, Path] = field(default_factory=dict)


@st.composite
def mutated(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Draw a good file with some of its pieces cut, doubled, exchanged or made strange."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 40)))
        how = draw(st.integers(0, 4))
        if how == 0:
            data = data[:at] + data[end:]
        elif how == 1:
            data = data[:at] + draw(st.sampled_from(PIECES)) + data[at:]
        elif how == 2:
            data = data[:at] + draw(st.sampled_from(PIECES)) + data[end:]
        elif how == 3:
            data = data[:end] + data[at:]
        else:
            data = data[:at] + draw(st.binary(min_size=1, max_size=4)) + data[end:]
    return data


@st.composite
def tables(draw: st.DrawFn, target: Target) -> bytes:
    """Draw a table in known columns whose cells are strange."""
    columns = draw(st.sampled_from(target.tables))
    if target.has_header and len(columns) > 16:
        columns = tuple(draw(st.lists(st.sampled_from(columns), min_size=2, max_size=12, unique=True)))
    cells = st.sampled_from([*(piece.decode("utf-8", "replace") for piece in PIECES), *target.words * 3])
    width = len(columns)
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=5))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=target.delimiter)
    writer.writerows([columns, *rows] if target.has_header else rows)
    return out.getvalue().encode("utf-8", "replace")


def inputs(target: Target) -> st.SearchStrategy[bytes]:
    """Return what is drawn for a reader."""
    return st.one_of(mutated(target.seeds), tables(target)) if target.tables else mutated(target.seeds)


@contextmanager
def watched() -> Iterator[None]:
    """Stop what takes too long; a warning is a failure, as in the tests."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"still reading after {SECONDS_EACH} seconds")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS_EACH)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    finally:
        signal.alarm(0)


def failure(target: Target, folder: Path, data: bytes) -> BaseException | None:
    """Return what comes out of a reader that is none of geomap's own errors."""
    path = folder / target.file
    path.write_bytes(data)
    try:
        with watched():
            target.read(path)
    except GeomapError:
        return None
    except Exception as error:  # noqa: BLE001  whatever comes out is what we look for
        return error
    return None


def kind_of(error: BaseException) -> str:
    """Return the kind of a failure: its type and the last line of geomap's own code."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "/geomap/" in f.filename] or list(frames)
    return f"{type(error).__name__} {Path(ours[-1].filename).name}:{ours[-1].name}:{ours[-1].lineno}"


def run(target: Target, minutes: float, first: int, found: Found) -> int:
    """Give a reader strange files until the time is over, the same ones for the same first seed; return how many."""
    tried, number, until = 0, first, time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory(prefix="geomap-fuzz-") as name:
        folder = Path(name)
        while time.monotonic() < until:
            number += 1
            new: list[str] = []

            @seed(number)
            @settings(
                max_examples=ROUND, deadline=None, database=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(inputs(target))
            def once(data: bytes) -> None:
                nonlocal tried
                if time.monotonic() > until:
                    return
                tried += 1
                error = failure(target, folder, data)
                if error is not None and kind_of(error) not in found.kinds:
                    new.append(kind_of(error))  # noqa: B023  called in this round alone
                    found.kinds[kind_of(error)] = keep(target, folder, data, error)

            once()
            for kind in new:
                found.kinds[kind] = shrunk(target, folder, kind, found.kinds[kind])
    return tried


def shrunk(target: Target, folder: Path, kind: str, path: Path) -> Path:
    """Keep the smallest file that hypothesis finds to fail in the same way, if it finds one in half a minute."""
    until = time.monotonic() + 30

    def fails(data: bytes) -> bool:
        if time.monotonic() > until:
            return False
        error = failure(target, folder, data)
        return error is not None and kind_of(error) == kind

    try:
        small = find(inputs(target), fails, settings=settings(max_examples=2000, deadline=None, database=None))
    except Exception:  # noqa: BLE001  nothing smaller was found in time
        return path
    error = failure(target, folder, small)
    if error is None:
        return path
    path.unlink(missing_ok=True)
    path.with_suffix(path.suffix + ".txt").unlink(missing_ok=True)
    return keep(target, folder, small, error)


def keep(target: Target, folder: Path, data: bytes, error: BaseException) -> Path:
    """Write a failing file and its traceback, and say so."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{target.name}--{hashlib.sha256(data).hexdigest()[:12]}--{target.file}"
    path.write_bytes(data)
    said = "".join(traceback.format_exception(error)).replace(str(folder), "FOLDER").replace(str(ROOT), ".")
    path.with_suffix(path.suffix + ".txt").write_text(said, "utf-8")
    print(f"{target.name}: {kind_of(error)}: {str(error)[:120]!r}\n  {path.relative_to(ROOT)}", file=sys.stderr)
    return path


def again(path: Path) -> int:
    """Read a kept file again and let its error out."""
    target = next(t for t in TARGETS if path.name.startswith(f"{t.name}--"))
    with tempfile.TemporaryDirectory(prefix="geomap-fuzz-") as name:
        error = failure(target, Path(name), path.read_bytes())
    if error is None:
        print(f"{path.name}: nothing but geomap's own errors comes out")
        return 0
    traceback.print_exception(error)
    return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run.

    Returns
    -------
    int
        0 if only errors of geomap's own came out, else 1.
    """
    parser = argparse.ArgumentParser(description="Give readers strange files.")
    parser.add_argument("file", nargs="?", type=Path, help="a kept file to read again")
    parser.add_argument("--minutes", type=float, default=float(os.environ.get("FUZZ_MINUTES") or 10))
    parser.add_argument(
        "--only", default=os.environ.get("FUZZ_ONLY", ""), help="readers whose name begins so; several with commas"
    )
    parser.add_argument("--seed", type=int, default=int(os.environ.get("FUZZ_SEED") or time.time()))
    options = parser.parse_args(arguments)
    if options.file:
        return again(options.file)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    found = Found()
    print(f"seed {options.seed}: FUZZ_SEED={options.seed} gives the same files again", flush=True)
    for target in TARGETS:
        if target.name.startswith(tuple(options.only.split(","))):
            before = len(found.kinds)
            tried = run(target, options.minutes, options.seed, found)
            print(f"{target.name}: {tried:,} files, {len(found.kinds) - before} kinds of failure", flush=True)
    return 1 if found.kinds else 0


if __name__ == "__main__":
    raise SystemExit(main())
