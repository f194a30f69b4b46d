"""The rules that a case or catalogue is held to; each gives findings and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
import shapely

from geomap import geodesy, precision
from geomap.checks.disputes import disputed_but_reported, kinds_in_words
from geomap.checks.found import of_places, of_rows
from geomap.checks.sums import groups_out_of_order, munitions_balance
from geomap.dataset import Dataset, items_of, places_in_use
from geomap.findings import EXAMPLES_MAX, Finding
from geomap.floors import floor_reasons, is_within
from geomap.land import is_country
from geomap.outcomes import NOT_FLOWN
from geomap.schema import day_bounds, table_schema

__all__ = ["ROW_RULES", "RULES", "Rule"]

Rule = Callable[[Dataset], Iterator[Finding]]


def source_without_address(dataset: Dataset) -> Iterator[Finding]:
    """Find sources without url, archive_url or offline_reason."""
    bare = dataset.sources[dataset.sources[["url", "archive_url", "offline_reason"]].isna().all(axis="columns")]
    message = "has no url, no archive_url and no offline_reason: a reader cannot go and look. Fill one of the three"
    yield from of_rows("source-without-address", "error", message, bare, "source_id", "sources.csv")


def counts_out_of_order(dataset: Dataset) -> Iterator[Finding]:
    """Find counts whose low end is above the high end."""
    for table, file, key, stems in (
        (dataset.events, "events.csv", "event_id", ("munitions", "killed", "wounded")),
        (dataset.claims, "claims.csv", "claim_id", ("value",)),
    ):
        for stem in stems:
            low, high = f"{stem}_low", f"{stem}_high"
            rows = table[(table[low] > table[high]).fillna(False).astype(bool)]
            if rows.empty:
                continue
            names = [dataset.own_names.get(column, column) for column in (low, high)]
            first = f"{rows[low].iloc[0]} above {rows[high].iloc[0]}"
            message = f"{names[0]} is above {names[1]} ({first}). Swap them, or correct the one that is wrong"
            yield from of_rows("counts-out-of-order", "error", message, rows, key, file, low)


def dates_out_of_order(dataset: Dataset) -> Iterator[Finding]:
    """Find events that end before they begin."""
    events = dataset.events
    wrong = events["date_end_upper"] < events["date_start_lower"]
    message = "the event ends before it begins. Correct date_start or date_end"
    yield from of_rows("dates-out-of-order", "error", message, events[wrong], "event_id", "events.csv", "date_end")


def fact_without_claim(dataset: Dataset) -> Iterator[Finding]:
    """Find ends of trajectories that no claim names; in a catalogue the row is its own claim."""
    if not dataset.is_case:
        return
    field_of = dict(zip(dataset.claims["claim_id"], dataset.claims["field"].astype(object), strict=True))
    rows = dataset.trajectories
    for column in ("launch_place_id", "impact_place_id"):
        lacks = rows[column].notna() & ~rows["basis_claim_ids"].map(
            lambda cell, column=column: any(field_of.get(c) == column for c in items_of(cell))
        ).astype(bool)
        message = f"no claim in basis_claim_ids speaks of {column}: whoever said it is not named. Add the claim"
        yield from of_rows(
            "fact-without-claim", "error", message, rows[lacks], "trajectory_id", "trajectories.csv", column
        )


def place_outside_parent(dataset: Dataset) -> Iterator[Finding]:
    """Find places outside of their parent, beyond the errors of both."""
    places = dataset.places.set_index("place_id", drop=False)
    located = places["longitude"].notna()
    for row, place in dataset.places[dataset.places["parent_id"].notna()].iterrows():
        parent = places.loc[place["parent_id"]]
        if not (located[place["place_id"]] and located[parent["place_id"]]) or pd.isna(parent["radius_m"]):
            continue
        apart_m = _outside_m(place, parent)
        allowed_m = sum(float(p["coord_uncertainty_m"]) for p in (place, parent) if pd.notna(p["coord_uncertainty_m"]))
        if apart_m > allowed_m:
            message = (
                f"{place['place_id']} lies {apart_m / 1000:.1f} km outside of its parent {parent['place_id']}, more "
                "than both may be off. Correct parent_id or a coordinate (are longitude and latitude swapped?)"
            )
            yield from of_rows(
                "place-outside-parent",
                "error",
                message,
                dataset.places.loc[[row]],
                "place_id",
                "places.geojson",
                "parent_id",
            )


def _outside_m(place: pd.Series, parent: pd.Series) -> float:
    """How far a place's point lies outside of its parent's area, metres; 0 inside."""
    point = shapely.Point(place["longitude"], place["latitude"])
    if parent["outline"] is not None:
        frame = geodesy.Frame(point.x, point.y)
        return float(shapely.distance(frame.to_metres(parent["outline"]), frame.to_metres(point)))
    apart, _ = geodesy.geodesic(point.x, point.y, parent["longitude"], parent["latitude"])
    return max(0.0, float(apart) - float(parent["radius_m"]))


def second_source_too_far(dataset: Dataset) -> Iterator[Finding]:
    """Find positions whose second source is farther off than the stated uncertainty."""
    places = dataset.places.dropna(subset=["second_longitude", "second_latitude", "longitude", "latitude"])
    if places.empty:
        return
    apart, _ = geodesy.geodesic(
        *(places[c].to_numpy("float64") for c in ("longitude", "latitude", "second_longitude", "second_latitude"))
    )
    stated = places["coord_uncertainty_m"].fillna(0.0) + places["extent_radius_m"].fillna(0.0)
    far = pd.Series(apart, index=places.index) > stated
    for row in places.index[far]:
        metres = round(float(apart[places.index.get_loc(row)]))
        message = (
            f"the second source is {metres} m away, stated uncertainty and extent are {stated[row]:.0f} m together. "
            "Find out which is right, or raise coord_uncertainty_m"
        )
        yield from of_rows(
            "second-source-too-far",
            "warning",
            message,
            places.loc[[row]],
            "place_id",
            "places.geojson",
            "coord_uncertainty_m",
        )


def date_outside_claim(dataset: Dataset) -> Iterator[Finding]:
    """Find events whose day lies outside of what a claim of their date says."""
    claims = dataset.claims
    dated = claims[
        claims["field"].isin(["date_start", "date_end"]) & claims["value"].notna() & (claims["stance"] == "asserts")
    ]
    if dated.empty:
        return
    bounds = day_bounds(dated["value"])
    events = dataset.events.set_index("event_id")
    for row, claim in dated[bounds["lower"].notna() & dated["about"].isin(events.index)].iterrows():
        event, limit = events.loc[claim["about"]], bounds.loc[row]
        first, last = event["date_start_lower"], event["date_end_upper"]
        last = event["date_start_upper"] if pd.isna(last) else last
        if pd.isna(first) or last < first or (last >= limit["lower"] and first <= limit["upper"]):
            continue
        message = (
            f"{claim['about']} is dated {event['date_start']}, but this claim says {claim['value']}. "
            "Correct one of them, or mark the claim as contradicted"
        )
        if claim["verification"] not in ("contradicted", "retracted"):
            yield from of_rows(
                "date-outside-claim", "error", message, claims.loc[[row]], "claim_id", "claims.csv", "value"
            )


def place_finer_than_floor(dataset: Dataset) -> Iterator[Finding]:
    """Find places known more exactly than they may be shown; they are held back by rule."""
    reasons = floor_reasons(dataset)
    known = dataset.places[dataset.places["place_id"].isin(list(reasons))]
    too_fine = [
        any(not is_within(place, reason) for reason in reasons[place["place_id"]]) for _, place in known.iterrows()
    ]
    message = (
        "is known more exactly than it may be shown (a home, a named person, an active site, or a street or site "
        "in a launch quarter): its quarter or a coarse disc is drawn, its name withheld. Name the quarter instead"
    )
    yield from of_rows(
        "place-finer-than-floor",
        "warning",
        message,
        known[pd.Series(too_fine, index=known.index, dtype=bool).to_numpy()],
        "place_id",
        "places.geojson",
        "location_class",
    )


def aim_recorded_as_impact(dataset: Dataset) -> Iterator[Finding]:
    """Find places recorded as aimed at and as hit without a claim of impact."""
    targets = dataset.event_places[dataset.event_places["role"] == "reported_target"]
    if targets.empty:
        return
    impact_claims = dataset.claims[
        dataset.claims["field"].isin(["impact_place_id", "place_id"]) & (dataset.claims["stance"] == "asserts")
    ]
    claimed = set(zip(impact_claims["about"], impact_claims["value"], strict=True))
    trajectories = dataset.trajectories
    about_track = dict(zip(trajectories["trajectory_id"], trajectories["event_id"], strict=True))
    claimed |= {(about_track[a], v) for a, v in claimed if a in about_track}
    hits = set(zip(dataset.events["event_id"], dataset.events["place_id"], strict=True))
    hits |= set(zip(trajectories["event_id"], trajectories["impact_place_id"], strict=True))
    further = dataset.event_places[dataset.event_places["role"] == "impact"]
    hits |= set(zip(further["event_id"], further["place_id"], strict=True))
    pairs = pd.Series(
        list(zip(targets["event_id"], targets["place_id"], strict=True)), index=targets.index, dtype=object
    )
    wrong = targets[pairs.map(lambda pair: pair in hits and pair not in claimed).astype(bool)]
    message = (
        "is recorded both as what was aimed at and as where it fell, and no claim of impact says so. "
        "Take it out of place_id and impact_place_id, or add the claim"
    )
    yield from of_rows("aim-recorded-as-impact", "error", message, wrong, "event_id", "event_places.csv", "place_id")


def impact_without_flight(dataset: Dataset) -> Iterator[Finding]:
    """Find groups that never flew and have a place of impact all the same."""
    tracks = dataset.trajectories
    wrong = tracks[tracks["outcome"].isin(list(NOT_FLOWN)) & tracks["impact_place_id"].notna()]
    message = (
        "is the impact of a group that never flew, by its outcome: it is not drawn. Take it out, or correct the "
        "outcome (fell_short if it left and came down early)"
    )
    file, column = "trajectories.csv", "impact_place_id"
    yield from of_rows("impact-without-flight", "error", message, wrong, "trajectory_id", file, column)


def unknown_id_in_metadata(dataset: Dataset) -> Iterator[Finding]:
    """Find ids in datapackage.json and map.toml that stand in no table."""
    info, known_places = dataset.info, set(dataset.places["place_id"])
    sources, claims = set(dataset.sources["source_id"]), set(dataset.claims["claim_id"])
    accounts = {a.account_id for a in info.accounts}
    wrong = (
        [("datapackage.json", "main_event", info.main_event)]
        if info.main_event and info.main_event not in set(dataset.events["event_id"])
        else []
    )
    wrong += [("datapackage.json", "context_places", p) for p in info.context_places if p not in known_places]
    for account in info.accounts:
        wrong += [("datapackage.json", "source_ids", s) for s in account.source_ids if s not in sources]
        wrong += (
            [("datapackage.json", "relation.to", account.relation_to)]
            if account.relation_to not in {"", *accounts}
            else []
        )
    page, views = (dataset.editorial.get(key, {}) for key in ("page", "views"))
    wrong += [("map.toml", "page.accounts", a) for a in page.get("accounts", ()) if a not in accounts]
    wrong += [("map.toml", "views", a) for a in views if a not in accounts]
    for key, value in dataset.editorial.items():
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict):
                wrong += [("map.toml", f"{key}.claims", c) for c in item.get("claims", []) if c not in claims]
                if item.get("place", "") not in {"", *known_places}:
                    wrong.append(("map.toml", f"{key}.place", item["place"]))
                if item.get("account", "") not in {"", *accounts}:
                    wrong.append(("map.toml", f"{key}.account", item["account"]))
    for file, column in dict.fromkeys((file, column) for file, column, _ in wrong):
        values = tuple(dict.fromkeys(str(v) for f, c, v in wrong if (f, c) == (file, column)))
        message = f'"{values[0]}" stands in no table of this case; what rests on it is left out. Correct the id'
        yield Finding(
            code="unknown-id",
            severity="warning",
            message=message,
            file=file,
            column=column,
            values=values[:EXAMPLES_MAX],
            count=len(values),
        )


def bad_hash(dataset: Dataset) -> Iterator[Finding]:
    """Find hashes of stored copies that no copy can have."""
    pattern = table_schema("sources").field("sha256").pattern
    hashes = dataset.sources["sha256"]
    if pattern is None or not hashes.notna().any():
        return
    wrong = hashes.notna() & ~hashes.str.fullmatch(pattern.pattern.strip("^$")).fillna(False).astype(bool)
    message = "is no SHA-256: that has 64 digits, 0-9 and a-f. Take it of the stored copy anew (sha256sum FILE)"
    yield from of_rows("bad-hash", "warning", message, dataset.sources[wrong], "source_id", "sources.csv", "sha256")


def quote_without_locator(dataset: Dataset) -> Iterator[Finding]:
    """Find quotes of which nobody is told where in the source they stand."""
    claims = dataset.claims
    bare = claims[claims["quote"].notna() & claims["locator"].isna()]
    message = (
        "is quoted, and no locator says where in the source it stands: nobody can hold it against the original. Fill "
        "locator (a paragraph, a page, a minute)"
    )
    yield from of_rows("quote-without-locator", "notice", message, bare, "claim_id", "claims.csv", "locator")


def place_unused(dataset: Dataset) -> Iterator[Finding]:
    """Find places of a case that nothing names; they stay in the folder."""
    if dataset.own_names:
        return
    used = places_in_use(dataset.tables(), dataset.info.context_places)
    unused = dataset.places[~dataset.places["place_id"].isin(used)]
    message = (
        "is named by no event, group, claim or correction, so it is in no output. Use it, name it in context_places of "
        "datapackage.json, or take it out"
    )
    yield from of_rows("place-unused", "notice", message, unused, "place_id", "places.geojson", "place_id")


def context_not_drawn(dataset: Dataset) -> Iterator[Finding]:
    """Find places for orientation that have nothing to draw: no outline, and no position with a radius."""
    wanted = dataset.places[dataset.places["place_id"].isin(dataset.info.context_places)]
    shapeless = wanted[wanted["radius_m"].isna() & wanted["outline"].isna()]
    message = (
        "is named in context_places of datapackage.json and has nothing that can be drawn: a place of its class is "
        "drawn by its outline alone. Give it one, or take it out of context_places"
    )
    yield from of_rows(
        "context-not-drawn", "notice", message, shapeless, "place_id", "places.geojson", "location_class"
    )


def country_not_known(dataset: Dataset) -> Iterator[Finding]:
    """Find a country of a case that nobody knows."""
    country = dataset.info.country
    if dataset.own_names or not country or is_country(country):
        return
    message = (
        f'"{country}" is no country that is known: no position is held against it, and no small map shows it. Write '
        "its English name, or its ISO 3166 code: IQ"
    )
    yield Finding(
        code="wrong-value",
        severity="warning",
        message=message,
        file="datapackage.json",
        column="country",
        values=(country,),
        count=1,
    )


def place_too_coarse(dataset: Dataset) -> Iterator[Finding]:
    """Find places that are listed, not drawn, although an event or one end of a group lies there."""
    places = dataset.places
    is_coarse = places["location_class"].isin(precision.LISTED_CLASSES) & places["radius_m"].isna()
    is_line = places["outline"].notna() & ~is_coarse
    is_line &= ~places["outline"].map(lambda s: s.geom_type.endswith("Polygon"), na_action="ignore").eq(True)
    if not (is_coarse | is_line).any():
        return
    used = set(dataset.events["place_id"].unique())
    used |= {p for end in ("launch_place_id", "impact_place_id") for p in dataset.trajectories[end]}
    coarse = places[is_coarse & places["place_id"].isin(used)]
    listed = "what lies there is listed on the page, not mapped"
    is_nowhere = (coarse["location_class"] == "unlocated") & coarse["longitude"].isna()
    column = "location_class" if not dataset.own_names or "location_class" in dataset.own_names else ""
    for why, rows in (
        ("is too coarse to be drawn", coarse[~is_nowhere]),
        ("has no known position", coarse[is_nowhere]),
    ):
        message = f"{why}; {listed}"
        yield from of_places("place-too-coarse", "notice", message, dataset, rows, column)
    message = f"is a line or several points, not one point or an area; {listed}"
    lines = places[is_line & places["place_id"].isin(used)]
    yield from of_places("place-too-coarse", "notice", message, dataset, lines, "outline")


ROW_RULES: tuple[Rule, ...] = (counts_out_of_order, dates_out_of_order)
"""Rules that need nothing but a row."""

RULES: tuple[Rule, ...] = (
    source_without_address,
    fact_without_claim,
    groups_out_of_order,
    munitions_balance,
    place_outside_parent,
    second_source_too_far,
    date_outside_claim,
    place_finer_than_floor,
    aim_recorded_as_impact,
    impact_without_flight,
    unknown_id_in_metadata,
    country_not_known,
    place_too_coarse,
    place_unused,
    context_not_drawn,
    bad_hash,
    disputed_but_reported,
    kinds_in_words,
    quote_without_locator,
)
"""The other rules, line by line."""
