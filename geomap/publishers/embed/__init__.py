"""embed.html and embed.txt: the lean page for a frame in somebody else's article, and what to paste there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urljoin

import jinja2
from markupsafe import Markup

from geomap import signs
from geomap.edition import Edition, Scene
from geomap.errors import UsageError
from geomap.look import checked_address
from geomap.publishers import page
from geomap.publishers.figure import SIZES, account_named
from geomap.publishers.texts import alt_line, markdown_text
from geomap.words import words

__all__ = ["Pieces", "folder_address", "html", "pieces", "snippet", "write"]

_HEIGHT_PX = 900
"""What the frame gets where no listener tells it more: enough for a phone's width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """What can be pasted, each piece complete in itself."""

    title: str
    alt: str
    frame: str
    datawrapper: str
    """A listener that gives the frame its height, in Datawrapper's form."""
    pym: str
    """The same in pym.js' form."""
    figure: str
    markdown: str
    commands: tuple[str, ...] = ()
    """What writes the figures, where no build writes them."""


def folder_address(address: str, name: str) -> str:
    """Return the folder on the web that an address means: its own, or that of the page it names.

    Parameters
    ----------
    address : str
    name : str
        What it is called where it was given, for the message.

    Raises
    ------
    UsageError
        If it is no address of a folder.
    """
    if not address:
        raise UsageError(f"{name}: give the folder on the web, https://maps.example.org/green-zone/")
    address = checked_address(address, name)
    if "?" in address or "#" in address:
        raise UsageError(f'{name}: "{address}" is no folder; leave out what comes after ? or #.')
    last = address.rpartition("/")[2]
    return address if not last or last.endswith(".html") else f"{address}/"


def write(edition: Edition, folder: Path) -> None:
    """Write embed.html and embed.txt into a folder."""
    (folder / "embed.html").write_text(html(edition), "utf-8", newline="\n")
    (folder / "embed.txt").write_text(snippet(edition), "utf-8", newline="\n")


def html(edition: Edition) -> str:
    """Return the page for a frame; the same edition gives the same bytes.

    Parameters
    ----------
    edition : Edition
    """
    return page.html(edition, is_frame=True)


def snippet(edition: Edition, *, account: str = "") -> str:
    """Return what to paste into an article: the frame, listeners that give it its height, and the bare picture.

    Parameters
    ----------
    edition : Edition
        With the address where its files stand in ``look.page_url``; without, the bare names stand there.
    account : str
        Id of the account to open with; empty takes the case's own choice.
    """
    parts, scene = pieces(edition, account=account), edition.scene
    return _filled(
        "embed.txt.j2",
        name=_name(scene),
        draft=words(scene.lang).text("page.draft") if scene.is_draft else "",
        has_address=bool(edition.look.page_url),
        frame_address=_frame_address(edition, account),
        frame=Markup(parts.frame),
        datawrapper=Markup(parts.datawrapper),
        pym=Markup(parts.pym),
        figure=Markup(parts.figure),
        markdown=Markup(parts.markdown),
        commands=parts.commands,
    )


def pieces(edition: Edition, *, account: str = "") -> Pieces:
    """Return what to paste, piece by piece.

    Parameters
    ----------
    edition : Edition
        With the address where its files stand in ``look.page_url``.
    account : str
        Id of the account to open with and to picture; empty takes the case's own choice.

    Raises
    ------
    UsageError
        If the case has no such account.
    """
    scene = edition.scene
    title = words(scene.lang).text("embed.title", title=scene.title)
    alt = alt_line(scene, account_named(scene, account).account_id)
    files = _pictures(scene, account)
    pictures = [(_address(edition, file), round(SIZES[size].width_px)) for file, size in files.items()]
    page_address = _address(edition, "map.html") + _fragment(account)
    slots = {
        "frame_id": _frame_id(scene, account),
        "title": title,
        "lang": scene.lang,
        "direction": scene.direction,
        "frame_address": _frame_address(edition, account),
        "page_address": page_address,
        "pictures": pictures,
        "narrow_px": signs.PHONE_LIMIT_PX,
        "height_px": _HEIGHT_PX,
        "alt": alt,
        "caption": " ".join([*scene.credits[:1], *scene.accounting[:1]]),
    }
    names = ("frame", "datawrapper", "pym", "figure")
    made = {name: _filled(f"{name}.html.j2", **slots).rstrip("\n") for name in names}
    caption = markdown_text(title).replace('"', '\\"')
    picture = f'![{markdown_text(alt)}](<{pictures[0][0]}> "{caption}")'
    full = f"[{markdown_text(words(scene.lang).text('embed.full_page'))}](<{page_address}>)"
    return Pieces(title=title, alt=alt, markdown=f"{picture}\n\n{full}", commands=_commands(files, account), **made)


def _pictures(scene: Scene, account: str) -> dict[str, str]:
    """Return the files of a figure with their sizes, the widest first: those of a build, or of an account's own."""
    if account in ("", scene.default_account):
        return {"figure.svg": "page", "figure-small.svg": "page-small"}
    return {f"figure-{account}.svg": "two-columns", f"figure-{account}-small.svg": "column"}


def _commands(pictures: dict[str, str], account: str) -> tuple[str, ...]:
    """Return the commands that write figures which no build writes."""
    offered = {file: size for file, size in pictures.items() if SIZES[size].is_offered}
    return tuple(
        f"geomap export CASE --to svg --account {account} --size {size} -o {file}" for file, size in offered.items()
    )


def _frame_address(edition: Edition, account: str) -> str:
    return _address(edition, "embed.html") + _fragment(account)


def _address(edition: Edition, file: str) -> str:
    """Return where a file will stand, without what would end an address in HTML or Markdown."""
    return quote(urljoin(edition.look.page_url, file), safe="/:?#[]@!$&'()*+,;=%~")


def _fragment(account: str) -> str:
    return f"#account={account}" if account else ""


def _frame_id(scene: Scene, account: str) -> str:
    """Return what a frame is called in an article, where other accounts and languages of the case may stand, too."""
    parts = ["geomap", _name(scene), scene.lang if scene.lang != "en" else "", account]
    return re.sub(r"[^A-Za-z0-9_-]", "-", "-".join(part for part in parts if part))


def _name(scene: Scene) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", scene.name)


def _filled(template: str, **slots: object) -> str:
    return _templates().get_template(template).render(**slots)


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("geomap.publishers.embed", "templates"),
        autoescape=True,
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
