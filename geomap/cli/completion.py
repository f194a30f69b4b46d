"""What a shell offers to complete: formats, kinds, sizes, codes. Files are the shell's own business.

Nothing heavy is imported: a person waits for this at every press of a key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import resources

from geomap.publishers.registry import EXPORTS

__all__ = ["codes", "formats", "kinds", "langs", "sizes"]

_Offer = list[tuple[str, str]]


def _offered(words: Iterable[tuple[str, str]], incomplete: str) -> _Offer:
    return [(word, help_) for word, help_ in words if word.startswith(incomplete)]


def formats(incomplete: str) -> _Offer:
    """Return the formats of an export."""
    return _offered(((known.name, known.describes) for known in EXPORTS), incomplete)


def langs(incomplete: str) -> _Offer:
    """Return the languages of a page."""
    return _offered((("en", "English"), ("ar", "Arabic")), incomplete)


def sizes(incomplete: str) -> _Offer:
    """Return the sizes of a figure."""
    from geomap.publishers.figure.sizes import SIZES

    return _offered(((name, f"{one.width_px:.0f} px") for name, one in SIZES.items() if one.is_offered), incomplete)


def kinds(incomplete: str) -> _Offer:
    """Return the kinds of events."""
    schema = json.loads((resources.files("geomap.schema") / "tables" / "events.json").read_text("utf-8"))
    (kind,) = (field for field in schema["fields"] if field["name"] == "kind")
    return _offered(((word, "") for word in kind["constraints"]["enum"]), incomplete)


def codes(incomplete: str) -> _Offer:
    """Return the codes of findings."""
    pages = (resources.files("geomap.checks") / "pages").iterdir()
    return _offered(
        ((p.name.removesuffix(".md"), "") for p in sorted(pages, key=str) if p.name.endswith(".md")), incomplete
    )
