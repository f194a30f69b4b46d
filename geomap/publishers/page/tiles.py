"""Online tiles, only when asked for: which provider, whom readers' browsers will ask, and what must be said of it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from geomap.errors import UsageError
from geomap.look import Tiles
from geomap.words import words

__all__ = ["notices", "tiles_named"]

_HOST = re.compile(r"[a-z0-9.-]+(:\d+)?")


def tiles_named(name: str) -> Tiles:
    """Return a provider of `xyzservices` by its name, for example ``OpenStreetMap.Mapnik``.

    Parameters
    ----------
    name : str

    Raises
    ------
    UsageError
        If there is none of this name, it needs a key, or it has no encrypted address.
    """
    import xyzservices.providers as providers

    try:
        provider = providers.query_name(name)
    except ValueError:
        near = [known for known in providers.flatten() if name.split(".")[0].lower() in known.lower()][:8]
        hint = (
            f" There are {', '.join(near)}."
            if near
            else " Names look like OpenStreetMap.Mapnik or Esri.WorldGrayCanvas."
        )
        raise UsageError(f'--tiles: there is no provider "{name}".{hint}') from None
    if provider.requires_token():
        raise UsageError(
            f"--tiles: {provider.name} needs a key, and a key in a page is everybody's. Choose another provider, "
            "or bring streets of your own with --basemap FILE."
        )
    subdomains = str(provider.get("subdomains", "abc"))
    url = provider.build_url(x="{x}", y="{y}", z="{z}", scale_factor="", fill_subdomain=False)
    names = [url.replace("{s}", letter) for letter in subdomains] if "{s}" in url else [url]
    hosts = tuple(dict.fromkeys(urlsplit(one).netloc for one in names))
    if urlsplit(url).scheme != "https" or not all(_HOST.fullmatch(host) for host in hosts):
        raise UsageError(f"--tiles: {provider.name} has no encrypted address (https). Choose another provider.")
    if "{" in url.replace("{x}", "").replace("{y}", "").replace("{z}", "").replace("{s}", ""):
        raise UsageError(f"--tiles: the address of {provider.name} asks for more than a page can say. Choose another.")
    return Tiles(
        name=provider.name,
        url=url,
        hosts=hosts,
        attribution=str(provider.attribution),
        max_zoom=int(provider.get("max_zoom", 18)),
        subdomains=subdomains if "{s}" in url else "",
    )


def notices(tiles: Tiles, lang: str) -> tuple[str, ...]:
    """Return what page and maker are told: whose pictures, and who learns of the reader.

    Parameters
    ----------
    tiles : Tiles
    lang : str
    """
    say = words(lang)
    credit = say.text("tiles.credit", attribution=tiles.attribution)
    return credit, say.text("tiles.privacy", hosts=say.listing(list(tiles.hosts)))
