"""The parties that a row names: in every output that shows the row; where rows are kept back in none."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
from leaks import Leak, search

from geomap.changes.compare import compare
from geomap.disclosure import disclose
from geomap.edition import Edition, Policy
from geomap.pipeline import build_edition, checked, export_bytes

ACLED = {
    "event_id_cnty": "SYR1",
    "event_date": "2024-03-05",
    "year": "2024",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Group Alpha",
    "assoc_actor_1": "Labour Group; Students",
    "actor2": "Unidentified Armed Group (Syria)",
    "assoc_actor_2": "",
    "country": "Syria",
    "location": "Idleb",
    "latitude": "35.93",
    "longitude": "36.63",
    "geo_precision": "1",
    "source": "SOHR",
    "notes": "A clash.",
    "fatalities": "12",
}
UCDP = {
    "id": "1",
    "relid": "SYR-2024-1-1-1",
    "year": "2024",
    "type_of_violence": "1",
    "conflict_name": "Syria: Government",
    "dyad_name": "Government of Syria - Group Alpha",
    "side_a": "Government of Syria",
    "side_b": "Group Alpha",
    "where_prec": "1",
    "where_coordinates": "Idlib town",
    "latitude": "35.93",
    "longitude": "36.63",
    "country": "Syria",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2024-03-05",
    "date_end": "2024-03-05",
    "deaths_a": "1",
    "deaths_b": "2",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "best": "3",
    "high": "3",
    "low": "3",
    "source_article": "SOHR, 2024-03-06",
}
SHEET = {
    "id": "a",
    "date": "2024-03-05",
    "place": "Idlib",
    "lat": "35.93",
    "lon": "36.63",
    "type": "rocket",
    "side_a": "Group Alpha",
    "side_b": "Police",
}
EXPECTED = {
    "acled": "Group Alpha; Labour Group; Students; Unidentified Armed Group (Syria)",
    "ucdp": "Government of Syria; Group Alpha",
    "sheet": "Group Alpha; Police",
}


def write(path: Path, *rows: dict[str, str]) -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def found(edition: Edition, format_name: str, needles: list[str], folder: Path) -> list[Leak]:
    folder.mkdir()
    for file, data in export_bytes(edition, format_name).items():
        (folder / file).write_bytes(data)
    return search(folder, needles)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("parties")
    rows = {"acled": ACLED, "ucdp": UCDP, "sheet": SHEET}
    return {name: write(folder / f"{name}.csv", row) for name, row in rows.items()}


@pytest.fixture(scope="module")
def acled(tables: dict[str, Path]) -> Edition:
    return build_edition(tables["acled"])


@pytest.mark.parametrize("name", EXPECTED)
def test_parties_pass_the_gate_in_the_order_of_the_table(tables: dict[str, Path], name: str) -> None:
    public = disclose(checked(tables[name])[0])

    assert public.events["actors"].tolist() == [EXPECTED[name]]
    assert public.events[["actor_claimed", "actor_attributed"]].isna().all(axis=None)


def test_two_parties_of_one_name_are_two(tmp_path: Path) -> None:
    """Infighting: ACLED gives both sides the same name."""
    path = write(tmp_path / "a.csv", ACLED | {"assoc_actor_1": "", "actor2": "Group Alpha"})

    assert disclose(checked(path)[0]).events["actors"].tolist() == ["Group Alpha; Group Alpha"]


def test_gdelt_names_its_actors(root: Path) -> None:
    public = disclose(checked(root / "tests" / "data" / "formats" / "20201117.export.CSV")[0])

    assert public.events["actors"].notna().any()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_panel_and_the_table_name_them(tables: dict[str, Path], lang: str) -> None:
    edition = build_edition(tables["acled"], lang=lang)
    said = {"en": "Parties named in the row: ", "ar": "الأطراف المذكورة في السجل: "}[lang] + EXPECTED["acled"] + "."
    panels = [line.text for mark in edition.scene.marks() if mark.panel for line in mark.panel.lines]

    assert said in panels
    assert edition.scene.tables["events"]["actors"] == [EXPECTED["acled"]]
    assert f"<small>{said}</small>" in export_bytes(edition, "html")["map.html"].decode()


@pytest.mark.parametrize("name", ["csv", "geojson", "gpkg", "fgb", "parquet", "table"])
def test_every_table_of_features_has_the_column(acled: Edition, tmp_path: Path, name: str) -> None:
    ((file, data),) = export_bytes(acled, name).items()
    (tmp_path / file).write_bytes(data)
    if name in ("csv", "table"):
        rows = pd.read_csv(tmp_path / file)
    elif name == "parquet":
        rows = pd.read_parquet(tmp_path / file)
    else:
        rows = pyogrio.read_dataframe(tmp_path / file, layer="events" if name == "gpkg" else None, read_geometry=False)

    assert rows["actors"].dropna().tolist() == [EXPECTED["acled"]]


def test_every_format_that_shows_the_row_shows_them(acled: Edition, tmp_path: Path) -> None:
    for name in ("kml", "xlsx", "scene", "html", "table"):
        assert found(acled, name, ["Labour Group; Students"], tmp_path / name), name


@pytest.mark.parametrize("name", EXPECTED)
def test_where_rows_are_kept_back_nothing_of_them_is_published(
    tables: dict[str, Path], tmp_path: Path, name: str
) -> None:
    edition = build_edition(tables[name], policy=Policy(no_rows=True))

    assert edition.public.events["actors"].isna().all()
    for format_name in ("html", "geojson", "csv", "xlsx", "kml", "scene", "table"):
        assert not found(edition, format_name, ["Group Alpha", "Parties named"], tmp_path / format_name), format_name


@pytest.mark.parametrize("where", ["event", "place"])
@pytest.mark.parametrize("sensitivity", ["home", "named_person"])
def test_at_a_home_no_party_is_named(make_case, sensitivity: str, where: str) -> None:
    """One of them may be who lives there."""
    from building import place

    def change(case) -> None:
        marked = {"sensitivity": sensitivity} if where == "place" else {}
        case.add("places", place("spot", 43.51, 33.35, coord_uncertainty_m=2_000, **marked))
        values = {"sensitivity": sensitivity} if where == "event" else {}
        case.set("events", "arrest", place_id="spot", actors="A. Person; Police", **values)
        case.set("events", "truce", actors="Army; Police")

    events = disclose(checked(make_case(change))[0]).events.set_index("event_id")

    assert pd.isna(events.loc["arrest", "actors"])
    assert events.loc["truce", "actors"] == "Army; Police"


def test_a_withheld_name_goes_out_of_the_parties(make_case) -> None:
    from building import place

    def change(case) -> None:
        case.add("places", place("spot", 43.51, 33.35, name="Bustan"))
        case.set("events", "truce", actors="Bustan Brigade; Police")

    public = disclose(checked(make_case(change))[0], Policy(redact=("spot",)))

    assert public.events.set_index("event_id").loc["truce", "actors"] == "[name withheld] Brigade; Police"


def test_a_changed_party_is_a_published_change_and_a_note(tmp_path: Path) -> None:
    old = write(tmp_path / "old.csv", ACLED)
    new = write(tmp_path / "new.csv", ACLED | {"actor2": "Group Beta"})

    found = compare(old, new, corrected_on="2024-04-01")

    cells = [c for t in found.tables for c in t.revised if c.column == "actors"]
    assert [c.is_public for c in cells] == [True]
    assert any("parties named" in note.what for note in found.notes)


@pytest.mark.parametrize("name", ["csv", "geojson", "parquet"])
def test_our_own_exports_read_back_with_their_parties(acled: Edition, tmp_path: Path, name: str) -> None:
    ((file, data),) = export_bytes(acled, name).items()
    (tmp_path / file).write_bytes(data)

    assert EXPECTED["acled"] in checked(tmp_path / file)[0].events["actors"].tolist()
