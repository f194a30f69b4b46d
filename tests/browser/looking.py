"""What can be measured of a page's map in a browser: labels, names of surroundings, the legend, and bytes by part."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

SURROUNDINGS_MIN = {"desktop": 6, "phone": 4}
BYTES_MAX, BARE_BYTES_MAX, GROUND_BYTES_MAX = 700_000, 400_000, 110_000
"""A whole page; the same without claims, sources and written panels; its ground."""

_EDGE_PX = 7
_MEASURE = """() => {
  const frame = document.querySelector('.gm-map').getBoundingClientRect();
  const box = (e) => { const b = e.getBoundingClientRect(); return { text: e.textContent.trim(),
    x: b.left - frame.left, y: b.top - frame.top, right: b.right - frame.left, bottom: b.bottom - frame.top,
    w: frame.width, h: frame.height, isGround: e.matches('.gm-label-ground, .gm-label-place, .gm-label-river') }; };
  const isSeen = (e) => !e.hidden && e.getBoundingClientRect().width;
  const seen = (selector) => [...document.querySelectorAll(selector)].filter(isSeen);
  const isIn = (e) => { const b = box(e); return b.right > 0 && b.bottom > 0 && b.x < b.w && b.y < b.h; };
  const signs = ['fell_short', 'intercepted', 'air_burst', 'debris'];
  const roles = ['impact_area', 'launch_area', 'event', 'worked_out', ...signs];
  const drawn = roles.filter((role) => seen(`.gm-map .gm-area.gm-${role}:not(.is-hidden, .is-hollow)`).some(isIn));
  const also = { launch_area: ', .gm-key-claimed' };
  const keyOf = (role) => `.gm-legend :is(.gm-${role}, .gm-sign-${role}${also[role] || ''})`;
  const told = roles.filter((role) => seen(keyOf(role)).length);
  return { labels: seen('.gm-labels .gm-label').map(box), drawn, told,
    others: seen('.gm-edge, .leaflet-control, .gm-map .gm-over, .gm-stamp').map(box) };
}"""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is wrong with one view of a page, in words; empty where nothing is. And how many surroundings it names."""

    wrong: tuple[str, ...]
    surroundings: int


def accounts(page: Page) -> Iterator[str]:
    """Show every account of a page in turn, and yield its id."""
    choices = page.locator("input[name=gm-account]")
    for number in range(max(choices.count(), 1)):
        if choices.count():
            choices.nth(number).check()
        page.wait_for_timeout(250)
        yield str(choices.nth(number).get_attribute("value")) if choices.count() else ""


def looked(page: Page, size: str) -> Looked:
    """Measure the map as it stands.

    Parameters
    ----------
    page : Page
    size : str
        ``desktop`` or ``phone``.
    """
    told = page.evaluate(_MEASURE)
    labels = told["labels"]
    wrong = []
    for n, one in enumerate(labels):
        inner = one["x"] >= _EDGE_PX and one["y"] >= _EDGE_PX
        if not (inner and one["right"] <= one["w"] - _EDGE_PX and one["bottom"] <= one["h"] - _EDGE_PX):
            wrong.append(f'"{one["text"]}" leaves the frame')
        over = [other["text"] for other in [*labels[n + 1 :], *told["others"]] if not _apart(one, other)]
        wrong += [f'"{one["text"]}" lies on "{text}"' for text in over]
    wrong += [f"no sign of {role} in the legend" for role in told["drawn"] if role not in told["told"]]
    named = len({one["text"] for one in labels if one["isGround"]})
    if named < SURROUNDINGS_MIN[size]:
        wrong.append(f"{named} names of surroundings")
    return Looked(tuple(wrong), named)


def _apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    wide = min(one["right"], other["right"]) - max(one["x"], other["x"])
    high = min(one["bottom"], other["bottom"]) - max(one["y"], other["y"])
    return bool(wide <= 0 or high <= 3)


@dataclass(frozen=True, slots=True)
class Bytes:
    """How many bytes of a page are what."""

    whole: int
    bare: int
    """Without what is claimed in words: claims, sources, panels, and the list of what has no place on the map."""
    ground: int


def bytes_of(page: str) -> Bytes:
    """Return the bytes of a page by part."""
    whole = len(page.encode())
    written = r'<section (?:class="gm-missing" )?aria-labelledby="gm-(?:claims|sources|missing-title)">.*?</section>'
    sections = re.findall(written, page, re.DOTALL)
    blocks = re.findall(r'<script type="application/json" id="([^"]+)">(.*?)</script>', page, re.DOTALL)
    ground, panels = 0, 0
    for name, text in blocks:
        data = json.loads(text)
        if name == "geomap-page":
            ground += sum(len(json.dumps(data[key], separators=(",", ":")).encode()) for key in ("basemap", "names"))
        panels += _written(data)
    return Bytes(whole, whole - panels - sum(len(section.encode()) for section in sections), ground)


def _written(data: Any) -> int:
    """Return the bytes of what is written for panels in a data block."""
    if not isinstance(data, dict):
        return 0
    return sum(
        len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
        for key, value in data.items()
        if key == "lines"
    )
