"""No word is put into the mouth of somebody who did not say it, and no denial is left out."""

from __future__ import annotations

import csv

import pytest

from geomap.making.cases import Beginning, new_case
from geomap.pipeline import build_edition, checked
from geomap.publishers.texts import alt_text
from geomap.scene.nouns import fits, named_in

HEADER = "who said,about,value,how many,words,why no link,kind of source,event,stance,group,account,verification,quote"


@pytest.fixture
def case_of(tmp_path):
    """Make a case of the lines of a quick sheet, short cells left out at their ends."""

    def made(*lines: str):
        rows = list(csv.reader(lines))
        sheet = tmp_path / "sheet.csv"
        with sheet.open("w", encoding="utf-8", newline="") as file:
            header = HEADER.split(",")
            csv.writer(file).writerows([header, *([*row, *[""] * (len(header) - len(row))] for row in rows)])
        new_case(tmp_path / "case", Beginning(country="IQ"), sheet)
        return tmp_path / "case"

    return made


@pytest.fixture
def text_of(case_of):
    """Return alt.txt of such a case."""
    return lambda *lines, lang="en": alt_text(build_edition(case_of(*lines), lang=lang).scene)


# --- whose word for a weapon it is


def test_a_weapon_is_named_for_those_alone_who_named_it(text_of):
    """A word is nobody's who did not say it: who named another weapon, or none, has projectiles."""
    told = {
        "B": ("three cruise missiles fell", "projectiles"),
        "C": ("there are three points of impact", "projectiles"),
        "D": ("three drones fell", "drones"),
        "E": ("سقطت ثلاثة صواريخ", "projectiles"),
        "F": ("سقطت ثلاث طائرات مسيّرة", "drones"),
        "G": ("three fell", "drones"),  # who said elsewhere that ten drones were sent
        "H": ("three fell", "projectiles"),  # who said elsewhere that drones and missiles were sent
        "I": ("three cruise missiles fell", "projectiles"),  # who gave the kind
        "A": ("three fell", "drones"),  # who gave the kind
    }

    text = text_of(
        "A,kind,drone,,it was drones,x,news",
        "I,kind,drone,,it was drones,x,news",
        "G,munitions,10,,ten drones were sent,x,news",
        "H,munitions,10,,six drones and four missiles were sent,x,news",
        *(f"{speaker},impact area,Kirkuk,3,{words},x,news" for speaker, (words, _) in told.items()),
    )

    for speaker, (_, noun) in told.items():
        assert f"{speaker} said 3 {noun} fell" in text
    assert "How many projectiles: G said" in text


@pytest.mark.parametrize(
    ("words", "noun", "is_named"),
    [
        ("three rockets", "rockets", True),
        ("three rockets", "missiles", False),
        ("ثلاثة صواريخ", "missiles", True),
        ("three mortar shells", "mortar_rounds", True),
        ("drones and missiles", "drones", False),
        ("two bombings near the shelter", "rockets", True),  # they name none
    ],
)
def test_words_for_projectiles_are_known(words, noun, is_named):
    assert fits(named_in([{"words": words}]), noun) == is_named


def test_a_weapon_is_named_for_those_alone_who_named_it_in_launches_and_headings(text_of):
    text = text_of(
        "A,kind,drone,,it was drones,x,news",
        "B,munitions,5,,five missiles were fired,x,news",
        "B,launch area,Mosul,5,five missiles came from Mosul,x,news",
        "B,outcome,fell short,5,they misfired,x,news",
    )

    assert "B said 5 projectiles were fired" in text
    assert "5 projectiles are not on this map: fell short" in text
    assert text.count("drones") == 0, "nobody counted drones"


def test_the_kind_of_a_case_stands_where_nobody_is_recorded_as_having_given_it(make_case):
    text = alt_text(build_edition(make_case(lambda c: c.set("claims", "k1", words="it came from the quarter"))).scene)

    assert "rockets were fired" in text
