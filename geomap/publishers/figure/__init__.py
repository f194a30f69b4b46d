"""The map as a picture, from the same scene as the page: one drawing in SVG, which PNG and PDF are made from.

Each figure shows one account and says which; what is not on the map stands inside the picture.
"""

from __future__ import annotations

from pathlib import Path

from geomap.edition import AccountView, Edition, Scene
from geomap.errors import UsageError
from geomap.look import Theme
from geomap.publishers.figure import press
from geomap.publishers.figure.sheet import draw
from geomap.publishers.figure.sizes import SIZES
from geomap.publishers.texts import alt_line

__all__ = [
    "DEFAULT_SIZE",
    "SIZES",
    "account_named",
    "edition_pdf",
    "edition_png",
    "edition_svg",
    "notices",
    "pdf",
    "png",
    "render",
    "write",
]

DEFAULT_SIZE = "two-columns"


def write(edition: Edition, folder: Path) -> None:
    """Write figure.svg and figure-small.svg into a folder, as `geomap build` does."""
    for size, file in (("page", "figure.svg"), ("page-small", "figure-small.svg")):
        data = render(edition.scene, size=size, account=edition.look.figure.account, theme=edition.look.theme)
        (folder / file).write_bytes(data)


def render(
    scene: Scene,
    *,
    size: str = "page",
    account: str = "",
    prefix: str = "",
    is_bare: bool = False,
    theme: Theme | None = None,
) -> bytes:
    """Return one figure as SVG.

    Parameters
    ----------
    scene : Scene
    size : str
        One of `SIZES`.
    account : str
        Id of the account to draw; empty takes the case's own choice.
    prefix : str
        Goes before every id, so that several figures can stand in one page.
    is_bare : bool
        Whether the page around it has title, legend and credits already.
    theme : Theme, optional
        A newsroom's fonts and colours.

    Raises
    ------
    UsageError
        If the case has no such account, or there is no such size.
    """
    if size not in SIZES:
        known = ", ".join(name for name, one in SIZES.items() if one.is_offered)
        raise UsageError(f'there is no figure of the size "{size}"; there are {known}')
    view = account_named(scene, account)
    alt = alt_line(scene, view.account_id)
    return draw(scene, view, SIZES[size], prefix, is_bare=is_bare, theme=theme, alt=alt)


def notices(edition: Edition) -> tuple[str, ...]:
    """Return what who draws had better know of a picture's letters: what is left out, and whose font stands in.

    Parameters
    ----------
    edition : Edition
    """
    scene = edition.scene
    texts = [scene.title, scene.kicker, *(text for mark in scene.marks() for text in (mark.name, *mark.label))]
    emoji = press.emoji_of(texts)
    left = f"Left out of the picture, for no font of geomap has it: {', '.join(emoji)}" if emoji else ""
    return (*press.notices(edition.look.theme, scene.lang), *([left] if left else []))


def edition_svg(edition: Edition) -> bytes:
    """Return the figure that an edition's look asks for, as SVG."""
    choice, look = edition.look.figure, edition.look
    return render(edition.scene, size=choice.size or DEFAULT_SIZE, account=choice.account, theme=look.theme)


def edition_png(edition: Edition) -> bytes:
    """Return the figure that an edition's look asks for, as PNG."""
    choice = edition.look.figure
    size = choice.size or DEFAULT_SIZE
    return png(edition.scene, size=size, account=choice.account, dpi=choice.dpi, theme=edition.look.theme)


def edition_pdf(edition: Edition) -> bytes:
    """Return the figure that an edition's look asks for, as PDF."""
    choice = edition.look.figure
    return pdf(edition.scene, size=choice.size or DEFAULT_SIZE, account=choice.account, theme=edition.look.theme)


def png(
    scene: Scene, *, size: str = DEFAULT_SIZE, account: str = "", dpi: int = 0, theme: Theme | None = None
) -> bytes:
    """Return one figure as PNG.

    Parameters
    ----------
    scene : Scene
    size : str
        One of `SIZES`.
    account : str
        Id of the account to draw; empty takes the case's own choice.
    dpi : int
        How finely it is drawn; 0 takes what the size asks for.
    theme : Theme, optional
        A newsroom's fonts and colours.

    Raises
    ------
    UsageError
        If there is no such account or size, or no font has a letter that stands in the figure.
    """
    svg = render(scene, size=size, account=account, theme=theme)
    return press.png(svg, dpi or SIZES[size].dpi, theme or Theme(), _titles(scene, account))


def pdf(scene: Scene, *, size: str = DEFAULT_SIZE, account: str = "", theme: Theme | None = None) -> bytes:
    """Return one figure as PDF, its fonts embedded, its text live; parameters as for `png`."""
    return press.pdf(render(scene, size=size, account=account, theme=theme), theme or Theme(), _titles(scene, account))


def _titles(scene: Scene, account: str) -> press.Titles:
    view = account_named(scene, account)
    title = f"{scene.title} ({view.label})" if view.label else scene.title
    alt = alt_line(scene, view.account_id)
    return press.Titles(title=title or scene.name, alt=alt, lang=scene.lang)


def account_named(scene: Scene, wanted: str = "") -> AccountView:
    """Return an account by its id; an empty id stands for the case's own choice.

    Raises
    ------
    UsageError
        If the case has no such account, with those it has.
    """
    for view in scene.accounts:
        if view.account_id == (wanted or scene.default_account):
            return view
    known = ", ".join(a.account_id for a in scene.accounts if a.account_id) or "none"
    raise UsageError(f'there is no account "{wanted}" in this case (accounts: {known})')
