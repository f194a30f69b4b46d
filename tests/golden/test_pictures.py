"""A few small pictures, compared with a tolerance: another renderer's last bit may differ, a lost label may not."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from geomap.pipeline import build_edition
from geomap.publishers import figure

GOLDEN = Path(__file__).parent / "green-zone"
PICTURES = (
    ("column", "security_media_cell", "en"),
    ("square", "the_national", "en"),
    ("wide", "security_media_cell", "ar"),
)


@pytest.mark.parametrize(("size", "account", "lang"), PICTURES)
def test_pictures_are_as_reviewed(
    request: pytest.FixtureRequest, edition: Any, green_zone: Path, size: str, account: str, lang: str
) -> None:
    scene = edition.scene if lang == "en" else build_edition(green_zone, lang=lang).scene
    data = figure.png(scene, size=size, account=account, dpi=72)
    path = GOLDEN / f"figure-{size}-{account.replace('_', '-')}-{lang}.png"
    if request.config.getoption("--update-golden"):
        path.write_bytes(data)

    now, before = (np.asarray(Image.open(BytesIO(d)).convert("RGB")).astype(int) for d in (data, path.read_bytes()))

    assert now.shape == before.shape
    apart = np.abs(now - before).max(axis=2) > 40
    rows, columns = apart.nonzero()
    where = (columns.min(), rows.min(), columns.max(), rows.max()) if len(rows) else ()
    assert apart.mean() < 0.002, f"{apart.sum()} pixels differ within {where}; if this is meant: make golden"
