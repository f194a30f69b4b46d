"""--basemap on the command line and in Python: the same streets, the same refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

import geomap
from geomap.errors import UsageError

EXTRACT = Path(__file__).parents[2] / "data" / "invented-streets.geojson"


def test_command_line_and_python_lay_the_same_streets_under_the_same_map(run, green_zone, tmp_path):
    options = ["--basemap", EXTRACT, "--basemap-credit", "The city"]

    code, _, _ = run("export", green_zone, "--to", "svg", "-o", tmp_path / "f.svg", *options)
    edition = geomap.build(green_zone, basemap=str(EXTRACT), basemap_credit="The city")
    edition.export("svg", tmp_path / "g.svg")

    assert code == 0
    assert (tmp_path / "f.svg").read_bytes() == (tmp_path / "g.svg").read_bytes()
    assert b"Streets: The city." in (tmp_path / "f.svg").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "geojson", "--basemap", EXTRACT), '--basemap changes nothing in "geojson"'),
        (("--to", "svg", "--basemap-credit", "x"), "give the file with --basemap FILE"),
        (("--to", "svg", "--basemap", "absent.pmtiles"), "absent.pmtiles could not be read: No such file"),
        (("--to", "svg", "--basemap", __file__), "is not GeoJSON, GeoPackage or PMTiles"),
    ],
)
def test_what_cannot_be_followed_is_refused_in_a_sentence(run, green_zone, tmp_path, arguments, said):
    code, _, told = run("export", green_zone, "-o", tmp_path / "f", *arguments)

    assert code != 0
    assert said in told
    assert "Traceback" not in told
    assert not (tmp_path / "f").exists()


def test_python_refuses_a_credit_without_a_file(green_zone):
    with pytest.raises(UsageError, match="give the file"):
        geomap.build(green_zone, basemap_credit="x")
