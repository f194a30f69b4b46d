"""Nothing that is withheld is in any export, after each was read by the programs it is made for."""

from __future__ import annotations

import json
import sqlite3

import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from leaks import search
from sensitive import EMBARGO_ON, REDACTED, needles, sensitive_case

from geomap.edition import Policy
from geomap.pipeline import build_edition, export_bytes

FILES = {"gpkg": "events.gpkg", "kml": "events.kml", "fgb": "events.fgb", "parquet": "events.parquet"}
FILES |= {"csv": "events.csv", "xlsx": "events.xlsx"}


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return sensitive_case(tmp_path_factory.mktemp("sensitive") / "case")


@pytest.fixture(scope="module", params=["en", "ar"])
def edition(request, case):
    return build_edition(case, policy=Policy(redact=(REDACTED,), embargo_on=EMBARGO_ON), lang=request.param)


def decoded(path):
    """Return everything that a program reads of a file, as text."""
    told = []
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        told += [value.decode() for value in pq.read_metadata(path).metadata.values()]
        told += [str(table.drop_columns(["geometry"]).to_pylist())]
        told += [shapely.from_wkb(w).wkt for w in table["geometry"].to_pylist() if w]
    elif path.suffix == ".gpkg":
        package = sqlite3.connect(path)
        told += [line for line in package.iterdump() if "INSERT" in line]
        package.close()
    if path.suffix in (".gpkg", ".fgb", ".kml"):
        for layer, _ in pyogrio.list_layers(path):
            told.append(json.dumps(pyogrio.read_info(path, layer=layer), default=str, ensure_ascii=False))
            frame = pyogrio.read_dataframe(path, layer=layer)
            told += [g.wkt for g in frame.get("geometry", []) if g is not None]
            told.append(str(frame.drop(columns="geometry", errors="ignore").to_dict("records")))
    return "\n".join(told)


@pytest.mark.parametrize("name", FILES)
def test_no_export_holds_what_is_withheld(edition, tmp_path, name):
    for file, data in export_bytes(edition, name).items():
        (tmp_path / file).write_bytes(data)
        (tmp_path / f"{file}.txt").write_text(decoded(tmp_path / file), "utf-8", "surrogatepass")

    leaks = search(tmp_path, needles())

    assert not leaks, "\n".join(f"{leak.needle!r} in {leak.file}: {leak.around}" for leak in leaks[:12])


@pytest.mark.parametrize("name", FILES)
def test_a_least_radius_holds_in_every_export(case, tmp_path, name):
    edition = build_edition(case, policy=Policy(min_precision_m=5000))
    for file, data in export_bytes(edition, name).items():
        (tmp_path / file).write_bytes(data)
        (tmp_path / f"{file}.txt").write_text(decoded(tmp_path / file), "utf-8", "surrogatepass")

    # four decimals: a corner of a coarse disc may share the first three by chance
    exact = [f"{degrees:.4f}" for degrees in (43.43, 43.49, 33.36)]

    assert not search(tmp_path, exact)
    assert all(m >= 5000 for m in edition.public.places["radius_m"].dropna())


def test_the_search_finds_what_is_there(tmp_path, case):
    """The working copy holds it all: the search would see it."""
    from geomap.pipeline import copy_case

    copy_case(case, tmp_path / "copy")

    found = {leak.needle for leak in search(tmp_path, needles())}
    assert {"Villa Sundus", "PRIVATENOTE", REDACTED} <= found
