"""The pure step of all foreign tables: a chunk of text becomes typed events, places, sources and trajectories."""

from __future__ import annotations

import pandas as pd

from geomap.readers.cells.dates import (
    Days,
    clock_clues,
    from_parts,
    midnight_clues,
    order_clues,
    read_days,
    widened,
)
from geomap.readers.cells.distinct import joined_texts, of_each
from geomap.readers.cells.numbers import read_codes
from geomap.readers.cells.plain import Bad, empty, plain_cells, stripped
from geomap.readers.harm import COUNT_ROLES, counts_of, zeros_as_unknown
from geomap.readers.kinds import KIND_ROLES, kinds_of
from geomap.readers.own import OWN, as_published, of_event
from geomap.readers.rows import Problems, RowChunk, TidyRows, typed
from geomap.readers.sources import sources_of
from geomap.readers.stated import stated_of
from geomap.readers.tracks import trajectories_of
from geomap.readers.unread import unread_cells
from geomap.readers.view import read_distinct
from geomap.readers.where import Where, content_ids, places_of, row_hashes, where_of
from geomap.schema import STRING, day_bounds, empty_table, in_small_letters, is_ascii

__all__ = ["own_ids", "tidy_rows", "whole_rows"]

_TOTALS = (
    "total|totals|sum|subtotal|summe|gesamt|insgesamt|zwischensumme|somme|sous-total|suma|soma|totale|somma|итого|"
    'всего|итог|разом|усього|всього|підсумок|toplam|genel toplam|المجموع|الإجمالي|مجموع|إجمالي|جمع کل|סה"כ|סך הכל|'
    "合计|合計|总计|總計|小计|小計|합계|총계|소계"
)
_TOTAL = rf"(?i)^(?:grand\s+)?(?:{_TOTALS})(?:\s.*|:.*)?$"
_PLAIN_ID = r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?"
_YEAR = r"(?:1[89]|2\d)\d{2}"
_DATE_ROLES = ("date", "date_end", "date_prec", "year", "month", "day", "time")


def tidy_rows(chunk: RowChunk, *, with_hashes: bool = True) -> TidyRows:
    """Type one chunk of a foreign table. The row is its own claim: it names its source, nobody else speaks.

    Parameters
    ----------
    chunk : RowChunk
    with_hashes : bool
        Whether the events get a ``row_hash``, by which rows of one id are compared.

    Returns
    -------
    TidyRows
        Rows that can be used, rows refused with their reason, and the findings. Nothing is altered: what the table
        says stands there, or its row is refused.
    """
    problems = Problems(chunk)
    ids = _ids(chunk)
    problems.take_out(_totals(chunk), "id")
    stated = stated_of(chunk, problems)
    where = where_of(chunk, problems, stated)
    values = read_distinct(chunk, problems, _DATE_ROLES, _dates)
    values |= read_distinct(chunk, problems, COUNT_ROLES, counts_of)
    values |= read_distinct(chunk, problems, KIND_ROLES, kinds_of)
    is_there = ~problems.is_refused
    place_ids, places = places_of(where, chunk.mapping.title or chunk.title, is_there)
    source_ids, sources = sources_of(chunk, problems, is_there)
    tracks, more_places, named = trajectories_of(chunk, problems, values, ids, place_ids, stated)
    is_there = ~problems.is_refused
    if tracks is not None:
        place_ids = _where_it_fell(place_ids, named, where)
        used = {*place_ids.dropna(), *tracks["launch_place_id"].dropna(), *tracks["impact_place_id"].dropna()}
        both = [p[p["place_id"].isin(used)] for p in (places, more_places) if len(p)]
        places = pd.concat([p for p in both if len(p)] or [places.iloc[:0]])
    index = chunk.text.index[is_there]
    values |= {
        "event_id": ids,
        "original_id": own_ids(chunk),
        "place_id": place_ids,
        "source_ids": source_ids,
        "place_wording": _clean(chunk, "place_wording"),
        "title": _clean(chunk, "title"),
        "summary": _clean(chunk, "notes"),
        "event_clarity": _clarity(chunk),
        "sensitivity": "none",
        "file": chunk.file,
        "file_row": pd.Series(chunk.text.index, index=chunk.text.index),
        "actors": _actors(chunk),
        **({"tz": _clean(chunk, "time_zone")} if "time_zone" in chunk.mapping.found else {}),
        **({"actor_claimed": _clean(chunk, "claimed_by")} if "claimed_by" in chunk.mapping.found else {}),
    }
    if chunk.mapping.name == OWN:
        values |= of_event(chunk.text, values)
        places = as_published(places, chunk.text)
    values |= zeros_as_unknown(chunk, problems, values)
    if chunk.keep_columns:
        values |= _own_columns(chunk)
    if with_hashes:
        values["row_hash"] = row_hashes(whole_rows(chunk))
    return TidyRows(
        events=typed("events", values, index),
        places=places,
        sources=sources,
        trajectories=tracks if tracks is not None else typed("trajectories", {}, pd.Index([], dtype="int64")),
        refused=pd.concat([chunk.refused, problems.refused(ids)], ignore_index=True)
        if len(chunk.refused)
        else problems.refused(ids),
        findings=chunk.findings + problems.findings(),
        clues=problems.clues,
        unread=unread_cells(chunk.text, chunk.mapping, has_shapes=chunk.shapes is not None),
    )


def _where_it_fell(place_ids: pd.Series, named: pd.Series, where: Where) -> pd.Series:
    """Return the place of each row: that of its impact, if it names nothing else of its place than a region."""
    impact = named.reindex(place_ids.index).astype(STRING)
    is_region = where.frame[["name", "longitude", "outline"]].isna().all(axis="columns")
    return place_ids.mask(is_region & impact.notna(), impact).fillna(impact).astype(STRING)


def _own_columns(chunk: RowChunk) -> dict[str, object]:
    """Return the columns of the table as they stand there; one of a name of ours says whose it is."""
    columns = [str(column) for column in chunk.text.columns]
    taken = {*empty_table("events").columns, "row_hash", "outline", "radius_m"}
    made: dict[str, object] = {}
    for column in columns:
        name = column
        while name in taken:
            name += " (table)"
        taken.add(name)
        made[name] = stripped(chunk.text[column].astype(STRING))
    return made


def _clean(chunk: RowChunk, role: str) -> pd.Series | None:
    cells = chunk.cells(role)
    if cells is None:
        return None
    return stripped(cells)


def own_ids(chunk: RowChunk) -> pd.Series | None:
    """Return the ids as the table writes them, or None if it has no column for them."""
    return _clean(chunk, "id")


def _ids(chunk: RowChunk) -> pd.Series:
    """Return the table's own ids in small letters, or a hash of the row where it has none."""
    cells = chunk.cells("id")
    index = chunk.text.index
    if cells is None:
        own = empty(index)
    elif cells.str.fullmatch(_PLAIN_ID).fillna(False).all():
        return cells.str.lower()
    else:
        codes = read_codes(cells)
        small = codes.str.lower() if is_ascii(codes) else codes.map(in_small_letters, na_action="ignore").astype(STRING)
        own = small.str.replace(r"[^a-z0-9_-]+", "-", regex=True).str.strip("-_")
        own = own.mask((own == "").fillna(False).astype(bool))
    if own.notna().all():
        return own.astype(STRING)
    return own.fillna(content_ids("e", whole_rows(chunk))).astype(STRING)


def whole_rows(chunk: RowChunk) -> pd.DataFrame:
    """Return everything that a row says, its shape included."""
    if chunk.shapes is None:
        return chunk.text
    shapes = chunk.shapes
    outline = shapes["outline"].map(lambda s: s.wkb_hex, na_action="ignore").astype(object).fillna("")
    own = {f"shape {n}": shapes[n] for n in ("longitude", "latitude")} | {"shape outline": outline}
    return pd.concat([chunk.text.astype(object).fillna(""), pd.DataFrame(own, index=chunk.text.index)], axis="columns")


def _totals(chunk: RowChunk) -> Bad:
    """Find the row of totals that a spreadsheet has at its end: counted again, everything would be doubled."""
    may = pd.Series(True, index=chunk.text.index)
    for role in ("latitude", "longitude"):
        cells = chunk.cells(role)
        if cells is not None:
            may &= plain_cells(cells).isna()
    hit = pd.Series(False, index=chunk.text.index)
    for role in ("id", "date", "place", "title"):
        cells = chunk.cells(role)
        if cells is not None and may.any():
            hit[may] |= cells[may].str.strip().str.fullmatch(_TOTAL).fillna(False).astype(bool)
    text = "is a row of totals, not an event; it is left out so that nothing is counted twice. Take it out of the table"
    named = pd.Series(text, index=chunk.text.index[hit], dtype=object)
    nameless = _numbers_alone(chunk, may & ~hit)
    text = f"holds numbers and nothing else: it {text}"
    return Bad("total-row", pd.concat([named, pd.Series(text, index=nameless, dtype=object)]).sort_index())


def _numbers_alone(chunk: RowChunk, may: pd.Series) -> pd.Index:
    """Return the rows in which nothing stands but counts: no id, day, place, name, text or source."""
    counts = {chunk.mapping.found[role] for role in COUNT_ROLES if role in chunk.mapping.found}
    if chunk.shapes is not None or not counts:
        return chunk.text.index[:0]
    at = chunk.text.index[may]
    for column in chunk.text.columns:
        if len(at) and column not in counts:
            at = at[plain_cells(chunk.text.loc[at, column]).isna()]
    for_any = pd.Series(False, index=at)
    for column in counts:
        for_any |= plain_cells(chunk.text.loc[at, column]).notna()
    return at[for_any]


def _dates(chunk: RowChunk, problems: Problems) -> dict[str, object]:
    index = chunk.text.index
    cells = chunk.cells("date")
    if cells is None and "year" in chunk.mapping.found:
        year = chunk.cells("year")
        assert year is not None
        cells = from_parts(year, chunk.cells("month"), chunk.cells("day"))
    if cells is None:
        return {"time_local": _clean(chunk, "time")}
    years = chunk.cells("year") if "date" in chunk.mapping.found else None
    if years is not None:
        years = read_codes(years)
        alone = plain_cells(cells).isna() & years.str.fullmatch(_YEAR).fillna(False).astype(bool)
        cells = cells.mask(alone, years)
    days = read_days(cells, chunk.date_order, years)
    problems.refuse(days.bad, "date" if "date" in chunk.mapping.found else "year")
    for clue, told in (*order_clues(cells), *clock_clues(days), *midnight_clues(days)):
        problems.suspect(told, "date", clue)
    text = "is given in UTC: on the spot it may have been another day. Write the local day, or the local offset"
    is_utc = days.text.notna() if "date" in chunk.mapping.utc else days.in_utc
    in_utc = pd.Series(text, index=is_utc.index[is_utc], dtype=object)
    problems.warn(Bad("date-in-utc", in_utc), "date", "notice")
    start = days.text
    bounds = day_bounds(start)
    values: dict[str, object] = {}
    end_cells = chunk.cells("date_end")
    differs = pd.Series(False, index=index)
    if end_cells is not None:
        ends = read_days(end_cells, chunk.date_order)
        problems.refuse(ends.bad, "date_end")
        end_bounds = day_bounds(ends.text)
        differs = ends.text.notna() & (ends.text != start).fillna(False).astype(bool)
        values |= {
            "date_end": ends.text,
            "date_end_lower": end_bounds["lower"],
            "date_end_upper": end_bounds["upper"],
        }
    prec = _date_prec(chunk)
    if prec is not None:
        values["date_prec"] = prec
        wide = widened(bounds, prec.where(~differs))
        changed = (wide["lower"] != bounds["lower"]) & wide["lower"].notna()
        changed |= (wide["upper"] != bounds["upper"]) & wide["upper"].notna()
        text = wide["lower"].dt.strftime("%Y-%m-%d") + "/" + wide["upper"].dt.strftime("%Y-%m-%d")
        start = start.mask(changed, text.astype(STRING))
        bounds = wide
        if changed.any() and "date_end" in values:
            same = changed & ~differs
            for column in ("date_end", "date_end_lower", "date_end_upper"):
                values[column] = values[column].mask(same)  # type: ignore[attr-defined]
    values |= {"date_start": start, "date_start_lower": bounds["lower"], "date_start_upper": bounds["upper"]}
    return values | _times(chunk, days)


def _times(chunk: RowChunk, days: Days) -> dict[str, object]:
    """Return the clock times of rows; a column that says UTC gives the instant where the day is one of UTC too."""
    utc, words, own = chunk.mapping.utc, days.time_local, _clean(chunk, "time")
    from_date = words.notna()
    if own is not None:
        words = words.fillna(own)
    is_utc = (from_date & ("date" in utc)) | (~from_date & ("time" in utc))
    instant = days.instant
    if is_utc.any():
        clock = words.str.extract(r"^(\d{1,2}):(\d{2})(?::\d{2})?$")
        is_clock = is_utc & clock[0].notna() & instant.isna()
        words = words.mask(is_clock, words + " UTC")
        whole = is_clock & ("date" in utc) & days.text.str.fullmatch(r"\d{4}-\d{2}-\d{2}").fillna(False).astype(bool)
        made = days.text + "T" + clock[0].str.zfill(2) + ":" + clock[1] + ":00Z"
        instant = instant.mask(whole, made.astype(STRING))
    return {"time_local": words, "time_earliest": instant, "time_latest": instant}


def _date_prec(chunk: RowChunk) -> pd.Series | None:
    cells = chunk.cells("date_prec")
    if cells is None:
        return None
    table = chunk.mapping.date_prec or {str(n): n for n in range(1, 6)}
    return read_codes(cells).map(table).astype("Int64")


def _clarity(chunk: RowChunk) -> pd.Series | None:
    cells = chunk.cells("clarity")
    if cells is None:
        return None
    number = pd.to_numeric(read_codes(cells), errors="coerce")
    return number.where(number.between(1, 2)).astype("Int64")


def _actors(chunk: RowChunk) -> pd.Series:
    """Name the actors of a row in the table's order, which says nothing of who attacked whom."""
    named = [of_each(chunk.text[column].astype(STRING), stripped) for column in chunk.mapping.actors]
    return joined_texts(named, "; ") if named else empty(chunk.text.index)
