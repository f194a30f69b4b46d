"""The page's own document: everything outside the map, escaped by our template, and its content security policy."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from typing import Any

import jinja2
from markupsafe import Markup

from geomap.edition import Scene
from geomap.look import Look
from geomap.publishers import figure
from geomap.publishers.page import assets, tiles
from geomap.publishers.page.blocks import clean_text, clean_value
from geomap.publishers.page.theme import theme_css
from geomap.publishers.page.tray import shown_in_tray
from geomap.publishers.signs import sign_shapes
from geomap.schema import is_address
from geomap.words import direction_of, words

__all__ = ["compose_document", "href"]


_DARK_TILES = (
    "@media screen and (prefers-color-scheme:dark)"
    "{.leaflet-tile-pane{filter:invert(1) hue-rotate(180deg) brightness(.8) contrast(.85)}}"
)


@cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("geomap.publishers.page", "templates"),
        autoescape=True,
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    made.globals["signs"] = sign_shapes()
    made.filters["turned"] = lambda text, say: _turned(str(text), say.direction)
    return made


def compose_document(
    scene: Scene,
    look: Look,
    rendered: tuple[str, str, str],
    *,
    has_inset: bool,
    is_frame: bool = False,
    is_fitted: bool = False,
) -> str:
    """Return the whole page.

    Parameters
    ----------
    scene : Scene
    look : Look
    rendered : tuple of str
        What folium rendered: header, HTML and one script.
    has_inset : bool
        Whether there is a country to show in the small map.
    is_frame : bool
        Whether it is the lean page for a frame.
    is_fitted : bool
        Whether that frame has a height of its own, into which the whole map must fit.
    """
    header, map_html, script = rendered
    theme = _look_css(scene, look)
    style = [
        assets.leaflet_css(with_tiles=look.tiles is not None),
        assets.page_css(),
        assets.frame_css() if is_frame else "",
        "" if scene.tally.is_plain else assets.tally_css(),
        assets.fit_css() if is_fitted else "",
    ]
    fitting = assets.fit_js() if is_fitted else ""
    head = "\n".join(
        [
            f"<style>{''.join(style)}</style>",
            f"<script>{assets.leaflet_js()}</script>",
            header,
            *([f"<style>{theme}</style>"] if theme else []),
            f"<script>{assets.page_js()}{assets.frame_js() if is_frame else ''}{fitting}</script>",
        ]
    )
    tail = f"<script>{script}</script>"
    text = (
        _templates()
        .get_template("embed.html.j2" if is_frame else "document.html.j2")
        .render(
            policy=Markup(_policy(head + map_html + tail, look.tiles.hosts if look.tiles else ())),
            head=Markup(head),
            tail=Markup(tail),
            map=Markup(map_html),
            has_inset=has_inset,
            frame_id=re.sub(r"[^A-Za-z0-9_-]", "-", scene.name),
            page_url=href({"url": look.page_url}),
            notices=_notices(scene, look),
            logo=look.theme.logo,
            logo_alt=look.theme.logo_alt,
            referrer="strict-origin-when-cross-origin" if look.tiles else "no-referrer",
            **_context(scene, look),
        )
    )
    return clean_text(text)


def _context(scene: Scene, look: Look) -> dict[str, Any]:
    tables = {name: _rows(columns) for name, columns in scene.tables.items()}
    sources = [{**source, "href": href(source)} for source in tables.get("sources", [])]
    source_numbers = {source["source_id"]: n for n, source in enumerate(sources, 1)}
    names = {source["source_id"]: source.get("publisher") or source.get("title") for source in sources}
    claims = [
        {
            **claim,
            "number": n,
            "source_name": names.get(claim.get("source_id"), ""),
            "source_number": source_numbers.get(claim.get("source_id")),
        }
        for n, claim in enumerate(tables.get("claims", []), 1)
    ]
    named = [account for account in scene.accounts if account.account_id]
    stills = _stills(scene, look)
    return {
        "scene": scene,
        "say": words(scene.lang),
        "accounts": named,
        "comma": "،" if scene.lang == "ar" else ",",
        "has_missing": any(account.not_on_map for account in scene.accounts),
        "trays": {account.account_id: shown_in_tray(account.tray) for account in scene.accounts},
        "claims": claims,
        "claim_numbers": {claim["claim_id"]: claim["number"] for claim in claims},
        "events": tables.get("events", []),
        "sources": sources,
        "source_numbers": source_numbers,
        "stills": stills,
        "without_still": [account.label for n, account in enumerate(scene.accounts) if n not in stills],
        "description": " ".join(clause.text for clause in scene.summary)[:160] or scene.title,
    }


def _turned(text: str, direction: str) -> Markup:
    """Return the attribute of an element whose text is read the other way than the page; else nothing."""
    own = direction_of(text, direction)
    return Markup("" if own == direction else f' dir="{own}"')


_LAYER = re.compile(
    r'(?P<open><g id="(?P<id>s[0-9]+-(?:land|background|areas|furniture|labels))"[^>]*>)'
    r"(?P<drawn>.+?)</g>(?=<g id=|<rect)",
    re.DOTALL,
)
_STILLS_BYTES = 34_000


def _stills(scene: Scene, look: Look) -> dict[int, Markup]:
    """Return the pictures of accounts by their number; a layer that several of them share is drawn once.

    The account that a page opens with comes first, then those of which something is drawn, while there is room: a page
    with a dozen accounts says the rest in words alone.
    """
    first: dict[str, str] = {}

    def once(found: re.Match[str]) -> str:
        own = first.setdefault(found["drawn"], found["id"])
        return found[0] if own == found["id"] else f'{found["open"]}<use href="#{own}" /></g>'

    shown = {mark.account for mark in scene.marks()}
    opens = [n for n, account in enumerate(scene.accounts) if account.account_id == scene.default_account]
    order = dict.fromkeys([*opens, *(n for n, a in enumerate(scene.accounts) if a.account_id in shown)] or [0])
    made: dict[int, Markup] = {}
    spent = 0
    for n in order:
        drawn = Markup(_LAYER.sub(once, str(_still(scene, look, n))))
        spent += len(drawn.encode())
        if made and spent > _STILLS_BYTES:
            break
        made[n] = drawn
    return dict(sorted(made.items()))


def _still(scene: Scene, look: Look, number: int) -> Markup:
    """Return the picture of one account, for paper and for readers without scripts."""
    account = scene.accounts[number].account_id
    prefix = f"s{number}-"
    drawn = figure.render(scene, size="page-small", account=account, prefix=prefix, is_bare=True, theme=look.theme)
    return Markup(drawn.decode("utf-8"))


def _look_css(scene: Scene, look: Look) -> str:
    streets = assets.streets_css() if scene.streets else ""
    return streets + theme_css(look.theme) + (_DARK_TILES if look.tiles else "")


def _notices(scene: Scene, look: Look) -> tuple[str, ...]:
    """Return what must be said of tiles that are not geomap's own."""
    return tiles.notices(look.tiles, scene.lang) if look.tiles else ()


def _rows(columns: Any) -> list[dict[str, Any]]:
    names = list(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*(clean_value(columns[n]) for n in names), strict=True)]


def href(source: dict[str, Any]) -> str:
    """Return the address of a source if it is one that a page may link to, else an empty text.

    Parameters
    ----------
    source : dict
        With ``url`` and ``archive_url``.

    Examples
    --------
    >>> href({"url": "javascript:alert(1)"}), href({"url": "https://example.org/a"})
    ('', 'https://example.org/a')
    """
    for key in ("url", "archive_url"):
        address = str(source.get(key) or "").strip()
        if is_address(address):
            return address
    return ""


class _Inline(HTMLParser):
    """Collects the text of scripts that run and of style sheets."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script without a type of its own, or a style sheet."""
        if tag == "script" and "type" not in dict(attrs):
            self._open = self.scripts
        elif tag == "style":
            self._open = self.styles
        if self._open is not None:
            self._open.append("")

    def handle_data(self, data: str) -> None:
        """Add to what is open."""
        if self._open is not None:
            self._open[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        if tag in ("script", "style"):
            self._open = None


def _policy(html: str, hosts: Iterable[str] = ()) -> str:
    """Return the content security policy: nothing is loaded but tiles of these hosts, only what stands here runs."""
    inline = _Inline()
    inline.feed(html)
    inline.close()
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hashes(inline.scripts)}",
            f"style-src {_hashes(inline.styles)}",
            " ".join(["img-src data: blob:", *(f"https://{host}" for host in hosts)]),
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hashes(texts: Iterable[str]) -> str:
    found = (base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") for text in texts)
    return " ".join(dict.fromkeys(f"'sha256-{digest}'" for digest in found))
