"""What the page's store holds: columns of marks for each layer, accounts, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geomap.edition import AccountView, Layer, Link, Mark, Panel, PanelLine, Scene, Trunk, View
from geomap.look import Tiles
from geomap.publishers.ground import has_own_ground, has_own_water
from geomap.publishers.page.shapes import pack, pack_corridor, pack_line, size_of
from geomap.publishers.signs import ring_of, sign_middles, sign_shapes, together_of
from geomap.words import words

__all__ = ["layer_payload", "links_payload", "page_payload", "table_says"]

_PAGE_WORDS = (
    "zoom_in", "zoom_out", "claim_number", "layers", "links", "claims_behind", "opened_account", "unit_km", "unit_m",
    "outside", "outside_from", "outside_status", "no_room", "country_view",
    "outside_n", "outside_ne", "outside_e", "outside_se", "outside_s", "outside_sw", "outside_w", "outside_nw",
)  # fmt: skip
_PANEL_WORDS = ("claim", "claim_own")

_TOGETHER_WORDS = ("together_comma", "together_semicolon", "together_more")

_Lines = dict[tuple[str, str, tuple[str, ...]], int]
"""Lines of panels with their numbers: kind, text, claims."""


def page_payload(
    scene: Scene,
    basemap: list[dict[str, Any]],
    names: Mapping[str, list[Any]],
    inset: Mapping[str, Any] | None,
    tiles: Tiles | None = None,
) -> dict[str, Any]:
    """Return what the page itself needs: language, words, accounts with their views, the background.

    Parameters
    ----------
    scene : Scene
    basemap : list of dict
        From `geomap.publishers.page.basemap`.
    names : mapping
        The names on the ground, from the same.
    inset : mapping or None
        The small map of the country, if there is one.
    tiles : Tiles, optional
        Online tiles under the map.
    """
    say = words(scene.lang)
    return {
        "lang": scene.lang,
        "account": scene.default_account,
        "accounts": [
            {
                "account_id": a.account_id,
                "label": a.label,
                "short_label": a.short_label,
                "view": _view(a.view),
                "main": _main_place(scene, a),
                **({"live": say.text("all.opened")} if a.is_all else {}),
            }
            for a in scene.accounts
        ],
        "overview": _view(scene.overview),
        "words": {key: say.section("page")[key] for key in _PAGE_WORDS}
        | {key: say.section("panel")[key] for key in _PANEL_WORDS},
        "basemap": basemap,
        "names": names,
        "has_own_ground": has_own_ground(scene),
        **({"has_own_rivers": True} if has_own_water(scene) else {}),
        "inset": inset,
        "tiles": None
        if tiles is None
        else {"url": tiles.url, "max_zoom": tiles.max_zoom, "subdomains": tiles.subdomains},
    }


def _main_place(scene: Scene, account: AccountView) -> dict[str, Any] | None:
    """Return the place that distances of other events are counted from: where most was reported to fall."""
    marks = [m for m in scene.marks() if m.role == "impact_area" and m.account and m.account == account.account_id]
    marks = [m for m in marks if not m.is_stopped]
    if not marks:
        return None
    main = max(marks, key=lambda m: m.munitions.low or 0)
    return {"name": main.name, "longitude": main.anchor[0], "latitude": main.anchor[1]}


def _statuses(scene: Scene, marks: Sequence[Mark]) -> list[str]:
    """Return for each mark the status that all its events share, unless they are simply reported."""
    events, plain = scene.tables.get("events", {}), words(scene.lang).text("status.reported")
    status = dict(zip(events.get("event_id", ()), events.get("status", ()), strict=True))
    found = [{status.get(e, plain) for e in mark.event_ids} - {""} for mark in marks]
    return [one.pop() if len(one) == 1 and one != {plain} else "" for one in found]


def table_says(scene: Scene) -> dict[str, str]:
    """Return the line that the page's script makes of each row of its table of claims, by claim.

    A panel need not repeat such a line; one that says more than this keeps its text.

    Parameters
    ----------
    scene : Scene
    """
    say, claims, sources = words(scene.lang), scene.tables.get("claims", {}), scene.tables.get("sources", {})
    publishers = dict(zip(sources.get("source_id", ()), sources.get("publisher", ()), strict=True))
    columns = (claims.get(name, ()) for name in ("claim_id", "claimant", "words", "relayed_by", "source_id"))
    said = {}
    for claim_id, claimant, text, relayed_by, source_id in zip(*columns, strict=True):
        via = relayed_by or publishers.get(source_id, "")
        key = "panel.claim_own" if via == claimant else "panel.claim"
        said[claim_id] = say.text(key, claimant=claimant, words=text, source=via)
    return said


def layer_payload(scene: Scene, layer: Layer, said: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the marks of a layer as columns.

    Parameters
    ----------
    scene : Scene
        For the language and the account that is shown first.
    layer : Layer
    said : mapping of str to str, optional
        From `table_says`, where the table of claims stands beside the map.
    """
    lines: _Lines = {}
    panels = [_panel(mark.panel, said or {}, lines) if mark.panel is not None else None for mark in layer.marks]
    signs = _signs(layer.marks)
    readers = {**_COLUMNS, **(_OF_SIGNS if signs else {})}
    columns = {name: [read(mark) for mark in layer.marks] for name, read in readers.items()}
    linked = {link.trajectory_id for account in scene.accounts for link in account.links_drawn}
    ids = [[t for t in mark.trajectory_ids if t in linked] for mark in layer.marks]
    if any(mark.is_gathered for mark in layer.marks):
        columns |= {name: [list(read(mark)) for mark in layer.marks] for name, read in _GATHERED.items()}
    if any(mark.fades_at for mark in layer.marks):
        columns["fades_at"] = [mark.fades_at for mark in layer.marks]
    columns |= {"panel": panels, "status": _statuses(scene, layer.marks), "trajectory_ids": ids}
    return {
        "kind": "marks",
        "title": layer.title,
        "lang": scene.lang,
        "account": scene.default_account,
        "words": _words_together(scene, layer.marks),
        "lines": list(lines),
        **({"signs": signs} if signs else {}),
        "marks": {name: _column(values) for name, values in columns.items()},
    }


def _words_together(scene: Scene, marks: Sequence[Mark]) -> dict[str, Any]:
    """Return the words for signs of several places in one label, as far as a layer may need them."""
    used = {together_of(mark) for mark in marks} - {""}
    label = words(scene.lang).section("label")
    return {key: label[key] for key in (*sorted(used), *_TOGETHER_WORDS)} if used else {}


def _signs(marks: Sequence[Mark]) -> dict[str, str]:
    """Return the paths of the signs that some marks have, or would have where they are small."""
    used = {sign for mark in marks for sign in (*mark.signs, ring_of(mark))}
    return {key: shape.path for key, shape in sign_shapes().items() if key in used}


def _column(values: list[Any]) -> Any:
    """Return a column as its different values and which of them each row has, where that is shorter."""
    written = [repr(value) for value in values]
    different = dict(zip(written, values, strict=True))
    if len(different) * 2 > len(values):
        return values
    at = {key: number for number, key in enumerate(different)}
    return {"at": [at[key] for key in written], "values": list(different.values())}


_COLUMNS: Mapping[str, Any] = {
    "mark_id": lambda m: m.mark_id,
    "role": lambda m: m.role,
    "account": lambda m: m.account,
    "label": lambda m: list(m.label),
    "name_local": lambda m: m.name_local,
    "description": lambda m: m.description,
    "symbol": lambda m: m.symbol,
    "edge": lambda m: m.edge,
    "tone": lambda m: m.tone,
    "feature_type": lambda m: m.feature_type,
    "geometry": lambda m: pack(m.geometry),
    "outline": lambda m: pack(m.outline) if m.outline is not None else None,
    "sides": lambda m: [pack(lines) for lines in m.sides] if m.sides is not None else None,
    "longitude": lambda m: m.anchor[0],
    "latitude": lambda m: m.anchor[1],
    "label_offset_px": lambda m: m.label_offset_px,
    "label_anchor": lambda m: m.label_anchor,
    "munitions": lambda m: m.munitions.low,
    "look": lambda m: m.look,
    "events": lambda m: len(m.event_ids),
    "size": lambda m: size_of(m.geometry),
}

_OF_SIGNS: Mapping[str, Any] = {
    "signs": lambda m: [list(pair) for pair in sign_middles(m)],
    "ring": ring_of,
    "together": together_of,
    "slot": lambda m: m.sign_slot,
}
"""Columns that only layers have in which something has a sign, or would have one where it is small."""


_GATHERED: Mapping[str, Any] = {
    "plate": lambda m: m.plate,
    "short_plate": lambda m: m.short_plate,
    "denials": lambda m: m.denials,
    "short_denials": lambda m: m.short_denials,
    "short_label": lambda m: m.short_label if m.is_gathered else (),
}
"""Columns of the picture of all accounts."""


def links_payload(scene: Scene, said: Mapping[str, str] | None = None) -> dict[str, Any] | None:
    """Return band, trunk arrows and links of every account, or None if there are none to be drawn.

    What is drawn between two places stands there once, with its words; a link is its trajectory, the number of its way
    and the lines of its panel.

    Parameters
    ----------
    scene : Scene
    said : mapping of str to str, optional
        From `table_says`, where the table of claims stands beside the map.
    """
    if not any(a.bands or a.trunks or a.links_drawn for a in scene.accounts):
        return None
    say = words(scene.lang)
    lines: _Lines = {}
    return {
        "kind": "links",
        "title": say.text("layer.links" if any(a.bands or a.trunks for a in scene.accounts) else "page.links"),
        "lang": scene.lang,
        "account": scene.default_account,
        "words": {},
        "accounts": [_account_links(account, said or {}, lines) for account in scene.accounts],
        "lines": list(lines),
    }


def _account_links(account: AccountView, said: Mapping[str, str], lines: _Lines) -> dict[str, Any]:
    links = account.links_drawn
    ways = {id(link.corridor): link for link in links}
    numbers = {key: number for number, key in enumerate(ways)}
    return {
        "account_id": account.account_id,
        "bands": [[pack_corridor(band.shape), pack_line(band.axis)] for band in account.bands],
        "trunks": [_trunk(trunk) for trunk in account.trunks],
        "ways": [_way(link) for link in ways.values()],
        "links": [
            [link.trajectory_id, numbers[id(link.corridor)], _panel(link.panel, said, lines)["lines"]] for link in links
        ],
    }


def _trunk(trunk: Trunk) -> dict[str, Any]:
    return {
        "launch_place_id": trunk.launch_place_id,
        "line": pack_line((trunk.start, *trunk.bend, trunk.end)),
        "label": list(trunk.label),
        "short": list(trunk.short_label),
        "trajectory_ids": list(trunk.trajectory_ids),
        "claim_ids": list(trunk.claim_ids),
    }


def _way(link: Link) -> dict[str, Any]:
    """Return what the links of one pair of places share: corridor, line and words."""
    panel = link.panel
    return {
        "corridor": pack_corridor(link.corridor or {}),
        "line": pack_line(link.line),
        "text": link.text,
        "kicker": panel.kicker,
        "title": panel.title,
    }


def _panel(panel: Panel, said: Mapping[str, str], lines: _Lines) -> dict[str, Any]:
    """Return a panel as plain values, its lines as numbers of ``lines``, to which new ones are added.

    A line is its kind, its text (empty if the table of claims says it) and its claims.
    """

    def text_of(line: PanelLine) -> str:
        is_said = line.kind == "claim" and len(line.claim_ids) == 1 and said.get(line.claim_ids[0]) == line.text
        return "" if is_said else line.text

    own = [(line.kind, text_of(line), line.claim_ids) for line in panel.lines]
    return {
        "kicker": panel.kicker,
        "title": panel.title,
        "title_local": panel.title_local,
        "lines": [lines.setdefault(line, len(lines)) for line in own],
    }


def _view(view: View) -> dict[str, Any]:
    return {
        "bounds": list(view.bounds),
        "center": view.center,
        "metres_per_px": view.metres_per_px,
        "phone_center": view.phone_center,
        "phone_metres_per_px": view.phone_metres_per_px,
        **({"tight": True} if view.is_tight else {}),
    }
