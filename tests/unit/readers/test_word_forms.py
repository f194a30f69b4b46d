"""Munitions in the plural and in any case, with how many of them before: the kind is that of the word itself."""

from __future__ import annotations

import pytest

from geomap.readers.kinds import kind_of
from geomap.readers.mapping import named_mapping
from geomap.readers.word_forms import bent, without_number


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ("балістичні ракети; балістичних ракет; 2 балістичні ракети; 3 балістичними ракетами", "ballistic_missile"),
        ("баллистические ракеты; баллистических ракет; баллистической ракетой", "ballistic_missile"),
        ("крилаті ракети; 12 крилатих ракет; крылатые ракеты; крылатых ракет; крылатыми ракетами", "cruise_missile"),
        ("противокорабельные ракеты; протикорабельних ракет", "anti_ship_missile"),
        ("дрони; дронів; дронами; дронов; 5 дронов; шахедів; безпілотники; беспилотников; ударні дрони", "drone"),
        ("керовані авіабомби; керованих авіабомб; управляемые авиабомбы; 4 КАБ", "guided_bomb"),
        ("мінометні обстріли; минометных обстрелов", "mortar"),
        ("обстріли; обстрілів; обстрелами", "indirect_fire"),
        ("авіаудари; авіаударів; авиаударов", "airstrike"),
        ("ракет; 7 ракет; ракетою; ракетные удары; الصواريخ", "unknown_projectile"),
        ("misiles balísticos; missiles balistiques; mísseis balísticos; ballistische Raketen; balistik füzeler",
         "ballistic_missile"),
        ("misiles de crucero; missiles de croisière; seyir füzeleri; صواريخ كروز", "cruise_missile"),
        ("الصواريخ الباليستية; صواريخ باليستية", "ballistic_missile"),
        ("طائرات مسيّرة; الطائرات المسيّرة; الطائرة المسيّرة", "drone"),
        ("2 ballistic missiles; ballistic missiles (2); 2x ballistic missile; 2-3 ballistic missiles",
         "ballistic_missile"),
        ("Kh-101; 4 Kh-101; cruise missiles", "cruise_missile"),
        ("S-300; 2 S-300", "missile"),
        ("ракети та дрони; карети; дрозди", ""),
    ],
)  # fmt: skip
def test_a_bent_word_is_the_kind_of_the_word(cells, kind):
    mapping = named_mapping("any_sheet")

    assert {cell: kind_of(mapping, cell) for cell in cells.split("; ")} == dict.fromkeys(cells.split("; "), kind)


def test_a_form_of_two_words_that_stand_for_two_things_is_neither():
    assert bent({"ракета": "a", "ракети": "b"}, "ракетою") == ""


@pytest.mark.parametrize("cell", ["Kh-101", "BM-21", "122mm", "S-300", "GBU-39", "2022"])
def test_the_number_of_a_designation_stays(cell):
    assert without_number(cell) == cell
