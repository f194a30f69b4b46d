"""Shapes and texts on their way into a page: not a corner moves, and no text is more than text."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import InvalidValue
from geomap.publishers.page.blocks import clean_text, clean_value, data_block, entity_text
from geomap.publishers.page.shapes import FINE_STEP, pack, pack_line, size_of

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def unpacked(chain: str, step: int) -> list[tuple[float, float]]:
    """Read a chain as the page's script does."""
    numbers, number, shift = [], 0, 0
    for digit in map(_DIGITS.index, chain):
        number |= (digit & 31) << shift
        shift += 5
        if not digit & 32:
            numbers.append(-(number >> 1) if number & 1 else number >> 1)
            number, shift = 0, 0
    here, made = [0, 0], []
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        here = [here[0] + x, here[1] + y]
        made.append((here[0] / step, here[1] / step))
    return made


def line(*positions):
    return {"type": "LineString", "coordinates": [list(p) for p in positions]}


SQUARE = [[0.0, 0.0], [0.5, 0.0], [0.5, 0.25], [0.0, 0.25], [0.0, 0.0]]
HOLE = [[0.1, 0.1], [0.2, 0.1], [0.2, 0.2], [0.1, 0.1]]


@pytest.mark.parametrize(
    ("degrees", "step"),
    [
        (44.39, 100),
        (44.391, 1_000),
        (44.3912, 10_000),
        (44.39123, 100_000),
        (44.0, 100),
        (44.3905, 10_000),
        (44.39001, 100_000),
        (-0.001, 1_000),
    ],
)
def test_the_step_is_the_coarsest_that_loses_nothing(degrees, step):
    """By hand: at 1,000 steps 44.39005 would become 44.39 or 44.391, 100 m off; a slack of a tenth allowed that."""
    for shape in (
        line((degrees, 33.0), (44.0, 33.0)),
        line((44.0, 33.0), (degrees, 33.0)),
        line((degrees, 1.0), (1.0, degrees)),
    ):
        assert pack(shape)[0] == step


def test_one_fine_number_is_enough_and_a_height_is_none():
    assert pack(line((44.0, 33.0), (44.0, 33.12345)))[0] == 100_000
    assert pack(line((44.0, 33.0), (44.12345, 33.0)))[0] == 100_000
    assert pack(line((44.0, 33.0, 0.12345), (45.0, 33.0, 0.5))) == pack(line((44.0, 33.0), (45.0, 33.0)))
    assert pack(line((44.0, 33.0, 0.12345), (45.0, 33.0, 0.5)))[0] == 100


@given(
    st.lists(
        st.tuples(st.integers(-18_000_000, 18_000_000), st.integers(-9_000_000, 9_000_000)), min_size=2, max_size=6
    )
)
def test_no_corner_moves(steps):
    """Five decimals, as all shapes have them: what comes out is what went in, to a hundredth of a step."""
    positions = [(x / FINE_STEP, y / FINE_STEP) for x, y in steps]

    step, (chain,) = pack(line(*positions))

    kept = [p for i, p in enumerate(positions) if not i or p != positions[i - 1]]
    for one, other in zip(unpacked(chain, step), kept, strict=True):
        assert one == pytest.approx(other, abs=1e-7)


@pytest.mark.parametrize(
    ("number", "chain"),
    [(0, "A"), (1, "C"), (-1, "D"), (15, "e"), (-15, "f"), (16, "gB"), (-16, "hB"), (511, "+f"), (512, "ggB")],
)
def test_numbers_are_written_as_source_maps_write_them(number, chain):
    """Base64 VLQ by hand: sign last, five bits a digit, the lowest first, the sixth says that more follow."""
    assert pack({"type": "Point", "coordinates": [number / 100, 0]}) == [100, chain + "A"]


def test_a_step_that_is_given_is_kept_and_neighbours_on_it_are_one():
    assert pack(line((1.004, 2.0), (1.0041, 2.0), (1.2, 2.0)), step=100) == pack(line((1.0, 2.0), (1.2, 2.0)), step=100)
    assert pack(line((0.0, 0.0), (1.0, 0.0)), step=100) == [100, ["AAoGA"]]


def test_an_area_is_rings_without_their_last_corner():
    step, parts = pack({"type": "Polygon", "coordinates": [SQUARE, HOLE]})

    assert step == 100
    assert [unpacked(ring, step) for ring in parts[0]] == [
        [tuple(p) for p in SQUARE[:-1]],
        [pytest.approx(p) for p in HOLE[:-1]],
    ]


def test_parts_of_the_widest_kind_are_drawn():
    polygon = {"type": "Polygon", "coordinates": [SQUARE]}
    lines = {"type": "MultiLineString", "coordinates": [[[0, 0], [1, 1]], [[2, 2], [3, 3]]]}
    points = {"type": "MultiPoint", "coordinates": [[5, 6], [7, 8]]}
    collected = {"type": "GeometryCollection", "geometries": [points, lines, polygon]}

    assert pack(collected)[1] == pack(polygon)[1]
    assert pack({"type": "GeometryCollection", "geometries": [points, lines]})[1] == pack(lines)[1]
    assert len(pack(lines)[1]) == 2
    assert pack(points) == pack({"type": "Point", "coordinates": [5, 6]})
    both = pack({"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]})
    assert [len(rings) for rings in both[1]] == [1, 1]


@pytest.mark.parametrize("kind", ["Polygon", "LineString", "Point", "MultiPolygon"])
def test_a_geometry_without_coordinates_is_refused(kind):
    with pytest.raises(InvalidValue, match=f"of type {kind} without coordinates"):
        pack({"type": kind, "coordinates": []})
    assert size_of({"type": kind, "coordinates": []}) == 0.0


def test_the_size_is_that_of_the_box_in_square_degrees():
    assert size_of({"type": "Polygon", "coordinates": [SQUARE]}) == 0.125
    assert size_of({"type": "Polygon", "coordinates": [HOLE, SQUARE]}) == 0.125
    assert size_of(line((1.0, 2.0), (3.0, 5.0))) == 6.0
    assert size_of({"type": "MultiPoint", "coordinates": [[1.0, 2.0], [2.0, 4.0]]}) == 2.0
    assert size_of(line((0.0, 0.0), (1e-4, 1.23456e-3))) == 1.2e-7
    mixed = {
        "type": "GeometryCollection",
        "geometries": [line((0.0, 0.0), (1.0, 1.0)), {"type": "Point", "coordinates": [2, 2]}],
    }
    assert size_of(mixed) == 4.0


def test_a_line_of_pairs_is_a_line():
    assert pack_line(((1.0, 2.0), (3.0, 4.0))) == pack(line((1.0, 2.0), (3.0, 4.0)))


# --- texts ------------------------------------------------------------------------------------


def block(text: str) -> str:
    made = data_block("b", text)
    inner = made.removeprefix('<script type="application/json" id="b">').removesuffix("</script>")
    assert json.loads(inner) == text
    return inner[1:-1]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\x7f", "\\u007f"),  # DEL: no letter, invisible, and some programs act on it
        ("a\u0301", "a\u0301"),  # a mark on a letter
        ("\u0301", "\\u0301"),  # a mark on nothing
        (" \u0301", " \\u0301"),
        ("1\u0301", "1\\u0301"),
        (".\u0651", ".\\u0651"),
        ("ب\u0651\u064e", "ب\u0651\u064e"),  # two marks on a letter
        ("\u0301\u0301", "\\u0301\u0301"),
        ("é", "é"),
        ("م", "م"),
        ("天", "天"),
        ("–", "–"),
        ("«»", "«»"),
        ("،", "،"),
        ("\u3001", "\\u3001"),  # punctuation from U+3000 on
        ("\u2fff", "\\u2fff"),
        ("½", "\\u00bd"),
        ("€", "\\u20ac"),
        ("\u0080", "\\u0080"),
        ("\u200f", "\\u200f"),  # a direction mark
        ("\u202e", "\\u202e"),
        ("\u2028", "\\u2028"),
        ("\uffff", "\\uffff"),
        ("😀", "\\ud83d\\ude00"),
        ("𐎀", "\\ud800\\udf80"),  # a letter beyond U+FFFF
        ("plain ~ text", "plain ~ text"),
    ],
)
def test_letters_stay_and_what_could_be_more_than_text_is_escaped(text, written):
    assert block(text) == written


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_ends_its_element_or_turns_the_direction(text):
    written = block(text)

    assert not set(written) & set(
        "<>&\x7f\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
    )


def test_half_a_pair_is_the_sign_of_what_is_lost():
    assert clean_text("a\ud800b") == "a\ufffdb"
    assert clean_text("a\udc00") == "a\ufffd"
    assert clean_text("😀") == "😀"


def test_values_are_plain_or_refused():
    value = {"b": (1, 2.5), 3: [None, True, "x\ud800"], "n": np.float64(1.5)}

    assert clean_value(value) == {"b": [1, 2.5], "3": [None, True, "x\ufffd"], "n": 1.5}
    assert type(clean_value(np.float64(1.5))) is float
    assert clean_value(True) is True
    assert clean_value(None) is None
    assert clean_value(0) == 0
    for bad in (math.nan, math.inf, -math.inf):
        with pytest.raises(InvalidValue, match="not finite"):
            clean_value([bad])
    with pytest.raises(InvalidValue, match="type set"):
        clean_value({1})


def test_a_block_has_sorted_keys_and_no_spaces():
    assert data_block("b", {"b": 1, "a": [1, 2]}) == '<script type="application/json" id="b">{"a":[1,2],"b":1}</script>'


def test_text_in_a_template_is_neither_code_nor_a_tag():
    assert entity_text('{{ 7 }} {% x %} {# y #} <b>&"') == (
        "&#123;&#123; 7 &#125;&#125; &#123;&#37; x &#37;&#125; &#123;# y #&#125; &lt;b&gt;&amp;&quot;"
    )
    assert entity_text("a\ud800") == "a\ufffd"
