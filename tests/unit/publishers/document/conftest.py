"""What the tests of reports share: editions that take a second to make."""

from __future__ import annotations

from typing import Any

import pytest
from building import CaseTables

from geomap.pipeline import build_edition


@pytest.fixture(scope="session")
def arabic_edition(green_zone: Any) -> Any:
    """The shipped case in Arabic."""
    return build_edition(green_zone, lang="ar")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A small case as an edition."""
    return build_edition(CaseTables().write(tmp_path_factory.mktemp("small") / "case"))
