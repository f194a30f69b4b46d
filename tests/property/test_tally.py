"""Whatever number is told, the sign is as long as the number, and cut where the blocks end, wherever it is drawn."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from geomap.counts import Count
from geomap.publishers.figure.canvas import Canvas
from geomap.publishers.figure.tally import draw_sign
from geomap.publishers.page.document import _templates
from geomap.scene.munitions import number
from geomap.scene.tally import TOKENS_MAX, scale_of, sign_of
from geomap.words import words

numbers = st.one_of(st.integers(1, 14), st.integers(1, 400), st.integers(1, 1000), st.integers(1, 10**6))
counts = st.one_of(
    numbers.map(Count.exactly),
    st.tuples(numbers, st.integers(0, 300)).map(lambda pair: Count(pair[0], sum(pair))),
    numbers.map(lambda n: Count(n, None)),
    numbers.map(lambda n: Count(None, n)),
    numbers.map(lambda n: Count(n + 1, None, words=f"more than {n}")),
    st.sampled_from([Count(), Count(words="several"), Count(0, None)]),
)
cases = st.lists(counts, min_size=1, max_size=6)
SAY = words("en")


def told(count: Count) -> list[int]:
    """Return the numbers that a reader is told."""
    return [int(digits.replace(",", "")) for digits in re.findall(r"[\d,]+", number(SAY, count))]


@given(cases)
def test_a_sign_is_as_long_as_its_number_and_cut_at_each_block(found):
    scale = scale_of(found)

    for count in found:
        sign = sign_of(count, scale)
        if not told(count):
            assert (sign.form, sign.extent, sign.cuts) == ("unknown", 0, ())
            continue
        assert sign.form == ("bar" if scale.is_bars else "tokens")
        assert sign.extent == max(told(count)) <= scale.most
        assert sign.certain == (0 if count.low is None else min(told(count)))
        assert sign.is_open == (count.high is None)
        assert scale.is_bars or sign.extent <= TOKENS_MAX
        cuts = range(scale.step, sign.extent, scale.step) if scale.is_bars else ()
        assert sign.cuts == tuple(cuts)
        assert len(sign.cuts) < 40


@given(cases, st.sampled_from(["fallen", "stopped", "missing"]))
def test_page_and_figure_draw_just_that(found, tone):
    scale = scale_of(found)
    macro = _templates().get_template("parts.html.j2").module.tally_sign

    for count in found:
        sign = sign_of(count, scale)
        html = ET.fromstring(str(macro(sign, scale, SAY, tone != "missing", tone == "stopped", number(SAY, count))))
        figure = ET.Element("g")
        draw_sign(Canvas(figure, ""), sign, scale, (0.0, 0.0), 1000.0, SAY, tone)
        boxes = list(figure.iter("rect"))
        assert bool(list(html.iter("svg"))) == (sign.form == "bar" or sign.is_open)
        if sign.form == "unknown":
            assert [box.text for box in html if "is-unknown" in box.get("class", "")] == ["n?"]
            assert len(boxes) == 1
        elif sign.form == "tokens":
            pips = [pip.get("class", "") for pip in html if "gm-pip" in pip.get("class", "").split()]
            assert (len(pips), len(boxes)) == (sign.extent, sign.extent)
            assert sum("is-possible" in pip for pip in pips) == sign.possible
        else:
            bar = html.find("svg")
            assert abs(float(bar.get("width").removesuffix("em")) - sign.extent / scale.most) < 0.0001
            assert bar.get("viewBox") == f"0 0 {sign.extent} 16"
            assert [int(rect.get("width")) for rect in bar.iter("rect")] == [
                n for n in (sign.certain, sign.possible) if n
            ]
            path = bar.find("path")
            assert re.findall(r"M(\d+) ", "" if path is None else path.get("d")) == [str(cut) for cut in sign.cuts]
            right = max(float(box.get("x")) + float(box.get("width")) for box in boxes)
            assert abs(right - sign.extent / scale.most * 1000) < 8, "a bar that is too short to be seen is 7 px long"
            path = next((p.get("d") for p in figure.iter("path") if p.get("d", "").count("l") == 0), "")
            places = [float(x) for x in re.findall(r"M([\d.]+) ", path)]
            assert all(abs(x - cut / scale.most * 1000) < 0.01 for x, cut in zip(places, sign.cuts, strict=True))
