"""Twelve texts that break pages, put into every free-text column at once, with a sentinel for each column.

A sentinel names its column, so a test can say which column a page lost, changed or ran.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from building import CaseTables, Row, place

from geomap.disclosure import PRIVATE_COLUMNS
from geomap.schema import table_schema

HOSTILE = {
    "template": "{{ 7*7 }}",
    "raw": "{% raw",
    "comment": "{#",
    "script-end": "</script><script>window.__pwned = 1</script>",
    "placeholder": "${window.__pwned = 1}",
    "backtick": "`${window.__pwned = 1}`;`",
    "onerror": '<img src=x onerror="window.__pwned = 1">',
    "line-separator": "a\u2028window.__pwned = 1\u2029b",
    "right-to-left": "\u202egnp.exe\u202c",
    "javascript": "javascript:window.__pwned=1//https://",
    "surrogate": "half \ud83d here",
    "proto": "__proto__",
}

ACCOUNT_TEXTS = ("label", "short_label", "speaker")
INFO_TEXTS = ("title", "description")
MAP_TEXTS = (
    ("page", "kicker"),
    ("page", "title"),
    ("summary", "text"),
    ("credits", "text"),
    ("panel", "text"),
    ("not_on_map", "head"),
    ("not_on_map", "text"),
    ("label", "line1"),
    ("label", "line2"),
)

_NOT_TEXT = {("claims", "field"), ("events", "file")}
"""Columns of kind text that stand for themselves: a name of a column, the name of a working file."""


def text_columns() -> Iterator[tuple[str, str]]:
    """Yield table and column of all free text."""
    for table in ("sources", "places", "events", "claims", "trajectories", "event_places", "relations", "corrections"):
        for field in table_schema(table).fields:
            if field.kind == "text" and (table, field.name) not in _NOT_TEXT:
                yield table, field.name


def public_columns() -> list[tuple[str, str]]:
    """Return table and column of the free text that is published."""
    return [(t, c) for t, c in text_columns() if c not in PRIVATE_COLUMNS]


def sentinel(table: str, column: str) -> str:
    """Return the mark of a column: letters only, so that no escaping and no sorting touches it."""
    name = f"{table}X{column}".replace("_", "")
    return f"Q{name}Q"


def marked(table: str, column: str, text: str) -> str:
    """Return what stands in a cell of a column: its sentinel, the text, an end."""
    return f"{sentinel(table, column)} {text} E"


def as_published(text: str) -> str:
    """Return a text as it must be read: half a character is the replacement character."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def hostile_case(folder: Path, text: str) -> Path:
    """Write a case whose every free-text cell holds the text behind the sentinel of its column.

    The other columns are those of a good case: one account, a launch and an impact area, a group without a place, an
    event with a place, one without, a target, a relation and a correction.
    """
    case = CaseTables()
    case.add("places", place("embassy", 43.432, 33.312, coord_uncertainty_m=100, extent_radius_m=100))
    case.row("places", "market")["parent_id"] = "plain"
    case.geomap(context_places=["plain", "embassy"])
    case.add("event_places", {"event_id": "attack", "place_id": "embassy", "role": "reported_target", "claim_id": "k2"})
    case.add("relations", {"event_id": "arrest", "relation": "follows", "other_event_id": "attack", "claim_id": "k1"})
    case.add("corrections", {"corrected_on": "2020-05-09", "about": "attack"})
    case.set("events", "attack", sub_event_type="", cause_of_harm="unclear")
    for table, column in text_columns():
        for row in case.tables[table]:
            if (table, column) == ("claims", "value") and row["field"].endswith("place_id"):
                continue
            row[column] = marked(table, column, text)
    for row in case.tables["claims"]:
        if row["claim_id"] in ("k3", "k4", "k5"):
            row["field"] = "context"
    _info(case, text)
    case.write(folder)
    (folder / "map.toml").write_bytes(_map_toml(text).encode("utf-8", "surrogatepass"))
    return folder


def _info(case: CaseTables, text: str) -> None:
    for key in INFO_TEXTS:
        case.info[key] = marked("datapackage", key, text)
        case.info[f"{key}_ar"] = marked("datapackage", f"{key}_ar", text)
    account: Row = case.info["geomap"]["accounts"][0]
    for key in ACCOUNT_TEXTS:
        account[key] = {lang: marked("account", f"{key}_{lang}", text) for lang in ("en", "ar")}
    case.geomap(reviewed_by=marked("datapackage", "reviewed_by", text), reviewed_on="2020-06-01")


def _map_toml(text: str) -> str:
    def pair(section: str, key: str) -> str:
        return "".join(f"{key}{twin} = {_toml(marked(section, key + twin, text))}\n" for twin in ("", "_ar"))

    sections = {name: "".join(pair(s, key) for s, key in MAP_TEXTS if s == name) for name, _ in MAP_TEXTS}
    at = 'place = "impact_zone"\naccount = "military"\n'
    extra = {"summary": 'claims = ["k2"]\n', "panel": at, "label": at, "not_on_map": 'account = "military"\n'}
    return "".join(
        f"[{name}]\n{body}\n" if name == "page" else f"[[{name}]]\n{extra.get(name, '')}{body}\n"
        for name, body in sections.items()
    )


def _toml(text: str) -> str:
    """Return a TOML basic string; half a character stays raw, as a broken program would write it."""
    return json.dumps(text, ensure_ascii=False)
