"""A table checked in parts has the findings and the report card of the same table read as a whole, to the byte."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from geomap import pipeline
from geomap.batches import check_in_parts
from geomap.findings import Findings
from geomap.readers import ReadOptions

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "bad-inputs").glob("csv_*.csv"))
ACLED = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,country,admin1,location,latitude,longitude,"
ACLED += "geo_precision,source,source_scale,notes,fatalities"
SHEET = "id,date,date_end,place,lat,lon,killed,wounded_low,wounded_high,source,url,precision,notes"
CELLS = {
    "id": ["", "A1", "A1", "A2", "b-2", "A1-2", "x y", "Total", "٣"],
    "date": [
        *("2020-11-17", "2020-11", "17/11/2020", "11/17/2020", "13/14/2020", "2020-02-30", "44152", "", "soon"),
        *(
            "2020-11-17T21:00:00Z",
            "2020-11-17T21:00:00Z",
            "2020-11-17T20:00:00Z",
            "2150-01-01",
            "2020-11-20/2020-11-22",
        ),
    ],
    "latitude": ["33.3", "33.3", "33.31234567", "0", "", "333.1", "33,3", "٣٣.٣", "44.4", "n/a"],
    "longitude": ["44.4", "44.4", "44.41234567", "0", "", "33.3", "44,4", "-120.5"],
    "place": [
        "Baghdad",
        "Baghdad",
        "Karrada",
        "بغداد",
        "",
        "Erbil",
        "Baghda\u0308d",
        "Nowhere \u00d8\u00a7\u00d9\u2020",
    ],
    "precision": ["1", "2", "3", "9", "", "exact"],
    "count": ["0", "0", "5", "5", "", "several", "at least 3", "-1", "9-3", "99999999999"],
    "source": ["AFP", "AFP; Reuters", "Reuters;AFP ;", "", "https://example.org/a", "javascript:alert(1)", "A | B"],
    "url": ["", "", "https://example.org/b", "ftp://example.org", "not a link"],
    "notes": [
        *("", "Rockets fell.", "Casualties unknown.", "two\nlines", "two\r\nlines", 'said "no"', "a, b", "caf\u00e9"),
        *("fatalities not\u00a0reported", "\u00d8\u00a7\u00d9\u201e", "formula without a stored value", " "),
    ],
}
KINDS = {
    **{"event_id_cnty": "id", "id": "id", "event_date": "date", "date": "date", "date_end": "date", "url": "url"},
    **{"latitude": "latitude", "lat": "latitude", "longitude": "longitude", "lon": "longitude", "notes": "notes"},
    **{"geo_precision": "precision", "time_precision": "precision", "precision": "precision", "source": "source"},
    **{"fatalities": "count", "killed": "count", "wounded_low": "count", "wounded_high": "count"},
}
WIDTHS = [*["row"] * 12, "short", "long", "blank", "empty", "again"]


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A table as bytes, with what people and programs do to tables."""
    header = draw(st.sampled_from([ACLED, SHEET])).split(",")
    choices = [CELLS[KINDS.get(column, "place")] for column in header]
    rows: list[list[str]] = []
    for kind in draw(st.lists(st.sampled_from(WIDTHS), min_size=1, max_size=20)):
        if kind == "again" and rows:
            rows.append(rows[draw(st.integers(0, len(rows) - 1))])
            continue
        row = [draw(st.sampled_from(cells)) for cells in choices]
        cut = {"short": row[:-2], "long": [*row, "more"], "blank": [" "] * len(row), "empty": []}
        rows.append(cut.get(kind, row))
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=draw(st.sampled_from(",;\t")), lineterminator=end, quoting=quoting)
    writer.writerows([header, *rows])
    last = draw(st.sampled_from(["", "", end * 2]))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + (text.getvalue().removesuffix(end if draw(st.booleans()) else "") + last).encode()


def as_plain(findings: Findings) -> list[dict[str, object]]:
    """Findings as they are printed."""
    return [finding.as_dict() for finding in findings]


def both(path: Path, part_bytes: int, options: ReadOptions | None = None) -> None:
    """Read a file in both ways and compare."""
    made = check_in_parts(
        path, options, as_of="2021-01-01", for_card=True, workers=1, part_bytes=part_bytes, least_bytes=0
    )
    if made is None:
        return
    in_parts, whole = (*made, path), (*pipeline.checked(path, as_of="2021-01-01", options=options), path)
    assert as_plain(whole[1]) == as_plain(in_parts[1])
    assert pipeline.report_card(*whole, as_of="2021-01-01") == pipeline.report_card(*in_parts, as_of="2021-01-01")


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a table that fails is small enough, shrinking takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=tables(), part_bytes=st.sampled_from([400, 1500]), order=st.sampled_from(["", "dmy"]))
def test_parts_find_what_the_whole_finds(data: bytes, part_bytes: int, order: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(data)

        both(path, part_bytes, ReadOptions(date_order=order))


def test_parts_find_what_the_whole_finds_in_the_bad_inputs() -> None:
    assert len(SAMPLES) > 30
    for path in SAMPLES:
        try:
            both(path, 300)
        except Exception as error:  # noqa: BLE001  the whole way must refuse it too
            pytest.fail(f"{path.name}: {error!r}")
