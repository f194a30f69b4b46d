"""Rows in = drawn + listed + refused, for any table, and the same numbers stand in everything that is written."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.checks.card import table_accounting
from geomap.disclosure import disclose
from geomap.edition import Policy
from geomap.pipeline import build_edition, checked, export_bytes, publish_edition
from geomap.scene import compose
from geomap.trajectories import trace

COLUMNS = ("id", "date", "latitude", "longitude", "place", "precision", "killed", "launch_place", "impact_place")

cells = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["", "a", "b", "b", "Total", "x y"]),
        "date": st.sampled_from(
            ["2020-11-17", "2020-11", "", "31/02/2020", "Tuesday", "44152", "2020-10-01/2020-10-15"]
        ),
        "latitude": st.sampled_from(["33.3", "33.3152", "", "0", "95", "n/a", "٣٣٫٣", "33°18'N"]),
        "longitude": st.sampled_from(["44.4", "44.3661", "", "0", "444", "44.4"]),
        "place": st.sampled_from(["Baghdad", "بغداد", "", "Nowhere at all", "Total"]),
        "precision": st.sampled_from(["town", "exact", "country", "province", "guess", ""]),
        "killed": st.sampled_from(["0", "3", "", "several", "-1", "2-4", "1e400"]),
        "launch_place": st.sampled_from(["", "", "Sadr City", "A; B"]),
        "impact_place": st.sampled_from(["", "", "Green Zone", "Mosul; Nowhere"]),
    }
)


def table(folder: Path, rows: list[dict[str, str]], columns=COLUMNS) -> Path:
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


@settings(max_examples=6)
@given(st.lists(cells, min_size=1, max_size=30), st.booleans(), st.booleans())
def test_every_row_of_a_table_is_drawn_listed_or_refused(rows, has_ends, no_rows):
    """A row that is wholly empty is no row; every other one is counted once, in the report as on the map."""
    columns = COLUMNS if has_ends else COLUMNS[:-2]
    rows_in = sum(any(row[c] for c in columns) for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        dataset, findings = checked(table(Path(folder), rows, columns))
    public = disclose(dataset, Policy(no_rows=no_rows))
    edition = compose(public, trace(public), findings)

    numbers = edition.accounting
    assert numbers.rows_in == rows_in
    assert numbers.refused == len(dataset.refused)
    if not no_rows:
        assert table_accounting(dataset) == numbers
        drawn = {e for m in edition.scene.marks() if m.role != "context" for e in m.event_ids}
        listed = {e for a in edition.scene.accounts for item in a.not_on_map for e in item.event_ids}
        assert numbers.drawn == len(drawn)
        assert set(dataset.events["event_id"]) <= drawn | listed


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_numbers_stand_in_everything_that_is_written(tmp_path, lang):
    row = dict.fromkeys(COLUMNS, "") | {"date": "2020-11-17", "latitude": "33.3", "longitude": "44.4"}
    rows = [row | {"id": f"e{n}"} for n in range(3)]
    rows += [row | {"id": "far", "latitude": "", "longitude": "", "place": "Nowhere at all"}]
    rows += [row | {"id": "bad", "date": "Tuesday"}, row | {"id": "worse", "latitude": "95"}]
    edition = build_edition(table(tmp_path, rows), lang=lang)
    publish_edition(edition, tmp_path / "out")

    said = edition.scene.accounting[0]
    assert [int(n) for n in re.findall(r"\d+", said)] == [6, 3, 1, 2]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["accounting"] == {"rows_in": 6, "drawn": 3, "listed": 1, "refused": 2, "embargoed": 0}
    assert manifest["unit"] == "row"
    for name in ("map.html", "embed.html", "embed.txt", "figure.svg", "figure-small.svg", "sources.md"):
        text = (tmp_path / "out" / name).read_text("utf-8")
        plain = " ".join(re.sub(r"<[^>]+>", " ", text).replace("&#43;", "+").split())
        assert " ".join(said.split()) in plain, name


ROW = {
    "event_id_cnty": "SECRETID77",
    "event_date": "17 November 2020",
    "time_precision": "1",
    "event_type": "SECRETTYPE",
    "sub_event_type": "SECRETSUBTYPE",
    "actor1": "SECRETACTOR",
    "country": "Iraq",
    "admin1": "Baghdad",
    "location": "Baghdad",
    "latitude": "33.3127",
    "longitude": "44.3727",
    "geo_precision": "1",
    "source": "SECRETSOURCE",
    "notes": "SECRETNOTES",
    "fatalities": "7331",
}


def test_no_rows_leaves_counts_and_the_credit_line_alone(tmp_path):
    """Every output and export of a table whose rows may not be passed on: none of its cells but the place is in it."""
    from leaks import search

    from geomap.publishers.registry import FORMATS

    rows = [
        ROW,
        ROW | {"event_id_cnty": "SECRETID78"},
        ROW | {"event_id_cnty": "SECRETID79", "event_date": "SECRETDATE"},
    ]
    path = table(tmp_path, rows, tuple(ROW))
    edition = build_edition(path, policy=Policy(no_rows=True))
    out = tmp_path / "out"
    publish_edition(edition, out)
    for known in FORMATS:
        if not known.in_build and known.name not in ("png", "pdf", "docx", "pptx"):
            for file, data in export_bytes(edition, known.name).items():
                (out / file).write_bytes(data)

    leaks = search(out, ["SECRET", "17 November 2020", "2020-11-17"])

    assert not leaks, leaks
    assert (edition.accounting.drawn, edition.accounting.refused) == (2, 1)
    assert '"2 events"' in (out / "events.geojson").read_text("utf-8")
    for name in ("map.html", "embed.html", "figure.svg", "sources.md", "embed.txt"):
        assert "acleddata.com" in (out / name).read_text("utf-8"), name
    for name in ("map.html", "embed.html", "sources.md"):
        assert "the rows behind them are not passed on" in (out / name).read_text("utf-8"), name
        assert "not reported" not in (out / name).read_text("utf-8"), name  # it was, and is kept back
    assert "days not republished" in (out / "alt.txt").read_text("utf-8")
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["withheld"]["rows"] is True
