"""report.md and its figures: for Quarto, a content system, a newsletter. Text, tables and pictures; no script.

Every text of the case is escaped, so that it is neither markup nor one of Quarto's short codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from geomap.edition import Edition
from geomap.publishers.document.report import Cell, Picture, Report, Said, Source, Table, report_of, spelled
from geomap.publishers.texts import markdown_text

__all__ = ["with_figures_in", "write"]

FILE = "report.md"

_FIGURE_SIZE = "page"


def write(edition: Edition, folder: Path) -> None:
    """Write report.md and the figure of every account into a folder."""
    report = report_of(edition, _FIGURE_SIZE)
    default = edition.scene.default_account
    for picture in report.pictures:
        (folder / _file(picture, default)).write_bytes(picture.png)
    (folder / FILE).write_text(_text(report, default), "utf-8", newline="\n")


def with_figures_in(report: bytes, folder: str, files: Sequence[str]) -> bytes:
    """Return a report whose figures lie in a folder beside it.

    Parameters
    ----------
    report : bytes
        What `write` wrote as report.md.
    folder : str
        Name of that folder.
    files : sequence of str
        Names of the figures. Texts of the case are escaped, so only a picture's address stands as ``](NAME)``.
    """
    for file in files:
        report = report.replace(f"]({file})".encode(), f"](<{folder}/{file}>)".encode())
    return report


def _file(picture: Picture, default: str) -> str:
    return "figure.png" if picture.account_id == default else f"figure-{picture.account_id}.png"


def _text(report: Report, default: str) -> str:
    say = report.say
    blocks = [f"# {markdown_text(report.title)}"]
    blocks += [markdown_text(report.kicker)] if report.kicker else []
    blocks += [f"**{markdown_text(report.review)}**"] if report.review else []
    blocks += _statements(report.summary)
    blocks += [block for picture in report.pictures for block in _picture(picture, _file(picture, default))]
    blocks += [*map(markdown_text, report.relations), *_statements(report.told)]
    if any(picture.not_on_map for picture in report.pictures):
        blocks.append(f"## {markdown_text(say.text('page.not_on_map'))}")
    for picture in report.pictures:
        if picture.label and picture.not_on_map and len(report.pictures) > 1:
            blocks.append(f"**{markdown_text(picture.label)}**")
        blocks += _listed(picture.not_on_map)
    blocks += [*_table(report.claims, "claim"), *_table(report.events, "")]
    corrections = _listed(report.corrections)
    blocks += [f"## {markdown_text(say.text('page.corrections'))}", *corrections] if corrections else []
    for title, lines in (("page.method", report.method), ("page.numbers", report.numbers)):
        blocks += [f"## {markdown_text(say.text(title))}", *map(markdown_text, lines)] if lines else []
    if report.sources:
        blocks += [f"## {markdown_text(say.text('page.sources'))}", "\n".join(map(_source, report.sources))]
    if report.is_rtl:
        blocks = [f'<div dir="rtl" lang="{report.lang}">', *blocks, "</div>"]
    return "\n\n".join(blocks) + "\n"


def _said(said: Said) -> str:
    head = f"**{markdown_text(said.head)}:** " if said.head else ""
    numbers = f" \\[{spelled(said.claims)}\\]" if said.claims else ""
    return f"{head}{markdown_text(said.text)}{numbers}"


def _statements(statements: tuple[Said, ...]) -> list[str]:
    return [" ".join(map(_said, statements))] if statements else []


def _picture(picture: Picture, file: str) -> Iterable[str]:
    yield f"![{markdown_text(picture.alt)}]({file})"
    yield f"*{markdown_text(picture.caption)}*"
    yield from _statements(picture.told)


def _listed(statements: tuple[Said, ...]) -> list[str]:
    return ["\n".join(f"- {_said(said)}" for said in statements)] if statements else []


def _table(table: Table, anchor: str) -> Iterable[str]:
    if not table.rows:
        return
    yield f"## {markdown_text(table.title)}"
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    head = [markdown_text(words) for words in table.head]
    rule = ["---:" if anchor and not n else "---" for n in range(len(head))]
    yield "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])
    if table.left_out:
        yield markdown_text(table.left_out)


def _cell(cell: Cell) -> str:
    """Return one line: a line break inside a cell is markup of HTML, which newsletters take out."""
    sources = ", ".join(f"\\[{number}\\]" for number in cell.sources)
    return "; ".join(part for part in (*map(markdown_text, (cell.text, *cell.notes)), sources) if part)


def _source(source: Source) -> str:
    address = f" <{source.address}>" if source.address else ""
    return f"{source.number}. {markdown_text(f'{source.text}. {source.note}'.rstrip())}{address}"
