"""``python -m tests.conformance DIR``: read every GeoJSON, KML and text file below a folder and print the score.

Whether a file is meant to be valid is told by its path: a folder called bad or invalid, or good, valid, canonical or
data; KML files by their names. Nothing of the folder is copied. Exit code 1 if a file has another outcome than meant,
is refused as XML after more than a second, or ends in anything but an error of geomap's own.
"""

from __future__ import annotations

import json
import socket
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import GeomapError
from geomap.pipeline import checked
from geomap.readers import ReadOptions

SECONDS_MAX = 1.0
BAD_FOLDERS = frozenset({"bad", "invalid"})
GOOD_FOLDERS = frozenset({"good", "valid", "canonical", "geojson-fixtures"})
KML_BAD = ("invalidlat", "1dtuple", "truncated", "invalidpolygon")
"""Words in names of KML files whose geometry no reader can use; the others must be read."""
KML_BAD_EXCEPT = ("schemadata", "model")
GEOJSON = frozenset({".geojson", ".json"})
KML = frozenset({".kml", ".kmz", ".xml"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    path: Path
    suite: str
    meant: str
    got: str
    seconds: float
    message: str

    @property
    def is_right(self) -> bool:
        """Whether a valid file was accepted, an invalid one refused or warned about, and in time."""
        allowed = {"valid": ("accepted", "warned"), "invalid": ("refused", "warned")}[self.meant]
        is_in_time = self.seconds <= SECONDS_MAX or self.path.suffix.lower() not in KML or self.got != "refused"
        return self.got in allowed and is_in_time


def meant(path: Path, root: Path) -> str:
    """Return ``valid``, ``invalid`` or "" for a file, by its path."""
    parts = [p.lower() for p in path.relative_to(root).parts]
    if path.suffix.lower() in GEOJSON and path.name != "blns.json":
        if BAD_FOLDERS & set(parts):
            return "invalid"
        return "valid" if GOOD_FOLDERS & {*parts, root.name} else ""
    if path.suffix.lower() in KML and "kml" in " ".join([root.name, *parts]) and "xsd" not in " ".join(parts):
        name = path.stem.lower()
        return "invalid" if any(w in name for w in KML_BAD) and not name.startswith(KML_BAD_EXCEPT) else "valid"
    return ""


def outcome(path: Path, root: Path, kind: str) -> Outcome:
    """Read one file and say what became of it."""
    began = time.perf_counter()
    message = ""
    try:
        _, findings = checked(path, options=ReadOptions())
        got = "refused" if findings.count("error") else "warned" if findings.count("warning") else "accepted"
        message = "; ".join(str(f) for f in findings if f.severity != "notice")
    except GeomapError as error:
        got, message = "refused", str(error)
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        got, message = "crashed", f"{type(error).__name__}: {error}"
    parts = path.relative_to(root).parts
    return Outcome(path, parts[0] if len(parts) > 1 else root.name, kind, got, time.perf_counter() - began, message)


def naughty_strings(path: Path, root: Path) -> list[Outcome]:
    """Put every string of a list of naughty strings into the cells of a table; each must come back as it is."""
    strings = [s for s in json.loads(path.read_text("utf-8")) if s.strip()]
    made = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "naughty.geojson"
        features = [
            {
                "type": "Feature",
                "properties": {"id": n, "name": text, "summary": text},
                "geometry": {"type": "Point", "coordinates": [44.4, 33.3]},
            }
            for n, text in enumerate(strings)
        ]
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
        began = time.perf_counter()
        try:
            dataset, _ = checked(file)
            kept = len(dataset.events) + len(dataset.refused)
            got = "accepted" if kept == len(strings) else "crashed"
            message = f"{len(dataset.events)} of {len(strings)} strings read"
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            got, message = "crashed", f"{type(error).__name__}: {error}"
        seconds = (time.perf_counter() - began) / 10
        made.append(Outcome(path, path.relative_to(root).parts[0], "valid", got, seconds, message))
    return made


def hostile_xml() -> list[Outcome]:
    """Make XML that attacks its reader; each must be refused within a second."""
    kml = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>&x;</name></Document></kml>'
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    documents = {
        "external-entity": f'<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>{kml}',
        "remote-entity": f'<!DOCTYPE kml [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>{kml}',
        "remote-dtd": f'<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x.dtd">{kml}',
        "parameter-entity": f'<!DOCTYPE kml [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>{kml}',
        "billion-laughs": f'<!DOCTYPE kml [<!ENTITY a0 "lol">{laughs}<!ENTITY x "&a9;">]>{kml}',
        "quadratic": f'<!DOCTYPE kml [<!ENTITY x "{"a" * 50_000}">]>{kml.replace("&x;", "&x;" * 5_000)}',
        "cut-off": kml[:60],
        "deep": "<kml xmlns='http://www.opengis.net/kml/2.2'>" + "<Folder>" * 100_000,
    }
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in documents.items():
            path = Path(folder) / f"{name}.kml"
            path.write_text(text, "utf-8")
            made.append(outcome(path, Path(folder), "invalid"))
    return [Outcome(o.path, "hostile XML (made here)", o.meant, o.got, o.seconds, o.message) for o in made]


def run(root: Path) -> list[Outcome]:
    """Return the outcomes of all files below a folder, and of the hostile XML."""
    found = []
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        if path.name == "blns.json":
            found += naughty_strings(path, root)
            continue
        kind = meant(path, root)
        if kind:
            found.append(outcome(path, root, kind))
    return found + hostile_xml()


def main() -> int:
    """Print the score; 0 if every file has the outcome it is meant to have."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("usage: python -m tests.conformance DIR", file=sys.stderr)
        return 2

    def refuse(*_: object) -> None:
        raise AssertionError("a reader opened a socket")

    socket.socket.connect = refuse  # type: ignore[method-assign,assignment]
    outcomes = run(Path(sys.argv[1]))
    for o in outcomes:
        if not o.is_right:
            print(f"{o.path}: meant {o.meant}, was {o.got} in {o.seconds:.2f} s: {o.message[:200]}")
    right, all_of = Counter(), Counter()
    for o in outcomes:
        all_of[o.suite, o.meant] += 1
        right[o.suite, o.meant] += o.is_right
    for (suite, kind), number in sorted(all_of.items()):
        print(f"{suite:28} {kind:8} {right[suite, kind]:4} of {number}")
    print(f"{'all':37} {sum(right.values()):4} of {sum(all_of.values())}")
    return 0 if sum(right.values()) == sum(all_of.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
