"""Launch to impact: a range and a direction where they can be told, and a reason where they cannot."""

from __future__ import annotations

import pytest
from building import place, square

from geomap.disclosure import disclose
from geomap.places import locate
from geomap.readers import read_path
from geomap.trajectories import RESOLVABLE_MAX, trace


def tracks_of(make_case, change=None):
    dataset, _ = read_path(make_case(change))
    return trace(disclose(locate(dataset)[0]))


def test_a_resolvable_pair_has_range_bearings_corridor_and_line(make_case):
    """Squares of 1.6 and 2 km, widened by 300 and 200 m, their middles 11,175 m apart (0.12 degrees at 33.31 N).

    Along the middle: 11,175 - 1,100 - 1,200 = 8,875 m and 11,175 + 2,300 = 13,475 m; corners reach a little farther.
    """
    track = tracks_of(make_case).of("t1")

    assert (track.resolvable, track.reason) == (True, "")
    assert track.distance_min_m == 8_800
    assert 13_500 <= track.distance_max_m <= 13_700
    assert track.ratio == pytest.approx((800 * 2**0.5 + 300 + 1_000 * 2**0.5 + 200) / 11_175, abs=0.002)
    assert 250 < track.bearing_from_deg < 262
    assert 278 < track.bearing_to_deg < 290
    assert track.corridor.contains(track.connector)


def test_stored_figures_are_rounded_outward_to_100_metres_and_whole_degrees(make_case):
    track = tracks_of(make_case).of("t1")

    assert track.distance_min_m % 100 == track.distance_max_m % 100 == 0
    assert isinstance(track.bearing_from_deg, int)
    assert isinstance(track.bearing_to_deg, int)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"impact_place_id": None}, "no-impact-place"),
        ({"launch_place_id": None, "basis_claim_ids": "k2"}, "no-launch-place"),
        ({"impact_place_id": "abroad"}, "impact-listed"),
        ({"launch_place_id": "abroad"}, "launch-listed"),
        ({"launch_place_id": "impact_zone"}, "areas-touch"),
        ({"launch_place_id": "plain"}, "areas-touch"),
        ({"launch_place_id": "nearby"}, "too-wide"),
    ],
)
def test_a_pair_of_which_nothing_can_be_told_has_a_reason_and_no_line(make_case, changes, reason):
    def change(case):
        case.add("places", place("abroad", None, None, location_class="country"))
        case.add("places", place("nearby", 43.47, 33.31, geometry=square(43.47, 33.31, 1_600), outline_error_m=300))
        case.set("trajectories", "t1", **changes)

    track = tracks_of(make_case, change).of("t1")

    assert (track.resolvable, track.reason) == (False, reason)
    assert track.corridor is None
    assert track.connector is None


@pytest.mark.parametrize("lat", [90.0, -90.0])
def test_from_a_pole_no_one_way_leads_and_the_width_is_not_blamed(make_case, lat):
    """A kilometre round the pole: every direction from there is south, however far the other area lies."""

    def change(case):
        case.add("places", place("pole", 0.0, lat, coord_uncertainty_m=1_000, location_class="compound"))
        case.set("trajectories", "t1", launch_place_id="pole")

    track = tracks_of(make_case, change).of("t1")

    assert track.reason == "no-one-way"
    assert track.ratio < RESOLVABLE_MAX
    assert (track.resolvable, track.corridor, track.bearing_from_deg) == (False, None, None)


def test_a_pair_too_wide_still_has_its_range(make_case):
    """The range is a fact of the areas; only the line would say too much."""

    def change(case):
        case.add("places", place("nearby", 43.47, 33.31, geometry=square(43.47, 33.31, 1_600), outline_error_m=300))
        case.set("trajectories", "t1", launch_place_id="nearby")

    track = tracks_of(make_case, change).of("t1")

    assert 0 < track.distance_min_m < track.distance_max_m
    assert track.ratio > RESOLVABLE_MAX


def test_there_is_one_track_for_each_trajectory_in_the_order_of_their_ids(make_case):
    tracks = tracks_of(make_case, lambda case: case.tables["trajectories"].reverse())

    assert [t.trajectory_id for t in tracks.items] == ["t1", "t2"]
    with pytest.raises(KeyError):
        tracks.of("t9")


def test_the_limit_is_thirty_degrees_to_a_side():
    """sin 30 = 0.5: beyond that an arrow would tell a direction that nobody reported."""
    assert RESOLVABLE_MAX == 0.5


def test_the_figures_come_from_what_may_be_shown_and_not_from_what_is_known(make_case):
    """A range worked out on an exact place would give the place back."""

    def change(case):
        case.add("places", place("yard", 43.551, 33.311, location_class="exact", coord_uncertainty_m=5))
        case.set("trajectories", "t1", launch_place_id="yard").set("claims", "k1", value="yard")

    track = tracks_of(make_case, change).of("t1")

    assert track.distance_max_m - track.distance_min_m > 2 * 1_500


def test_a_bearing_that_is_rounded_up_to_north_is_nought(make_case):
    """The eastern edge of the impact lies 50 m west of the western edge of the launch, 9 km off: 359.7 degrees."""

    def change(case):
        east_m = 111_320 * 0.8357  # of a degree of longitude at 33.31 N
        lon = 43.55 - (1_100 + 300 + 50) / east_m
        case.set("places", "impact_zone", longitude=lon, latitude=33.40, geometry=square(lon, 33.40, 400))
        case.set("places", "impact_zone", outline_error_m=100)

    track = tracks_of(make_case, change).of("t1")

    assert 340 < track.bearing_from_deg < 350
    assert track.bearing_to_deg == 0


def test_a_pair_of_places_is_worked_out_once(tmp_path, monkeypatch):
    """40 rows between two launches and two impacts are four pairs; each row has its own track."""
    from geomap import trajectories

    ends = [
        ("33.1,44.1", "33.3,44.9"),
        ("33.2,44.2", "33.3,44.9"),
        ("33.1,44.1", "33.4,44.8"),
        ("33.2,44.2", "33.4,44.8"),
    ]
    rows = [f"e{n},{','.join(ends[n % 4])}" for n in range(40)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["id,launch_lat,launch_lon,impact_lat,impact_lon", *rows]) + "\n", "utf-8")
    public = disclose(locate(read_path(path)[0])[0])
    made = []
    between = trajectories._between
    monkeypatch.setattr(trajectories, "_between", lambda *areas: made.append(areas) or between(*areas))

    tracks = trace(public)

    assert len(made) == 4
    assert [t.trajectory_id for t in tracks.items] == sorted(f"e{n}-t1" for n in range(40))
    assert len({t.distance_min_m for t in tracks.items}) == 4
