"""An edition with a face: it shows itself in Jupyter, and gives and writes itself in every form."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import pipeline
from geomap.edition import Edition
from geomap.errors import UsageError
from geomap.notebook.shown import FRAME_HEIGHT_PX, NotebookFigure, NotebookMap

if TYPE_CHECKING:
    import geopandas

__all__ = ["NotebookEdition", "written_path"]


@dataclass(frozen=True, eq=False, kw_only=True)
class NotebookEdition(Edition):
    """An edition that shows itself in Jupyter and writes itself with `publish` and `export`."""

    @classmethod
    def of(cls, edition: Edition) -> NotebookEdition:
        """Return an edition with a face."""
        return cls(**{f.name: getattr(edition, f.name) for f in fields(edition)})

    def publish(self, folder: str | os.PathLike[str]) -> Path:
        """Write all files of a build into a folder and return it; errors as for `geomap.publish`."""
        target = written_path(folder)
        pipeline.publish_edition(self, target)
        return target

    def export(
        self,
        format: str,  # noqa: A002 - as geomap export --to FORMAT
        path: str | os.PathLike[str],
        *,
        account: str = "",
        size: str = "",
        dpi: int = 0,
        theme: str | os.PathLike[str] | None = None,
        template: str | os.PathLike[str] | None = None,
    ) -> Path:
        """Write one format, as ``geomap export --to FORMAT -o PATH`` does, and return what was written.

        Parameters
        ----------
        format : str
            A name that ``geomap formats`` lists: ``geojson``, ``gpkg``, ``xlsx``, ``png``, ``docx`` and so on.
        path : str or os.PathLike
            The file; of a format of several files the first, with the others in a folder beside it, or a folder.
        account : str
            Id of the account to draw in a figure; empty takes the case's own choice.
        size : str
            Size of a figure: ``column``, ``two-columns``, ``wide``, ``square`` or ``phone``.
        dpi : int
            How finely a PNG is drawn; 0 takes what the size asks for.
        theme, template : str or os.PathLike, optional
            A theme (TOML), and a house's .docx or .pptx for a report.

        Raises
        ------
        UsageError
            If there is no such format, its library is not installed, or an option changes nothing in it.
        WriteFailed
            If the disk or the permissions do not allow it; what stood there before is untouched.
        """
        from geomap.publishers.choices import export_look, placed, target_of
        from geomap.publishers.registry import format_named

        known = format_named(format)
        known.check()
        target = written_path(path)
        target_of(known, target)
        look = export_look(
            known,
            account=account,
            size=size,
            dpi=dpi,
            theme=None if theme is None else written_path(theme),
            template=None if template is None else written_path(template),
        )
        given = any((account, size, dpi, theme, template))
        edition = replace(self, look=replace(self.look, figure=look.figure, template=look.template)) if given else self
        if theme is not None:
            edition = replace(edition, look=replace(edition.look, theme=look.theme))
        if known.is_typeset:
            from geomap.publishers.figure import notices

            for notice in notices(edition):
                warnings.warn(notice, stacklevel=2)
        pipeline.write_files(placed(known, pipeline.export_bytes(edition, format), target))
        return target

    def embed(self, host: str, account: str = "") -> str:
        """Return what to paste into an article, as ``geomap embed --host URL`` prints it.

        Parameters
        ----------
        host : str
            Folder on the web where the files of `publish` stand, ``https://...``.
        account : str
            Id of the account to open with; empty takes the case's own choice.

        Raises
        ------
        UsageError
            If it is no address, or the case has no such account.
        """
        from geomap.publishers import embed

        edition = replace(self, look=replace(self.look, page_url=embed.folder_address(host, "host")))
        return embed.snippet(edition, account=account)

    def map(self, account: str = "", *, height_px: int = FRAME_HEIGHT_PX) -> NotebookMap:
        """Return the map alone, without tables and lists, to be shown in a cell.

        Parameters
        ----------
        account : str
            Id of the account to open with; empty takes the case's own choice.
        height_px : int
            Height of the frame; the whole map fits into it.

        Raises
        ------
        UsageError
            If the case has no such account, or no frame has that height.
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

        Raises
        ------
        UsageError
            If the case has no such account, or there is no such size.
        """
        return NotebookFigure(edition=self, account=account, size=size)

    def html(self) -> str:
        """Return the page as one self-contained HTML text."""
        return self._whole().html()

    def geojson(self) -> dict[str, Any]:
        """Return the RFC 7946 FeatureCollection."""
        return self._whole().geojson()

    def to_gdf(self, role: str = "") -> geopandas.GeoDataFrame:
        """Return the features of `geojson` as a GeoDataFrame in WGS 84 (EPSG:4326), with typed columns.

        Parameters
        ----------
        role : str
            ``event``, ``launch_area``, ``impact_area``, ``corridor``, ``connector`` or ``place``; empty gives all.

        Returns
        -------
        geopandas.GeoDataFrame
            Column names as in events.geojson; distances end in ``_m``, directions in ``_deg``. ``uncertainty_m`` is how
            far a place may be off. Counts are whole numbers with NA where nothing was reported, ``date_first`` and
            ``date_last`` days. A cell of several ids is a tuple. The geometry is None where ``reason`` says why.

        Raises
        ------
        UsageError
            If there is no such role.
        """
        from geomap.publishers.geodataframe import as_geodataframe

        return as_geodataframe(self, role)

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


def written_path(path: str | os.PathLike[str]) -> Path:
    """Return a path that was given.

    Raises
    ------
    UsageError
        If it is none.
    """
    given: object = path
    if not isinstance(given, str | os.PathLike) or not str(given):
        raise UsageError(f"a path (str or pathlib.Path) is expected, not {given!r}.")
    return Path(given)
