"""The scene: everything a reader sees, composed once, drawn by any publisher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.edition import (
    Accounting,
    AccountView,
    Clause,
    Edition,
    Layer,
    ListItem,
    Mark,
    Policy,
    PublicDataset,
    Scene,
    Tracks,
    TrayItem,
    View,
)
from geomap.findings import Findings
from geomap.ground import ground_choice
from geomap.outcomes import FURTHER_SIGNS
from geomap.scene import lead, lists
from geomap.scene.accounts import account_view
from geomap.scene.catalogue import tell_catalogue
from geomap.scene.crowd import crowd_of, is_crowd
from geomap.scene.direction_marks import direction_marks
from geomap.scene.framing import framed, outside_tray
from geomap.scene.further import Further, further_marks, further_of, told_of, with_further
from geomap.scene.gathered import together_of
from geomap.scene.headline import kicker_of, title_worked_out
from geomap.scene.labels import country_of
from geomap.scene.legend import credits_of, method_of, signs
from geomap.scene.links import lines_of, lines_undrawn, links_of, undrawn_items, undrawn_tray
from geomap.scene.marks import account_marks, context_marks, event_marks
from geomap.scene.origins import ClaimedOrigin, claimed_origins
from geomap.scene.outcomes import drawn_groups
from geomap.scene.reading import Reading, is_set, words_of
from geomap.scene.seam import fit, in_one_piece
from geomap.scene.tally import tallied
from geomap.scene.telling import tell_event
from geomap.scene.together import view_together
from geomap.scene.together_marks import marks_together
from geomap.scene.together_told import first_words
from geomap.scene.unplaced import launches_listed, names_an_area
from geomap.words import has_arabic

__all__ = ["compose"]

_LAYERS = ("impact_areas", "launch_areas", "outcomes", "events", "context")
_NOT_ITS_PLACE = frozenset({"context", *FURTHER_SIGNS})
"""Roles of marks that are not the place of their event: it is not drawn by them."""


def compose(
    public: PublicDataset,
    tracks: Tracks,
    findings: Findings | None = None,
    *,
    lang: str = "en",
    as_of: str = "",
    policy: Policy | None = None,
) -> Edition:
    """Compose everything a reader sees.

    Parameters
    ----------
    public : PublicDataset
        After the gate.
    tracks : Tracks
        What can be said of launch to impact.
    findings : Findings, optional
        What the checks said; carried along for the manifest.
    lang : str
        Language of the page, ``en`` or ``ar``.
    as_of : str
        ISO day of the edition; it stands in the manifest. Nothing here looks at a clock.
    policy : Policy, optional
        What the gate was asked to withhold; carried along for the manifest.

    Returns
    -------
    Edition
        With an `Accounting` whose numbers add up.
    """
    reading = Reading(public=public, tracks=tracks, words=words_of(public, lang))
    items = further_of(reading)
    marks, views = _marks_and_views(reading, items)
    drawn = frozenset(e for mark in marks if mark.role not in _NOT_ITS_PLACE for e in mark.event_ids)
    accounting = _account_for(reading, marks, drawn)
    return Edition(
        scene=in_one_piece(_scene(reading, marks, views, drawn, accounting, findings or Findings(), items)),
        public=public,
        tracks=tracks,
        accounting=accounting,
        findings=findings or Findings(),
        as_of=as_of,
        policy=policy or Policy(),
    )


def _marks_and_views(reading: Reading, items: Sequence[Further]) -> tuple[list[Mark], list[AccountView]]:
    accounts = reading.public.info.accounts
    by_account = {a.account_id: account_marks(reading, a.account_id) for a in accounts}
    own = [mark for marks in by_account.values() for mark in marks]
    own += account_marks(reading, "")
    in_accounts = frozenset(
        row["event_id"]
        for row in reading.trajectories.values()
        if is_set(row["account"]) and row["account"] in by_account and names_an_area(row)
    )
    others = event_marks(reading, in_accounts)
    marks = [*own, *others]
    placed = [mark for mark in own if mark.role != "context"] or others
    signs = further_marks(reading, items, marks)
    views = [account_view(reading, a, by_account[a.account_id], [*signs, *others], placed) for a in accounts]
    shown = frozenset(m.place_id for m in [*marks, *signs] if not m.account)
    marks += [*context_marks(reading, shown), *signs]
    all_of = together_of(reading)
    if all_of is not None:
        gathered = marks_together(all_of)
        marks += gathered
        views = list(view_together(all_of, gathered, views, [*signs, *others], placed))
    for view in views:
        named = all_of.origins if all_of is not None and view.is_all else _origins_of(reading, view)
        marks += direction_marks(reading, named, view.account_id, view.view)
    return marks, views


def _origins_of(reading: Reading, view: AccountView) -> tuple[ClaimedOrigin, ...]:
    return claimed_origins(reading, [a for a in reading.public.info.accounts if a.account_id == view.account_id])


def _account_for(reading: Reading, marks: list[Mark], drawn: frozenset[str]) -> Accounting:
    """Count rows of a table, or events and groups of a folder: drawn, listed, refused, under embargo."""
    is_table = bool(reading.public.unit)
    groups: frozenset[str] = frozenset() if is_table else drawn_groups(reading, marks)
    rows_read = sum(map(reading.row_count, reading.events)) + (0 if is_table else len(reading.trajectories))
    refused, embargoed = len(reading.public.refused), reading.public.withheld.embargoed_event_count
    shown = sum(map(reading.row_count, drawn & set(reading.events))) + len(groups)
    return Accounting(
        rows_in=rows_read + refused + embargoed,
        drawn=shown,
        listed=rows_read - shown,
        refused=refused,
        embargoed=embargoed,
    )


def _scene(
    reading: Reading,
    marks: list[Mark],
    views: list[AccountView],
    drawn: frozenset[str],
    accounting: Accounting,
    findings: Findings,
    items: Sequence[Further],
) -> Scene:
    info, say = reading.public.info, reading.words
    damage = lists.damage_seen(reading)
    listed = (*damage, *lists.listed_events(reading, drawn))
    if views:
        views = [replace(view, not_on_map=(*view.not_on_map, *listed)) for view in views]
    else:
        groups = lists.listed_groups(reading, drawn_groups(reading, marks))
        missing = accounting.listed + accounting.refused + accounting.embargoed
        views = [_catalogue_view(reading, marks, (*groups, *listed), missing, findings)]
    views = [with_further(reading, view, items) for view in views]
    tally, views = tallied(reading, views)
    outcomes = told_of(reading, items)
    default = info.default_account or (_opens_with(reading, views) if info.accounts else "")
    page = reading.public.editorial.get("page", {})
    page = page if isinstance(page, dict) else {}
    is_case = bool(info.accounts)
    sides = tell_event(reading) if info.main_event else ()
    told = (*sides, *(Clause(text=f"{item.head}: {item.text}", claim_ids=item.claim_ids) for item in damage), *outcomes)
    return Scene(
        name=info.name,
        lang=say.lang,
        direction=say.direction,
        kicker=reading.editorial(page, "kicker") or kicker_of(reading),
        title=reading.editorial(page, "title") or _title(reading),
        is_draft=not (info.reviewed_by and info.reviewed_on),
        reviewed=say.text("page.reviewed", by=info.reviewed_by, day=info.reviewed_on) if info.reviewed_by else "",
        summary=lead.summary(reading) or _told_summary(reading, default, views, sides),
        told=told,
        tally=tally,
        outcomes=outcomes,
        accounts=tuple(views),
        default_account=default,
        country=country_of(reading),
        layers=tuple(
            Layer(
                layer_id=name,
                title=say.text(_layer_title(name, is_case=is_case)),
                marks=tuple(m for m in marks if m.layer == name),
            )
            for name in _LAYERS
        ),
        overview=View(bounds=views[0].view.bounds if not is_case else fit(_shapes(marks))),
        tables={
            "events": lists.event_table(reading, drawn),
            "claims": lists.claim_table(reading),
            "sources": lists.source_table(reading),
            "places": lists.place_table(reading),
        },
        method=method_of(reading),
        credits=credits_of(reading, [view.view for view in views]),
        corrections=lists.corrections(reading),
        accounting=lists.accounting_words(reading, accounting),
        crowd=crowd_of(reading) if is_crowd(reading.public) else None,
        omitted_labels=reading.public.omitted_labels,
        ground=ground_choice(reading.public.editorial, say.lang),
    )


def _layer_title(layer: str, *, is_case: bool) -> str:
    return f"layer.{layer}" if is_case or layer not in ("impact_areas", "events") else f"layer.{layer}_catalogue"


def _title(reading: Reading) -> str:
    """Return the desk's title; on an Arabic page of a case that has none in Arabic, what happened, where and when."""
    info = reading.public.info
    if reading.words.lang != "ar" or has_arabic(info.title):
        return info.title
    return info.title_ar or (title_worked_out(reading) if info.accounts else "") or info.title


def _opens_with(reading: Reading, views: Sequence[AccountView]) -> str:
    """Return what a map opens with if the case does not say: all accounts where they differ, else the first."""
    return views[0].account_id if views[0].is_all else reading.public.info.accounts[0].account_id


def _told_summary(
    reading: Reading, account: str, views: Sequence[AccountView], told: tuple[Clause, ...]
) -> tuple[Clause, ...]:
    """Return the summary where nobody wrote one: what the map opens with, and the numbers side by side."""
    shown = next((view for view in views if view.account_id == account), views[0])
    return (*(first_words(reading, shown.told) if shown.is_all else shown.told), *told)


def _shapes(marks: Sequence[Mark]) -> list[BaseGeometry]:
    return [shapely.geometry.shape(m.geometry) for m in marks if m.role != "context"]


def _catalogue_tray(reading: Reading, missing: int, launches: int) -> tuple[TrayItem, ...]:
    """Return what stands inside the picture of a table because it is not on the map: numbers alone."""
    counted = {"tray.listed": missing, "tray.launches": launches}
    return tuple(
        TrayItem(count=None, text=reading.words.text(key, n=n), trajectory_id="") for key, n in counted.items() if n
    )


def _catalogue_view(
    reading: Reading, marks: list[Mark], listed: tuple[ListItem, ...], missing: int, findings: Findings
) -> AccountView:
    """Return the one view of a catalogue: everything, no band, no trunk arrow; links when they are selected."""
    shown = [m for m in marks if m.role != "context"]
    counted = [
        (sum(map(reading.row_count, m.event_ids)), m) for m in shown if m.role not in ("launch_area", *FURTHER_SIGNS)
    ]
    counted.sort(key=lambda pair: (-pair[0], pair[1].mark_id))
    places = [(m.name, n) for n, m in counted if not m.is_worked_out]
    worked_out = [m.name for _, m in counted if m.is_worked_out]
    launched = {e for m in shown if m.role == "launch_area" for e in m.event_ids}
    rows = list(reading.trajectories.values())
    links = links_of(reading, rows)
    undrawn = lines_undrawn(links)
    bounds, outside = framed(reading, shown, findings)
    return AccountView(
        account_id="",
        label="",
        short_label="",
        relation="",
        tokens=(),
        view=View(bounds=bounds),
        bands=(),
        trunks=(),
        links=links,
        tray=(
            *_catalogue_tray(reading, missing, len(launches_listed(reading, rows))),
            *undrawn_tray(reading, undrawn),
            *outside_tray(reading, outside),
        ),
        not_on_map=(*undrawn_items(reading, undrawn), *listed),
        legend=signs(reading, shown, rows, line_count=lines_of(links)),
        told=tell_catalogue(reading, places, len(launched), missing, worked_out),
    )
