"""What the docs show of a command is what the command answers. ``pytest --update-golden`` writes it anew."""

from __future__ import annotations

import re
import shutil
import zipfile

import geopandas
import pytest

from geomap.cli import main

PAGE = "docs/how-to/read.md"
BLOCK = re.compile(r"```console\n\$ geomap (check \S+)\n(.*?)```", re.DOTALL)


def samples(root, folder):
    """Copy the samples, and make those that GDAL and Arrow read of the GeoJSON."""
    shutil.copytree(root / "tests" / "data" / "formats", folder, dirs_exist_ok=True)
    events = geopandas.read_file(folder / "events.geojson")
    events.to_crs(32638).to_file(folder / "events.gpkg", layer="events")
    events[1:].to_file(folder / "events.gpkg", layer="zones")
    events.to_file(folder / "events.fgb")
    events.to_crs(32638).to_parquet(folder / "events.parquet")
    (folder / "shapefile").mkdir()
    events[:1].assign(name="مكان مخترع", date="2020-11-17").to_file(
        folder / "shapefile" / "events.shp", encoding="cp1256"
    )
    with zipfile.ZipFile(folder / "events.zip", "w") as archive:
        for part in sorted((folder / "shapefile").iterdir()):
            archive.write(part, part.name)
    return folder


def test_the_answers_on_the_page_are_the_answers_of_the_program(root, tmp_path, monkeypatch, capsys, request):
    page = (root / PAGE).read_text("utf-8")
    monkeypatch.chdir(samples(root, tmp_path))

    def answered(match: re.Match[str]) -> str:
        monkeypatch.setattr("sys.argv", ["geomap", *match[1].split()])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        said = capsys.readouterr()
        return f"```console\n$ geomap {match[1]}\n{said.out}{said.err}```"

    anew, count = BLOCK.subn(answered, page)

    assert count == 15
    if request.config.getoption("--update-golden"):
        (root / PAGE).write_text(anew, "utf-8")
    else:
        assert page == anew


def test_a_drafted_mapping_works_for_the_newsroom_sheet(root, tmp_path):
    from geomap.pipeline import checked
    from geomap.readers import ReadOptions
    from geomap.readers.drafts import draft_mapping

    sheet = root / "tests" / "data" / "formats" / "newsroom.csv"
    own = tmp_path / "own.toml"
    own.write_text(draft_mapping(sheet), "utf-8")

    drafted, _ = checked(sheet, options=ReadOptions(mapping=own, date_order="dmy"))
    plain, _ = checked(sheet, options=ReadOptions(date_order="dmy"))

    assert drafted.events["event_id"].tolist() == plain.events["event_id"].tolist() == ["1", "2", "3"]
    assert drafted.events["kind"].tolist() == ["rocket", "mortar", "ied"]


def test_the_mapping_on_the_page_reads_the_sheet(root, tmp_path):
    from geomap.pipeline import checked
    from geomap.readers import ReadOptions

    text = re.search(r"```toml\n(.*?)```", (root / PAGE).read_text("utf-8"), re.DOTALL)
    assert text is not None
    own = tmp_path / "own.toml"
    own.write_text(text[1], "utf-8")

    dataset, _ = checked(
        root / "tests" / "data" / "formats" / "newsroom.csv", options=ReadOptions(mapping=own, date_order="dmy")
    )

    assert dataset.events["kind"].tolist() == ["rocket", "mortar", "ied"]
    assert dataset.editorial["credits"][0]["text"] == "Collected by the desk."


@pytest.mark.parametrize("name", ["tutorial/green-zone.md", "tutorial/first-case.md"])
def test_the_files_that_a_page_lists_are_those_that_a_build_prints(root, built, name):
    page = (root / "docs" / name).read_text("utf-8")
    lists = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    listed = [re.findall(r"^outputs/[^/\s]+/(\S+)$", block, re.MULTILINE) for block in lists]

    written = sorted(p.name for p in built.iterdir())
    assert any(listed)
    assert all(files == written for files in listed if files)
