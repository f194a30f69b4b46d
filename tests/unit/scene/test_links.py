"""Tables of launches and impacts: each pair of places is worked out, shipped and drawn once, or told as not drawn."""

from __future__ import annotations

import json

import pytest
import shapely

from geomap import geodesy
from geomap.pipeline import build_edition
from geomap.publishers import embed, geojson, kml, page
from geomap.publishers.features import feature_tables
from geomap.publishers.page.blocks import json_text
from geomap.publishers.page.payload import layer_payload, links_payload
from geomap.publishers.page.shapes import pack, pack_corridor
from geomap.scene import compose
from geomap.scene.links import LINES_MAX

HEADER = "id,date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,weapon,rockets\n"
LAUNCHES, IMPACTS = 23, 22  # 506 pairs: a few more than are drawn


@pytest.fixture(scope="module")
def edition_of(tmp_path_factory):
    """Return what makes the edition of a table in which each launch and each impact place meet in turn."""
    folder = tmp_path_factory.mktemp("launches")

    def made(rows: int, launches: int, impacts: int):
        path = folder / f"{rows}-{launches}-{impacts}.csv"
        lines = [HEADER if launches else "id,date,place,lat,lon,weapon,rockets\n"]
        for n in range(rows):
            i, j = n % impacts, n // impacts % max(launches, 1)
            launch = f"Base {j},{33 + j * 0.05:.2f},{46 + j * 0.1:.1f}," if launches else ""
            lines.append(
                f"r{n},2024-04-{1 + n % 28:02d},{launch}Village {i},{31 + i * 0.05:.2f},35.1,rocket,{1 + n % 3}\n"
            )
        path.write_text("".join(lines), "utf-8")
        return build_edition(path)

    return made


@pytest.fixture(scope="module")
def few(edition_of):
    return edition_of(60, 2, 3)


@pytest.fixture(scope="module")
def many(edition_of):
    return edition_of(LAUNCHES * IMPACTS, LAUNCHES, IMPACTS)


def test_each_pair_of_places_stands_once_in_the_page_and_rows_refer_to_it(few):
    (account,) = links_payload(few.scene)["accounts"]
    names = dict(zip(few.public.places["place_id"], few.public.places["name"], strict=True))
    rows = few.public.trajectories.set_index("trajectory_id")
    areas = few.public.areas

    assert (len(account["ways"]), len(account["links"])) == (6, 60)
    for trajectory_id, number, _lines in account["links"]:
        ends = [rows.at[trajectory_id, f"{end}_place_id"] for end in ("launch", "impact")]
        corridor = geodesy.corridor(*(areas[place_id].widened for place_id in ends), 4)
        shape = json.loads(shapely.to_geojson(corridor))
        way = account["ways"][number]
        assert way["title"] == " – ".join(names[place_id] for place_id in ends)
        assert way["corridor"] == pack_corridor(shape)


def test_the_panel_of_a_link_says_what_its_own_row_says(few):
    payload = links_payload(few.scene)
    links = {link.trajectory_id: link for link in few.scene.accounts[0].links}

    for trajectory_id, _, numbers in payload["accounts"][0]["links"]:
        said = [payload["lines"][n][1] for n in numbers]
        assert said == [line.text for line in links[trajectory_id].panel.lines]


def test_a_pair_is_worked_out_once(few):
    tracks = few.tracks.items

    assert len(tracks) == 60
    assert len({id(track.corridor) for track in tracks}) == 6


def test_another_row_of_a_pair_adds_its_id_and_two_numbers(edition_of, few):
    more = edition_of(240, 2, 3)
    sizes = [len(json_text(links_payload(e.scene))) for e in (few, more)]

    assert (sizes[1] - sizes[0]) / 180 <= 40


def test_a_few_lines_are_drawn_at_once_however_many_rows_there_are(few, edition_of):
    keys = [{sign.key for sign in e.scene.accounts[0].legend} for e in (few, edition_of(39, 13, 3))]

    assert ["link" in signs for signs in keys] == [True, False]  # 6 lines of 60 rows; 39 lines


def test_more_lines_than_can_be_shown_are_told_not_shipped(many):
    view = many.scene.accounts[0]
    lines = LAUNCHES * IMPACTS

    assert lines > LINES_MAX
    assert links_payload(many.scene) is None
    assert [item.text for item in view.tray] == [
        f"{lines} lines between areas are too many to be drawn; events.geojson has them"
    ]
    assert [(item.head, item.text) for item in view.not_on_map] == [
        (
            f"{lines} lines between launch and impact areas",
            "Too many to be drawn one by one. events.geojson has the line and corridor of each row, with its distance "
            "and direction.",
        )
    ]
    assert view.tray[0].text in page.html(many)
    assert view.tray[0].text in embed.html(many)
    assert not any(t for layer in many.scene.layers for t in _flat(layer_payload(many.scene, layer)))


def _flat(payload) -> list[str]:
    column = payload["marks"]["trajectory_ids"]
    return [t for ids in (column["values"] if isinstance(column, dict) else column) for t in ids]


def test_the_notice_of_lines_that_are_not_drawn_is_arabic_on_an_arabic_page(many):
    view = compose(many.public, many.tracks, lang="ar").scene.accounts[0]

    assert [item.text for item in view.tray] == ["506 خطوط بين المناطق أكثر من أن تُرسم؛ وهي في events.geojson"]


def test_exports_keep_the_corridor_of_every_row(many):
    rows = len(many.public.trajectories)
    features = [f for f in json.loads(geojson.render(many))["features"] if f["properties"]["role"] == "corridor"]
    (corridors,) = [t for t in feature_tables(many) if t.name == "corridors"]

    assert [f["geometry"]["type"] for f in features] == ["Polygon"] * rows
    assert [shape.geom_type for shape in corridors.shapes] == ["Polygon"] * rows
    assert kml.render(many).decode().count("The areas are about") >= rows


@pytest.mark.parametrize("length_deg", [0.5, 5.0, 25.0])
def test_what_is_drawn_between_two_places_is_small_however_far_apart_they_are(length_deg):
    """With `LINES_MAX` of them and 40 bytes a row, ten thousand rows with launches are less than twice those without:
    a row of a plain table is about 230 bytes of the page."""
    ends = [geodesy.area_of_disc(35.0 + x, 32.0, 5_000).widened for x in (0.0, length_deg)]
    shape = geodesy.corridor(*ends, 4)

    assert len(json_text(pack(json.loads(shapely.to_geojson(shape))))) <= 1_500
