"""Tiles: only what is asked for, with its credit, from where it may come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from geomap.errors import UsageError
from geomap.look import Look
from geomap.publishers import page
from geomap.publishers.page.tiles import tiles_named


def test_tiles_are_said_and_only_their_host_is_let_in(edition: Any) -> None:
    tiles = tiles_named("OpenStreetMap.Mapnik")
    text = page.html(replace(edition, look=Look(tiles=tiles)))

    assert "img-src data: blob: https://tile.openstreetmap.org;" in text
    assert "OpenStreetMap contributors" in text
    assert "whoever opens this page tells these hosts" in text
    assert "https://tile.openstreetmap.org" not in page.html(edition)


@pytest.mark.parametrize(
    ("name", "said"),
    [("Thunderforest.Transport", "needs a key"), ("Nobody.Knows", "no provider"), ("MapBox", "needs a key")],
)
def test_provider_that_cannot_be_used_is_refused(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        tiles_named(name)
