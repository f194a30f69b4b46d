"""What a table of launches says of outcomes: how many were fired and stopped, and who claimed it."""

from __future__ import annotations

import pytest

from geomap.pipeline import build_edition, checked

HEAD = "date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,weapon,"
ROW = "2024-03-0{n},Kursk,51.7,36.2,Sumy,50.9,34.8,ballistic missile,"


@pytest.fixture
def tracks_of(tmp_path):
    def read(columns, *cells):
        path = tmp_path / "t.csv"
        rows = [ROW.format(n=n) + cell + "\n" for n, cell in enumerate(cells, start=1)]
        path.write_text(HEAD + columns + "\n" + "".join(rows), "utf-8")
        dataset, findings = checked(path)
        told = dataset.trajectories[["group_n", "outcome"]].assign(fell=dataset.trajectories["impact_place_id"].notna())
        rows = told.astype(object).where(told.notna(), None).values.tolist()
        return [tuple(row) for row in rows], dataset, findings

    return read


@pytest.mark.parametrize(
    ("cells", "groups"),
    [
        ("2,0", [(2, "ground_impact", True)]),
        ("4,4", [(4, "intercepted", False)]),
        ("12,all", [(12, "intercepted", False)]),
        ("4-6,all", [(None, "intercepted", False)]),
        ("5,4-6", [(None, "unknown", True), (None, "intercepted", False)]),
        ("9,4-6", [(None, "ground_impact", True), (None, "intercepted", False)]),
        ("4-6,5", [(None, "unknown", True), (5, "intercepted", False)]),
        ("9,several", [(None, "unknown", True), (None, "intercepted", False)]),
        ("at least 5,2", [(None, "ground_impact", True), (2, "intercepted", False)]),
        ("3,1", [(None, "ground_impact", True), (1, "intercepted", False)]),
        (",2", [(None, "ground_impact", True), (2, "intercepted", False)]),
        ("3,", [(3, "ground_impact", True)]),
        ("1,2", [(1, "unknown", True)]),
    ],
)
@pytest.mark.parametrize("columns", ["fired,intercepted", "запущено,збито"])
def test_what_was_stopped_is_not_said_to_have_fallen(tracks_of, columns, cells, groups):
    """How many came down of the others is nobody's number: it is not worked out."""
    found, _, findings = tracks_of(columns, cells, "2,1")

    assert found[: len(groups)] == groups
    assert not findings.with_code("columns-not-read")


def test_a_word_for_how_many_is_kept_and_told(tracks_of):
    _, dataset, findings = tracks_of("fired,intercepted", "9,several", "4,4")

    assert [w for w in dataset.trajectories["group_n_words"] if isinstance(w, str)] == ["several"]
    assert [(f.column, f.rows) for f in findings.with_code("count-in-words")] == [("intercepted", (2,))]


def test_where_all_of_several_pairs_were_stopped_none_fell(tmp_path):
    head = "date,launch_place,launch_lat,launch_lon,impact_place,impact_lat,impact_lon,fired,intercepted\n"
    row = "2024-03-01,Kursk,51.7,36.2,Sumy; Konotop,50.9; 51.2,34.8; 33.2,4,4\n"
    (tmp_path / "t.csv").write_text(head + row, "utf-8")

    tracks = checked(tmp_path / "t.csv")[0].trajectories

    assert tracks[["group_n", "outcome"]].values.tolist() == [[4, "intercepted"]]
    assert tracks["impact_place_id"].isna().all()


def test_the_place_that_a_row_names_stays_its_place_where_all_were_stopped(tracks_of):
    _, dataset, _ = tracks_of("fired,intercepted", "12,12")

    named = dataset.places.set_index("place_id")["name"]
    assert named[dataset.events["place_id"]].tolist() == ["Sumy"]


def test_of_none_fired_nothing_is_drawn_but_the_event(tmp_path):
    """0 is a number: no group, so no launch, no impact and no line. The row stays where it says, as an event.

    It is drawn at the place that it names rather than listed: that place is all that a row of 0 reports, and a row with
    a position of its own is drawn too. It is never said to have fallen there.
    """
    path = tmp_path / "t.csv"
    path.write_text(f"{HEAD}fired\n{ROW.format(n=1)}0\n", "utf-8")

    edition = build_edition(path)

    (mark,) = edition.scene.marks()
    assert (mark.role, mark.name, mark.trajectory_ids) == ("event", "Sumy", ())
    assert not len(edition.public.trajectories)
    assert set(edition.public.places["name"]) == {"Sumy"}
    said = " ".join(line.text for line in mark.panel.lines)
    assert "0" in said
    assert "unreported" not in said
    assert not {"impact_area", "launch_area"} & {sign.key for view in edition.scene.accounts for sign in view.legend}


def test_a_place_of_attacks_with_a_row_of_none_is_not_said_to_be_where_they_fell(tmp_path):
    (tmp_path / "t.csv").write_text(
        "id,date,place,lat,lon,type,rockets\n1,2024,Sumy,50.9,34.8,rocket,0\n2,2024,Sumy,50.9,34.8,rocket,3\n"
        "3,2024,Kursk,51.7,36.2,rocket,\n",
        "utf-8",
    )

    marks = build_edition(tmp_path / "t.csv").scene.marks()

    assert {mark.name: mark.role for mark in marks} == {"Sumy": "event", "Kursk": "impact_area"}


def test_more_intercepted_than_fired_keeps_both_numbers(tracks_of):
    _, dataset, findings = tracks_of("fired,intercepted", "5,7", "5,5")

    assert dataset.events["munitions_note"].astype(object).where(lambda n: n.notna(), None).tolist() == [
        "7 intercepted of 5 in the table",
        None,
    ]
    (told,) = findings.with_code("more-intercepted")
    assert (told.column, told.rows, told.values) == ("intercepted", (2,), ("7",))
    assert "(7 of 5)" in told.message


def test_a_column_of_outcomes_that_is_not_read_leaves_them_open(tracks_of):
    found, dataset, _ = tracks_of("fired,outcome", "2,shot down over the river")

    assert found == [(2, "unknown", True)]
    assert dataset.unread.columns == ("outcome",)


def test_fired_is_no_number_where_its_cells_are_none(tracks_of):
    found, _, findings = tracks_of("fired", "yes", "at night")

    assert [n for n, *_ in found] == [None, None]
    assert findings.with_code("columns-not-read")


def test_a_claim_of_responsibility_is_read_as_claimed(tracks_of):
    _, dataset, findings = tracks_of("claimed_by", "A group")

    assert dataset.events["actor_claimed"].tolist() == ["A group"]
    assert not findings.with_code("columns-not-read")


def test_in_a_table_without_ends_interceptions_are_told_as_not_read(tmp_path):
    (tmp_path / "t.csv").write_text(
        "date,place,lat,lon,type,intercepted\n2024-03-01,Odesa,46.48,30.73,drone,3\n", "utf-8"
    )

    assert checked(tmp_path / "t.csv")[0].unread.columns == ("intercepted",)
