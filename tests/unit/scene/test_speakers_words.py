"""No word is put into the mouth of somebody who did not say it, and no denial is left out."""

from __future__ import annotations

import csv

import pytest

from geomap.making.cases import Beginning, new_case
from geomap.pipeline import build_edition, checked
from geomap.publishers.texts import alt_text
from geomap.scene.letters import inline
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


def test_that_no_number_is_known_is_ours_to_say(text_of):
    text = text_of("A,kind,drone,,it was drones,x,news", "A,impact area,Kirkuk,,they fell in Kirkuk,x,news")

    assert "A said drones fell in the area marked Kirkuk; how many is not reported." in text


# --- denials


def test_a_denial_that_no_account_tells_stands_in_the_text_and_its_speaker_is_no_reporter(text_of):
    text = text_of(
        "A,kind,rocket,,rockets were fired,x,news",
        "A,place,Kirkuk,,it was in Kirkuk,x,news",
        "B,impact area,Kirkuk,,nothing fell in Kirkuk,x,news,,denies",
        "B,launch area,Mosul,,nothing came from Mosul,x,news,,denies",
    )

    assert "as reported by A." in text
    assert "B denied: nothing came from Mosul; B denied: nothing fell in Kirkuk." in text


def test_a_denied_number_stands_beside_the_range_that_holds_it(text_of):
    text = text_of(
        "A,kind,rocket,,rockets were fired,x,news",
        "A,place,Kirkuk,,it was in Kirkuk,x,news",
        "A,killed,2-4,,between two and four were killed,x,news",
        "D,killed,9,,nine were killed,x,news",
        "B,killed,3,,nobody was killed,x,news,,denies",
        "C,killed,0,,A is wrong,x,news,,denies",
    )

    assert "(denies)" not in text
    assert "A said between two and four were killed; B denied this: nobody was killed;" in text
    assert "C denied: A is wrong" in text


# --- outcomes


def test_a_quote_stays_with_its_claim_and_the_outcome_is_told(text_of):
    text = text_of(
        "A,kind,rocket,,rockets were fired,x,news",
        "A,place,Kirkuk,,it was in Kirkuk,x,news",
        "A,outcome,intercepted,5,five rockets were shot down,x,news,,,,,,Aucun missile n’est passé",
    )

    assert "5 rockets are not on this map: intercepted, place not given" in text


def test_an_outcome_alone_is_a_group_and_its_event_stays_on_the_map(case_of):
    folder = case_of(
        "B,kind,missile,,missiles were fired,x,news",
        "B,outcome,fell short,3,three cruise missiles misfired,x,news",
        "B,place,Kirkuk,,it was in Kirkuk,x,news",
    )

    edition = build_edition(folder)

    assert not list(checked(folder)[1])
    assert "By the account of B, 3 missiles are not on this map: fell short, place not given." in alt_text(
        edition.scene
    )
    assert [mark.name for layer in edition.scene.layers for mark in layer.marks if mark.role == "event"] == ["Kirkuk"]
    assert (edition.accounting.drawn, edition.accounting.listed) == (1, 1)


# --- several events of one night

_NIGHT = (
    "A,kind,rocket,,rockets were fired,x,news,Attack on Mosul",
    "A,date,2020-05-06,,it was on 6 May,x,news,Attack on Mosul",
    "A,impact area,Mosul,2,two rockets fell in Mosul,x,news,Attack on Mosul",
    "A,kind,rocket,,rockets were fired,x,news,Attack on Kirkuk",
    "A,date,2020-05-06,,it was on 6 May,x,news,Attack on Kirkuk",
    "A,impact area,Kirkuk,3,three rockets fell in Kirkuk,x,news,Attack on Kirkuk",
    "B,killed,several,,several were killed,x,news,Attack on Kirkuk",
    "B,date,2019-05-06,,it was a year before,x,news,Attack on Basra",
    "B,killed,7,,seven were killed a year before,x,news,Attack on Basra",
)


def test_where_every_row_names_an_event_the_first_is_the_main_one_and_harm_of_the_others_is_told(case_of):
    folder = case_of(*_NIGHT)

    dataset, findings = checked(folder)
    text = alt_text(build_edition(folder).scene)

    assert not [f for f in findings if f.severity == "error"]
    assert len(dataset.events) == 3
    assert dataset.events.set_index("event_id").loc[dataset.info.main_event, "title"] == "Attack on Mosul"
    assert text.splitlines()[0] == "Attack on Mosul."
    assert "Attack on Kirkuk. Killed: B said several were killed." in text
    assert "a year before" not in text, "other nights stand in the table"


# --- capitals inside sentences


@pytest.mark.parametrize(
    ("name", "small"),
    [
        ("Occupied part of the oblast", "occupied part of the oblast"),
        ("Occupied Territories", "Occupied Territories"),
        ("Beside the ash dump", "beside the ash dump"),
        ("Near East", "Near East"),
        ("Owner and operator", "owner and operator"),
        ("Security Media Cell", "Security Media Cell"),
        ("Houthi military spokesman", "Houthi military spokesman"),
        ("Three US officials", "three US officials"),
        ("Three Mile Island", "Three Mile Island"),
        ("Mayor of Kramatorsk", "mayor of Kramatorsk"),
        ("Reuters", "Reuters"),
    ],
)
def test_what_begins_a_name_is_small_where_it_is_no_proper_name(name, small):
    assert inline(name) == small
