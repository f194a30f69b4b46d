"""The order of the steps; the only module that knows it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from geomap.batches import Progress, check_in_parts
from geomap.checks import check
from geomap.dataset import Dataset, in_own_names
from geomap.delivery import MANIFEST, deliver_file, delivered, delivered_private
from geomap.disclosure import Passed, disclose, gate
from geomap.edition import Accounting, Edition, Mark, Policy, PublicDataset
from geomap.errors import GeomapError, UsageError, WriteFailed
from geomap.findings import Findings
from geomap.options import checked_day
from geomap.places import in_country, locate
from geomap.publishers.case_folder import CASE_FILES, case_files
from geomap.publishers.registry import format_named, write_all
from geomap.readers import ReadOptions, Source, path_of, read_path, reader_of, table
from geomap.scene import compose
from geomap.scene.crowd import compose_crowd, is_crowd
from geomap.scene.plain import is_plain, marks_at, places_touched, plain_accounting
from geomap.trajectories import trace
from geomap.version import __version__

__all__ = [
    "behind_the_gate",
    "build_edition",
    "built_bytes",
    "checked",
    "copy_case",
    "edition_and_findings",
    "export_bytes",
    "looked_over",
    "manifest_of",
    "marks_between",
    "other_input",
    "publish_edition",
    "report_card",
    "write_files",
]


def checked(path: Source, *, as_of: str = "", options: ReadOptions | None = None) -> tuple[Dataset, Findings]:
    """Read, locate and check a case, a catalogue or a table.

    Parameters
    ----------
    path : str, os.PathLike, pandas.DataFrame or geopandas.GeoDataFrame
        The folder or file, or a table in memory.
    as_of : str
        ISO day against which future dates are told; empty leaves that check out.
    options : ReadOptions, optional
        What a table does not say of itself.

    Returns
    -------
    Dataset, Findings
    """
    day = checked_day(as_of, "as_of (--as-of)")
    dataset, read_findings = read_path(path, options)
    dataset = in_country(dataset, options.country if options is not None else "")
    located, place_findings = locate(dataset)
    told = place_findings + check(located, as_of=day)
    return located, read_findings + in_own_names(told, dataset)


def looked_over(
    path: Source,
    *,
    as_of: str = "",
    options: ReadOptions | None = None,
    for_card: bool = False,
    progress: Progress | None = None,
) -> tuple[Dataset, Findings]:
    """Check a case, a catalogue or a table as `checked` does, but read a large table in parts.

    Parameters
    ----------
    path, as_of, options
        As for `checked`, whose findings these are.
    for_card : bool
        Whether a report card is to be made of it. Of a large table nothing more is kept than that needs; without, less.
    progress : callable, optional
        Told how many bytes of a large table are done, and of how many.
    """
    file = path_of(path)
    if file is not None and file.exists() and reader_of(file) is table:
        day = checked_day(as_of, "as_of (--as-of)")
        made = check_in_parts(file, options, as_of=day, for_card=for_card, progress=progress)
        if made is not None:
            return made
    return checked(path, as_of=as_of, options=options)


def build_edition(
    path: Source,
    *,
    policy: Policy | None = None,
    lang: str = "en",
    as_of: str = "",
    options: ReadOptions | None = None,
    needs_marks: bool = True,
) -> Edition:
    """Go all the way from a folder to an edition that any publisher can write.

    Parameters
    ----------
    path : str, os.PathLike, pandas.DataFrame or geopandas.GeoDataFrame
        A case or catalogue folder, or a table.
    policy : Policy, optional
        What to withhold on top of the floors that always hold.
    lang : str
        Language of the page, ``en`` or ``ar``.
    as_of : str
        ISO day of the edition.
    options : ReadOptions, optional
        What a table does not say of itself.
    needs_marks : bool
        Whether each place of a table with very many is shown; a figure has counts in squares, and can do without.

    Returns
    -------
    Edition

    Raises
    ------
    UnreadableInput
        If the input cannot be read as a whole.
    UsageError
        If the policy cannot be followed.
    """
    return edition_and_findings(path, policy=policy, lang=lang, as_of=as_of, options=options, needs_marks=needs_marks)[
        0
    ]


def edition_and_findings(
    path: Source,
    *,
    policy: Policy | None = None,
    lang: str = "en",
    as_of: str = "",
    options: ReadOptions | None = None,
    needs_marks: bool = True,
) -> tuple[Edition, Findings]:
    """Return an edition, and beside it all that was found, in words: for the desk alone, never for a publisher.

    Parameters
    ----------
    path, policy, lang, as_of, options, needs_marks
        As for `build_edition`, and so are the errors.
    """
    _, findings, passed = behind_the_gate(path, policy=policy, as_of=as_of, options=options)
    public = passed.public
    if not needs_marks and is_crowd(public):
        return compose_crowd(public, findings, lang=lang, as_of=as_of, policy=policy), findings
    return compose(public, trace(public), findings, lang=lang, as_of=as_of, policy=policy), findings


def behind_the_gate(
    path: Source, *, policy: Policy | None = None, as_of: str = "", options: ReadOptions | None = None
) -> tuple[Dataset, Findings, Passed]:
    """Return the private tables, what was found, and what the gate lets through; for working tools, never a publisher.

    What comes close to a withheld name is among the findings.

    Parameters
    ----------
    path, policy, as_of, options
        As for `build_edition`.
    """
    dataset, findings = checked(path, as_of=as_of, options=options)
    passed = gate(dataset, policy)
    return dataset, findings + in_own_names(passed.told(dataset), dataset), passed


def marks_between(
    old: PublicDataset, new: PublicDataset, *, lang: str = "en"
) -> tuple[tuple[tuple[Mark, ...], Accounting], tuple[tuple[Mark, ...], Accounting]]:
    """Return the marks and the numbers of two states; of two tables, only the marks that may differ.

    Parameters
    ----------
    old, new : PublicDataset
    lang : str
        Language of the names of marks.
    """
    if all(is_plain(p) and not p.info.context_places for p in (old, new)):
        touched = places_touched(old, new)
        one, two = ((marks_at(p, touched, lang=lang), plain_accounting(p)) for p in (old, new))
    else:
        editions = (compose(p, trace(p), lang=lang) for p in (old, new))
        one, two = ((tuple(e.scene.marks()), e.accounting) for e in editions)
    return one, two


def report_card(dataset: Dataset, findings: Findings, path: str | Path, *, as_of: str = "", lang: str = "en") -> str:
    """Return the report card of what `checked` or `looked_over` gave: one HTML page.

    Parameters
    ----------
    dataset : Dataset
    findings : Findings
    path : str or pathlib.Path
        What was read; only its name is told.
    as_of : str
        ISO day of the check.
    lang : str
        ``en`` or ``ar``.
    """
    from geomap.checks.card import card_of, table_accounting
    from geomap.publishers import report

    if dataset.own_names:
        numbers = table_accounting(dataset)
    else:
        public = disclose(dataset)
        numbers = compose(public, trace(public), findings, lang=lang).accounting
    name = Path(path).resolve().name
    return report.html(card_of(dataset, findings, numbers, file=name, as_of=as_of, lang=lang), lang)


def manifest_of(edition: Edition) -> dict[str, Any]:
    """Return what manifest.json says of an edition: no names that were withheld, no clock, no machine."""
    numbers, withheld = edition.accounting, edition.public.withheld
    return {
        "geomap": __version__,
        "name": edition.scene.name,
        "title": edition.scene.title,
        "lang": edition.scene.lang,
        "as_of": edition.as_of,
        "is_draft": edition.scene.is_draft,
        "accounting": asdict(numbers),
        "unit": edition.public.unit or "event or group",
        "withheld": asdict(withheld),
        "findings": {severity: edition.findings.count(severity) for severity in ("error", "warning", "notice")},
    }


def other_input(edition: Edition, folder: Path) -> str:
    """Return what the output in a folder was made of, if that was another case or table; empty if not, or unknown.

    Parameters
    ----------
    edition : Edition
    folder : pathlib.Path
    """
    try:
        stands = json.loads((folder / MANIFEST).read_text("utf-8"))
        was = (str(stands["name"]), str(stands["unit"]))
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    own = manifest_of(edition)
    is_same = was == (own["name"], own["unit"])
    return "" if is_same else f"{was[0]}, by the {was[1]}" if was[0] == own["name"] else was[0]


def publish_edition(edition: Edition, target: Path) -> None:
    """Write all files of a build into a folder at once.

    Parameters
    ----------
    edition : Edition
    target : pathlib.Path
        A new folder, an empty one, or one that geomap wrote before.
    """
    with delivered(target, manifest_of(edition)) as folder:
        write_all(edition, folder)


def export_bytes(edition: Edition, format_name: str) -> dict[str, bytes]:
    """Return the files of one format as bytes, by name.

    Parameters
    ----------
    edition : Edition
    format_name : str
        One of `geomap.publishers.registry.FORMATS`.

    Raises
    ------
    UsageError
        If there is no such format, its library is not installed, or it is private.
    WriteFailed
        If the disk for temporary files is full.
    """
    known = format_named(format_name)
    if known.is_in_memory:
        with _temporary_disk_told():
            return {known.files[0]: known.render(edition)}
    return built_bytes(edition, format_name)


def built_bytes(edition: Edition, format_name: str) -> dict[str, bytes]:
    """Return the files of one format as `geomap build` writes them, by name; errors as for `export_bytes`.

    Parameters
    ----------
    edition : Edition
    format_name : str
        One of `geomap.publishers.registry.FORMATS`.
    """
    known = format_named(format_name)
    with _temporary_disk_told(), tempfile.TemporaryDirectory(prefix="geomap-") as folder:
        known.write(edition, Path(folder))
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


@contextmanager
def _temporary_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, GeomapError):
            raise
        raise WriteFailed(
            f"{tempfile.gettempdir()}, the folder for temporary files, could not be written: "
            f"{error.strerror or error}. Nothing was written."
        ) from error


def copy_case(path: str | Path, target: Path, options: ReadOptions | None = None) -> tuple[Findings, list[str]]:
    """Write a private working copy of a case, a catalogue or a table: everything that was read, before the gate.

    A case folder is copied file by file, byte for byte. Anything else becomes a case folder that reads back as the same
    tables: every column, claim, precision, unknown column and private note.

    Parameters
    ----------
    path : str or pathlib.Path
        The folder or file.
    target : pathlib.Path
        A new folder, an empty one, or a case that holds nothing else; it is replaced as a whole.
    options : ReadOptions, optional
        What a table does not say of itself.

    Returns
    -------
    Findings, list of str
        What was found while reading, and what a person must know of the copy.

    Raises
    ------
    UnreadableInput
        If the input cannot be read as a whole.
    UsageError
        If the target is the input, a file, or holds something else.
    WriteFailed
        If the disk or the permissions do not allow it; the target is as it was.
    """
    options = replace(options or ReadOptions(), keep_columns=True)
    dataset, findings = read_path(path, options)
    dataset = in_country(dataset, options.country)
    source = Path(path).parent if Path(path).name == "datapackage.json" else Path(path)
    notes = [f"{target} is a PRIVATE working copy, with notes and exact places. It is not for publication."]
    if source.is_dir():
        if target.resolve() == source.resolve():
            raise UsageError(f"{target} is the case itself. Choose another folder.")
        files = {name: (source / name).read_bytes() for name in CASE_FILES if (source / name).is_file()}
        others = sorted(p.name for p in source.iterdir() if p.name not in CASE_FILES)
        notes += [f"Not copied, for they are no part of a case: {', '.join(others)}."] if others else []
    else:
        info = asdict(dataset.info) | dataset.unread.as_key()
        files = case_files(dataset.tables(), info, dataset.editorial, dataset.refused)
        if lost := len(dataset.refused):
            notes.append(f"{lost} rows could not be read; refused.csv lists them, {source.name} still holds them.")
    with delivered_private(target, CASE_FILES, "datapackage.json") as folder:
        for name, data in files.items():
            (folder / name).write_bytes(data)
    return findings, notes


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write the files of one export, each whole or not there; a folder that they go into is made.

    Parameters
    ----------
    files : mapping of pathlib.Path to bytes

    Raises
    ------
    WriteFailed
        If the disk or the permissions do not allow it; what stood there before is untouched.
    """
    for target, data in files.items():
        if len(files) > 1:
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise WriteFailed(f"{target.parent} could not be made: {error.strerror or error}.") from error
        deliver_file(data, target)
