"""What a notebook shows: the page in a frame of its own, over the same map as a picture.

Where scripts and frames are taken out (a notebook that is not trusted, a viewer on the web) the picture and its
words stay. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geomap.edition import Edition, Scene
from geomap.errors import UsageError

__all__ = ["FRAME_HEIGHT_PX", "NotebookFigure", "NotebookMap", "bundled"]

FRAME_HEIGHT_PX = 900
"""Height of the frame: the whole map and the switch above it, on a screen of 1,000 pixels and more."""

_LEAST_PX, _MOST_PX = 200, 4000


@dataclass(frozen=True, eq=False, kw_only=True)
class NotebookMap:
    """The map of an edition, as large as a cell should be.

    Attributes
    ----------
    edition : Edition
    account : str
        Id of the account to open with; empty takes the case's own choice.
    height_px : int
        Height of the frame.
    is_lean : bool
        Whether tables and lists are left out, as in an article.
    """

    edition: Edition
    account: str = ""
    height_px: int = FRAME_HEIGHT_PX
    is_lean: bool = True

    def __post_init__(self) -> None:
        """Refuse what could not be shown, where it was asked for."""
        _check_account(self.edition.scene, self.account)
        height = self.height_px
        if isinstance(height, bool) or not isinstance(height, int) or not _LEAST_PX <= height <= _MOST_PX:
            raise UsageError(
                f"height_px: {height!r} is no height of a frame; give whole pixels, {_LEAST_PX} to {_MOST_PX}."
            )

    def __repr__(self) -> str:
        """Return the title."""
        return f"<geomap map {self.edition.scene.title!r}>"

    def html(self) -> str:
        """Return the page in the frame as one self-contained HTML text."""
        from geomap.publishers import page

        edition = replace(self.edition, scene=_opened(self.edition.scene, self.account))
        return page.html(edition, is_frame=self.is_lean, is_fitted=self.is_lean)

    def geojson(self) -> dict[str, Any]:
        """Return the RFC 7946 FeatureCollection."""
        from geomap.publishers import geojson

        return geojson.feature_collection(self.edition)

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> Mapping[str, Any]:
        """Return what Jupyter shows, in every form that it may ask for."""
        picture = NotebookFigure(edition=self.edition, account=self.account)
        return bundled(
            {
                "text/html": lambda: self._framed(picture),
                "image/svg+xml": picture.svg,
                "application/geo+json": self.geojson,
                "text/plain": lambda: _words(self.edition.scene),
            },
            include,
            exclude,
        )

    def _framed(self, picture: NotebookFigure) -> str:
        """Return the frame over the picture: in one cell of a grid, so that the picture shows only without it."""
        source = base64.b64encode(picture.svg().encode()).decode("ascii")
        title = html.escape(self.edition.scene.title, quote=True)
        words = html.escape(" ".join(picture.alt().split()), quote=True)
        page = html.escape(self.html(), quote=True)
        return (
            '<div style="display:grid">'
            f'<figure style="grid-area:1/1;margin:0;overflow:hidden;max-height:{self.height_px}px">'
            f'<img alt="{words}" src="data:image/svg+xml;base64,{source}" style="max-width:100%"></figure>'
            f'<iframe title="{title}" width="100%" height="{self.height_px}" frameborder="0" '
            'style="grid-area:1/1;z-index:1;background:#fff" '
            f'sandbox="allow-scripts allow-downloads allow-popups" srcdoc="{page}"></iframe></div>'
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class NotebookFigure:
    """The figure of one account: a picture with live text, and its words."""

    edition: Edition
    account: str = ""
    size: str = "page"

    def __post_init__(self) -> None:
        """Refuse what could not be drawn, where it was asked for."""
        from geomap.publishers.figure import SIZES

        _check_account(self.edition.scene, self.account)
        if not isinstance(self.size, str) or self.size not in SIZES:
            raise UsageError(f"size: {self.size!r} is not one of: {', '.join(SIZES)}.")

    def __repr__(self) -> str:
        """Return the title."""
        return f"<geomap figure {self.edition.scene.title!r}>"

    def svg(self) -> str:
        """Return the picture as SVG."""
        from geomap.publishers import figure

        look = self.edition.look
        drawn = figure.render(self.edition.scene, account=self.account, size=self.size, theme=look.theme)
        return drawn.decode("utf-8")

    def alt(self) -> str:
        """Return what the picture shows, in words."""
        scene = self.edition.scene
        return _words(scene, self.account or scene.default_account)

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> Mapping[str, Any]:
        """Return the picture and its words."""
        return bundled({"image/svg+xml": self.svg, "text/plain": self.alt}, include, exclude)


def bundled(
    makers: Mapping[str, Callable[[], Any]], include: Sequence[str] | None, exclude: Sequence[str] | None
) -> dict[str, Any]:
    """Return the forms that are asked for, each made only then.

    Parameters
    ----------
    makers : mapping of str to callable
        What gives each media type.
    include, exclude : sequence of str, optional
        Media types that Jupyter asks for, or does not want.
    """
    return {
        kind: make()
        for kind, make in makers.items()
        if (not include or kind in include) and kind not in (exclude or ())
    }


def _words(scene: Scene, account: str | None = None) -> str:
    from geomap.publishers import texts

    return texts.alt_text(scene, account)


def _check_account(scene: Scene, account: str) -> None:
    known = [a.account_id for a in scene.accounts if a.account_id]
    if account != "" and account not in known:
        raise UsageError(f'there is no account "{account}" in this case (accounts: {", ".join(known) or "none"})')


def _opened(scene: Scene, account: str) -> Scene:
    """Return the scene that opens with an account: a frame without an address cannot be told later."""
    return replace(scene, default_account=account) if account else scene
