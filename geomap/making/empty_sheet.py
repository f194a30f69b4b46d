"""An empty quick sheet with its explanations, as CSV or as a workbook with lists to choose from."""

from __future__ import annotations

import csv
import io
import re
import zipfile

from geomap.extras import needs
from geomap.making.sheet import COLUMNS, definition
from geomap.schema import table_schema

__all__ = ["sheet_csv", "sheet_xlsx"]

_LISTS = {
    "whom": ("claims", "group"),
    "kind of source": ("sources", "kind"),
    "stance": ("claims", "stance"),
    "verification": ("claims", "verification"),
}
_ROWS = 2000


def _explanations() -> list[list[str]]:
    """Return rows that begin with # and explain: what each column holds, and an example."""
    columns = definition()["column"]
    said = [c["says"] for c in columns]
    needed = [f"Needed: {c['needed']}." if c["needed"] else "May be empty." for c in columns]
    example = [f"Example: {c['example']}" if c["example"] else "" for c in columns]
    about = "; ".join(f"{a['word']} ({a['value']})" for a in definition()["about"])
    said[COLUMNS.index("about")] = f"What the claim is about: {about}."
    return [[f"# {row[0]}", *row[1:]] for row in (said, needed, example)]


def sheet_csv() -> bytes:
    """Return an empty sheet as CSV, with a byte order mark so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_explanations())
    return ("\ufeff" + out.getvalue()).encode()


def sheet_xlsx() -> bytes:
    """Return an empty sheet as a workbook: cells for a choice have their list.

    Raises
    ------
    UsageError
        If openpyxl is not installed.
    """
    needs("excel", "a sheet as XLSX", "ask for .csv")
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "claims"
    sheet.append(list(COLUMNS))
    for row in _explanations():
        sheet.append(row)
    choices = {c: [w.replace("_", " ") for w in table_schema(t).field(f).vocabulary] for c, (t, f) in _LISTS.items()}
    choices["about"] = [a["word"] for a in definition()["about"]]
    for number, column in enumerate(definition()["column"], start=1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number)
        head.font = Font(bold=True)
        head.comment = Comment(column["says"], "geomap")
        sheet.column_dimensions[letter].width = 44 if column["name"] == "words" else 22
        for below in range(2, 5):
            cell = sheet.cell(below, number)
            cell.font = Font(italic=True, color="555555")
            cell.fill = PatternFill("solid", fgColor="F2F2F2")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if column["name"] in choices:
            rule = DataValidation(type="list", formula1=f'"{",".join(choices[column["name"]])}"', allow_blank=True)
            sheet.add_data_validation(rule)
            rule.add(f"{letter}5:{letter}{_ROWS}")
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _without_clock(data: bytes) -> bytes:
    """Return a workbook without the time at which it was made: the same bytes every day."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb">\d{4}-\d\d-\d\dT[\d:]+Z<", b">2020-01-01T00:00:00Z<", part)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
