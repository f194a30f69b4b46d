"""alt.txt and sources.md: the map in words, and where they come from."""

from __future__ import annotations

import re
from pathlib import Path

from geomap.edition import AccountView, Edition, Scene
from geomap.words import words

__all__ = ["alt_line", "alt_text", "drawn_from", "markdown_text", "sources_markdown", "write"]


def write(edition: Edition, folder: Path) -> None:
    """Write alt.txt and sources.md into a folder."""
    (folder / "alt.txt").write_text(alt_text(edition.scene), "utf-8", newline="\n")
    (folder / "sources.md").write_text(sources_markdown(edition.scene), "utf-8", newline="\n")


def alt_text(scene: Scene, account: str | None = None) -> str:
    """Return what the map shows in words, each clause with its speaker; for alt attributes and readers.

    Parameters
    ----------
    scene : Scene
    account : str, optional
        Id of the one account that a picture draws; None tells all of them and the numbers of the event side by side.
    """
    lines = [_as_sentence(scene.title)]
    for view in scene.accounts:
        if account is not None and view.account_id != account:
            continue
        heading = [f"{view.label}:"] if view.label else []
        lines.append(" ".join([*heading, *(clause.text for clause in view.told)]))
        if account is None and view.relation:
            lines.append(view.relation)
    lines += [clause.text for clause in (scene.told if account is None else scene.outcomes)]
    lines.append(" ".join(scene.method[:1]))
    if account is None:
        correction = words(scene.lang).text("page.corrections")
        lines += [f"{correction}, {c.head}: {c.text}" for c in scene.corrections]
    return "\n".join(dict.fromkeys(line for line in lines if line)) + "\n"


def alt_line(scene: Scene, account: str) -> str:
    """Return the picture of one account in words on one line, for an alt attribute: every part a sentence.

    Parameters
    ----------
    scene : Scene
    account : str
        Id of the account that the picture draws.
    """
    lines = [" ".join(line.split()) for line in alt_text(scene, account).splitlines()]
    return " ".join(_as_sentence(line) for line in lines if line)


def _as_sentence(line: str) -> str:
    return line if line.endswith(_ENDS) or not line else f"{line}."


_ENDS = (".", "!", "?", "…", "؟", ":", ".”", ".»")


def drawn_from(view: AccountView, lang: str) -> str:
    """Return whose account a picture draws, in words; of all accounts also in which order they stand.

    Parameters
    ----------
    view : AccountView
    lang : str
    """
    say = words(lang)
    if view.is_all:
        return say.text("all.figure", label=view.label, note=view.note)
    return say.text("figure.account", account=view.label_inside)


def sources_markdown(scene: Scene) -> str:
    """Return the numbered sources as Markdown, each with its address or the reason why it has none; then corrections.

    Parameters
    ----------
    scene : Scene
    """
    say = words(scene.lang)
    table = scene.tables["sources"]
    lines = [f"# {say.text('page.sources')}", ""]
    for number in range(len(table["source_id"])):
        row = {name: cells[number] for name, cells in table.items()}
        names = dict.fromkeys(markdown_text(row[c]) for c in ("publisher", "title"))  # a source named alone stands once
        head = f"{number + 1}. {': '.join(names)}"
        facts = [markdown_text(row[c]) for c in ("kind", "published_on", "carried_by") if row[c]]
        address = row["url"] or row["archive_url"]
        tail = f"<{address}>" if address else say.text("page.no_link", reason=markdown_text(row["offline_reason"]))
        lines.append(f"{head} ({', '.join(facts)}). {tail}" if facts else f"{head}. {tail}")
    lines += ["", *(f"- {markdown_text(line)}" for line in (*scene.credits, *scene.accounting))]
    if scene.corrections:
        lines += ["", f"## {say.text('page.corrections')}", ""]
        lines += [f"- {markdown_text(c.head)}: {markdown_text(c.text)}" for c in scene.corrections]
    return "\n".join(lines).rstrip() + "\n"


def markdown_text(text: str) -> str:
    """Return text that Markdown prints as it stands, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))
