"""HXL: hashtags in the second row say what a column is, whatever its name or language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.readers.mapping import Mapping, named_mapping

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


def mapping_of_tags(header: Sequence[str], tags: Sequence[str]) -> Mapping:
    """Return the mapping of any sheet, with what the hashtags say of its columns on top.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    tags : sequence of str
        Hashtag of each column, for example ``#affected+killed``; empty where a column has none.
    """
    found: dict[str, str] = {}
    for hashtag, attributes, role in _ROLES:
        for name, tag in zip(header, tags, strict=False):
            base, *rest = tag.lower().replace(" ", "").split("+")
            is_match = base == hashtag and (not attributes or attributes & set(rest))
            if is_match and role not in found and name not in found.values():
                found[role] = name
    sheet = named_mapping("any_sheet").resolved([n for n in header if n not in found.values()])
    return replace(sheet, found={**{k: v for k, v in sheet.found.items() if k not in found}, **found})
