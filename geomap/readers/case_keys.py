"""What map.toml and datapackage.json may say: a key that nothing reads and a value of a wrong type are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from geomap.dataset import UNREAD_ROLES
from geomap.findings import Finding, Findings
from geomap.ground import POINTS_OF_VIEW, unknown_names

__all__ = ["PACKAGE_KEYS", "TOML_KEYS", "Keys", "read_keys", "unknown_ground_names"]

_FOR_A_TEXT = 'a text in quotation marks, "..."'
_SAYS = {
    "text": _FOR_A_TEXT,
    "spoken": f'{_FOR_A_TEXT}, or one for each language, {{"en": "...", "ar": "..."}}',
    "texts": 'a list of texts, ["...", "..."]',
    "number": "a number",
    "pair": "two numbers, [44.44, 33.32]",
    "table": "a table of its own",
    "tables": "a list of tables",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one table.

    Attributes
    ----------
    kinds : mapping of str to str
        What each key holds: a word of ``text``, ``spoken``, ``texts``, ``number``, ``pair``, or a vocabulary as words
        parted by ``|``.
    inner : mapping of str to Keys
        Tables in this one; a name in brackets, ``[label]``, stands for a list of tables, ``*`` for any name.
    twins : bool
        Whether each text may have a second one whose name ends in ``_ar``.
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    inner: Mapping[str, Keys] = field(default_factory=dict)
    twins: bool = True

    def names(self) -> list[str]:
        """Return the names of keys that people choose from."""
        return [*self.kinds, *(name.strip("[]") for name in self.inner if name != "*")]

    def kind_of(self, name: str) -> str:
        """Return what a key holds; empty if there is no such key."""
        plain = name.removesuffix("_ar") if self.twins else name
        if name != plain and self.kinds.get(plain) != "text":
            return ""
        if plain in self.inner or "*" in self.inner:
            return "table"
        return "tables" if f"[{plain}]" in self.inner else self.kinds.get(plain, "")

    def inside(self, name: str) -> Keys:
        """Return the keys of a table in this one."""
        return self.inner.get(name) or self.inner.get(f"[{name}]") or self.inner["*"]


_CLAUSE = {"text": "text", "claims": "texts"}

TOML_KEYS = Keys(
    inner={
        "page": Keys({"kicker": "text", "title": "text", "accounts": "texts"}),
        "[summary]": Keys(_CLAUSE),
        "[not_on_map]": Keys({"head": "text", **_CLAUSE, "account": "text"}),
        "[panel]": Keys({"place": "text", **_CLAUSE, "account": "text"}),
        "[label]": Keys(
            {
                "place": "text",
                "account": "text",
                "role": "text",
                "anchor": "above|below|left|right|centre",
                "offset_px": "pair",
                "line1": "text",
                "line2": "text",
                "line3": "text",
                "claims": "texts",
            }
        ),
        "[credits]": Keys(_CLAUSE),
        "ground": Keys(
            {"point_of_view": "|".join(POINTS_OF_VIEW)}, {"[names]": Keys({"name": "text", "text": "text"})}
        ),
        "views": Keys(
            inner={
                "*": Keys(
                    {"center": "pair", "metres_per_px": "number"}
                    | {"phone_center": "pair", "phone_metres_per_px": "number"}
                )
            }
        ),
    }
)
"""map.toml."""

PACKAGE_KEYS = Keys(
    {
        "main_event": "text",
        "default_account": "text",
        "country": "text",
        "tz": "text",
        "context_places": "texts",
        "reviewed_by": "text",
        "reviewed_on": "text",
    },
    {
        "[accounts]": Keys(
            {
                "id": "text",
                "label": "spoken",
                "short_label": "spoken",
                "speaker": "spoken",
                "speaker_full": "spoken",
                "source_ids": "texts",
            },
            {"relation": Keys({"kind": "refines|conflicts|same_origin", "to": "text"}, twins=False)},
            twins=False,
        ),
        "unread": Keys(
            {"columns": "texts"},
            {"roles": Keys(dict.fromkeys(UNREAD_ROLES, "absent|unread"), twins=False)},
            twins=False,
        ),
    },
    twins=False,
)
"""The part of datapackage.json that is geomap's own."""


def read_keys(document: Mapping[str, Any], keys: Keys, file: str, where: str = "") -> tuple[dict[str, Any], Findings]:
    """Return a document without values of a wrong type, and what was wrong with its keys.

    Parameters
    ----------
    document : mapping
        As TOML or JSON gives it. Keys that nothing reads are told and stay.
    keys : Keys
        What is allowed.
    file : str
        Its name, for messages.
    where : str
        The table in the file that the document is; empty for the whole.
    """
    found: list[Finding] = []
    return _read(document, keys, file, where, found), Findings.of(found)


def _read(document: Mapping[str, Any], keys: Keys, file: str, where: str, found: list[Finding]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in document.items():
        at = f"{where}.{name}" if where else name
        kind = keys.kind_of(name)
        if not kind:
            found.append(_unknown(name, keys, file, at, where))
        elif value is not None and not _fits(value, kind):
            found.append(_wrong(value, kind, file, at))
            continue
        elif kind == "table" and value is not None:
            value = _read(value, keys.inside(name), file, at, found)
        elif kind == "tables" and value is not None:
            entries = list(_entries(value, file, at, found))
            value = [_read(entry, keys.inside(name), file, f"{at}[{n}]", found) for n, entry in entries]
        made[name] = value
    return made


def _entries(value: Sequence[Any], file: str, at: str, found: list[Finding]) -> Iterator[tuple[int, Any]]:
    for number, entry in enumerate(value):
        if isinstance(entry, Mapping):
            yield number, entry
        else:
            found.append(_wrong(entry, "table", file, f"{at}[{number}]"))


def _fits(value: object, kind: str) -> bool:
    is_text = isinstance(value, str)
    if "|" in kind:
        return value in kind.split("|")
    if kind in ("text", "spoken"):
        return is_text or (kind == "spoken" and isinstance(value, Mapping))
    if kind == "table":
        return isinstance(value, Mapping)
    if kind == "number":
        return _is_number(value)
    if not isinstance(value, list):
        return False
    if kind == "texts":
        return all(isinstance(item, str) for item in value)
    return kind == "tables" or (len(value) == 2 and all(_is_number(item) for item in value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _unknown(name: str, keys: Keys, file: str, at: str, where: str) -> Finding:
    close = get_close_matches(name, keys.names(), n=1)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    of = f"[{where}]" if where else file
    message = f'"{name}" is no key of {of}; nothing reads it.{hint} Keys there: {", ".join(keys.names())}'
    return Finding(code="unknown-key", severity="warning", message=message, file=file, column=at, values=(name,))


def unknown_ground_names(editorial: Mapping[str, Any]) -> Findings:
    """Tell of names in ``[[ground.names]]`` that nothing on the ground has.

    Parameters
    ----------
    editorial : mapping
        What stands in map.toml.
    """
    made = []
    for n, name, close in unknown_names(editorial):
        hint = f" Did you mean {', '.join(close)}?" if close else ""
        message = (
            f'"{name}" is no name on the ground; the name of a country, province, sea, river or town is expected, as '
            f"the map has it in English or Arabic.{hint} It changes nothing"
        )
        column = f"ground.names[{n}].name"
        found = Finding(
            code="wrong-value", severity="warning", message=message, file="map.toml", column=column, values=(name,)
        )
        made.append(found)
    return Findings.of(made)


def _wrong(value: object, kind: str, file: str, at: str) -> Finding:
    allowed = _SAYS.get(kind) or f"one of {', '.join(kind.split('|'))}"
    shown = str(value)[:60]
    close = get_close_matches(shown, kind.split("|"), n=1) if "|" in kind else []
    hint = f' Did you mean "{close[0]}"?' if close else ""
    message = f'"{shown}" cannot stand here; {allowed} is expected.{hint} It is left out'
    return Finding(code="wrong-value", severity="warning", message=message, file=file, column=at, values=(shown,))
