"""Nothing is lost: the numbers of an edition add up, or it cannot be made."""

from __future__ import annotations

import pytest

from geomap.edition import Accounting, Track, Tracks
from geomap.errors import InvalidValue


def test_numbers_that_add_up_are_good():
    made = Accounting(rows_in=10, drawn=4, listed=3, refused=2, embargoed=1)

    assert made.rows_in == 10


@pytest.mark.parametrize("wrong", [{"drawn": 5}, {"listed": 0}, {"refused": 1}, {"embargoed": 0}, {"rows_in": 11}])
def test_numbers_that_do_not_add_up_are_refused(wrong):
    good = {"rows_in": 10, "drawn": 4, "listed": 3, "refused": 2, "embargoed": 1}

    with pytest.raises(InvalidValue, match="rows came in"):
        Accounting(**(good | wrong))


def test_two_accountings_add_up():
    one = Accounting(rows_in=3, drawn=1, listed=1, refused=1)
    other = Accounting(rows_in=5, drawn=2, listed=1, refused=0, embargoed=2)

    assert one + other == other + one == Accounting(rows_in=8, drawn=3, listed=2, refused=1, embargoed=2)


def test_a_track_is_found_by_its_id():
    track = Track(trajectory_id="t1", account="a", resolvable=False, reason="too-wide")

    assert Tracks((track,)).of("t1") is track
    with pytest.raises(KeyError):
        Tracks((track,)).of("t2")
