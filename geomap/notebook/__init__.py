"""geomap for a notebook or a script: one call for the whole way, and an Edition that shows itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from geomap import pipeline
from geomap.dataset import Dataset
from geomap.edition import Edition, Policy
from geomap.errors import UsageError
from geomap.findings import Findings
from geomap.look import Basemap
from geomap.notebook.editions import NotebookEdition, written_path
from geomap.notebook.shown import NotebookFigure, NotebookMap
from geomap.options import Reading, ReadingAndWithholding, ReadOptions, checked_day, chosen, spelled_out

if TYPE_CHECKING:
    import folium

    from geomap.edition import PublicDataset, Tracks
    from geomap.readers import Source

__all__ = [
    "NotebookEdition",
    "NotebookFigure",
    "NotebookMap",
    "build",
    "check",
    "compose",
    "folium_layers",
    "publish",
    "read",
]


@spelled_out(ReadOptions)
def read(source: Source, **options: Unpack[Reading]) -> tuple[Dataset, Findings]:
    """Read a case, a catalogue or a table.

    Parameters
    ----------
    source : str, os.PathLike, pandas.DataFrame or geopandas.GeoDataFrame
        A case or catalogue folder, a file, or a table in memory with one row for each event.
    **options
        What a table does not say of itself: ``encoding``, ``date_order``, ``mapping``, ``country``, ``derived_ends``,
        as for `geomap.ReadOptions`.

    Returns
    -------
    Dataset, Findings
        The typed tables, and every problem that was found while reading.

    Raises
    ------
    UnreadableInput
        If it cannot be read as a whole.
    UsageError
        If it is neither a path nor a table, or an option cannot be followed.
    """
    from geomap.readers import read_path

    return read_path(source, chosen(ReadOptions, options))


@spelled_out(ReadOptions)
def check(source: Dataset | Source, *, as_of: str | date = "", **options: Unpack[Reading]) -> Findings:
    """Say what is wrong or doubtful in a case or a table, row by row, as ``geomap check`` does.

    Parameters
    ----------
    source : Dataset, or as for `read`
        Of a `Dataset`, which has been read and located already, the checks alone are told.
    as_of : str or datetime.date
        Day against which future dates are told; empty leaves that check out.
    **options
        As for `read`.

    Returns
    -------
    Findings
        Errors before warnings before notices.

    Raises
    ------
    UnreadableInput
        If it cannot be read as a whole.
    UsageError
        If an option cannot be followed.
    """
    from geomap import checks

    day, reading = checked_day(as_of, "as_of"), chosen(ReadOptions, options)
    if isinstance(source, Dataset):
        _refuse(options, "a Dataset has been read already")
        return checks.check(source, as_of=day)
    return pipeline.looked_over(source, as_of=day, options=reading)[1]


@spelled_out(ReadOptions, Policy, Basemap)
def build(
    source: Source, *, lang: str = "en", as_of: str | date = "", **options: Unpack[ReadingAndWithholding]
) -> NotebookEdition:
    """Go all the way from a case or a table to a map.

    Parameters
    ----------
    source : str, os.PathLike, pandas.DataFrame or geopandas.GeoDataFrame
        A case or catalogue folder, a file, or a table in memory with one row for each event.
    lang : str
        Language of the page, ``en`` or ``ar``.
    as_of : str or datetime.date
        Day of the edition, for the manifest and for the check on future dates.
    **options
        What a table does not say of itself, as for `read`; and what to withhold: ``min_precision_m``, ``redact``,
        ``embargo_on``, ``no_rows``, as for `geomap.Policy`; and ``basemap``, a file of streets to lie under the map,
        with ``basemap_credit``, as for `geomap.look.Basemap`.

    Returns
    -------
    Edition
        It shows itself in Jupyter; ``publish(folder)`` and ``export(format, path)`` write it, ``to_gdf()`` gives its
        features.

    Raises
    ------
    UnreadableInput
        If the input cannot be read as a whole.
    UsageError
        If it is neither a path nor a table, or an option cannot be followed.
    """
    basemap = chosen(Basemap, options)
    edition = pipeline.build_edition(
        source,
        policy=_policy(options),
        lang=lang,
        as_of=checked_day(as_of, "as_of"),
        options=chosen(ReadOptions, options),
    )
    if basemap.basemap is not None:
        from geomap.publishers.streets import with_streets

        edition = with_streets(edition, basemap)
    return NotebookEdition.of(edition)


def _policy(options: Mapping[str, Any]) -> Policy:
    given = dict(options)
    if isinstance(given.get("redact"), str):
        given["redact"] = (given["redact"],)
    if "redact" in given:
        given["redact"] = tuple(given["redact"])
    if "embargo_on" in given:
        given["embargo_on"] = checked_day(given["embargo_on"], "embargo_on")
    return chosen(Policy, given)


def _refuse(options: Mapping[str, Any], why: str) -> None:
    if options:
        raise UsageError(f"{why}; {', '.join(sorted(options))} would change nothing.")


def compose(
    public: PublicDataset,
    tracks: Tracks,
    findings: Findings | None = None,
    *,
    lang: str = "en",
    as_of: str | date = "",
    policy: Policy | None = None,
) -> NotebookEdition:
    """Compose everything a reader sees, when the steps are gone one by one.

    Parameters
    ----------
    public : PublicDataset
        After the gate.
    tracks : Tracks
        What can be said of launch to impact.
    findings : Findings, optional
        What the checks said; carried along for the manifest.
    lang : str
        Language of the page, ``en`` or ``ar``.
    as_of : str or datetime.date
        Day of the edition; it stands in the manifest.
    policy : Policy, optional
        What the gate was asked to withhold; carried along for the manifest.

    Returns
    -------
    Edition
        With an `Accounting` whose numbers add up; it shows itself in Jupyter.
    """
    from geomap import scene

    day = checked_day(as_of, "as_of")
    return NotebookEdition.of(scene.compose(public, tracks, findings, lang=lang, as_of=day, policy=policy))


@spelled_out(ReadOptions, Policy, Basemap)
def publish(
    edition: Edition | Source,
    folder: str | os.PathLike[str],
    *,
    lang: str = "en",
    as_of: str | date = "",
    **options: Unpack[ReadingAndWithholding],
) -> Path:
    """Write all files of a build into a folder; they appear all at once, or not at all.

    Parameters
    ----------
    edition : Edition, or what `build` takes
        Of anything but an edition, one is built first.
    folder : str or os.PathLike
        A new folder, an empty one, or one that geomap wrote before.
    lang : str
        As for `build`; an edition has its language.
    as_of : str or datetime.date
        As for `build`; an edition has its day.
    **options
        As for `build`; an edition has been made already.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    UnreadableInput
        If the input cannot be read as a whole.
    UsageError
        If the folder holds files that geomap did not write, or an option cannot be followed.
    WriteFailed
        If the disk or the permissions do not allow it; what stood there before is untouched.
    """
    target = written_path(folder)
    if isinstance(edition, Edition):
        given = {"lang": lang} if lang != "en" else {}
        _refuse({**options, **given, **({"as_of": as_of} if as_of else {})}, "the edition has been made already")
    else:
        edition = build(edition, lang=lang, as_of=as_of, **options)
    pipeline.publish_edition(edition, target)
    return target


def folium_layers(edition: Edition) -> list[folium.FeatureGroup]:
    """Return the layers of an edition for a ``folium.Map`` of your own.

    Text of the data never becomes code: it travels in data blocks, not in templates.

    Parameters
    ----------
    edition : Edition

    Returns
    -------
    list of folium.FeatureGroup
        Add each to the map with ``add_to``.

    Examples
    --------
    >>> import folium, geomap
    >>> m = folium.Map(location=[33.32, 44.44], zoom_start=12)
    >>> for layer in geomap.folium_layers(geomap.build("geodata/cases/green-zone-2020-11-17")):
    ...     _ = layer.add_to(m)
    """
    from geomap.publishers import page

    return page.folium_layers(edition)
