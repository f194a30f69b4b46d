"""alt.txt and sources.md: the map in words, and where they come from."""

from __future__ import annotations

import re
from pathlib import Path

from geomap.edition import Edition, Scene
from geomap.words import words

__all__ = ["alt_text", "markdown_text", "sources_markdown", "write"]


def write(edition: Edition, folder: Path) -> None:
    """Write alt.txt and sources.md into a folder."""
    (folder / "alt.txt").write_text(alt_text(edition.scene), "utf-8", newline="\n")
    (folder / "sources.md").write_text(sources_markdown(edition.scene), "utf-8", newline="\n")


def alt_text(scene: Scene) -> str:
    """Return what the map shows in words, account by account, each with its speaker; for alt attributes.

    Parameters
    ----------
    scene : Scene
    """
    say = words(scene.lang)
    lines = [scene.title]
    for account in scene.accounts:
        marks = [
            m for m in scene.marks() if m.account == account.account_id and m.role in ("impact_area", "launch_area")
        ]
        heading = [f"{account.label}:"] if account.label else []
        parts = [m.description for m in marks]
        parts += [item.text for item in account.tray]
        parts += [say.text("describe.schematic")] if account.trunks else []
        if heading or parts:
            lines.append(" ".join([*heading, *(f"{p.rstrip('.')}." for p in parts)]))
        if account.relation:
            lines.append(account.relation)
    lines.append(" ".join(scene.method[:1]))
    return "\n".join(dict.fromkeys(lines)) + "\n"


def sources_markdown(scene: Scene) -> str:
    """Return the numbered sources as Markdown, each with its address or the reason why it has none.

    Parameters
    ----------
    scene : Scene
    """
    say = words(scene.lang)
    table = scene.tables["sources"]
    lines = [f"# {say.text('page.sources')}", ""]
    for number in range(len(table["source_id"])):
        row = {name: cells[number] for name, cells in table.items()}
        head = f"{number + 1}. {markdown_text(row['publisher'])}: {markdown_text(row['title'])}"
        facts = [markdown_text(row[c]) for c in ("kind", "published_on", "carried_by") if row[c]]
        address = row["url"] or row["archive_url"]
        tail = f"<{address}>" if address else say.text("page.no_link", reason=markdown_text(row["offline_reason"]))
        lines.append(f"{head} ({', '.join(facts)}). {tail}")
    return "\n".join(lines) + "\n"


def markdown_text(text: str) -> str:
    """Return text that Markdown prints as it stands, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))
