"""The credit line that the terms of a source ask for is written by itself wherever a reader looks."""

from __future__ import annotations

import pytest

from geomap.pipeline import build_edition
from geomap.publishers import figure
from geomap.publishers.texts import sources_markdown

CREDITS = {
    "acled.csv": ("ACLED", "acleddata.com"),
    "ucdp-ged.csv": ("UCDP", "ucdp.uu.se", "CC BY 4.0", "Sundberg and Melander 2013"),
    "gtd.csv": ("Global Terrorism Database", "START", "www.start.umd.edu/gtd"),
    "airwars.csv": ("Airwars", "airwars.org"),
    "20201117.export.CSV": ("GDELT", "www.gdeltproject.org", "not verified"),
}


@pytest.mark.parametrize("name", CREDITS)
def test_the_credit_stands_on_the_page_the_figure_and_beside_the_sources(root, name):
    scene = build_edition(root / "tests" / "data" / "formats" / name).scene
    drawn = " ".join(figure.render(scene).decode("utf-8").split())

    for words in CREDITS[name]:
        assert words in scene.credits[0]
        assert words in sources_markdown(scene).replace("\\", "")
    assert CREDITS[name][0] in drawn
