"""The KML: plain text, no markup of the data, no character that XML forbids."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from building import CaseTables

from geomap.pipeline import build_edition
from geomap.publishers import kml

SPACE = "{http://www.opengis.net/kml/2.2}"


def placemarks(data):
    return {p.get("id"): p for p in ET.fromstring(data).iter(f"{SPACE}Placemark")}


def test_each_feature_says_who_says_so(edition):
    mark = placemarks(kml.render(edition))["impact_area.security_media_cell.green_zone"]

    assert mark.findtext(f"{SPACE}name") == "Green Zone"
    assert "Security Media Cell" in mark.findtext(f"{SPACE}description")
    assert mark.findtext(f"{SPACE}styleUrl") == "#impact_areas-solid"
    assert mark.find(f"{SPACE}Polygon") is not None


def test_an_area_in_which_nothing_fell_has_its_own_sign(make_case):
    def change(case: CaseTables):
        case.set("trajectories", "t2", outcome="intercepted", impact_place_id="market", basis_claim_ids="k1; k9")
        case.add("claims", case.row("claims", "k2") | {"claim_id": "k9", "value": "market"})

    data = kml.render(build_edition(make_case(change)))

    urls = {name: mark.findtext(f"{SPACE}styleUrl") for name, mark in placemarks(data).items()}
    styles = {style.get("id") for style in ET.fromstring(data).iter(f"{SPACE}Style")}
    stopped = {name for name, url in urls.items() if url.startswith("#intercepted-")}
    assert stopped == {"impact_area.military.market"}
    assert {url.removeprefix("#") for url in urls.values()} <= styles


def test_only_the_default_account_is_switched_on(edition):
    for mark in placemarks(kml.render(edition)).values():
        said = {d.get("name"): d.findtext(f"{SPACE}value") for d in mark.iter(f"{SPACE}Data")}
        is_link = said["role"] in ("corridor", "connector")
        is_on = not is_link and said.get("account", edition.scene.default_account) == edition.scene.default_account
        assert mark.findtext(f"{SPACE}visibility") == ("1" if is_on else "0")


def test_a_span_of_days_is_a_span(edition):
    mark = placemarks(kml.render(edition))["event.iq20201117"]

    assert mark.findtext(f"{SPACE}TimeSpan/{SPACE}begin") == "2020-11-17"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "‹script›alert(1)‹/script›"),
        ("]]> & <b>", "]]› & ‹b›"),
        ("bell \x07 and \x00", "bell � and �"),
        ("half \ud83d here", "half � here"),
        ("last \uffff", "last �"),
    ],
)
def test_hostile_text_is_text(make_case, text, shown):
    edition = build_edition(make_case(lambda case: case.set("events", "attack", title=text)))

    data = kml.render(edition)

    assert placemarks(data)["event.attack"].findtext(f"{SPACE}name") == shown
    assert b"CDATA" not in data


def test_colours_are_alpha_blue_green_red():
    assert kml._colour("#d55e00", 0.24) == "3d005ed5"


def test_a_description_says_every_claim_once_and_without_ids(make_case):
    edition = build_edition(make_case())

    for mark in placemarks(kml.render(edition)).values():
        lines = mark.findtext(f"{SPACE}description").splitlines()
        assert len(lines) == len(set(lines))
        assert not any(line.endswith("]") for line in lines)
    event = placemarks(kml.render(edition))["event.attack"].findtext(f"{SPACE}description")
    words = edition.scene.tables["claims"]["words"]
    assert max(event.count(text) for text in words if text in event) == 1
