"""Tables and lists of the page: the same content as the map, in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from geomap.counts import UNKNOWN, Count
from geomap.dataset import items_of
from geomap.edition import Accounting, ListItem
from geomap.scene.clocks import claim_words, is_local_time, said_at, time_words
from geomap.scene.disputes import denial_text, denials_about, harm_texts, noted, otherwise_texts, speaking
from geomap.scene.kinds import noun_of_row
from geomap.scene.letters import capital
from geomap.scene.misplaced import misplaced_notes
from geomap.scene.munitions import counted, noun_of
from geomap.scene.panels import event_lines, stopped_words
from geomap.scene.reading import Reading, is_set
from geomap.scene.unplaced import launch_items, missing_words
from geomap.scene.where import where
from geomap.words import has_arabic, words

__all__ = [
    "accounting_words",
    "claim_table",
    "corrections",
    "damage_seen",
    "event_table",
    "listed_events",
    "listed_groups",
    "place_table",
    "source_table",
    "unread_columns",
]


_ONE_BY_ONE_MAX = 24
_COLUMNS_MAX, _NAME_MAX = 24, 60


def listed_events(reading: Reading, drawn: frozenset[str]) -> tuple[ListItem, ...]:
    """Return the events that are not on the map, each with its reason, and the refused rows.

    Where a table has very many, those of one place stand in one line.
    """
    words = reading.words
    listed = [e for event_id, e in sorted(reading.events.items()) if event_id not in drawn]
    is_one_by_one = len(listed) <= _ONE_BY_ONE_MAX and not reading.public.withheld.rows
    items = [_listed(reading, [event]) for event in listed] if is_one_by_one else _by_place(reading, listed)
    for (name, reason), n in Counter(
        _refused(reading, row) for row in reading.public.refused.to_dict("records")
    ).items():
        text = words.text("list.refused_row", id=name, reason=reason)
        items.append(ListItem(head=words.text("list.refused", n=n), text=text))
    withheld = reading.public.withheld
    if withheld.embargoed_event_count:
        text = words.text("list.embargo", day=withheld.embargo_on)
        items.append(ListItem(head=words.text("list.event_head", n=withheld.embargoed_event_count), text=text))
    return tuple(items)


def damage_seen(reading: Reading) -> tuple[ListItem, ...]:
    """Return where damage was seen, which no sign of the map stands for, each place with who says so and the words."""
    words, items = reading.words, []
    further = reading.public.event_places
    rows = further.loc[further["role"] == "damage_seen", ["event_id", "place_id", "claim_id"]]
    for event_id, place_id, claim_id in rows.astype(object).itertuples(index=False):
        if place_id not in reading.places:
            continue
        claim = reading.claims.get(claim_id)
        place = where(reading, place_id, reading.place_name(place_id))
        text = words.text("list.damage", where=place)
        if claim is not None:
            speaker = reading.inline(reading.say(claim, "claimant"))
            said = noted(reading, claim, reading.say(claim, "words").rstrip("."))
            text = words.text("list.damage_said", where=place, speaker=speaking(speaker), text=said)
        items.append(
            ListItem(
                head=words.text("list.damage_head"),
                text=reading.sentence_after(text),
                claim_ids=(claim_id,) if claim is not None else (),
                event_ids=(event_id,),
            )
        )
    return tuple(dict.fromkeys(items))


def _refused(reading: Reading, row: Mapping[str, Any]) -> tuple[str, str]:
    """Return a refused row by its own id, if it has one, and the reason in the language of the page."""
    words, key = reading.words, f"refused.{row['code']}"
    name = row["id"] or words.text("list.row_without_id")
    is_ours = words.has(key) and (words.lang != "en" or row["reason"] == row["code"])
    return name, words.text(key) if is_ours else row["reason"]


def _by_place(reading: Reading, listed: list[Mapping[str, Any]]) -> list[ListItem]:
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for event in listed:
        groups[str(event["place_id"]) if is_set(event["place_id"]) else ""].append(event)
    return [_listed(reading, group) for group in sorted(groups.values(), key=lambda group: -len(group))]


def _listed(reading: Reading, group: list[Mapping[str, Any]]) -> ListItem:
    """Return events of one place, or of none, as one line: why they are not on the map."""
    words, event = reading.words, group[0]
    is_one = len(group) == 1 and not reading.public.withheld.rows
    title, stem = (reading.event_title(event), "event") if is_one else ("", "rows")
    place = event["place_id"]
    if is_set(place) and place in reading.places:
        known = reading.places[place]  # a position may be known and stand for too much to be drawn
        is_found = known["location_class"] != "unlocated" or is_set(known["longitude"])
        key = f"list.{stem}_coarse" if is_found else f"list.{stem}_unfound"
        if reading.area(place) is not None:
            key = f"list.{stem}_not_placed"
        text = words.text(key, title=title, place=reading.place_name(place))
    elif is_one and reading.say(event, "place_wording"):
        text = words.text("list.event_unfound", title=title, place=reading.say(event, "place_wording"))
    else:
        text = words.text(f"list.{stem}_no_place", title=title)
    n = sum(reading.row_count(e["event_id"]) for e in group)
    return ListItem(head=words.text("list.event_head", n=n), text=text, event_ids=tuple(e["event_id"] for e in group))


def listed_groups(reading: Reading, drawn: frozenset[str]) -> tuple[ListItem, ...]:
    """Return the groups of a catalogue that no mark stands for, each with the words of the report.

    Behind them stand the launch areas that cannot be drawn.

    Parameters
    ----------
    reading : Reading
    drawn : frozenset of str
        Trajectories whose place of impact is on the map.
    """
    words = reading.words
    items = []
    for trajectory_id, row in sorted(reading.trajectories.items()):
        if trajectory_id in drawn:
            continue
        event = reading.events[row["event_id"]]
        title, date = reading.event_title(event), reading.event_date(event)
        count = Count.of_group(row)
        head = counted(words, count, noun_of_row(reading, row)) if count.is_told else _uncounted(reading, event)
        where = title if date in title else words.text("label.title_date", title=title, date=date)
        claim_ids = reading.ordered_claims(items_of(row["basis_claim_ids"]))
        text = words.text("list.group", title=where, text=missing_words(reading, row))
        items.append(ListItem(head=capital(head), text=text, claim_ids=claim_ids, event_ids=(row["event_id"],)))
    return (*items, *launch_items(reading, list(reading.trajectories.values())))


def _uncounted(reading: Reading, event: Mapping[str, Any]) -> str:
    state = reading.public.unread.roles.get("munitions", "")
    if state:
        return reading.words.text(f"list.group_uncounted_{state}")
    return counted(reading.words, UNKNOWN, noun_of([event["kind"]]))


def unread_columns(reading: Reading) -> tuple[str, ...]:
    """Return in a line which columns of a table the map does not use, or nothing."""
    columns, words = reading.public.unread.columns, reading.words
    if not columns:
        return ()
    named, left = columns[:_COLUMNS_MAX], len(columns) - _COLUMNS_MAX
    listed = words.text("method.between").join(
        name if len(name) <= _NAME_MAX else f"{name[:_NAME_MAX]}…" for name in named
    )
    if left > 0:
        return (words.text("method.unread_more", columns=listed, n=left),)
    return (words.text("method.unread", columns=listed),)


def event_table(reading: Reading, drawn: frozenset[str]) -> dict[str, list[Any]]:
    """Return the events as columns, in the words of the page, by date."""
    counts_only = reading.public.withheld.rows
    rows = sorted(
        reading.events.values(),
        key=lambda e: (
            -reading.row_count(e["event_id"]) if counts_only else 0,
            str(e["date_start_lower"]),
            e["event_id"],
        ),
    )
    words = reading.words

    def place(event: Mapping[str, Any]) -> str:
        if is_set(event["place_id"]) and event["place_id"] in reading.places:
            return reading.place_name(event["place_id"])
        return reading.say(event, "place_wording") or words.text("list.not_located")

    return {
        "event_id": [e["event_id"] for e in rows],
        "title": [reading.event_title(e) for e in rows],
        "kind": [reading.kind_words(e) if is_set(e["kind"]) else "" for e in rows],
        "date": ["" if counts_only else reading.event_date(e) for e in rows],
        "date_first": [_day(e["date_start_lower"]) for e in rows],
        "date_last": [_day(e["date_end_upper"]) or _day(e["date_start_upper"]) for e in rows],
        "time": [time_words(reading, e) for e in rows],
        "place": [place(e) for e in rows],
        "place_id": [e["place_id"] if is_set(e["place_id"]) else "" for e in rows],
        "is_drawn": [e["event_id"] in drawn for e in rows],
        "status": [words.text(f"status.{e['status']}") if is_set(e["status"]) else "" for e in rows],
        "actors": [reading.say(e, "actors") for e in rows],
        "munitions": [reading.count_range(e, "munitions") for e in rows],
        "killed": [reading.count_range(e, "killed") for e in rows],
        "wounded": [reading.count_range(e, "wounded") for e in rows],
        "notes": [_event_notes(reading, e) for e in rows],
        "lines": [[line.text for line in event_lines(reading, e)] for e in rows],
        "denied_by": [_who(reading, e["event_id"], "denies") for e in rows],
        "distanced_by": [_who(reading, e["event_id"], "distances") for e in rows],
        **({"position_note": [misplaced_notes(reading, e["event_id"]) for e in rows]} if reading.is_misplaced else {}),
        **({"said_otherwise": [otherwise_texts(reading, e["event_id"]) for e in rows]} if reading.otherwise else {}),
        "source_ids": [list(items_of(e["source_ids"])) for e in rows],
    }


def _who(reading: Reading, event_id: str, stance: str) -> list[str]:
    """Return who takes this stance to something of an event, each once."""
    if not reading.denials:
        return []
    found = [reading.claims[c] for c in denials_about(reading, event_id)]
    return list(dict.fromkeys(reading.say(claim, "claimant") for claim in found if claim["stance"] == stance))


def _event_notes(reading: Reading, event: Mapping[str, Any]) -> list[str]:
    """Everything else that the row says, in its own words, each once."""
    columns = ("place_wording", "munitions_note", "harm_note", "event_type", "sub_event_type")
    has_kind = is_set(event["kind"]) and event["kind"] != "other"
    english = words("en").text(f"kind.{event['kind']}") if has_kind else ""
    title = f" {reading.event_title(event)} {english} ".casefold()
    texts = dict.fromkeys(text for column in columns if (text := reading.say(event, column)))
    if is_set(event.get("tz")) and is_local_time(reading, event):
        texts[reading.words.text("list.local_time", zone=reading.words.zone(str(event["tz"])))] = None
    own = [text for text in texts if f" {text} ".casefold() not in title]
    own += [stopped] if (stopped := stopped_words(reading, event)) else []
    own += misplaced_notes(reading, event["event_id"])
    for texts_beside in (otherwise_texts, harm_texts):
        own += [text for text in texts_beside(reading, event["event_id"]) if text not in own]
    if not reading.denials:
        return own
    denials = denials_about(reading, event["event_id"])
    return [*own, *(reading.sentence(denial_text(reading, c, is_apart=True)) for c in denials)]


def _day(value: Any) -> str:
    return value.strftime("%Y-%m-%d") if is_set(value) else ""


def claim_table(reading: Reading) -> dict[str, list[Any]]:
    """Return the claims as columns, in the words of the page, in the order of the story."""
    rows = [reading.claims[c] for c in reading.ordered_claims(reading.claims)]
    words, hours = reading.words, [said_at(reading, c) for c in rows]
    return {
        "claim_id": [c["claim_id"] for c in rows],
        "about": [c["about"] if is_set(c["about"]) else "" for c in rows],
        "field": [c["field"] for c in rows],
        "value": [_value(reading, c) for c in rows],
        "unit": [_text(c["unit"]) for c in rows],
        "group": [words.text(f"group.{c['group']}") if is_set(c["group"]) else "" for c in rows],
        "claimant": [reading.say(c, "claimant") for c in rows],
        "relayed_by": [reading.say(c, "relayed_by") for c in rows],
        "words": [claim_words(reading, c) for c in rows],
        "quote": [_text(c["quote"]) for c in rows],
        "locator": [_text(c["locator"]) for c in rows],
        "said_on": [_text(c["said_on"]) for c in rows],
        **({"said_at": hours} if any(hours) else {}),
        "stance": [words.text(f"stance.{c['stance']}") for c in rows],
        "origin": [reading.say(c, "origin") for c in rows],
        "derived_from": [_text(c["derived_from"]) for c in rows],
        "verification": [
            words.text(f"verification.{c['verification']}") if is_set(c["verification"]) else "" for c in rows
        ],
        "source_id": [c["source_id"] for c in rows],
    }


def _value(reading: Reading, claim: Mapping[str, Any]) -> str:
    value = _text(claim["value"])
    return reading.place_name(value) if value in reading.places else value


def _text(value: object) -> str:
    return str(value) if is_set(value) else ""


def source_table(reading: Reading) -> dict[str, list[Any]]:
    """Return the sources as columns, by id, of a table in the order of its events; one without an address says why."""
    rows = [reading.sources[s] for s in _in_order(reading)]
    columns: dict[str, list[Any]] = {"source_id": [s["source_id"] for s in rows]}
    for column in ("title", "publisher", "carried_by", "offline_reason"):
        columns[column] = [reading.say(s, column) for s in rows]
    is_untold = "source_kind" in reading.public.unread.roles  # a table whose rows name speakers says of none what it is
    kinds = ["" if is_untold and s["kind"] == "news" else f"source_kind.{s['kind']}" for s in rows]
    columns["kind"] = [kind and reading.words.text(kind) for kind in kinds]
    for column in ("lang", "published_on", "url", "archive_url", "source_scale", "licence"):
        columns[column] = [_text(s[column]) for s in rows]
    columns["retrieved_on"] = [_day(s["retrieved_on"]) for s in rows]
    return columns


def _in_order(reading: Reading) -> list[str]:
    """Return the ids of the sources: those that are hashes of a row say nothing of the order in which one reads."""
    if not reading.public.unit:
        return sorted(reading.sources)
    events = sorted(reading.events.values(), key=lambda e: (str(e["date_start_lower"]), e["event_id"]))
    used = dict.fromkeys(s for event in events for s in items_of(event["source_ids"]) if s in reading.sources)
    return [*used, *sorted(set(reading.sources) - used.keys())]


def place_table(reading: Reading) -> dict[str, list[Any]]:
    """Return the places as columns, by id: how exactly each is known, and from where."""
    rows = [reading.places[p] for p in sorted(reading.places)]
    areas = [reading.area(p["place_id"]) for p in rows]
    return {
        "place_id": [p["place_id"] for p in rows],
        "name": [reading.say(p, "name") for p in rows],
        "name_local": [reading.local_name(p["place_id"]) for p in rows],
        "location_class": [reading.words.text(f"location_class.{p['location_class']}") for p in rows],
        "radius": [reading.km(a.reach_m) if a else reading.words.text("list.not_drawn") for a in areas],
        "basis": [reading.words.text(f"basis.{p['basis']}") for p in rows],
        "source": [_text(p["source"]) for p in rows],
        "licence": [_text(p["licence"]) for p in rows],
        "feature_type": [_text(p["feature_type"]) for p in rows],
        "within": [_within(reading, p) for p in rows],
    }


def _within(reading: Reading, place: Mapping[str, Any]) -> str:
    parts = [reading.say(place, "admin2"), reading.say(place, "admin1"), _text(place["country"])]
    return reading.words.listed([part for part in parts if part])


def corrections(reading: Reading) -> tuple[ListItem, ...]:
    """Return the log of corrections, newest first."""
    rows = reading.public.corrections.to_dict("records")
    rows.sort(key=lambda r: str(r["corrected_on"]), reverse=True)
    return tuple(ListItem(head=reading.words.day(r["corrected_on"].date()), text=reading.say(r, "what")) for r in rows)


_TWINS = {
    "sources": ("title", "publisher"),
    "events": ("title", "summary"),
    "claims": ("words", "claimant"),
    "trajectories": ("wording", "launch_wording"),
}


def untranslated_count(reading: Reading) -> int:
    """Return how many texts of a case an Arabic page must show in another script; 0 on a page that is not Arabic."""
    if reading.words.lang != "ar" or not reading.public.info.accounts:
        return 0
    texts = {
        reading.say(row, column)
        for table, columns in _TWINS.items()
        for row in _rows_of(reading, table)
        for column in columns
    }
    texts |= {reading.place_name(place_id) for place_id in reading.places}
    return sum(1 for text in texts if any(c.isalpha() for c in text) and not has_arabic(text))


def _rows_of(reading: Reading, table: str) -> Iterable[Mapping[str, Any]]:
    rows: Mapping[str, Mapping[str, Any]] = getattr(reading, table)
    return rows.values()


def accounting_words(reading: Reading, accounting: Accounting) -> tuple[str, ...]:
    """Return the numbers in words: nothing is lost, and what was withheld is counted."""
    words, withheld = reading.words, reading.public.withheld
    numbers = {
        "n": accounting.rows_in,
        "drawn": accounting.drawn,
        "listed": accounting.listed,
        "refused": accounting.refused,
    }
    unit = reading.public.unit or "entry"
    if withheld.embargo_on:
        key = f"accounting.{unit}_embargo"
        lines = [words.text(key, embargoed=accounting.embargoed, day=withheld.embargo_on, **numbers)]
    else:
        lines = [words.text(f"accounting.{unit}", **numbers)]
    if withheld.rows:
        lines.append(words.text("accounting.no_rows"))
    if withheld.redacted_place_count:
        lines.append(words.text("accounting.redacted", n=withheld.redacted_place_count))
    if withheld.generalised_place_count:
        lines.append(words.text("accounting.generalised", n=withheld.generalised_place_count))
    if withheld.min_precision_m:
        lines.append(words.text("accounting.min_precision", radius=reading.km(withheld.min_precision_m)))
    n = untranslated_count(reading)
    if n:
        lines.append(words.text("accounting.untranslated", n=n))
    return tuple(lines)
