"""embed.html and embed.txt: the lean page for a frame in somebody else's article, and what to paste there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import jinja2

from geomap.edition import Edition
from geomap.publishers import page
from geomap.publishers.figure import SIZES
from geomap.publishers.texts import alt_text
from geomap.words import words

__all__ = ["html", "snippet", "write"]

_HEIGHT_PX = 900
"""What the frame gets where no listener tells it more: enough for a phone's width."""


def write(edition: Edition, folder: Path) -> None:
    """Write embed.html and embed.txt into a folder."""
    (folder / "embed.html").write_text(html(edition), "utf-8", newline="\n")
    (folder / "embed.txt").write_text(snippet(edition), "utf-8", newline="\n")


def html(edition: Edition) -> str:
    """Return the page for a frame; the same edition gives the same bytes.

    Parameters
    ----------
    edition : Edition
    """
    return page.html(edition, is_frame=True)


def snippet(edition: Edition) -> str:
    """Return what to paste into an article: the frame, listeners that give it its height, and the bare picture.

    Parameters
    ----------
    edition : Edition
    """
    scene, say = edition.scene, words(edition.scene.lang)
    address = edition.look.page_url
    return (
        _templates()
        .get_template("embed.txt.j2")
        .render(
            name=re.sub(r"[^A-Za-z0-9_-]", "-", scene.name),
            title=say.text("embed.title", title=scene.title),
            lang=scene.lang,
            direction=scene.direction,
            address=urljoin(address, "embed.html") if address else "embed.html",
            figure=urljoin(address, "figure.svg") if address else "figure.svg",
            has_address=bool(address),
            alt=" ".join(alt_text(scene).split()),
            caption=" ".join([*scene.credits[:1], *scene.accounting[:1]]),
            draft=say.text("page.draft") if scene.is_draft else "",
            width_px=round(SIZES["wide"].width_px),
            height_px=_HEIGHT_PX,
        )
    )


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("geomap.publishers.embed", "templates"),
        autoescape=True,
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
