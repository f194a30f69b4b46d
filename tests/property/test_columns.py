"""Whatever the columns of a table are called: each that holds something is read or told by name, and nothing of what
stands in one that is not read is called "not reported"."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from geomap.dataset import Dataset
from geomap.disclosure import disclose
from geomap.edition import Tracks
from geomap.pipeline import checked
from geomap.scene.reading import Reading
from geomap.words import words

CELLS = {
    "id": "Zq1",
    "date": "2024-03-05",
    "time": "21:37",
    "place": "Xanadu Junction",
    "admin1": "Qq Oblast",
    "country": "Iraq",
    "kind": "mortar",
    "killed": "7331",
    "wounded": "8442",
    "munitions": "9553",
    "killed_of_civilian": "6221",
    "source": "Zeitblatt",
    "source_url": "https://example.org/zq",
    "notes": "Noted so.",
    "actors": "Group Zz",
    "coord_uncertainty_m": "777",
}
"""A cell of each role that nothing else of the row can be taken for."""
NAMES = {
    "id": ["id", "Event ID", "номер", "Nr."],
    "date": ["date", "Date (UTC)", "Fecha", "Дата", "Tarih", "التاريخ", "Incident date", "ngay", "Dag"],
    "time": ["time", "Hora", "Uhrzeit", "jam"],
    "place": ["place", "Lugar", "Lieu", "Yer", "tempat"],
    "admin1": ["admin1", "Область", "Province", "luogo A"],
    "country": ["country", "País", "Pays", "negara"],
    "kind": ["weapon", "Weapon system", "Arma", "зброя", "senjata"],
    "killed": ["killed", "No. killed", "Muertos", "Загинуло", "Body count", "Fatalities (total)", "tewas", "Morti"],
    "wounded": ["wounded", "Blessés", "Yaralı", "luka"],
    "munitions": ["rockets", "raketen", "Cohetes", "roket jumlah"],
    "killed_of_civilian": ["Civilians killed", "Killed (civilians)", "мирные погибло", "warga sipil tewas"],
    "source": ["source", "Reported by", "Fuente", "المصدر", "sumber"],
    "source_url": ["url", "Enlace", "Посилання", "tautan"],
    "notes": ["notes", "Observaciones", "Açıklama", "catatan"],
    "actors": ["actor1", "Grupo", "угруповання", "pelaku"],
    "coord_uncertainty_m": ["coord_uncertainty_m", "galat"],
}
"""Names that are read, and the last of each one in a language that is not."""
STEMS = ("killed", "wounded", "munitions")

columns = st.dictionaries(st.sampled_from(sorted(CELLS)), st.integers(0, 99), min_size=1).map(
    lambda drawn: {role: NAMES[role][n % len(NAMES[role])] for role, n in drawn.items()}
)


def read(header: list[str], row: list[str]) -> tuple[Dataset, list[str], str]:
    """Return the dataset, the columns that are told, and what reached the dataset as text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, row])
        dataset, findings = checked(path)
    told = [name for f in findings.with_code("columns-not-read") for name in f.values]
    told += [f.column for f in findings.with_code("position-not-read")]
    tables = (dataset.events, dataset.places, dataset.sources, dataset.trajectories)
    return dataset, told, "\n".join(str(table.astype(object).to_numpy().tolist()) for table in tables)


def reached(role: str, cell: str, text: str) -> bool:
    """Whether a cell stands in the dataset, as it is or as what it means."""
    return (cell.lower() if role == "id" else cell) in text


@settings(
    max_examples=15,
    phases=(
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ),  # a header that fails is small enough, shrinking takes minutes
)
@given(columns, st.randoms(use_true_random=False))
def test_every_column_is_read_or_told_and_nothing_unread_is_called_unreported(named, random):
    pairs = [*((name, CELLS[role], role) for role, name in named.items()), ("lat", "33.3127", ""), ("lon", "44.37", "")]
    random.shuffle(pairs)

    dataset, told, text = read([name for name, *_ in pairs], [cell for _, cell, _ in pairs])

    for name, cell, role in pairs:
        assert not role or reached(role, cell, text) or name in told, (name, cell)
    assert set(told) == set(dataset.unread.columns)
    assert len(dataset.events) == 1
    reading = Reading(public=disclose(dataset), tracks=Tracks(), words=words("en"))
    event = next(iter(reading.events.values()))
    for stem in STEMS:
        said = reading.count_range(event, stem)
        assert said != "not reported", stem
        if named.get(stem) in told:
            assert said in ("not read from this table", "at least 6,221")  # the civilians are the least of all
        elif stem not in named and "killed_of_civilian" not in named and not told:
            assert said == "not in this table"
    if "date" not in named or named["date"] in told:
        assert reading.event_date(event) in ("no date in this table", "date not read from this table")
        assert "date" not in named or reading.event_date(event) == "date not read from this table"
