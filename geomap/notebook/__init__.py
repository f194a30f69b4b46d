"""geomap for a notebook or a script: one call for the whole way, and an Edition that shows itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import pipeline
from geomap.dataset import Dataset
from geomap.edition import Edition, Policy
from geomap.findings import Findings
from geomap.notebook.shown import FRAME_HEIGHT_PX, NotebookFigure, NotebookMap

if TYPE_CHECKING:
    import folium

    from geomap.edition import PublicDataset, Tracks

__all__ = [
    "NotebookEdition",
    "NotebookFigure",
    "NotebookMap",
    "build",
    "compose",
    "folium_layers",
    "publish",
    "read",
]


def read(path: str | Path) -> tuple[Dataset, Findings]:
    """Read a case or catalogue folder.

    Parameters
    ----------
    path : str or pathlib.Path
        The folder.

    Returns
    -------
    Dataset, Findings
        The typed tables, and every problem that was found while reading.

    Raises
    ------
    UnreadableInput
        If it cannot be read as a whole.
    """
    from geomap.readers import read_path

    return read_path(path)


@dataclass(frozen=True, eq=False, kw_only=True)
class NotebookEdition(Edition):
    """An edition that shows itself in Jupyter and writes itself with `publish`."""

    @classmethod
    def of(cls, edition: Edition) -> NotebookEdition:
        """Return an edition with a face."""
        return cls(**{f.name: getattr(edition, f.name) for f in fields(edition)})

    def publish(self, folder: str | Path) -> Path:
        """Write all files of a build into a folder and return it."""
        return publish(self, folder)

    def map(self, account: str = "", *, height_px: int = FRAME_HEIGHT_PX) -> NotebookMap:
        """Return the map alone, without tables and lists, to be shown in a cell.

        Parameters
        ----------
        account : str
            Id of the account to open with; empty takes the case's own choice.
        height_px : int
            Height of the frame.
        """
        return NotebookMap(edition=self, account=account, height_px=height_px)

    def figure(self, account: str = "", *, size: str = "page") -> NotebookFigure:
        """Return the picture of one account, to be shown in a cell.

        Parameters
        ----------
        account : str
            Id of the account; empty takes the case's own choice.
        size : str
            One of `geomap.publishers.figure.SIZES`; the usual one suits a web page.
        """
        return NotebookFigure(edition=self, account=account, size=size)

    def html(self) -> str:
        """Return the page as one self-contained HTML text."""
        return self._whole().html()

    def geojson(self) -> dict[str, Any]:
        """Return the RFC 7946 FeatureCollection."""
        return self._whole().geojson()

    def _whole(self) -> NotebookMap:
        return NotebookMap(edition=self, is_lean=False)

    def __repr__(self) -> str:
        """Return title and numbers."""
        numbers = self.accounting
        return (
            f"<geomap.Edition {self.scene.title!r}: {numbers.drawn} drawn, {numbers.listed} listed, "
            f"{numbers.refused} refused>"
        )

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> Mapping[str, Any]:
        """Return what Jupyter shows: the page in a frame, a picture where frames are taken out, features, words."""
        return self._whole()._repr_mimebundle_(include, exclude)


def build(
    path: str | Path,
    *,
    min_precision_m: float = 0.0,
    redact: Sequence[str] = (),
    embargo_on: str = "",
    no_rows: bool = False,
    lang: str = "en",
    as_of: str = "",
) -> NotebookEdition:
    """Go all the way from a folder to a map.

    Parameters
    ----------
    path : str or pathlib.Path
        A case or catalogue folder, or a table of events.
    min_precision_m : float
        Every place gets at least this radius, metres.
    redact : sequence of str
        Place ids that are drawn at their district, their names gone from all outputs.
    embargo_on : str
        ISO day; events that may lie on it or later are counted, not shown.
    no_rows : bool
        Publish how many events lie at each place, and nothing else of any row of a table.
    lang : str
        Language of the page, ``en`` or ``ar``.
    as_of : str
        ISO day of the edition, for the manifest and for the check on future dates.

    Returns
    -------
    Edition
        It shows itself in Jupyter; ``publish(folder)``, ``html()`` and ``geojson()`` write it.

    Raises
    ------
    UnreadableInput
        If the input cannot be read as a whole.
    UsageError
        If an option cannot be followed.
    """
    policy = Policy(
        min_precision_m=min_precision_m,
        redact=redact,  # type: ignore[arg-type]  # any list of ids; a text is refused, which tuple() would cut up
        embargo_on=embargo_on,
        no_rows=no_rows,
    )
    return NotebookEdition.of(pipeline.build_edition(path, policy=policy, lang=lang, as_of=as_of))


def compose(
    public: PublicDataset,
    tracks: Tracks,
    findings: Findings | None = None,
    *,
    lang: str = "en",
    as_of: str = "",
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
    as_of : str
        ISO day of the edition; it stands in the manifest.
    policy : Policy, optional
        What the gate was asked to withhold; carried along for the manifest.

    Returns
    -------
    Edition
        With an `Accounting` whose numbers add up; it shows itself in Jupyter.
    """
    from geomap import scene

    return NotebookEdition.of(scene.compose(public, tracks, findings, lang=lang, as_of=as_of, policy=policy))


def publish(edition: Edition, folder: str | Path) -> Path:
    """Write all files of a build into a folder; they appear all at once, or not at all.

    Parameters
    ----------
    edition : Edition
    folder : str or pathlib.Path
        A new folder, an empty one, or one that geomap wrote before.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    UsageError
        If the folder holds files that geomap did not write.
    WriteFailed
        If the disk or the permissions do not allow it; what stood there before is untouched.
    """
    target = Path(folder)
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
