"""What is published of the Green Zone case, byte for byte: a change of any word or coordinate shows in the diff.

The page stands in three parts, so that a reviewer reads what changed: what it says, how it looks, its document.
"""

from __future__ import annotations

import page_parts
import pytest


@pytest.mark.parametrize("name", ["events.geojson", "alt.txt", "sources.md", "table.csv"])
def test_output_is_as_reviewed(golden, built, name):
    golden(name, (built / name).read_bytes())


def test_scene_is_as_reviewed(golden, edition):
    from geomap.publishers.scene_json import render

    golden("scene.json", render(edition))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("page.payload.json", page_parts.payload),
        ("page.style.css", page_parts.style),
        ("page.document.html", page_parts.document),
    ],
)
def test_page_is_as_reviewed(golden, built, name, part):
    golden(name, part((built / "map.html").read_text("utf-8")).encode())


def test_parts_hold_what_they_are_for_and_nothing_of_one_another():
    data = '{"a b": 1, "shape": [20, [["tq"]]]}'
    page = (
        f'<p>a</p><script>let a;</script><style>b{{c:d}}</style><script type="application/json" id="x">{data}</script>'
    )

    assert page_parts.document(page) == (
        '<p>a</p><script></script><style></style><script type="application/json" id="x"></script>'
    )
    assert page_parts.style(page) == "b{c:d}\n"
    assert '"a b": 1' in page_parts.payload(page)
    assert "let a" not in page_parts.payload(page)
    assert page_parts.payload(page) != page_parts.payload(page.replace("tq", "tr"))
    assert page_parts.payload(page) == page_parts.payload(page.replace("let a", "let b"))
