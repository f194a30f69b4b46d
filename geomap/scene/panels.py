"""What a reader is told when a mark is selected: who says so, how many origins there are, how sure the place is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from geomap import geodesy, precision
from geomap.counts import UNKNOWN, Count
from geomap.dataset import items_of
from geomap.edition import Panel, PanelLine, Track
from geomap.outcomes import FURTHER_SIGNS, NOT_FLOWN, STOPPED
from geomap.scene.clocks import claim_words
from geomap.scene.disputes import DISPUTING, denials_of
from geomap.scene.letters import capital
from geomap.scene.misplaced import misplaced_text
from geomap.scene.munitions import number
from geomap.scene.reading import Reading, is_set
from geomap.scene.shapes import is_worked_out

__all__ = [
    "claim_lines",
    "event_panel",
    "link_panel",
    "origin_panel",
    "origins_of",
    "place_claims",
    "place_panel",
    "role_words",
    "stopped_words",
]


_COUNTRY_KM2 = 10_000
"""Of a larger area thousands of square kilometres are told."""


def place_claims(
    reading: Reading, place_id: str, role: str, event_ids: Iterable[str], basis: Iterable[str]
) -> tuple[str, ...]:
    """Return the claims that put a launch or an impact of these events at a place, the account's own first."""
    field = "launch_place_id" if role == "launch_area" else "impact_place_id"
    events = set(event_ids)
    about = events | {t for t, row in reading.trajectories.items() if row["event_id"] in events}
    first = [c for c in reading.ordered_claims(basis) if reading.claims[c]["field"] == field]
    others = [
        claim_id
        for claim_id in reading.claims_about([place_id, *sorted(about)])
        if (claim := reading.claims[claim_id])["stance"] != "background"
        and (claim["about"] == place_id or claim["value"] == place_id)
        and claim["field"] in (field, "context", "place_id")
        and (claim["field"] != "context" or claim["about"] == place_id)
    ]
    ids = dict.fromkeys([*first, *others])
    return _with_denials(reading, [c for c in ids if reading.claims[c]["stance"] not in DISPUTING])


def _with_denials(reading: Reading, claim_ids: Iterable[str]) -> tuple[str, ...]:
    """Return claims with those that deny them, each denial after the last that it denies."""
    ids = list(claim_ids)
    for denial in denials_of(reading, ids):
        denied = [n for n, c in enumerate(ids) if denial in denials_of(reading, [c])]
        ids.insert(denied[-1] + 1, denial)
    return tuple(dict.fromkeys(ids))


def claim_lines(reading: Reading, claim_ids: Iterable[str]) -> list[PanelLine]:
    """Return one line for each claim: speaker, words and source, its stance unless it asserts, what became of it."""
    lines = []
    for claim_id in claim_ids:
        claim = reading.claims[claim_id]
        source = reading.sources[claim["source_id"]]
        claimant, words = reading.say(claim, "claimant"), claim_words(reading, claim)
        via = reading.say(claim, "relayed_by") or reading.say(source, "publisher")
        key = "panel.claim_own" if via == claimant else "panel.claim"
        text = reading.words.text(key, claimant=claimant, words=words, source=via)
        if claim["stance"] != "asserts":
            text = reading.words.text(f"panel.claim_{claim['stance']}", line=text.rstrip("."))
        if is_set(claim["verification"]):
            text = reading.words.text(f"panel.claim_{claim['verification']}", line=text.rstrip("."))
        lines.append(PanelLine(kind="claim", text=text, claim_ids=(claim_id,)))
    return lines


def origins_of(reading: Reading, claim_ids: Iterable[str]) -> tuple[str, ...]:
    """Return who first said these claims, in words; a claim derived from another has the other's origin.

    Outlets that repeat one statement are one origin, however many they are; who denies a claim is none of it.
    """
    found: dict[str, str] = {}
    for claim_id in claim_ids:
        claim, seen = reading.claims[claim_id], {claim_id}
        if claim["stance"] != "asserts":
            continue
        while (
            is_set(claim["derived_from"])
            and claim["derived_from"] in reading.claims
            and claim["derived_from"] not in seen
        ):
            seen.add(claim["derived_from"])
            claim = reading.claims[claim["derived_from"]]
        if claim["stance"] == "asserts":
            found.setdefault(str(claim["origin"]), reading.say(claim, "origin"))
    return tuple(found.values())


def _origin_line(reading: Reading, claim_ids: Iterable[str]) -> list[PanelLine]:
    ids = tuple(claim_ids)
    origins = origins_of(reading, ids)
    ids = tuple(c for c in ids if reading.claims[c]["stance"] == "asserts")
    if len(origins) > 1:
        count = reading.words.text("count.origins", n=len(origins))
        text = reading.words.text(
            "panel.origins", count=count, origins=reading.words.text("tell.separator").join(origins)
        )
    elif len(ids) > 1 and origins:
        text = reading.words.text("panel.one_origin", origin=origins[0])
    else:
        return []
    return [PanelLine(kind="fact", text=text, claim_ids=ids)]


def _method_lines(reading: Reading, place_id: str, edge: str) -> list[PanelLine]:
    place, area = reading.places[place_id], reading.area(place_id)
    if area is None:
        return []
    error = place["outline_error_m"] if is_set(place["outline_error_m"]) else place["radius_m"]
    if place["outline"] is None:
        text = reading.words.text("panel.disc", radius=reading.km(area.reach_m))
    else:
        key = {"solid": "panel.outline", "soft": "panel.soft", "parted": "panel.outline"}.get(edge, "panel.estimate")
        text = reading.words.text(key, error=reading.km(float(error)))
    lines = [PanelLine(kind="method", text=text)]
    if how := reading.say(place, "how_drawn"):
        lines.insert(0, PanelLine(kind="method", text=how))
    if text := misplaced_text(reading, place_id, "panel"):
        lines.insert(0, PanelLine(kind="fact", text=text))
    if place["is_generalised"]:
        lines.append(PanelLine(kind="method", text=reading.words.text("panel.generalised")))
    return lines


def _kicker(reading: Reading, place_id: str, role: str) -> str:
    area, words = reading.area(place_id), reading.words
    role_words = words.text("role.worked_out" if is_worked_out(reading, place_id) else f"role.{role}")
    if area is None or area.reach_m <= precision.DISC_MAX_M:
        return words.text("panel.kicker_point", role=role_words)
    if reading.places[place_id]["outline"] is None:
        return words.text("panel.kicker_disc", role=role_words, radius=reading.km(area.reach_m))
    km2 = geodesy.area_km2(area.outline)
    digits = -3 if km2 >= _COUNTRY_KM2 else 0 if km2 >= 2 else 1
    return words.text(
        "panel.kicker_area", role=role_words, km2=round(km2, digits) if digits > 0 else int(round(km2, digits))
    )


def place_panel(
    reading: Reading,
    place_id: str,
    role: str,
    account: str,
    *,
    head: list[str],
    claim_ids: tuple[str, ...],
    edge: str,
    outcomes: tuple[str, ...] = (),
) -> Panel:
    """Return the panel of a launch or impact area in one account.

    Parameters
    ----------
    reading : Reading
    place_id, role, account : str
    head : list of str
        First lines, for example "4 of 7 rockets.".
    claim_ids : tuple of str
        The claims to list, in order.
    edge : str
        How the edge is drawn, for the line on method.
    outcomes : tuple of str
        What became of the groups of an impact area.
    """
    lines = [PanelLine(kind="fact", text=text, claim_ids=claim_ids) for text in head]
    lines += claim_lines(reading, claim_ids)
    lines += _origin_line(reading, claim_ids)
    lines += _remarks(reading, place_id, account)
    lines += [PanelLine(kind="method", text=text) for text in _inside(reading, place_id, role, outcomes)]
    lines += _method_lines(reading, place_id, edge)
    return Panel(
        kicker=_kicker(reading, place_id, role_words(role, outcomes)),
        title=reading.place_name(place_id),
        title_local=reading.local_name(place_id),
        lines=tuple(lines),
    )


def origin_panel(
    reading: Reading,
    place_id: str,
    *,
    edge: str,
    says: tuple[str, ...],
    says_not: tuple[str, ...],
    ranges: tuple[tuple[str, Track], ...],
) -> Panel:
    """Return the panel of a claimed origin: who says so, who says not, how it was drawn, how far it lies.

    Parameters
    ----------
    reading : Reading
    place_id : str
    edge : str
        How the edge is drawn.
    says, says_not : tuple of str
        Claims in order.
    ranges : tuple of (str, Track)
        The places of impact by name, each with what can be said of the way to it.
    """
    words = reading.words
    lines = [PanelLine(kind="fact", text=words.text("panel.who_says_so")), *claim_lines(reading, says)]
    lines += _origin_line(reading, says)
    lines.append(PanelLine(kind="fact", text=words.text("panel.who_says_not" if says_not else "panel.nobody_says_not")))
    lines += claim_lines(reading, says_not)
    lines += [PanelLine(kind="method", text=text) for text in _inside(reading, place_id, "launch_area", ())]
    lines += _method_lines(reading, place_id, edge)
    for name, track in ranges:
        if track.distance_min_m is not None and track.distance_max_m is not None:
            low, high = geodesy.round_outward(track.distance_min_m / 1000, track.distance_max_m / 1000, 1)
            text = words.text("panel.from_place", low=int(low), high=int(high), place=name)
            lines.append(PanelLine(kind="method", text=text))
    if any(not track.resolvable for _, track in ranges):
        lines.append(PanelLine(kind="method", text=f"{words.text('label.too_wide')}."))
    return Panel(
        kicker=_kicker(reading, place_id, "claimed_origin"),
        title=reading.place_name(place_id),
        title_local=reading.local_name(place_id),
        lines=tuple(lines),
    )


def role_words(role: str, outcomes: tuple[str, ...]) -> str:
    """Return how a mark is called by its role, as a key of the words; what was stopped, or never flew, has its own."""
    if not outcomes:
        return role
    return "stopped" if STOPPED.issuperset(outcomes) else "not_flown" if NOT_FLOWN.issuperset(outcomes) else role


def _inside(reading: Reading, place_id: str, role: str, outcomes: tuple[str, ...]) -> list[str]:
    """Return what an area stands for: anywhere inside it, unless what is reported was stopped over it."""
    words, area = reading.words, reading.area(place_id)
    stopped = [o for o in outcomes if o in STOPPED]
    texts = [words.text(f"panel.stopped_{outcome}") for outcome in stopped]
    texts += [words.text(f"panel.outcome_{role}")] if role in FURTHER_SIGNS else []
    texts += [words.text("panel.never_flew")] if outcomes and NOT_FLOWN.issuperset(outcomes) else []
    is_wide = area is not None and area.reach_m > precision.DISC_MAX_M
    if role == "launch_area" and is_wide:
        texts.append(words.text("panel.anywhere_launch"))
    if role == "impact_area" and is_wide and len(stopped) < max(len(outcomes), 1):
        texts.append(words.text("panel.anywhere_impact"))
    return texts


def _remarks(reading: Reading, place_id: str, account: str) -> list[PanelLine]:
    found = []
    for item in reading.editorial_list("panel"):
        if item.get("place") == place_id and item.get("account", account) == account:
            clause = reading.clause(item)
            found.append(PanelLine(kind="remark", text=clause.text, claim_ids=clause.claim_ids))
    return found


def link_panel(reading: Reading, track: Track, row: Mapping[str, Any], head: str) -> Panel:
    """Return the panel of one group's link: how far apart the areas are and roughly in which direction."""
    words = reading.words
    low, high = geodesy.round_outward((track.distance_min_m or 0) / 1000, (track.distance_max_m or 0) / 1000, 1)
    slots = {"low": int(low), "high": int(high)}
    if track.bearing_from_deg is not None and track.bearing_to_deg is not None:
        compass = words.text(f"compass.{geodesy.compass_key(track.bearing_from_deg, track.bearing_to_deg)}")
        text = words.text("panel.distance", compass=compass, **slots)
    else:
        text = words.text("panel.distance_plain", **slots)
    basis = _with_denials(reading, reading.ordered_claims(items_of(row["basis_claim_ids"])))
    launch, impact = (reading.place_name(row[f"{end}_place_id"]) for end in ("launch", "impact"))
    lines = [PanelLine(kind="fact", text=head, claim_ids=basis), PanelLine(kind="fact", text=text)]
    if is_worked_out(reading, row["impact_place_id"]):
        lines.append(PanelLine(kind="method", text=words.text("panel.worked_out")))
    return Panel(
        kicker=words.text("panel.kicker_link"),
        title=f"{launch} – {impact}",
        title_local="",
        lines=(*lines, *claim_lines(reading, basis)),
    )


def event_lines(reading: Reading, event: Mapping[str, Any]) -> tuple[PanelLine, ...]:
    """Return what is known of one event: date, counts, status, who reports it."""
    known, event_id = reading.event_lines, event["event_id"]
    if event_id not in known:
        known[event_id] = tuple(_event_lines(reading, event))
    return known[event_id]


def _event_lines(reading: Reading, event: Mapping[str, Any]) -> list[PanelLine]:
    words = reading.words
    event_id = event["event_id"]
    title = capital(reading.event_title(event))
    summary = reading.say(event, "summary")
    if reading.public.withheld.rows:
        return [PanelLine(kind="fact", text=words.text("panel.no_rows", title=title))]
    status = words.text(f"status.{event['status']}")
    date = reading.event_date(event)
    head = (
        words.text("panel.event_head_dated", title=title, status=status)
        if date in title
        else words.text("panel.event_head", title=title, date=date, status=status)
    )
    texts = [f"{head} {summary}" if summary else head]
    for stem in ("munitions", "killed", "wounded"):
        is_told = is_set(event[f"{stem}_low"]) or is_set(event[f"{stem}_high"])
        if is_told or (event_id, stem) in reading.otherwise:
            texts.append(words.text(f"panel.event_{stem}", count=reading.count_range(event, stem)))
    if stopped := stopped_words(reading, event):
        texts.append(reading.sentence(stopped))
    actors = reading.say(event, "actors")
    if actors:
        texts.append(words.text("panel.event_actors", actors=actors))
    claimed = reading.say(event, "actor_claimed")
    if claimed:
        texts.append(words.text("panel.event_claimed", actor=claimed))
    attributed, by = reading.say(event, "actor_attributed"), reading.say(event, "attributed_by")
    if attributed:
        key = "panel.event_attributed" if by else "panel.event_attributed_unknown"
        texts.append(words.text(key, actor=attributed, by=by))
    texts.append(words.text("panel.event_sources", sources=reading.source_names("; ".join(reading.reporters(event)))))
    claims = reading.claims_about([event_id])
    lines = [PanelLine(kind="fact", text=text) for text in texts]
    return lines + claim_lines(reading, claims)


def stopped_words(reading: Reading, event: Mapping[str, Any]) -> str:
    """Return "3 of 4 intercepted" of an event of a table; empty where its row says of none that it was.

    How many were fired is told beside it where that is one number or a range; where no number is given of those that
    were intercepted, whether it was all.
    """
    rows = reading.stopped.get(event["event_id"], ())
    if not rows or reading.public.withheld.rows:
        return ""
    words, fired = reading.words, Count.of(event["munitions_low"], event["munitions_high"])
    is_all = event["event_id"] in reading.all_stopped
    count = fired if is_all else Count.of_group(rows[0]) if len(rows) == 1 else UNKNOWN
    if is_all and not fired.is_known:
        return words.text("label.all_stopped")
    said = number(words, count)
    if count.is_known and fired.is_known:
        said = words.text("count.of", part=said, whole=number(words, fired))
    return words.text("label.stopped", count=said)


def event_panel(reading: Reading, place_id: str, role: str, event_ids: tuple[str, ...], edge: str) -> Panel:
    """Return the panel of a place on which reported events lie."""
    lines = [line for event_id in event_ids for line in event_lines(reading, reading.events[event_id])]
    lines += _remarks(reading, place_id, "")
    if is_worked_out(reading, place_id):
        lines.append(PanelLine(kind="method", text=reading.words.text("panel.worked_out")))
    return Panel(
        kicker=_kicker(reading, place_id, role),
        title=reading.place_name(place_id),
        title_local=reading.local_name(place_id),
        lines=(*lines, *_method_lines(reading, place_id, edge)),
    )
