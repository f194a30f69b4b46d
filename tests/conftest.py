"""Fixtures that several tests share: the shipped cases, a small case to change, golden files, no network."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import CaseTables
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
GREEN_ZONE = ROOT / "geodata" / "cases" / "green-zone-2020-11-17"
CATALOGUE = ROOT / "geodata" / "catalogues" / "iraq-2019-2021"

# One profile for everybody: what fails on one machine fails on the next. "-p no:cacheprovider" is not needed.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=15,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("long", parent=settings.get_profile("ci"), derandomize=False, max_examples=1000)
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; review the diff")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever geomap does, it asks no other machine: only this one answers during the tests."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        is_here = self.family == socket.AF_UNIX or str(address[0]) in ("127.0.0.1", "::1", "localhost")
        assert is_here, f"a test tried to reach {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def green_zone() -> Path:
    """The shipped case; read only."""
    return GREEN_ZONE


@pytest.fixture(scope="session")
def catalogue() -> Path:
    """The shipped catalogue; read only."""
    return CATALOGUE


@pytest.fixture
def case_folder(tmp_path: Path) -> Path:
    """A copy of the shipped case, to be changed."""
    return Path(shutil.copytree(GREEN_ZONE, tmp_path / GREEN_ZONE.name))


@pytest.fixture(scope="session")
def edition() -> Any:
    """The shipped case, gone all the way to an edition."""
    from geomap.pipeline import build_edition

    return build_edition(GREEN_ZONE)


@pytest.fixture(scope="session")
def catalogue_edition() -> Any:
    """The shipped catalogue, gone all the way to an edition."""
    from geomap.pipeline import build_edition

    return build_edition(CATALOGUE)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, edition: Any) -> Path:
    """The output folder of the shipped case."""
    from geomap.pipeline import publish_edition

    target = tmp_path_factory.mktemp("built") / GREEN_ZONE.name
    publish_edition(edition, target)
    return target


@pytest.fixture
def tables() -> CaseTables:
    """The tables of a small valid case, to be changed and written."""
    return CaseTables()


@pytest.fixture
def make_case(tmp_path: Path) -> Callable[..., Path]:
    """Write a small valid case, after changes to its tables: ``make_case(lambda case: case.set(...))``."""

    def make(change: Callable[[CaseTables], object] | None = None, name: str = "case") -> Path:
        case = CaseTables()
        if change is not None:
            change(case)
        return case.write(tmp_path / name)

    return make


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compare bytes with a golden file; with ``--update-golden``, write it."""
    folder = Path(__file__).parent / "golden" / "green-zone"

    def compare(name: str, data: bytes) -> None:
        path = folder / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        assert path.exists(), f"{path.name} is no golden file yet: pytest --update-golden writes it"
        expected = path.read_bytes()
        if data != expected:
            old, new = expected.decode().splitlines(), data.decode().splitlines()
            pairs = list(zip(old, new, strict=False))
            line = next((n for n, (a, b) in enumerate(pairs) if a != b), len(pairs))
            pytest.fail(
                f"{name} differs from line {line + 1} on ({len(old)} lines before, {len(new)} now).\n"
                f"- {(old[line : line + 1] or ['(nothing)'])[0][:300]}\n"
                f"+ {(new[line : line + 1] or ['(nothing)'])[0][:300]}\n"
                "If this is meant: pytest tests/golden --update-golden, and review the diff.",
                pytrace=False,
            )

    return compare


@pytest.fixture
def hostile_case(tmp_path: Path) -> Callable[[str], Path]:
    """Write a case with a text in all free-text columns at once: ``hostile_case("{{ 7*7 }}")``."""
    from hostile_text import hostile_case as write

    return lambda text: write(tmp_path / "hostile", text)
