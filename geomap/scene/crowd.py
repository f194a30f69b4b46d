"""A table with so many places that single marks would merge: a picture of it shows counts in squares."""

from __future__ import annotations

import pandas as pd

from geomap.edition import (
    AccountView,
    Clause,
    Crowd,
    Edition,
    Policy,
    PublicDataset,
    Scene,
    Tracks,
    TrayItem,
    View,
)
from geomap.findings import Findings
from geomap.ground import ground_choice
from geomap.scene import lead, lists
from geomap.scene.catalogue import tell_catalogue
from geomap.scene.labels import country_of
from geomap.scene.legend import attack_signs, credits_of, method_of
from geomap.scene.plain import events_at_places, has_only_events, plain_accounting
from geomap.scene.reading import MUNITION_KINDS, Reading, words_of
from geomap.scene.seam import past_seam

__all__ = ["compose_crowd", "crowd_of", "is_crowd"]

_PLACES_MIN = 500
_LABELS = 24


def is_crowd(public: PublicDataset) -> bool:
    """Whether a picture of this dataset shows counts in squares: many places, and nothing but events on them."""
    return has_only_events(public) and len(public.places) >= _PLACES_MIN


def crowd_of(reading: Reading) -> Crowd:
    """Return the places of a dataset as a picture shows them; see `is_crowd`."""
    return _crowd(reading, _heaviest(reading))


def compose_crowd(
    public: PublicDataset,
    findings: Findings | None = None,
    *,
    lang: str = "en",
    as_of: str = "",
    policy: Policy | None = None,
) -> Edition:
    """Compose what a picture of very many events shows; it has no panels, no tables and no single marks.

    Parameters
    ----------
    public : PublicDataset
        After the gate; see `is_crowd`.
    findings, lang, as_of, policy
        As for `geomap.scene.compose`.
    """
    reading = Reading(public=public, tracks=Tracks(), words=words_of(public, lang))
    say, info = reading.words, public.info
    places = _heaviest(reading)
    accounting = plain_accounting(public)
    crowd = _crowd(reading, places)
    listed = accounting.listed + accounting.refused + (1 if accounting.embargoed else 0)
    told = tell_catalogue(reading, list(zip(places["name"], places["n"], strict=True)), 0, listed)
    view = _view(reading, crowd, listed, told)
    scene = Scene(
        name=info.name,
        lang=say.lang,
        direction=say.direction,
        kicker="",
        title=info.title_ar if lang == "ar" and info.title_ar else info.title,
        is_draft=not (info.reviewed_by and info.reviewed_on),
        reviewed=say.text("page.reviewed", by=info.reviewed_by, day=info.reviewed_on) if info.reviewed_by else "",
        summary=lead.summary(reading) or told,
        accounts=(view,),
        default_account=info.default_account,
        country=country_of(reading),
        layers=(),
        overview=view.view,
        tables={"sources": lists.source_table(reading)},
        method=method_of(reading),
        credits=credits_of(reading, [view.view]),
        corrections=lists.corrections(reading),
        accounting=lists.accounting_words(reading, accounting),
        crowd=crowd,
        omitted_labels=public.omitted_labels,
        ground=ground_choice(public.editorial, lang),
    )
    return Edition(
        scene=scene,
        public=public,
        tracks=Tracks(),
        accounting=accounting,
        findings=findings or Findings(),
        as_of=as_of,
        policy=policy or Policy(),
    )


def _crowd(reading: Reading, places: pd.DataFrame) -> Crowd:
    named = places[["name", "n"]].iloc[:_LABELS]
    return Crowd(
        lon=tuple(places["longitude"].astype(float)),
        lat=tuple(places["latitude"].astype(float)),
        radius_m=tuple(places["radius_m"].astype(float)),
        count=tuple(places["n"]),
        labels=tuple((name, reading.words.text("count.events", n=n)) for name, n in named.itertuples(index=False)),
        view=View(bounds=_bounds(places)),
    )


def _view(reading: Reading, crowd: Crowd, listed: int, told: tuple[Clause, ...]) -> AccountView:
    events = reading.public.events
    is_attack = events["kind"].isin(MUNITION_KINDS) & ~(events["munitions_high"] == 0).fillna(False).astype(bool)
    tray = TrayItem(count=None, text=reading.words.text("tray.listed", n=listed), trajectory_id="")
    return AccountView(
        account_id="",
        label="",
        short_label="",
        relation="",
        tokens=(),
        view=crowd.view,
        bands=(),
        trunks=(),
        links=(),
        tray=(tray,) if listed else (),
        not_on_map=(),
        legend=attack_signs(reading, is_attacks=bool((is_attack | events["kind"].isna()).all())),
        told=told,
    )


def _heaviest(reading: Reading) -> pd.DataFrame:
    """Return the places on the map with their names in the page's language and ``n`` events, the heaviest first."""
    public = reading.public
    pairs = events_at_places(public)
    counts = pairs["event_id"].map(reading.row_count).groupby(pairs["place_id"]).sum()
    places = public.places.set_index("place_id").loc[counts.index]
    names = places["name"]
    if reading.words.lang == "ar" and "name_ar" in places:
        names = places["name_ar"].fillna(names)
    whole = places["longitude"].astype(float)
    places = places.assign(name=names.astype(str), n=counts.astype(object), longitude=past_seam(whole)).reset_index()
    return places.sort_values(["n", "place_id"], ascending=[False, True], kind="stable")


def _bounds(places: pd.DataFrame) -> tuple[float, float, float, float]:
    """Return bounds of the middles with a margin; single outliers do not count where there are very many."""
    if not len(places):
        return (-180.0, -60.0, 180.0, 75.0)
    lon, lat = places["longitude"].astype(float), places["latitude"].astype(float)
    west, east = lon.quantile(0.001), lon.quantile(0.999)
    south, north = lat.quantile(0.001), lat.quantile(0.999)
    wide, high = max(east - west, 0.05) * 0.1, max(north - south, 0.05) * 0.1
    most = 540.0 if lon.max() > 180.0 else 180.0
    bounds = (max(west - wide, -180.0), max(south - high, -85.0), min(east + wide, most), min(north + high, 85.0))
    return tuple(round(float(b), 4) for b in bounds)  # type: ignore[return-value]
