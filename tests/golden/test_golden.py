"""What is published of the Green Zone case, byte for byte: a change of any word or coordinate shows in the diff.

The page is compared with its scripts, styles and data blocks replaced by their hashes, so that a reviewer reads what a
reader sees.
"""

from __future__ import annotations

import hashlib
import re

import pytest

_BLOCK = re.compile(r"(<(script|style)\b[^>]*>)(.*?)(</\2>)", re.DOTALL)
_POLICY_HASH = re.compile(r"'sha256-[A-Za-z0-9+/=]+'")


def with_hashes(page: str) -> str:
    """Return a page with the content of every script, style and data block replaced by its sha256."""

    def replaced(block: re.Match[str]) -> str:
        digest = hashlib.sha256(block[3].encode()).hexdigest()
        return f"{block[1]}sha256:{digest}{block[4]}"

    return _POLICY_HASH.sub("'sha256-...'", _BLOCK.sub(replaced, page))


@pytest.mark.parametrize("name", ["events.geojson", "alt.txt", "sources.md", "table.csv"])
def test_output_is_as_reviewed(golden, built, name):
    golden(name, (built / name).read_bytes())


def test_scene_is_as_reviewed(golden, edition):
    from geomap.publishers.scene_json import render

    golden("scene.json", render(edition))


def test_page_is_as_reviewed(golden, built):
    golden("map.html", with_hashes((built / "map.html").read_text("utf-8")).encode())


def test_hashes_stand_for_the_content_and_leave_the_rest():
    page = '<p>a</p><script id="x">\nlet a;\n</script><style>b</style><script type="application/json">{}</script>'

    shown = with_hashes(page)

    assert shown.startswith('<p>a</p><script id="x">sha256:')
    assert "let a" not in shown
    assert shown.count("sha256:") == 3
    assert with_hashes(page.replace("let a", "let b")) != shown
