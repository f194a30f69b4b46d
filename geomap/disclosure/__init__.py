"""The gate: the only maker of a `PublicDataset`.

Precision floors, redaction and embargo act here, private columns and raw rows end here, before any range or bearing
is worked out: a range on exact places would give the places back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pandas as pd

from geomap.dataset import Dataset, places_in_use
from geomap.disclosure.areas import Areas
from geomap.disclosure.beside import public_editorial, public_info, public_refused
from geomap.disclosure.close import CLOSE, close_texts, names_shown
from geomap.disclosure.computed import made_anew
from geomap.disclosure.early import EARLY, Early, early_texts
from geomap.disclosure.embargo import without_embargoed
from geomap.disclosure.floors import Plan, blurred_place, coarsened, finer_than, plan, remap, without_middle
from geomap.disclosure.ids import renaming_of
from geomap.disclosure.likeness import Withholding
from geomap.disclosure.names import WITHHELD, WITHHELD_AR, NameRemover, names_of, spellings_of, unfindable
from geomap.disclosure.positions import Positions
from geomap.disclosure.rows import without_rows
from geomap.edition import Policy, PublicDataset, Withheld
from geomap.errors import UsageError
from geomap.findings import Finding, Findings
from geomap.floors import homes_of
from geomap.ground import all_names
from geomap.schema import table_schema

__all__ = ["PRIVATE_COLUMNS", "Passed", "disclose", "gate", "of_the_gate"]

_LOOKED_AT_ONCE = 400
"""Names of the ground in which the withheld ones are looked for at once."""

PRIVATE_COLUMNS = frozenset(
    {
        "file",
        "file_row",
        "note",
        "note_ar",
        "aliases",
        "cross_check",
        "second_longitude",
        "second_latitude",
        "sha256",
        "worked_out_from",
    }
)
"""Columns that stay in the case folder: working notes, spellings for the search, second readings, file places."""

_GATE_CODES = frozenset({CLOSE, EARLY, "withheld-name-not-looked-for"})

_PLACE_COLUMNS = {
    "events": ("place_id",),
    "trajectories": ("launch_place_id", "impact_place_id"),
    "event_places": ("place_id",),
    "claims": ("about", "value"),
    "places": ("parent_id",),
    "corrections": ("about",),
}


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Passed:
    """What the gate let through, and beside it what only the desk may know.

    Attributes
    ----------
    public : PublicDataset
    names : mapping of str to frozenset of str
        Private: the spellings of each hidden place, by its id.
    hides : callable
        Private: whether a text holds a withheld name.
    unfindable : Findings
        Private: names of hidden places that cannot be looked for.
    early : Early
        Private: the days and places of events under embargo.
    """

    public: PublicDataset
    names: Mapping[str, frozenset[str]]
    hides: Callable[[object], bool]
    unfindable: Findings
    early: Early

    def told(self, dataset: Dataset) -> Findings:
        """Return, for the desk alone, each published text that comes close to a withheld name or tells of an embargo.

        Parameters
        ----------
        dataset : Dataset
            What was given to the gate, for the rows of its files.
        """
        told = self.unfindable + early_texts(self.public, dataset, self.early)
        if not self.names:
            return told
        return told + close_texts(self.public, dataset, Withholding(self.names, names_shown(self.public)))


def disclose(dataset: Dataset, policy: Policy | None = None) -> PublicDataset:
    """Return what may be published of a dataset.

    Parameters
    ----------
    dataset : Dataset
        Located (`geomap.places.locate`).
    policy : Policy, optional
        What to withhold on top of the floors that always hold.

    Returns
    -------
    PublicDataset
        Sorted by id; without private columns, unknown columns, row numbers and file names.

    Raises
    ------
    UsageError
        If a place to redact does not exist or has a name that cannot be looked for, or the main event itself is under
        embargo.
    """
    return gate(dataset, policy).public


def gate(dataset: Dataset, policy: Policy | None = None) -> Passed:
    """Return what may be published of a dataset, as `disclose`, and what is for the desk alone.

    Parameters
    ----------
    dataset, policy
        As for `disclose`, and so are the errors.
    """
    policy = Policy() if policy is None else policy
    if not isinstance(policy, Policy):
        raise UsageError(f"policy: {policy!r} is no geomap.Policy; write geomap.Policy(min_precision_m=5_000).")
    if policy.no_rows and dataset.is_case:
        raise UsageError(
            "--no-rows is for tables of events. A case is made of claims, and its map shows each of them with its "
            "speaker: leave out what may not be passed on."
        )
    shown, embargoed = without_embargoed(dataset, policy.embargo_on)
    everything = plan(dataset, tuple(sorted(set(policy.redact))))
    floors = plan(shown, tuple(sorted(everything.redacted & set(shown.places["place_id"]))))
    used = places_in_use(shown.tables(), shown.info.context_places)
    tables, stands_in = _generalised(shown, floors, used)
    positions = _positions(dataset, everything, tables["places"], policy.min_precision_m)
    tables["places"] = coarsened(
        without_middle(tables["places"], shown.places, policy.min_precision_m), policy.min_precision_m
    )
    tables["claims"] = _without_positions(tables["claims"])
    names, not_looked_for = _names(dataset, everything)  # a place of an embargoed event may be named elsewhere
    remover = NameRemover((name for spellings in names.values() for name in spellings), positions)
    homes = homes_of(shown)
    tables["events"] = _without_parties(tables["events"], homes, shown.events["place_id"].isin(floors.hidden()))
    renaming = renaming_of(tables, shown.info, remover)
    cleaned = {
        name: _public(name, remover.clean_table(name, renaming.table(name, table))) for name, table in tables.items()
    }
    cleaned["places"] = _without_provenance(cleaned["places"], remover)
    if dataset.own_names and (everything.hidden() or cleaned["places"]["is_generalised"].any()):
        cleaned = {name: _public(name, table) for name, table in made_anew(cleaned).items()}
    public = PublicDataset(
        info=public_info(renaming.info(shown.info), remover, stands_in),
        editorial=public_editorial(renaming.value(shown.editorial), remover, stands_in),
        withheld=Withheld(
            embargoed_event_count=embargoed,
            embargo_on=policy.embargo_on,
            redacted_place_count=len(everything.redacted),
            generalised_place_count=len(used & set(floors.moved)) + int(cleaned["places"]["is_generalised"].sum()),
            min_precision_m=policy.min_precision_m,
        ),
        refused=public_refused(
            shown.refused,
            remover,
            is_early=bool(policy.embargo_on),
            keeps_cells=not (remover or policy.embargo_on or homes.any()),
        ),
        areas=Areas(cleaned["places"]),
        unit=dataset.own_names.get("(unit)", "row") if dataset.own_names else "",
        omitted_labels=_omitted_labels(remover),
        unread=replace(
            dataset.unread, columns=tuple(remover.clean(name, is_id=True) for name in dataset.unread.columns)
        ),
        **cleaned,
    )
    return Passed(
        public=without_rows(public) if policy.no_rows else public,
        names=names,
        hides=remover.found_in,
        unfindable=not_looked_for,
        early=Early.of(dataset, shown, policy.embargo_on),
    )


def of_the_gate(findings: Findings) -> Findings:
    """Return what the gate tells the desk: names it could not look for, texts close to one or of an embargo."""
    return Findings(tuple(f for f in findings if f.code in _GATE_CODES))


def _names(dataset: Dataset, floors: Plan) -> tuple[dict[str, frozenset[str]], Findings]:
    """Return the spellings of each hidden place, and what cannot be looked for.

    Raises
    ------
    UsageError
        If a name of a place that is to be redacted cannot be looked for: nobody would know that it stays.
    """
    places = dataset.places[dataset.places["place_id"].isin(floors.hidden())]
    names, told = {}, []
    for row, place in places.iterrows():
        place_id = str(place["place_id"])
        names[place_id] = frozenset(names_of(place))
        for spelling, why in unfindable(place):
            if place_id in floors.redacted:
                raise UsageError(_cannot_be_redacted(place, spelling, why, dataset.own_names))
            told.append(_not_looked_for(place, row, spelling, why))
    return names, Findings.of(told).merged()


def _cannot_be_redacted(place: pd.Series, spelling: str, why: str, own_names: Mapping[str, str]) -> str:
    where = f'{own_names.get("", "places.geojson")}, place "{place["place_id"]}"'
    column = f'"{own_names.get("place", own_names.get("name", "name"))}"' + ("" if own_names else ' or "aliases"')
    if not spelling:
        return (
            f"{where}: it cannot be redacted, for {why}: texts cannot be searched for it. Write what texts call it "
            f"into {column}, or take the place and its rows out."
        )
    others = ", ".join(f"“{s}”" for s in spellings_of(place) if s != spelling)
    return (
        f"{where}: it cannot be redacted, for its name “{spelling}” cannot be looked for in texts: {why}. Allowed are "
        "names of two letters or more in a script that geomap has rules for. Write the name longer, as texts have it, "
        f"into {column}, or take this spelling out of the row and out of the texts"
        f"{f'; looked for would be: {others}' if others else ''}."
    )


def _not_looked_for(place: pd.Series, row: Any, spelling: str, why: str) -> Finding:
    said = f"“{spelling}” cannot be looked for in texts: {why}" if spelling else f"{why}, so nothing is looked for"
    return Finding(
        code="withheld-name-not-looked-for",
        severity="warning" if spelling else "notice",
        message=f'place "{place["place_id"]}" is shown more coarsely and its name withheld, but {said}. '
        'Read the outputs, or write in "name" or "aliases" what texts call it.',
        file="places.geojson",
        column="name",
        rows=(int(row),) if isinstance(row, int) else (),
        ids=(str(place["place_id"]),),
    )


def _omitted_labels(remover: NameRemover) -> frozenset[str]:
    """Return what of the shipped background may not be named, as keys that tell no name."""
    if not remover:
        return frozenset()
    found: set[str] = set()
    every = all_names()
    while batch := list(islice(every, _LOOKED_AT_ONCE)):  # most names are far from any that is withheld
        if remover.found_in("\n".join(name for _, names in batch for name in names)):
            found |= {key for key, names in batch if any(remover.found_in(name) for name in names)}
    return frozenset(found)


def _generalised(dataset: Dataset, floors: Plan, used: set[str]) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return the tables with hidden places replaced and unused ones left out, and which id stands in for which."""
    blurred = [*sorted(used & set(floors.blurred)), *sorted(set(floors.blurred) - used)]
    numbered = {old: f"withheld-{n}" for n, old in enumerate(blurred, start=1)}
    stands_in = {**numbered, **floors.moved}
    for old, new in stands_in.items():
        stands_in[old] = stands_in.get(new, new)
    tables = dataset.tables()
    places = tables["places"].assign(is_generalised=False)
    by_id = places.set_index("place_id")
    rows = [
        by_id.loc[old].to_dict() | blurred_place(by_id.loc[old], floors.blurred[old], new) | _nameless()
        for old, new in numbered.items()
    ]
    kept = places[~places["place_id"].isin(stands_in)]
    if rows:
        extra = pd.DataFrame(rows, columns=kept.columns)
        kept = pd.concat([kept, extra.astype(kept.dtypes)])
    tables["places"] = kept
    for name, columns in _PLACE_COLUMNS.items() if stands_in else ():
        for column in columns:
            cells = tables[name][column]
            mapped = cells.map(lambda c: remap(c, stands_in), na_action="ignore").astype(cells.dtype)
            tables[name] = tables[name].assign(**{column: mapped})
    tables["places"] = kept[kept["place_id"].isin(places_in_use(tables, dataset.info.context_places))]
    return tables, stands_in


def _nameless() -> dict[str, object]:
    return {
        "name": WITHHELD,
        "name_ar": WITHHELD_AR,
        "name_local": None,
        "label": None,
        "label_ar": None,
        "feature_type": None,
        "source": WITHHELD,
        "parent_id": None,
        "geo_precision": None,
        "where_prec": None,
        "how_drawn": None,
        "how_drawn_ar": None,
        "our_sides": None,
    }


def _without_positions(claims: pd.DataFrame) -> pd.DataFrame:
    """Drop claims of a bare longitude or latitude: a place's position is published as its area alone."""
    return claims[~claims["field"].isin(["longitude", "latitude"])]


def _positions(dataset: Dataset, floors: Plan, places: pd.DataFrame, min_precision_m: float) -> Positions:
    """Return where places that are shown more coarsely lie, second readings included: texts may spell it out."""
    hidden = dataset.places[dataset.places["place_id"].isin(floors.hidden())]
    columns = [("longitude", "latitude"), ("second_longitude", "second_latitude")]
    points = [
        point
        for table in (hidden, places[finer_than(places, min_precision_m)])
        for lon, lat in columns
        if {lon, lat}.issubset(table.columns)
        for point in zip(table[lon].astype(float), table[lat].astype(float), strict=True)
    ]
    return Positions(points)


def _without_parties(events: pd.DataFrame, homes: pd.Series, hidden: pd.Series) -> pd.DataFrame:
    """Take out of rows at homes the parties, who may live there, and at hidden places the words for the place."""
    gone = {"actors": homes, "actors_ar": homes, "place_wording": hidden, "place_wording_ar": hidden}
    return events.assign(**{c: events[c].mask(rows) for c, rows in gone.items() if c in events and rows.any()})


def _public(name: str, table: pd.DataFrame) -> pd.DataFrame:
    extra = {"outline", "radius_m", "is_generalised", "lies_in"} if name == "places" else set()
    known = set(table_schema(name).columns) | extra
    bounds = {f"{f.name}_{end}" for f in table_schema(name).fields if f.kind == "edtf" for end in ("lower", "upper")}
    columns = [c for c in table.columns if (c in known or c in bounds) and c not in PRIVATE_COLUMNS]
    key = table_schema(name).primary_key
    order = [key] if key else columns
    return table[columns].sort_values(order, kind="stable", na_position="first").reset_index(drop=True)


def _without_provenance(places: pd.DataFrame, remover: NameRemover) -> pd.DataFrame:
    """Where a place is shown more coarsely, the text of its source may hold the exact position: it goes."""
    hidden = places["is_generalised"].astype(bool)
    made = places.assign(source=places["source"].mask(hidden, WITHHELD), is_generalised=hidden)
    if "lies_in" in made:
        made["lies_in"] = remover.clean_column(made["lies_in"])
    return made
