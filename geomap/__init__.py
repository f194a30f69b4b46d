"""geomap turns reported attacks into maps that can be published, with every mark's source and doubt on it.

Imports run one way: errors, paths -> schema, words, precision, geodesy -> dataset, findings -> edition -> the steps
-> pipeline -> cli, notebook. Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from geomap.version import __version__

if TYPE_CHECKING:
    from geomap.checks import check
    from geomap.disclosure import disclose
    from geomap.edition import Edition, Policy
    from geomap.errors import GeomapError
    from geomap.notebook import build, compose, folium_layers, publish, read
    from geomap.places import locate
    from geomap.trajectories import trace

_HOMES = {
    "Edition": "geomap.edition",
    "GeomapError": "geomap.errors",
    "Policy": "geomap.edition",
    "build": "geomap.notebook",
    "check": "geomap.checks",
    "compose": "geomap.notebook",
    "disclose": "geomap.disclosure",
    "folium_layers": "geomap.notebook",
    "locate": "geomap.places",
    "publish": "geomap.notebook",
    "read": "geomap.notebook",
    "trace": "geomap.trajectories",
}

__all__ = [
    "Edition",
    "GeomapError",
    "Policy",
    "__version__",
    "build",
    "check",
    "compose",
    "disclose",
    "folium_layers",
    "locate",
    "publish",
    "read",
    "trace",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'geomap' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
