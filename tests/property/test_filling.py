"""A sheet that is filled in again changes nothing: whatever it holds, the second time finds everything in its place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from making import row, write_sheet

from geomap.errors import UnreadableInput
from geomap.making.filling import fill
from geomap.making.folder import empty_case
from geomap.making.sheet import ABOUT, definition, read_sheet

VALUES = {a["word"]: a["value"] for a in definition()["about"]}
places = st.sampled_from(["Kirkuk", "Green Zone", "Mosul", "kirkuk", "M9", "Iran", "حي التحرير", "50 km west of M9"])
amounts = st.sampled_from(["1", "4", "at least 9", "more than 12", "several", "9-12", "up to 4", "about 20"])
values = {
    "a date": st.sampled_from(["2020-05-06", "2020-05", "2020-05-07"]),
    "words": st.sampled_from(["at night", "X", "x", "late; “quoted”"]),
    "a place": places,
    "an outcome": st.sampled_from(["intercepted", "air burst", "destroyed before launch", "unknown"]),
    "a number": st.one_of(amounts, st.sampled_from(["0", "300", "dozens"])),
    "a cause": st.sampled_from(["munition", "unclear"]),
    "a kind": st.sampled_from(["rocket", "drone", "cruise missile"]),
}
long = "a ministry of a very long and official name, as "


@st.composite
def sheet_rows(draw):
    """Draw a row: every column may be empty, texts have a link, a headline, or neither."""
    about = draw(st.sampled_from(sorted(ABOUT)))
    is_area = about in ("launch area", "impact area", "outcome", "intercepted over", "ship hit")
    link = draw(st.sampled_from(["", "", "https://d.example/1", "https://d.example/2"]))
    headline = draw(st.sampled_from(["", "", "Report", "Report of 7 May 2020", "Rockets; fall"]))
    day = draw(st.sampled_from(["", "2020-05-07"]))
    return row(
        about,
        draw(values[VALUES[about]]),
        draw(st.sampled_from(["so it was", "another clause"])),
        how_many=draw(st.one_of(st.just(""), amounts)) if is_area else "",
        whom=draw(st.sampled_from(["", "all", "civilian", "security"])) if about in ("killed", "wounded") else "",
        who_said=draw(st.sampled_from(["A", "B", "The army", "army", "الجيش"])),
        who_relayed=draw(st.sampled_from(["", "Daily", "the daily; Post"])),
        link=link,
        why_no_link="x",
        published_on="2020-05-07" if link else day,
        headline="Of one text" if link else headline,
        account=draw(st.sampled_from(["", "", f"{long}A has it", f"{long}B has it"])),
        group=draw(st.sampled_from(["", "", "g", "Kirkuk"])) if is_area else "",
        event=draw(st.sampled_from(["", "", "Another", "another!"])),
        stance=draw(st.sampled_from(["", "", "denies", "speculates"])),
        verification=draw(st.sampled_from(["", "", "unverified", "contradicted", "retracted"])),
        goes_back_to=draw(st.sampled_from(["", "A"])),
    )


@settings(max_examples=20, deadline=None)
@given(rows=st.lists(sheet_rows(), min_size=1, max_size=7), more=st.lists(sheet_rows(), max_size=3))
def test_a_sheet_that_is_filled_in_twice_changes_nothing(tmp_path_factory, rows, more):
    folder = tmp_path_factory.mktemp("twice")
    files = empty_case("case", "A night", "IQ", "night", has_sheet=True)

    for sheet in ([*rows], [*rows, *more]):
        try:
            read = read_sheet(write_sheet(folder / "s.csv", sheet))[0]
            once = fill(files, read, "s.csv")
        except UnreadableInput:  # rows that contradict one another: told, and nothing is written
            continue
        made = {**files, **once.files}
        again = fill(made, read, "s.csv")

        assert again.files == {}
        assert (again.added, again.changes) == ({}, once.changes)  # what was told and left is told again
        files = made
