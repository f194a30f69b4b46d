"""figure.svg: the map as a picture with live text and named layers, from the same scene as the page.

Each figure shows one account and says which; what is not on the map stands inside the picture.
"""

from __future__ import annotations

from pathlib import Path

from geomap.edition import AccountView, Edition, Scene
from geomap.errors import UsageError
from geomap.look import Theme
from geomap.publishers.figure.sheet import SIZES, draw

__all__ = ["SIZES", "render", "write"]


def write(edition: Edition, folder: Path, *, account: str = "") -> None:
    """Write figure.svg and figure-small.svg into a folder.

    Parameters
    ----------
    edition : Edition
    folder : pathlib.Path
    account : str
        Id of the account to draw; empty takes the case's own choice.
    """
    for size, file in (("wide", "figure.svg"), ("small", "figure-small.svg")):
        (folder / file).write_bytes(render(edition.scene, size=size, account=account, theme=edition.look.theme))


def render(
    scene: Scene,
    *,
    size: str = "wide",
    account: str = "",
    prefix: str = "",
    is_bare: bool = False,
    theme: Theme | None = None,
) -> bytes:
    """Return one figure as SVG.

    Parameters
    ----------
    scene : Scene
    size : {"wide", "small"}
        For a column of 1040 or of 390 pixels.
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
        raise UsageError(f'there is no figure of the size "{size}"; there are {" and ".join(SIZES)}')
    return draw(scene, _account(scene, account), SIZES[size], prefix, is_bare=is_bare, theme=theme)


def _account(scene: Scene, wanted: str) -> AccountView:
    for view in scene.accounts:
        if view.account_id == (wanted or scene.default_account):
            return view
    known = ", ".join(a.account_id for a in scene.accounts if a.account_id) or "none"
    raise UsageError(f'there is no account "{wanted}" in this case (accounts: {known})')
