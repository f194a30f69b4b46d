"""The quick sheet read: every cell checked before anything is made of it, each problem with its row and column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.errors import MissingColumn, UnreadableInput
from geomap.findings import Finding, Findings, Severity
from geomap.making.amounts import NOT_REPORTED, Amount, amounts_of, why_no_amount
from geomap.options import ReadOptions
from geomap.readers.header import folded
from geomap.readers.table import sheets
from geomap.readers.workbook import NO_VALUE
from geomap.schema import day_bounds, is_address, table_schema, why_not_said

__all__ = ["ABOUT", "COLUMNS", "SheetRow", "definition", "is_direction", "read_sheet"]


@cache
def definition() -> Mapping[str, list[dict[str, str]]]:
    """Return what the quick sheet is made of: its columns and the words of ``about``."""
    text = (resources.files("geomap.making") / "quick_sheet.toml").read_text("utf-8")
    made: Mapping[str, list[dict[str, str]]] = tomllib.loads(text)
    return made


COLUMNS = tuple(c["name"] for c in definition()["column"])
"""Names of the columns, in order."""

ABOUT = {a["word"]: a["field"] for a in definition()["about"]}
"""What a claim can be about, and the column of a case that it speaks of."""

_VALUES = {a["word"]: a["value"] for a in definition()["about"]}
_NEEDED = ("who said", "about", "words")
_WORDS_OF = {  # column of the sheet: table and column whose vocabulary it follows
    "whom": ("claims", "group"),
    "kind of source": ("sources", "kind"),
    "stance": ("claims", "stance"),
    "verification": ("claims", "verification"),
}
_WORDS_OF_VALUE = {
    "an outcome": ("trajectories", "outcome"),
    "a cause": ("events", "cause_of_harm"),
    "a kind": ("events", "kind"),
}
_KINDS = table_schema("events").field("kind").vocabulary
_DAY_AND_HOUR = r"\d{4}-\d\d-\d\d[T ]\d{1,2}:\d\d.*"
_COMPASS = r"(?:north|south|east|west)(?:[-/ ]?(?:north|south|east|west)){0,2}"
_DIRECTION = (
    rf"(?i)(?:from |towards? |out of )?(?:the )?{_COMPASS}(?:(?: or | and | to )(?:the )?{_COMPASS})*(?: of [^\d]+)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row of the quick sheet, its cells in the spelling of a case's tables.

    Attributes
    ----------
    row : int
        As a spreadsheet counts it, the header is 1.
    cells : mapping of str to str
        By column of `COLUMNS`; empty where nothing stands. Vocabulary words are those of the schema.
    amount, how_many : Amount
        The value as a number, where it is one; how many projectiles the row speaks of.
    """

    row: int
    cells: Mapping[str, str]
    amount: Amount = NOT_REPORTED
    how_many: Amount = NOT_REPORTED

    def __getitem__(self, column: str) -> str:
        """Return one cell."""
        return self.cells[column]

    @property
    def origin(self) -> str:
        """Who said it first: the speaker, unless the row says that it goes back to somebody else."""
        return self["goes back to"] or self["who said"]


def read_sheet(path: Path, encoding: str = "") -> tuple[list[SheetRow], Findings]:
    """Read a quick sheet.

    Parameters
    ----------
    path : pathlib.Path
        CSV, TSV or XLSX. Rows whose first cell begins with ``#`` explain and are passed over.
    encoding : str
        Of a text file that is not UTF-8.

    Returns
    -------
    list of SheetRow, Findings
        Notices and warnings; a sheet with an error gives none of its rows.

    Raises
    ------
    UnreadableInput
        If a cell cannot be read: all of them are listed, with row, column, value and what is allowed.
    MissingColumn
        If a column is missing that the sheet cannot do without.
    """
    if not path.is_file():
        raise UnreadableInput(f'{path} is not there. "geomap new CASE --quick-sheet" writes an empty one.')
    pieces = list(sheets(path, ReadOptions(encoding=encoding)))
    text = pd.concat([p.text for p in pieces])
    problems = [f for piece in pieces for f in piece.findings]
    text, unknown = _known_columns(text, path.name)
    text = text[~text.iloc[:, 0].fillna("").str.startswith("#")]
    problems += [*unknown, *_problems(text, path.name)]
    errors = [f for f in problems if f.severity == "error"]
    if errors:
        listed = "\n".join(f"  {f.where}: {f.told}" for f in Findings.of(errors))
        many = "1 thing needs" if len(errors) == 1 else f"{len(errors)} things need"
        raise UnreadableInput(f"{path.name}: {many} a hand; nothing was written.\n{listed}")
    if text.empty:
        raise UnreadableInput(f"{path.name} has a header and no rows. Write one row for each claim.")
    counted = text["about"].map(_VALUES) == "a number"
    amounts, how_many = amounts_of(text["value"].where(counted, ""))[0], amounts_of(text["how many"])[0]
    rows = [
        SheetRow(
            row=int(str(number)),
            cells=dict(cells),
            amount=amounts[cells["value"]] if is_counted and cells["value"] else NOT_REPORTED,
            how_many=how_many.get(cells["how many"], NOT_REPORTED),
        )
        for number, cells, is_counted in zip(text.index, text.to_dict("records"), counted, strict=True)
    ]
    return rows, Findings.of(problems)


def _known_columns(text: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the columns of the quick sheet under their own names, and what was said of others."""
    spelt = {folded(name): name for name in COLUMNS} | {"published": "published on", "relayed_by": "who relayed"}
    given = {str(c): spelt.get(folded(str(c)), "") for c in text.columns}
    lacking = [name for name in (*_NEEDED, "value") if name not in given.values()]
    if lacking:
        found = ", ".join(f'"{c}"' for c in text.columns)
        raise MissingColumn(
            f"{file}, header: the column{'s' if len(lacking) > 1 else ''} {', '.join(lacking)} of the quick sheet "
            f'cannot be found. Columns there: {found}. "geomap new CASE --quick-sheet" writes an empty sheet.'
        )
    told = []
    for name in (c for c, known in given.items() if not known and not text[c].fillna("").str.strip().eq("").all()):
        close = get_close_matches(folded(name), sorted(spelt), n=1)
        hint = f' Did you mean "{spelt[close[0]]}"?' if close else ""
        message = f"is no column of the quick sheet; it is passed over.{hint}"
        told.append(Finding(code="unknown-column", severity="warning", message=message, file=file, column=name))
    kept = text.rename(columns=given)[[name for name in given.values() if name]]
    kept = kept.fillna("").reindex(columns=list(COLUMNS), fill_value="").astype(str)
    kept = kept.apply(lambda cells: cells.str.strip())
    for column in (*_WORDS_OF, "about"):
        kept[column] = kept[column].map(lambda c, column=column: _word(c, column != "about"))
    chosen = kept["about"].map(_VALUES).isin(_WORDS_OF_VALUE)
    kept["value"] = kept["value"].where(~chosen, kept["value"].map(lambda c: _word(c, True)))
    kept["stance"] = kept["stance"].replace("", "asserts")
    return kept, told


def _word(cell: str, joined: bool) -> str:
    words = cell.casefold().replace("_", " ").replace("-", " ").split()
    return ("_" if joined else " ").join(words)


def _problems(text: pd.DataFrame, file: str) -> Iterator[Finding]:
    def tell(code: str, column: str, rows: pd.Series, message: str, severity: Severity = "error") -> Iterator[Finding]:
        for number in text.index[rows.to_numpy(dtype=bool)]:
            value = text.at[number, column]
            yield Finding(
                code=code,
                severity=severity,
                message=f'"{value[:60]}" {message}' if value else message,
                file=file,
                column=column,
                rows=(int(number),),
                values=(value,),
            )

    for column in _NEEDED:
        yield from tell("empty-cell", column, text[column] == "", "is empty; every row must fill it")
    about = text["about"]
    yield from tell(
        "not-in-vocabulary", "about", ~about.isin([*ABOUT, ""]), f"is not one of: {', '.join(ABOUT)}. Choose one"
    )
    lacks = (text["value"] == "") & about.isin(set(ABOUT) - {"context"})
    yield from tell("empty-cell", "value", lacks, "is empty; write what is claimed, or make the row about context")
    for column, of in _WORDS_OF.items():
        allowed = table_schema(of[0]).field(of[1]).vocabulary
        wrong = ~text[column].isin([*allowed, ""])
        yield from tell("not-in-vocabulary", column, wrong, f"is not one of: {', '.join(allowed)}. Choose one")
    for kind, of in _WORDS_OF_VALUE.items():
        allowed = table_schema(of[0]).field(of[1]).vocabulary
        wrong = (about.map(_VALUES) == kind) & ~text["value"].isin([*allowed, ""])
        yield from tell("not-in-vocabulary", "value", wrong, f"is not one of: {', '.join(allowed)}. Choose one")
    allowed = table_schema("trajectories").field("kind").vocabulary
    wrong = (about == "kind") & (text["group"] != "") & ~text["value"].isin([*allowed, ""])
    message = f'is no kind of projectile, and "group" names projectiles. Choose one of: {", ".join(allowed)}'
    yield from tell("not-in-vocabulary", "value", wrong & text["value"].isin(_KINDS), message)
    said = text["said on"][(text["said on"] != "") & text["said on"].map(why_not_said).astype(bool)]
    for cell in dict.fromkeys(said):
        yield from tell("bad-date", "said on", text["said on"] == cell, why_not_said(cell))
    dated = (text["published on"] != "", (about == "date") & (text["value"] != ""))
    for column, rows in zip(("published on", "value"), dated, strict=True):
        wrong = rows & day_bounds(text[column].where(rows))["lower"].isna()
        timed = wrong & text[column].str.fullmatch(_DAY_AND_HOUR).astype(bool)
        message = 'holds an hour: write the day alone here, and the hour in "words", "note" or a row about time'
        yield from tell("bad-date", column, timed, message)
        message = "is no date: write 2020-11-17, 2020-11 or 2020 (year first)"
        yield from tell("bad-date", column, wrong & ~timed, message)
    yield from _number_problems(text, tell)
    yield from _direction_problems(text, tell)
    wrong = (text["link"] != "") & ~text["link"].map(is_address).astype(bool)
    yield from tell("unsafe-address", "link", wrong, "is no web address; it begins with https:// or http://")
    bare = (text["link"] == "") & (text["why no link"] == "")
    message = 'is empty: give the address of the text, or say in "why no link" why there is none'
    yield from tell("source-without-address", "link", bare, message)
    formula = text.eq(NO_VALUE)
    for column in COLUMNS:
        message = "open the file in a spreadsheet program and save it, or paste values"
        yield from tell("formula-without-value", column, formula[column], message)


def _number_problems(text: pd.DataFrame, tell: Any) -> Iterator[Finding]:
    counted = text["about"].map(_VALUES) == "a number"
    for column, cells in (("value", text["value"].where(counted, "")), ("how many", text["how many"])):
        bad = amounts_of(cells)[1] | ({"0"} & set(cells) if column == "how many" else set())
        for cell in sorted(bad):
            yield from tell("not-a-number", column, cells == cell, why_no_amount(cell))


def is_direction(name: str) -> bool:
    """Whether a name gives a direction without a distance: where it ends nobody can say."""
    return re.fullmatch(_DIRECTION, name) is not None


def _direction_problems(text: pd.DataFrame, tell: Any) -> Iterator[Finding]:
    """Tell directions that stand for an area: without a distance nobody can say where it ends."""
    of_area = text["about"].map(_VALUES) == "a place"
    only = of_area & text["value"].str.fullmatch(_DIRECTION).astype(bool)
    message = (
        "reads as a direction without a distance, which is no area: it is listed in these words, and of a launch the "
        "map draws at most a direction that is open at its far end. If the report "
        'gives a distance, add it ("30 km north of X"); if it says how far the area goes, add its outline '
        "(geomap place add); if neither, the row may as well be about context"
    )
    yield from tell("direction-only", "value", only, message, "warning")
