"""Whatever is brought, every command is tried on it: none may break, and what is published must be true of itself."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from geomap import pipeline
from geomap.cli import main
from geomap.edition import Edition
from geomap.errors import GeomapError
from geomap.options import ReadOptions
from geomap.policy import Policy
from geomap.publishers.registry import FORMATS
from geomap.serve.preview import Preview

ALLOWED_CODES = (0, 2, 3)
"""Done, refused with a message, or done with findings: whatever is brought, nothing else may come of it."""

_NO_WORDS = re.compile(
    r"\bNone\b|\bnan\b|<NA>|\bNaT\b|\b1 (?:projectiles|rockets|missiles|drones|events|rows|places)\b"
)
"""What a program says when it has no words. Braces are looked for where the data brings none."""

_SLOW = frozenset({"png", "pdf", "docx", "pptx", "md"})
"""Pictures and documents: tried by the long runs alone."""


def run(*arguments: Any) -> tuple[int, str, str]:
    """Run a command as a user would; anything but an exit is an error that nobody caught."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    kept = sys.argv
    sys.argv = ["geomap", *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
                code = 0
            except SystemExit as ended:
                code = int(ended.code or 0)
    finally:
        sys.argv = kept
    out.flush()
    return code, out.buffer.getvalue().decode("utf-8", "replace"), err.getvalue()  # type: ignore[attr-defined]


def tried(*arguments: Any) -> str:
    """Run a command that may refuse but never break; return what it said."""
    code, out, err = run(*arguments)
    assert code in ALLOWED_CODES, f"geomap {' '.join(map(str, arguments))} ended with {code}: {err}"
    assert "Traceback" not in err, err
    assert code != 2 or err.strip(), "refused without a word"
    return out + err


def flags(asked: Mapping[str, str | None]) -> list[str]:
    """Return options as they are typed."""
    return [part for name, value in asked.items() for part in (name, value) if part is not None]


def tried_all_ways(path: Path, folder: Path, asked: Mapping[str, str | None], *, is_long: bool) -> Edition | None:
    """Build and export one input, and hold what came of it against itself; a long run tries every command.

    Returns
    -------
    Edition or None
        What was built, as the options ask for; None if it was refused.
    """
    out = folder / "built"
    code, _, err = run("build", path, "-o", out, *flags(asked))
    assert code in ALLOWED_CODES, f"geomap build {flags(asked)} ended with {code}: {err}"
    assert code != 2 or err.strip(), "refused without a word"
    lang = asked.get("--lang") or "en"
    if is_long:
        _tried_by_command(path, folder, asked, lang)
    if not (out / "manifest.json").exists():
        return None
    holds_true(out, of_data=path)
    edition, findings = _edition(path, asked, lang)
    for name in (known.name for known in FORMATS if not known.in_build and (is_long or known.name not in _SLOW)):
        pipeline.export_bytes(edition, name)
    if is_long:
        again = folder / "again"
        tried("build", path, "-o", again, *flags(asked))
        assert _hashes(again) == _hashes(out), "the same input gave other bytes"
        preview = Preview(lambda: (edition, findings), lang)
        preview.rebuild()
        _, state = preview.state()
        assert state is not None
        assert not state["is_broken"], state
    return edition


def _tried_by_command(path: Path, folder: Path, asked: Mapping[str, str | None], lang: str) -> None:
    reading = {k: v for k, v in asked.items() if k in ("--derived-ends", "--country")}
    tried("check", path, "--html", folder / "card.html", "--lang", lang, *flags(reading))
    tried("diff", path, path, *flags(asked))
    tried("embed", path, "--host", "https://example.org/maps/", "--lang", lang)
    tried("export", path, "--to", "case", "-o", folder / "copy", *flags(reading))
    if (folder / "copy").exists():
        tried("check", folder / "copy")


def _edition(path: Path, asked: Mapping[str, str | None], lang: str) -> tuple[Edition, Any]:
    policy = Policy(
        min_precision_m=float(asked.get("--min-precision") or 0),
        redact=(asked["--redact"],) if asked.get("--redact") else (),
        embargo_on=asked.get("--embargo") or "",
        no_rows="--no-rows" in asked,
    )
    reading = ReadOptions(derived_ends="--derived-ends" in asked, country=asked.get("--country") or "")
    return pipeline.edition_and_findings(path, policy=policy, lang=lang, options=reading)


def _hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def holds_true(out: Path, *, of_data: Path) -> None:
    """Hold a build against itself: its numbers add up, and its texts are words."""
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    numbers = manifest["accounting"]
    rows_in = numbers.pop("rows_in")
    assert rows_in == sum(numbers.values()), manifest["accounting"]
    brought = _brought(of_data)
    for name in ("alt.txt", "sources.md", "table.csv"):
        text = (out / name).read_text("utf-8")
        for found in _NO_WORDS.findall(text):
            assert found in brought, f"{name} says {found!r}: {text}"
        if "{" not in brought:
            assert "{" not in text.replace("\\{", ""), f"{name}: {text}"
    rows = list(csv.reader(io.StringIO((out / "table.csv").read_text("utf-8"), newline="")))
    assert {len(row) for row in rows} <= {len(rows[0])}, "rows of table.csv differ in width"


def _brought(path: Path) -> str:
    """Return all that was brought, as text: what stands there may stand in what is published."""
    files: Sequence[Path] = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return "\n".join(p.read_bytes().decode("utf-8", "replace") for p in files)


def read_again(edition: Edition, folder: Path) -> Iterator[str]:
    """Build what geomap exported itself, and yield what was said to each."""
    for name in ("geojson", "gpkg", "csv", "parquet", "xlsx", "kml"):
        for file, data in pipeline.export_bytes(edition, name).items():
            (folder / file).write_bytes(data)
            yield tried("build", folder / file, "-o", folder / f"of-{name}")


def numbers_of(path: Path) -> Any:
    """Return the accounting of what is built of a file; None if it is refused."""
    try:
        return pipeline.build_edition(path).accounting
    except GeomapError:
        return None
