"""How a sentence goes on to a place, and how it names who speaks."""

from __future__ import annotations

import pytest

from geomap.scene.letters import described
from geomap.scene.where import where
from geomap.words import words


class _Case:
    """As much of a case as the way to a place depends on."""

    def __init__(self, lang: str, **classes: str) -> None:
        self.words = words(lang)
        self.places = {place_id: {"location_class": kind} for place_id, kind in classes.items()}


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("Gulf of Aden", "sea_air", "in the Gulf of Aden"),
        ("Arad", "town", "in Arad"),
        ("Abqaiq", "site", "at Abqaiq"),
        ("Nevatim air base", "town", "at Nevatim air base"),
        ("Ain al-Asad air base (west)", "unlocated", "at Ain al-Asad air base (west)"),
        ("Near Arad", "neighbourhood_area", "near Arad"),
        ("near Arad", "town", "near Arad"),
        ("Outside Najaf province", "unlocated", "outside Najaf province"),
        ("Soran district", "unlocated", "in Soran district"),
        ("54 nautical miles south-west of Aden", "sea_air", "54 nautical miles south-west of Aden"),
        ("In Salah", "town", "in In Salah"),
        ("at the gate of the port", "site", "at the gate of the port"),
        ("Houthi-controlled areas of Yemen", "site", "in Houthi-controlled areas of Yemen"),
    ],
)
def test_a_place_has_one_word_before_it(name: str, kind: str, told: str) -> None:
    assert where(_Case("en", it=kind), "it", name) == told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "told"), [("عراد", "في عراد"), ("قرب عراد", "قرب عراد"), ("خارج محافظة النجف", "خارج محافظة النجف")]
)
def test_a_place_has_one_word_before_it_in_arabic(name: str, told: str) -> None:
    assert where(_Case("ar", it="town"), "it", name) == told  # type: ignore[arg-type]


def test_what_was_stopped_was_stopped_over_a_place() -> None:
    case = _Case("en", jordan="country", arad="town")

    assert where(case, "jordan", "Jordan", over=True) == "over Jordan"  # type: ignore[arg-type]
    assert where(case, "arad", "Near Arad", over=True) == "near Arad"  # type: ignore[arg-type]
    assert where(case, "", "Farmland", unknown="in") == "in Farmland"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Houthi information minister", "the Houthi information minister"),
        ("The Houthi information minister", "the Houthi information minister"),
        ("Iran’s foreign minister", "Iran’s foreign minister"),
        ("US Central Command", "US Central Command"),
        ("Senior US official (CBS)", "a senior US official (CBS)"),
        ("US officials", "US officials"),
    ],
)
def test_who_is_described_has_an_article_inside_a_sentence(name: str, told: str) -> None:
    assert described(name) == told
