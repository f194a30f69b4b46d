"""Findings add up: counts stay exact, order does not depend on who came first."""

from __future__ import annotations

from geomap.findings import Finding, Findings


def finding(code="a-code", severity="error", **values):
    return Finding(code=code, severity=severity, message=values.pop("message", "is wrong"), **values)


def test_errors_come_first_then_file_and_row():
    late = finding(file="b.csv", rows=(2,))
    early = finding(file="a.csv", rows=(9,))
    earlier = finding(file="a.csv", rows=(3,))
    soft = finding(severity="notice", file="a.csv", rows=(1,))
    middling = finding(severity="warning", file="a.csv", rows=(1,))

    assert list(Findings.of([soft, late, middling, early, earlier])) == [earlier, early, late, middling, soft]


def test_the_sum_is_the_same_from_both_sides():
    one = Findings.of([finding(file="b.csv"), finding(severity="notice")])
    other = Findings.of([finding(file="a.csv"), finding(severity="warning")])

    assert list(one + other) == list(other + one)
    assert len(one + other) == 4
    assert list(one + Findings()) == list(one)


def test_findings_are_counted_by_severity_and_found_by_code():
    found = Findings.of([finding("x"), finding("y"), finding("x", "warning")])

    assert [found.count(s) for s in ("error", "warning", "notice")] == [2, 1, 0]
    assert [f.severity for f in found.with_code("x")] == ["error", "warning"]


def test_a_finding_says_file_row_and_column():
    one = finding("bad-id", file="events.csv", column="event_id", rows=(4,), message='"A" is no id')

    assert str(one) == 'error bad-id: events.csv row 4, column "event_id": "A" is no id'


def test_many_rows_are_told_with_their_exact_number():
    some = finding(file="events.csv", rows=(2, 3, 5), count=3)
    many = finding(file="events.csv", rows=tuple(range(2, 22)), count=123)

    assert some.where == "events.csv rows 2, 3, 5"
    assert many.where == "events.csv rows 2, 3, 4, 5, 6 and 118 more"


def test_a_row_that_is_concerned_in_two_columns_is_told_once():
    both = finding(file="t.csv", column="launch_place, impact_place", rows=(3, 3), count=2)
    more = finding(file="t.csv", rows=(3, 3, 4), count=3)

    assert both.where == 't.csv row 3, column "launch_place, impact_place"'
    assert more.where == "t.csv rows 3, 4"


def test_a_finding_about_nothing_in_a_file_has_no_place():
    assert str(finding(message="is odd")) == "error a-code: is odd"


def test_a_finding_is_plain_values_for_json():
    assert finding(file="a.csv", rows=(2,), values=("x",), ids=("e1",)).as_dict() == {
        "code": "a-code",
        "severity": "error",
        "message": "is wrong",
        "file": "a.csv",
        "column": "",
        "rows": [2],
        "values": ["x"],
        "ids": ["e1"],
        "count": 1,
    }
