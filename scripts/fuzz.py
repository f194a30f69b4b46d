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
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st

from geomap.errors import GeomapError
from geomap.making.sheet import ABOUT
from geomap.making.sheet import COLUMNS as QUICK
from geomap.readers.gdelt import COLUMNS_1, COLUMNS_2

ROOT = Path(__file__).resolve().parent.parent
BAD = ROOT / "tests" / "data" / "bad-inputs"
CASE = ROOT / "geodata" / "cases" / "green-zone-2020-11-17"
KEPT = ROOT / "outputs" / "fuzz"
SECONDS_EACH, MEMORY_BYTES, ROUND = 20, 4 * 2**30, 150

PIECES = tuple(
    piece.encode("utf-8", "surrogatepass")
    for piece in (
        *(
            "",
            " ",
            "\n",
            "\r\n",
            "\t",
            ";",
            ",",
            '"',
            '""',
            "'",
            "\0",
            "\ufeff",
            "\u202e",
            "\u2028",
            "\ud83d",
            "é",
            "ـ",
        ),
        *("0", "-0", "1e400", "-1e-400", "nan", "inf", "NaN", "999", "9" * 30, "9" * 400, "0x1F", "1_000", "٣٫٣", "۱۲"),
        *("33.3", "44.4", "91", "181", "-90.0000001", "33,3", "33°18'25\"N", "N", "33 61 61", "33.3;44.4", "1;2;3"),
        *(
            "2020-11-17",
            "2020-13-45",
            "0000-00-00",
            "9999-12-31",
            "2020-W05",
            "Y170000002",
            "-0044",
            "20XX-11",
            "1984~",
        ),
        *("2020-11-17T21:00:00Z", "2020-11-17T25:61:99+99:99", "../..", "2020-02-30/2019-01-01", "44152", "1/2/3"),
        *("17 November 2020", "17 نوفمبر 2020", "31/02/2020", "2020-10-01/..", "/2020", "open", "unknown/2020"),
        *("=1+1", "@x", "{{7*7}}", "</script>", "<!ENTITY a 'b'>", "<![CDATA[", "]]>", "&#0;", "&x;", "<a", "</", "/>"),
        *(
            "{",
            "}",
            "[",
            "]",
            "[[[[",
            "]]]]",
            ":",
            "null",
            "true",
            '{"type":',
            '"Feature"',
            '"coordinates":',
            "[[0,0]]",
        ),
        *('"Polygon"', '"GeometryCollection"', "1e999", "#date", "#geo+lat", "javascript:1", "https://[", "http://a:b"),
        *("Total", "several", "133 – 164", "at least", "town", "exact", "3", "6", "Iraq", "Baghdad", "A; B", "x" * 300),
    )
)

COLUMNS = (
    *("id", "event_id", "date", "date_end", "year", "month", "day", "time", "lat", "lon", "latitude", "longitude"),
    *("place", "country", "admin1", "precision", "location_class", "coord_uncertainty_m", "killed", "killed_low"),
    *("wounded", "rockets", "source", "source_url", "notes", "weapon", "status", "launch_place", "launch_lat"),
    *("launch_lon", "impact_place", "impact_lat", "impact_lon", "bearing", "distance_km", "title", "actor1", "x", "y"),
)
ACLED = (
    *("event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "country", "location"),
    *("latitude", "longitude", "geo_precision", "source", "notes", "fatalities"),
)
GED = (
    *("id", "where_prec", "date_prec", "date_start", "date_end", "type_of_violence", "best", "low", "high", "latitude"),
    *("longitude", "where_coordinates", "country", "source_article", "source_office", "event_clarity"),
)
GTD = (
    *("eventid", "iyear", "imonth", "iday", "country_txt", "city", "latitude", "longitude", "specificity", "nkill"),
    *("nwound", "summary", "gname", "weaptype1_txt"),
)
AIRWARS = (
    "Unique Reference Code",
    "Incident Date",
    "Location",
    "Location accuracy",
    "Latitude",
    "Longitude",
    "Civilians reported killed",
)

QUICK_SHEET = b"""who said,who relayed,link,published on,kind of source,about,value,how many,whom,words
the army,The Daily,https://daily.example/r,2020-05-07,news,kind,rocket,,,rockets
the army,The Daily,https://daily.example/r,2020-05-07,news,munitions,3,,,three rockets
the army,The Daily,https://daily.example/r,2020-05-07,news,launch area,Sadr City,,,from the quarter
the army,The Daily,https://daily.example/r,2020-05-07,news,impact area,Green Zone,2,,two fell in the zone
the army,The Daily,https://daily.example/r,2020-05-07,news,killed,1,,civilian,one man was killed
"""

KML = b"""<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>f</name>
<Placemark id="a"><name>A</name><TimeStamp><when>2020-11-17</when></TimeStamp><ExtendedData><Data name="killed"><value>2
</value></Data></ExtendedData><Point><coordinates>44.4,33.3,0</coordinates></Point></Placemark><Placemark><Polygon>
<outerBoundaryIs><LinearRing><coordinates>44,33 45,33 45,34 44,33</coordinates></LinearRing></outerBoundaryIs></Polygon>
</Placemark></Folder></Document></kml>"""
TIMEMAP = b"""[{"id": "1", "date": "11/17/2020", "time": "21:30", "location": "Baghdad", "latitude": "33.3",
"longitude": "44.4", "description": "x", "sources": ["s1"], "associations": ["a"], "graphic": "FALSE"}]"""
GEOJSON = b"""{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 1, "properties": {
"date": "2020-11-17", "name": "A", "killed": 2}, "geometry": {"type": "Point", "coordinates": [44.4, 33.3]}},
{"type": "Feature", "properties": null,
"geometry": {"type": "Polygon", "coordinates": [[[44, 33], [45, 33], [45, 34], [44, 33]]]}}]}"""
MAPPING = b"""name = "own"\ncredit = "x"\n[columns]\nid = "id"\ndate = "date"\nlatitude = "lat"\nlongitude = "lon"\n
[precision]\ndefault = "town"\n[kind]\ndefault = "rocket"\n[kind.words]\n"a" = "drone"\n[sources]\nseparator = ";"\n"""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A reader: the name of its file, good files to start from, and how a file is read."""

    name: str
    file: str
    seeds: tuple[bytes, ...]
    read: Callable[[Path], Any]
    tables: tuple[tuple[str, ...], ...] = ()
    """Headers for rows of strange cells."""
    words: tuple[str, ...] = ()
    """What its cells are made of beside strange pieces."""
    delimiter: str = ","
    has_header: bool = True


@dataclass
class Found:
    """Failures so far, one for each kind."""

    kinds: dict[str, Path] = field(default_factory=dict)


def read_file(path: Path) -> None:
    """Read, locate and check a file."""
    from geomap.pipeline import checked

    checked(path, as_of="2021-01-01")


def read_as_cp1256(path: Path) -> None:
    """Read a table in another encoding and with an order of dates, and draft its mapping."""
    from geomap.pipeline import checked
    from geomap.readers import ReadOptions
    from geomap.readers.drafts import draft_mapping

    options = ReadOptions(encoding="cp1256", date_order="dmy", derived_ends=True)
    checked(path, options=options)
    draft_mapping(path, options)


def read_mapping_file(path: Path) -> None:
    """Read a mapping file."""
    from geomap.readers.mapping import read_mapping

    read_mapping(path.read_bytes().decode("utf-8", "replace"), path.name)


def read_quick_sheet(path: Path) -> None:
    """Make a case of a quick sheet, if it can be made, and read it."""
    from geomap.making.cases import Beginning, new_case

    case = path.parent / "new"
    try:
        new_case(case, Beginning(title="Made", date="2020-11-17", place="Baghdad"), path)
        read_file(case)
    finally:
        shutil.rmtree(case, ignore_errors=True)


def read_in_case(path: Path) -> None:
    """Read a case of which one file is strange."""
    folder = path.parent / "case"
    if not folder.is_dir():
        shutil.copytree(CASE, folder)
    target = folder / path.name
    kept = (CASE / path.name).read_bytes()
    try:
        target.write_bytes(path.read_bytes())
        read_file(folder)
    finally:
        target.write_bytes(kept)


def bad(*patterns: str) -> tuple[bytes, ...]:
    """Return the bad files of the tests by their names."""
    return tuple(p.read_bytes() for pattern in patterns for p in sorted(BAD.glob(pattern)) if p.stat().st_size < 20_000)


def rows_of(*columns: str) -> bytes:
    """Return a table of one row."""
    return ",".join(columns).encode() + b"\n" + ",".join("1" for _ in columns).encode() + b"\n"


def gdelt(columns: Sequence[str]) -> bytes:
    """Return a GDELT file of one row."""
    row = dict.fromkeys(columns, "") | {"GLOBALEVENTID": "818966496", "SQLDATE": "20201117", "EventCode": "195"}
    row |= {"ActionGeo_Type": "4", "ActionGeo_Lat": "33.3", "ActionGeo_Long": "44.4", "SOURCEURL": "https://a.org/b"}
    return "\t".join(row[c] for c in columns).encode() + b"\n"


TABLES = (COLUMNS, ACLED, GED, GTD, AIRWARS, ("#date", "#geo+lat", "#geo+lon", "#affected+killed"))
TARGETS = (
    Target(name="table", file="t.csv", seeds=(*bad("csv_*"), *(rows_of(*c) for c in TABLES)),
           read=read_file, tables=TABLES),
    Target(name="cp1256", file="t.tsv", seeds=bad("csv_*"), read=read_as_cp1256, tables=TABLES[:3], delimiter="\t"),
    Target(
        name="gdelt", file="20201117.export.CSV", seeds=(gdelt(COLUMNS_1), gdelt(COLUMNS_2)), read=read_file,
        tables=(COLUMNS_1, COLUMNS_2), delimiter="\t", has_header=False,
    ),
    Target(name="geojson", file="g.geojson", seeds=(GEOJSON, *bad("gj_*")), read=read_file),
    Target(name="timemap", file="t.json", seeds=(TIMEMAP,), read=read_file),
    Target(name="kml", file="k.kml", seeds=(KML, *bad("kml_t*", "kml_n*", "kml_bad*")), read=read_file),
    Target(name="mapping", file="own.toml", seeds=(MAPPING,), read=read_mapping_file),
    Target(name="quick-sheet", file="sheet.csv", seeds=(QUICK_SHEET,), read=read_quick_sheet, tables=(QUICK,),
           words=(*ABOUT, "the army", "civilian", "news", "https://daily.example/r", "2020-05-07")),
    Target(name="case-events", file="events.csv", seeds=((CASE / "events.csv").read_bytes(),), read=read_in_case),
    Target(name="case-claims", file="claims.csv", seeds=((CASE / "claims.csv").read_bytes(),), read=read_in_case),
    Target(name="case-sources", file="sources.csv", seeds=((CASE / "sources.csv").read_bytes(),), read=read_in_case),
    Target(name="case-trajectories", file="trajectories.csv", seeds=((CASE / "trajectories.csv").read_bytes(),),
           read=read_in_case),
    Target(name="case-places", file="places.geojson", seeds=((CASE / "places.geojson").read_bytes(),),
           read=read_in_case),
    Target(name="case-package", file="datapackage.json", seeds=((CASE / "datapackage.json").read_bytes(),),
           read=read_in_case),
    Target(name="case-looks", file="map.toml", seeds=((CASE / "map.toml").read_bytes(),), read=read_in_case),
)  # fmt: skip


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
    import edtf  # noqa: F401  warns when it is imported, which is not ours to mend

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
