"""scene.json: everything a reader sees, for other drawing libraries and for review."""

from __future__ import annotations

import json
from pathlib import Path

from geomap.edition import Edition

__all__ = ["render", "write"]


def write(edition: Edition, folder: Path) -> None:
    """Write scene.json into a folder."""
    (folder / "scene.json").write_bytes(render(edition))


def render(edition: Edition) -> bytes:
    """Return the scene as indented JSON with sorted keys."""
    text = json.dumps(edition.scene.as_dict(), ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()
