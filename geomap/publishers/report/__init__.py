"""The report card as one page: no script, no request, nothing but what the card holds."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup, escape

from geomap.card import Bar, Card, Fact, Group
from geomap.findings import Finding
from geomap.signs import filled
from geomap.words import Words, words

__all__ = ["html"]

_POLICY = "default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
_LEFT, _OWN, _END = "\u2066", "\u2068", "\u2069"
_ROWS_MAX, _OTHERS_MAX = 5, 6
_VALUE_MAX, _MESSAGE_MAX = 80, 400
_NUMBER = re.compile(r"\u2066?\d(?:[\d,.]*\d)?\u2069?(?: ?[%٪])?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BREAKS = re.compile(r"\s+")


def html(card: Card, lang: str = "en") -> str:
    """Return the page; the same card gives the same bytes.

    Parameters
    ----------
    card : Card
    lang : str
        ``en`` or ``ar``.
    """
    say = words(lang)
    style = filled(_asset("report.css"))
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    text = (
        _templates()
        .get_template("report.html.j2")
        .render(
            policy=Markup(
                f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
            ),
            style=Markup(style),
            say=say,
            card=card,
            file=_shown(card.file, 160),
            read_as=_shown(card.read_as, 80),
            numbers=_numbers(card, say),
            facts=[_bold(_sentence(fact, say, "fact")) for fact in card.facts],
            fine=[_sentence(fact, say, "fine") for fact in card.fine],
            precision=_bars(card.precision, say, "location_class"),
            days=_bars(card.days, say, "known_day"),
            rules=_rules(card.groups),
            groups=[_group(group, say) for group in card.groups],
            counts={s: sum(g.severity == s for g in card.groups) for s in ("error", "warning", "notice")},
            credits=[_shown(line, 300) for line in card.credits],
        )
    )
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@cache
def _asset(name: str) -> str:
    text = (resources.files("geomap.publishers.report") / "assets" / name).read_text("utf-8")
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("geomap.publishers.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )


def _shown(text: str, most: int) -> str:
    """Return a stranger's text on one line, without control characters, cut where it is long."""
    plain = _BREAKS.sub(" ", _CONTROLS.sub("\ufffd", text)).strip()
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def _numbers(card: Card, say: Words) -> dict[str, Any]:
    accounting = card.accounting
    parts = [
        {"key": key, "count": count, "text": say.number(count), "label": say.text(f"report.{key}")}
        for key, count in (("drawn", accounting.drawn), ("listed", accounting.listed), ("refused", accounting.refused))
    ]
    at, whole = 0.0, max(accounting.rows_in, 1)
    for part in parts:
        part |= {"at": round(at, 3), "width": round(100 * int(str(part["count"])) / whole, 3)}
        at += 100 * int(str(part["count"])) / whole
    return {
        "rows_in": say.number(accounting.rows_in),
        "label": say.text(f"report.{card.unit or 'entries'}_in"),
        "parts": parts,
    }


def _sentence(fact: Fact, say: Words, section: str) -> str:
    slots = {
        key: value if isinstance(value, int) else _apart(_shown(value, 80), say) for key, value in fact.slots.items()
    }
    return say.text(f"{section}.{fact.key}", **slots)


def _apart(text: str, say: Words) -> str:
    """Return a value that keeps its own direction within a sentence from right to left."""
    if say.direction == "ltr":
        return text
    return f"{_LEFT if text[:1].isdigit() or text[:1] in '<>-' else _OWN}{text}{_END}"


def _bold(sentence: str) -> Markup:
    """Return a sentence whose first number stands out."""
    found = _NUMBER.search(sentence)
    if found is None:
        return escape(sentence)
    before, after = sentence[: found.start()], sentence[found.end() :]
    return escape(before) + Markup("<b>") + escape(found[0]) + Markup("</b>") + escape(after)


def _bars(bars: Iterable[Bar], say: Words, section: str) -> list[dict[str, Any]]:
    drawn = list(bars)
    most = max((bar.count for bar in drawn), default=1)
    whole = max(sum(bar.count for bar in drawn), 1)
    return [
        {
            "key": bar.key,
            "label": say.text(f"{section}.{bar.key}"),
            "radius": _radius(bar.radius_m, say),
            "count": say.number(bar.count),
            "share": say.text("report.percent", share=_apart(_percent(bar.count, whole), say)),
            "width": round(100 * bar.count / most, 2),
            "step": n,
            "is_drawn": bar.is_drawn,
        }
        for n, bar in enumerate(drawn)
    ]


def _percent(part: int, whole: int) -> str:
    percent = 100 * part / whole
    if 0 < percent < 1:
        return "<1"
    return ">99" if 99 < percent < 100 else str(round(percent))


def _radius(metres: float | None, say: Words) -> str:
    if metres is None:
        return ""
    if metres < 1000:
        return say.text("unit.m", value=say.number(round(metres)))
    return say.text("unit.km", value=say.number(round(metres / 1000, 1)))


def _rules(groups: tuple[Group, ...]) -> list[dict[str, Any]]:
    most = max((group.count for group in groups), default=1)
    return [
        {"code": g.code, "severity": g.severity, "count": g.count, "width": max(round(100 * g.count / most, 2), 0.8)}
        for g in groups
    ]


def _group(group: Group, say: Words) -> dict[str, Any]:
    """Return one rule: its first finding with rows, the others in a line each."""
    first, *others = group.findings
    return {
        "code": group.code,
        "severity": group.severity,
        "severity_text": say.text(f"severity.{group.severity}"),
        "count": say.text("report.rows", n=group.count) if any(f.rows for f in group.findings) else "",
        **group.page,
        "first": _finding(first, say),
        "others": [_line(finding, say) for finding in others[:_OTHERS_MAX]],
        "more": max(0, len(others) - _OTHERS_MAX),
    }


def _line(finding: Finding, say: Words) -> dict[str, str]:
    rows = ", ".join(str(row) for row in finding.rows[:_ROWS_MAX])
    return {
        "column": _shown(finding.column, 60),
        "message": _message(finding.told),
        "rows": say.text("report.in_rows", rows=rows, n=finding.count) if rows else "",
    }


def _message(message: str) -> str:
    text = _shown(message, _MESSAGE_MAX)
    return text[:1].upper() + text[1:] + ("" if not text or text[-1] in ".?!…" else ".")


def _finding(finding: Finding, say: Words) -> dict[str, Any]:
    """Return one finding: where, what was found, and its first rows."""
    rows = [str(row) for row in finding.rows[:_ROWS_MAX]]
    columns = [
        (say.text("report.row"), rows),
        (say.text("report.id"), [_shown(i, 40) for i in finding.ids[:_ROWS_MAX]]),
        (_shown(finding.column, 40), [_shown(v, _VALUE_MAX) for v in finding.values[:_ROWS_MAX]]),
    ]
    there = [(head, cells) for head, cells in columns if cells and len(cells) == len(rows)]
    made = list(zip(*(cells for _, cells in there), strict=True))
    return {
        "file": _shown(finding.file, 80),
        "column": _shown(finding.column, 60),
        "message": _message(finding.message),
        "heads": [head for head, _ in there],
        "rows": made,
        "shown": say.text("report.first_rows", shown=len(made), n=finding.count)
        if 0 < len(made) < finding.count
        else "",
    }
