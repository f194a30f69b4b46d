"""HXL: hashtags in the second row say what a column is, whatever its name or language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.readers.columns import Sample
from geomap.readers.mapping import ANY_SHEET, Mapping, known_mappings, named_mapping

__all__ = ["mapping_of_tags"]

_ROLES: tuple[tuple[str, frozenset[str], str], ...] = (
    ("#geo", frozenset({"lat"}), "latitude"),
    ("#geo", frozenset({"lon"}), "longitude"),
    ("#date", frozenset({"end"}), "date_end"),
    ("#date", frozenset(), "date"),
    ("#affected", frozenset({"killed"}), "killed"),
    ("#affected", frozenset({"injured"}), "wounded"),
    ("#loc", frozenset({"name"}), "place"),
    ("#loc", frozenset(), "place"),
    ("#adm1", frozenset({"name"}), "admin1"),
    ("#adm2", frozenset({"name"}), "admin2"),
    ("#adm3", frozenset({"name"}), "admin3"),
    ("#country", frozenset({"name"}), "country"),
    ("#country", frozenset(), "country"),
    ("#meta", frozenset({"source"}), "source"),
    ("#meta", frozenset({"url"}), "source_url"),
    ("#meta", frozenset({"id"}), "id"),
    ("#event", frozenset({"id", "code"}), "id"),
    ("#event", frozenset({"type"}), "kind"),
    ("#event", frozenset({"name"}), "title"),
    ("#description", frozenset(), "notes"),
)


def mapping_of_tags(header: Sequence[str], tags: Sequence[str], sample: Sample | None = None) -> Mapping | None:
    """Return the mapping of a table with hashtags, or None if it names no place.

    A format that is recognised by its columns wins: hashtags fill what it does not name. In any other sheet they stand
    before the names of the columns.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    tags : sequence of str
        Hashtag of each column, for example ``#affected+killed``; empty where a column has none.
    sample : callable, optional
        As for `geomap.readers.mapping.mapping_for`.
    """
    tagged = _tagged(header, tags)
    known = next((m.resolved(header) for m in known_mappings() if m.recognises(header)), None)
    if known is not None:
        taken = {*known.found.values(), *known.actors}
        more = {r: name for r, name in tagged.items() if name not in taken and not _is_known(r, known)}
        return replace(known, found={**more, **known.found})
    sheet = named_mapping(ANY_SHEET).resolved([n for n in header if n not in tagged.values()], sample)
    made = replace(sheet, found={**{k: v for k, v in sheet.found.items() if k not in tagged}, **tagged})
    return made if made.has_place else None


def _is_known(role: str, mapping: Mapping) -> bool:
    return role in mapping.found or mapping.counts(role) or (role == "date" and mapping.has_day)


def _tagged(header: Sequence[str], tags: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for hashtag, attributes, role in _ROLES:
        for name, tag in zip(header, tags, strict=False):
            base, *rest = tag.lower().replace(" ", "").split("+")
            is_match = base == hashtag and (not attributes or attributes & set(rest))
            if is_match and role not in found and name not in found.values():
                found[role] = name
    return found
