"""Where the facts that ship with geomap lie, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from geomap.errors import UnreadableInput

__all__ = ["geodata_file"]

_PACKAGE = Path(__file__).resolve().parent


def geodata_file(*parts: str) -> Path:
    """Return the path of a shipped file.

    The folder beside the package comes first: an editable install can leave a stale copy inside the package.

    Parameters
    ----------
    *parts : str
        Path inside ``geodata``, for example ``"basemap", "world.geojson"``.

    Returns
    -------
    pathlib.Path
        An existing file or folder.

    Raises
    ------
    UnreadableInput
        If neither the checkout nor the installed package holds it.
    """
    for root in (_PACKAGE.parent / "geodata", _PACKAGE / "_geodata"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    wanted = "/".join(parts)
    raise UnreadableInput(f"geodata/{wanted} is missing from this installation. Install geomap again.")
