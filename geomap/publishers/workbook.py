"""events.xlsx: events, claims, sources, places and what is not on the map, a sheet each, for Excel and LibreOffice.

Written here, part by part: openpyxl dates every file, writes temporary files that can fail, and gives other bytes where
lxml is installed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from geomap.edition import Edition
from geomap.errors import UsageError
from geomap.publishers.attributes import attribute_tables
from geomap.publishers.events_csv import events_with_places
from geomap.publishers.features import feature_tables, flat
from geomap.publishers.table import neutralised
from geomap.publishers.xml_text import xml_text

__all__ = ["render", "write"]

FILE = "events.xlsx"

_ROWS_MAX = 1_048_576
_CELL_MAX = 32_767
_CUT = " … [cut: a cell of this format holds no more]"
_WIDTH, _WIDE = 16, 48
_WIDE_COLUMNS = frozenset({"claims", "summary", "words", "text", "value", "title", "description"})
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HEAD, _TEXT = 1, 2
"""Cell styles: bold for the header, and text that stays text when it is edited."""

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"
_PACKAGE = f"{_OFFICE}/package/2006"
_LINKS = f"{_OFFICE}/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write(edition: Edition, folder: Path) -> None:
    """Write events.xlsx into a folder."""
    (folder / FILE).write_bytes(render(edition))


def render(edition: Edition) -> bytes:
    """Return the workbook of an edition as bytes, without clock or user in its metadata.

    No cell is a formula: texts are stored as texts, and those that begin like one get an apostrophe in front, so that
    they stay texts when the sheet is saved as CSV.

    Parameters
    ----------
    edition : Edition

    Raises
    ------
    UsageError
        If a sheet would have more rows than the format holds.
    """
    sheets = _sheets(edition)
    is_rtl = edition.scene.direction == "rtl"
    parts = _frame(list(sheets), edition.scene.title)
    for number, (name, table) in enumerate(sheets.items(), start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(name, table, is_rtl=is_rtl)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            book.writestr(member, (_XML + text).encode())
    return out.getvalue()


def _sheets(edition: Edition) -> dict[str, pd.DataFrame]:
    others = attribute_tables(edition)
    layers = {t.name: flat(t.table).drop(columns=["feature_id", "role"]) for t in feature_tables(edition)}
    return {
        "events": events_with_places(edition)[0],
        "claims": others["claims"],
        "sources": others["sources"],
        "places": layers["places"],
        "not on this map": others["not_on_map"],
        "launch areas": layers["launch_areas"],
        "impact areas": layers["impact_areas"],
        **{name: layers[name] for name in ("interceptions", "debris") if name in layers},
        "trajectories": layers["corridors"],
        "event places": others["event_places"],
        "relations": others["relations"],
        "corrections": others["corrections"],
        "about": others["about"],
    }


def _frame(names: list[str], title: str) -> dict[str, str]:
    """Return the parts that every workbook has, by the place that the format gives them."""
    numbers = range(1, len(names) + 1)
    sheets = {f"worksheets/sheet{n}.xml": "worksheet" for n in numbers}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, start=1)
    )
    types = {f"/xl/{part}": f"{_TYPES}officedocument.spreadsheetml.worksheet+xml" for part in sheets} | {
        "/xl/workbook.xml": f"{_TYPES}officedocument.spreadsheetml.sheet.main+xml",
        "/xl/styles.xml": f"{_TYPES}officedocument.spreadsheetml.styles+xml",
        "/docProps/core.xml": f"{_TYPES}package.core-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in types.items())
    core = f"<dc:title>{escape(_whole(title))}</dc:title><dc:creator>geomap</dc:creator>"
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_TYPES}package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _links(
            {
                "xl/workbook.xml": f"{_LINKS}/officeDocument",
                "docProps/core.xml": f"{_PACKAGE}/relationships/metadata/core-properties",
            }
        ),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _links(
            {part: f"{_LINKS}/{kind}" for part, kind in sheets.items()} | {"styles.xml": f"{_LINKS}/styles"}
        ),
        "xl/styles.xml": _STYLES,
    }


def _links(targets: Mapping[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _sheet(name: str, table: pd.DataFrame, *, is_rtl: bool) -> str:
    if len(table) >= _ROWS_MAX:
        raise UsageError(
            f'the sheet "{name}" would have {len(table):,} rows; xlsx holds {_ROWS_MAX - 1:,}. '
            "Choose csv, parquet or gpkg."
        )
    turned = ' rightToLeft="1"' if is_rtl else ""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{_WIDE if column in _WIDE_COLUMNS else _WIDTH}" customWidth="1"/>'
        for n, column in enumerate(table.columns, start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView{turned} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(_rows(table))}</sheetData></worksheet>"
    )


def _rows(table: pd.DataFrame) -> Iterator[str]:
    letters = [_letters(n) for n in range(1, len(table.columns) + 1)]
    yield _row(1, [_text(f"{at}1", column, _HEAD) for at, column in zip(letters, table.columns, strict=True)])
    plain = table.astype(object).where(table.notna(), None)
    for number, row in enumerate(plain.itertuples(index=False, name=None), start=2):
        yield _row(number, [_cell(f"{at}{number}", value) for at, value in zip(letters, row, strict=True)])


def _row(number: int, cells: list[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _letters(number: int) -> str:
    """Return the name of a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _cell(at: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value:.10g}</v></c>'
    return _text(at, neutralised(str(value)), _TEXT)


def _text(at: str, text: str, style: int) -> str:
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(_whole(text))}</t></is></c>'


def _whole(text: str) -> str:
    """Return text that the format can hold; what is cut off is said."""
    clean = _ESCAPED.sub("_x005F_", xml_text(text.replace("\r\n", "\n")))
    return clean if len(clean) <= _CELL_MAX else clean[: _CELL_MAX - len(_CUT)] + _CUT
