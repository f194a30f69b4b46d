"""What `scripts/fuzz.py` gives strange files to: each reader of text, good files to begin with, and strange pieces."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.making.sheet import ABOUT
from geomap.making.sheet import COLUMNS as QUICK
from geomap.readers.gdelt import COLUMNS_1, COLUMNS_2

ROOT = Path(__file__).resolve().parent.parent
BAD = ROOT / "tests" / "data" / "bad-inputs"
CASE = ROOT / "geodata" / "cases" / "green-zone-2020-11-17"

PIECES = tuple(
    piece.encode("utf-8", "surrogatepass")
    for piece in (
        *("", " ", "\n", "\r\n", "\t", ";", ",", '"', '""', "'", "\0", "\ufeff", "\u202e", "\u2028", "\ud83d", "é"),
        *("ـ", "0x1F", "1_000", "٣٫٣", "۱۲", "1984~", "[[0,0]]"),
        *("0", "-0", "1e400", "-1e-400", "nan", "inf", "NaN", "999", "9" * 30, "9" * 400),
        *("33.3", "44.4", "91", "181", "-90.0000001", "33,3", "33°18'25\"N", "N", "33 61 61", "33.3;44.4", "1;2;3"),
        *("2020-11-17", "2020-13-45", "0000-00-00", "9999-12-31", "2020-W05", "Y170000002", "-0044", "20XX-11"),
        *("2020-11-17T21:00:00Z", "2020-11-17T25:61:99+99:99", "../..", "2020-02-30/2019-01-01", "44152", "1/2/3"),
        *("17 November 2020", "17 نوفمبر 2020", "31/02/2020", "2020-10-01/..", "/2020", "open", "unknown/2020"),
        *("=1+1", "@x", "{{7*7}}", "</script>", "<!ENTITY a 'b'>", "<![CDATA[", "]]>", "&#0;", "&x;", "<a", "</", "/>"),
        *("{", "}", "[", "]", "[[[[", "]]]]", ":", "null", "true", '{"type":', '"Feature"', '"coordinates":'),
        *('"Polygon"', '"GeometryCollection"', "1e999", "#date", "#geo+lat", "javascript:1", "https://[", "http://a:b"),
        *("Total", "several", "133 – 164", "at least", "town", "exact", "3", "6", "Iraq", "Baghdad", "A; B", "x" * 300),
    )
)  # fmt: skip
"""What breaks programs, and what means something to one of the readers."""

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
