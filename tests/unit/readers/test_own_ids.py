"""The id that a table gives a row goes with it through the gate, as written, so that joins back to the source work."""

from __future__ import annotations

import csv
import io
import json

import pytest

from geomap.changes.compare import compare
from geomap.cli.diff import _of_table
from geomap.edition import Policy
from geomap.pipeline import build_edition, export_bytes, read_path

TABLE = (
    "id,date,lat,lon,place,type\nSDN20280,2020,33.3,44.4,Baghdad,drone\nFallujah/3,2020,33.35,43.78,Fallujah,drone\n"
)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_an_id_is_published_as_the_table_writes_it(table):
    edition = build_edition(table)

    rows = list(csv.DictReader(io.StringIO(next(iter(export_bytes(edition, "csv").values())).decode("utf-8-sig"))))
    features = json.loads(next(iter(export_bytes(edition, "geojson").values())))["features"]

    assert {r["event_id"]: r["original_id"] for r in rows} == {"sdn20280": "SDN20280", "fallujah-3": "Fallujah/3"}
    own = [f["properties"]["original_id"] for f in features if f["properties"]["role"] == "event"]
    assert sorted(own) == ["Fallujah/3", "SDN20280"]


def test_ids_that_differ_only_in_letters_stay_two_whatever_the_order(tmp_path):
    header = "id,date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,weapon\n"
    rows = [f"{own},2020-11-{day},A,33.3,44.4,B,33.5,44.6,rocket\n" for day, own in enumerate(("A1", "a1", "a-1"), 11)]
    path = tmp_path / "t.csv"
    made = []
    for order in (rows, rows[::-1]):
        path.write_text(header + "".join(order), "utf-8")
        dataset, findings = read_path(path)
        assert not findings.with_code("duplicate-id")
        assert sorted(dataset.trajectories["event_id"]) == sorted(dataset.events["event_id"])
        made.append(dict(zip(dataset.events["original_id"], dataset.events["event_id"], strict=True)))

    assert made[0] == made[1]
    assert (made[0]["a1"], made[0]["a-1"]) == ("a1", "a-1")
    assert made[0]["A1"].startswith("a1-")


def test_an_id_that_stands_twice_is_told_as_the_table_writes_it(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,date,lat,lon\nSDN/1,2020,33.3,44.4\nSDN/1,2021,33.3,44.4\n", "utf-8")

    (told,) = read_path(path)[1].with_code("duplicate-id")

    assert (told.values, told.message[:8]) == (("SDN/1",), '"SDN/1" ')


def test_an_id_that_spells_a_withheld_name_is_masked(table):
    place = next(
        p
        for p, n in build_edition(table).public.places[["place_id", "name"]].itertuples(index=False)
        if n == "Fallujah"
    )

    edition = build_edition(table, policy=Policy(redact=frozenset({place})))

    assert "allujah" not in " ".join(edition.public.events["original_id"].dropna())
    written = b"".join(data for name in ("csv", "geojson", "scene") for data in export_bytes(edition, name).values())
    assert b"allujah" not in written
    assert b"SDN20280" in written


def test_a_diff_names_rows_by_their_own_ids(table, tmp_path):
    other = tmp_path / "u.csv"
    other.write_text(TABLE + "SDN20281,2020,33.3,44.4,Baghdad,drone\n", "utf-8")

    found = compare(table, other)

    lines = [
        line for changes in found.tables if changes.name == "events" for line in _of_table(changes, found.own_names)
    ]
    assert any("sdn20281 (SDN20281)" in line for line in lines)
