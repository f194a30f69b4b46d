"""geomap turns reported attacks into maps that can be published, with every mark's source and doubt on it.

Imports run one way: errors, options, paths -> schema, words, precision, geodesy -> dataset, findings -> edition
-> the steps -> pipeline -> cli, notebook. Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from geomap.version import __version__

if TYPE_CHECKING:
    from geomap.dataset import Dataset
    from geomap.disclosure import disclose
    from geomap.edition import Edition, PublicDataset, Track, Tracks
    from geomap.errors import (
        ForbiddenColumn,
        GeomapError,
        InvalidMetadata,
        InvalidValue,
        MissingColumn,
        MissingTable,
        UnknownId,
        UnreadableInput,
        UsageError,
        WorkerEnded,
        WriteFailed,
    )
    from geomap.findings import Finding, Findings
    from geomap.notebook import build, check, compose, folium_layers, publish, read
    from geomap.options import ReadOptions
    from geomap.places import locate
    from geomap.policy import Policy
    from geomap.trajectories import trace

_HOMES = {
    "Dataset": "geomap.dataset",
    "Edition": "geomap.edition",
    "Finding": "geomap.findings",
    "Findings": "geomap.findings",
    "ForbiddenColumn": "geomap.errors",
    "GeomapError": "geomap.errors",
    "InvalidMetadata": "geomap.errors",
    "InvalidValue": "geomap.errors",
    "MissingColumn": "geomap.errors",
    "MissingTable": "geomap.errors",
    "Policy": "geomap.policy",
    "PublicDataset": "geomap.edition",
    "ReadOptions": "geomap.options",
    "Track": "geomap.edition",
    "Tracks": "geomap.edition",
    "UnknownId": "geomap.errors",
    "UnreadableInput": "geomap.errors",
    "UsageError": "geomap.errors",
    "WorkerEnded": "geomap.errors",
    "WriteFailed": "geomap.errors",
    "build": "geomap.notebook",
    "check": "geomap.notebook",
    "compose": "geomap.notebook",
    "disclose": "geomap.disclosure",
    "folium_layers": "geomap.notebook",
    "locate": "geomap.places",
    "publish": "geomap.notebook",
    "read": "geomap.notebook",
    "trace": "geomap.trajectories",
}

__all__ = [
    "Dataset",
    "Edition",
    "Finding",
    "Findings",
    "ForbiddenColumn",
    "GeomapError",
    "InvalidMetadata",
    "InvalidValue",
    "MissingColumn",
    "MissingTable",
    "Policy",
    "PublicDataset",
    "ReadOptions",
    "Track",
    "Tracks",
    "UnknownId",
    "UnreadableInput",
    "UsageError",
    "WorkerEnded",
    "WriteFailed",
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
