"""New cases and cases that are filled: everything is made and read back before a byte is written."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from geomap.delivery import deliver_files, deliver_new
from geomap.errors import UnreadableInput, UsageError, WriteFailed
from geomap.findings import Findings
from geomap.making.filling import Filled, fill, with_credits
from geomap.making.folder import PLACEHOLDER_SOURCE, empty_case, package_text
from geomap.making.happenings import days_of, main_name, places_of_title, title_of
from geomap.making.merging import append_features, features_of, merge_rows, table_of
from geomap.making.naming import Named, countries_named, find_places
from geomap.making.sheet import SheetRow, read_sheet
from geomap.making.slugs import slug
from geomap.making.standing import rows_that_set
from geomap.making.statements import untitled
from geomap.pipeline import checked
from geomap.places.gazetteer import checked_country, shipped_context
from geomap.places.names import fold_name
from geomap.publishers.case_folder import CASE_FILES
from geomap.readers.text import load_json
from geomap.schema import day_bounds, is_address, table_schema

__all__ = [
    "SHEETS",
    "Beginning",
    "case_files_of",
    "check_beginning",
    "countries_of_case",
    "fill_case",
    "kept_files",
    "new_case",
    "read_back",
    "with_context",
]

_NEAR_DEG = 0.03
"""About three kilometres: what is this near to a place helps to find it."""

_CITY_DEG = 1.0
"""What a city and its surroundings span at most."""

SHEETS = ("sheet.csv", "sheet.xlsx")
"""Names under which a quick sheet may lie in its case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a person says of a new case.

    Attributes
    ----------
    title, title_ar, place, kind, country : str
        Kind is a word of `events.kind`; all may be empty.
    date : str
        EDTF, local civil day.
    source : mapping of str to str
        Cells of the first source; empty if it comes later.
    """

    title: str = ""
    date: str = ""
    place: str = ""
    kind: str = ""
    country: str = ""
    source: Mapping[str, str] | None = None
    title_ar: str = ""


def new_case(target: Path, beginning: Beginning, sheet: Path | None = None, *, encoding: str = "") -> Filled:
    """Write the folder of a new case, all at once.

    Parameters
    ----------
    target : pathlib.Path
        A folder that is not there, is empty, or holds nothing but a quick sheet.
    beginning : Beginning
    sheet : pathlib.Path, optional
        A quick sheet.
    encoding : str
        Of a sheet that is not UTF-8.

    Returns
    -------
    Filled

    Raises
    ------
    UsageError
        If something stands there, or what was said cannot be used.
    UnreadableInput
        If the sheet cannot be read; nothing is written.
    """
    kept = kept_files(target)
    check_beginning(beginning, has_sheet=sheet is not None)
    beginning = replace(beginning, country=checked_country(beginning.country))
    rows, findings = read_sheet(sheet, encoding) if sheet is not None else ([], Findings())
    named_event = main_name(rows)
    rows_of_main = [r for r in rows if fold_name(r["event"]) == fold_name(named_event)]
    beginning = _completed(beginning, rows_of_main, named_event)
    name = slug(target.absolute().name, joint="-", empty="case")
    digits = "".join(c for c in beginning.date if c.isdigit())
    main_event = slug(f"{beginning.kind or 'event'} {digits}".strip(), joint="-", empty="event")
    files = empty_case(name, beginning.title, beginning.country, main_event, has_sheet=sheet is not None)
    named = find_places([beginning.place], [], beginning.country)
    files["places.geojson"] = append_features(files["places.geojson"], named.added)
    said = rows_that_set(rows_of_main)
    status = "unverified" if said and all(r["verification"] for r in said) else "reported"
    begun = replace(beginning, title=named_event or beginning.title)
    files = _with_event(files, begun, main_event, named, status=status, is_placeholder=sheet is None)
    if sheet is not None and rows:
        done = fill(files, rows, sheet.name)
        files |= dict(done.files)
    else:
        done = Filled(files={})
    if named.credits:
        files["map.toml"] = with_credits(files["map.toml"], named.credits)
    files = _with_title_ar(with_context(files), beginning.title_ar)
    read_back(files)
    deliver_new({**kept, **files}, target)
    unanswered = {**named.unanswered, **done.unanswered}
    taken_for = {**named.taken_for, **done.taken_for}
    return replace(done, files=files, unanswered=unanswered, taken_for=taken_for, findings=_told(findings, done))


def kept_files(target: Path) -> dict[str, bytes]:
    """Return the sheets that already lie in the folder of a new case, by name.

    Raises
    ------
    UsageError
        If it holds anything else; nothing is overwritten.
    WriteFailed
        If it may not be read.
    """
    if target.is_file():
        raise UsageError(f"{target} is a file; a case is a folder. Choose another name.")
    try:
        found = sorted(p.name for p in target.iterdir()) if target.is_dir() else []
    except PermissionError:
        raise WriteFailed(f"{target} may not be read by this user. Change its permissions.") from None
    others = [name for name in found if name not in SHEETS]
    if "datapackage.json" in others:
        raise UsageError(
            f'{target} is a case already; it is not overwritten. "geomap fill {target} SHEET" adds rows to it.'
        )
    if others:
        raise UsageError(
            f'{target} holds "{others[0]}"; nothing there is overwritten. Choose a new or an empty folder.'
        )
    return {name: (target / name).read_bytes() for name in found}


def check_beginning(beginning: Beginning, *, has_sheet: bool) -> None:
    """Refuse what cannot stand in a table.

    Raises
    ------
    UsageError
        With the option, what is allowed and what to do.
    """
    checked_country(beginning.country)
    kinds = table_schema("events").field("kind").vocabulary
    if beginning.kind and beginning.kind not in kinds:
        raise UsageError(f'--kind: "{beginning.kind}" is not one of {", ".join(kinds)}.')
    if beginning.date and day_bounds(pd.Series([beginning.date], dtype="str"))["lower"].isna().any():
        raise UsageError(
            f'--date: "{beginning.date}" is no date: write 2020-11-17, or 2020-11 if the day is not known.'
        )
    if not has_sheet and not beginning.title.strip():
        raise UsageError('--title: a case needs a title, for example "Rockets at the Green Zone, 17 November 2020".')
    source = beginning.source or {}
    kinds = table_schema("sources").field("kind").vocabulary
    if source.get("kind") and source["kind"] not in kinds:
        raise UsageError(f'--source-kind: "{source["kind"]}" is not one of {", ".join(kinds)}.')
    if source.get("url") and not is_address(source["url"]):
        raise UsageError(f'--link: "{source["url"][:60]}" is no web address; it begins with https:// or http://.')
    if source and not source.get("publisher"):
        raise UsageError("--source: say who published it; a link alone names nobody.")
    if source.get("publisher") and not (source.get("url") or source.get("offline_reason")):
        raise UsageError("--link: give the address of the report, or say with --why-no-link why there is none.")


def _completed(beginning: Beginning, rows: Sequence[SheetRow], named_event: str) -> Beginning:
    """Fill what was not said from the rows about the main event, and from its name if it has one."""
    main = rows_that_set(rows)

    def told(about: str) -> list[str]:
        return list(dict.fromkeys(r["value"] for r in main if r["about"] == about))

    def one(about: str) -> str:
        found = told(about)
        return found[0] if len(found) == 1 else ""

    kind = beginning.kind or one("kind")
    date = beginning.date or one("date")
    title = beginning.title or named_event
    if not title:
        days = (date, "") if date else days_of(told("date"))
        places = (beginning.place,) if beginning.place else places_of_title(main)
        title = title_of([kind] if kind else told("kind"), places, days)
    return replace(beginning, kind=kind, date=date, title=title)


def _with_event(
    files: dict[str, bytes],
    beginning: Beginning,
    main_event: str,
    named: Named,
    *,
    status: str,
    is_placeholder: bool,
) -> dict[str, bytes]:
    """Write the row of the main event, and the first source that it rests on."""
    place_id = named.ids.get(beginning.place, "")
    event = {
        "event_id": main_event,
        "kind": beginning.kind or "other",
        "title": beginning.title,
        "date_start": beginning.date,
        "status": status,
        "place_id": place_id,
        "place_wording": "" if place_id else beginning.place,
    }
    made = dict(files)
    if beginning.source:
        source = dict(beginning.source)
        digits = "".join(c for c in source.get("published_on", "") if c.isdigit())
        source["source_id"] = slug(source["publisher"], empty="source") + (f"-{digits}" if digits else "")
        source["kind"] = source.get("kind") or "news"
        source["title"] = source.get("title") or untitled(source["kind"], source.get("published_on", ""))
    elif is_placeholder:
        source = dict(PLACEHOLDER_SOURCE)
    else:
        source = {}
    if source:
        event["source_ids"] = source["source_id"]
        made["sources.csv"] = merge_rows(table_of("sources", files["sources.csv"]), [source]).data
    made["events.csv"] = merge_rows(table_of("events", files["events.csv"]), [event]).data
    return made


def with_context(files: dict[str, bytes]) -> dict[str, bytes]:
    """Add the shipped rivers near the places of a new case, for orientation, where the case is of a city."""
    rows = [f["properties"] for f in features_of(files["places.geojson"]) if "longitude" in f["properties"]]
    if not rows:
        return files
    lon, lat = ([float(r[axis]) for r in rows] for axis in ("longitude", "latitude"))
    if max(max(lon) - min(lon), max(lat) - min(lat)) > _CITY_DEG:
        return files  # a schematic line of a few kilometres; the ground has the rivers of a country
    box = (min(lon) - _NEAR_DEG, min(lat) - _NEAR_DEG, max(lon) + _NEAR_DEG, max(lat) + _NEAR_DEG)
    near = [f for f in shipped_context(box) if _is_of_city(f, box)]
    if not near:
        return files
    fresh = [{**f, "properties": {k: v for k, v in f["properties"].items() if k != "parent_id"}} for f in near]
    package = json.loads(files["datapackage.json"])
    package["geomap"]["context_places"] = [f["properties"]["place_id"] for f in fresh]
    return files | {
        "places.geojson": append_features(files["places.geojson"], fresh),
        "datapackage.json": package_text(package),
    }


def _is_of_city(feature: Mapping[str, Any], box: tuple[float, float, float, float]) -> bool:
    """Whether a river lies so near to the places of a case, all of it, that both are of one city."""
    west, south, east, north = shapely.union(shapely.geometry.shape(feature["geometry"]), shapely.box(*box)).bounds
    return bool(max(east - west, north - south) <= _CITY_DEG)


def _with_title_ar(files: dict[str, bytes], title: str) -> dict[str, bytes]:
    """Give a new case its title in Arabic, for the page and for its main event."""
    if not title:
        return files
    package = json.loads(files["datapackage.json"])
    package["title_ar"] = title
    event = {"event_id": package["geomap"]["main_event"], "title_ar": title}
    merged = merge_rows(table_of("events", files["events.csv"]), [event])
    return files | {"datapackage.json": package_text(package), "events.csv": merged.data}


def countries_of_case(case: Path) -> tuple[str, ...]:
    """Return the two letters of the countries that a case names: its own first; empty if it names none."""
    document = load_json((case / "datapackage.json").read_bytes(), "datapackage.json")
    places = case / "places.geojson"
    features = features_of(places.read_bytes() if places.is_file() else b"")
    country = str((document.get("geomap") or {}).get("country") or "")
    return countries_named((), [f.get("properties") or {} for f in features], country)


def case_files_of(case: Path) -> dict[str, bytes]:
    """Return the files of a case by name.

    Raises
    ------
    UnreadableInput
        If it is no case folder.
    """
    if not (case / "datapackage.json").is_file():
        raise UnreadableInput(f'{case} is no case: it has no datapackage.json. "geomap new {case}" makes one.')
    try:
        return {name: (case / name).read_bytes() for name in CASE_FILES if (case / name).is_file()}
    except OSError as error:
        raise UnreadableInput(f"{case} cannot be read: {error.strerror or error}.") from error


def fill_case(case: Path, sheet: Path | None = None, *, update: bool = False, encoding: str = "") -> Filled:
    """Add what a quick sheet says to a case; existing rows are left as they are.

    Parameters
    ----------
    case : pathlib.Path
    sheet : pathlib.Path, optional
        Default: sheet.csv or sheet.xlsx in the case.
    update : bool
        Whether cells that the sheet gives otherwise are changed too.
    encoding : str
        Of a sheet that is not UTF-8.

    Raises
    ------
    UnreadableInput
        If the sheet or the case cannot be read; nothing is written.
    """
    files = case_files_of(case)
    if sheet is None:
        sheet = next((case / name for name in SHEETS if (case / name).is_file()), None)
        if sheet is None:
            raise UsageError(f"{case} holds no {' or '.join(SHEETS)}. Name the sheet: geomap fill {case} SHEET.")
    rows, findings = read_sheet(sheet, encoding)
    done = fill(files, rows, sheet.name, update=update)
    if done.files:
        read_back({**files, **done.files})
        deliver_files(done.files, case)
    return replace(done, findings=_told(findings, done))


def _told(findings: Findings, done: Filled) -> Findings:
    """Return what there is to say of a sheet, without directions from which an area could be worked out."""
    left = [f for f in findings if f.code != "direction-only" or not done.placed.issuperset(f.values)]
    return Findings.of(left) + done.findings


def read_back(files: Mapping[str, bytes]) -> Findings:
    """Read the files of a case as a build would, before they are written anywhere that matters.

    Parameters
    ----------
    files : mapping of str to bytes

    Returns
    -------
    Findings

    Raises
    ------
    UnreadableInput
        If geomap could not read them.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="geomap-") as folder:
            for name, data in files.items():
                (Path(folder) / name).write_bytes(data)
            _, findings = checked(Path(folder))
    except OSError as error:
        if isinstance(error, UnreadableInput):
            raise
        raise WriteFailed(
            f"{tempfile.gettempdir()}, the folder for temporary files, could not be written: "
            f"{error.strerror or error}. Nothing was written."
        ) from error
    return findings
