"""The sizes of a figure: for print in millimetres, for screens in pixels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from geomap.publishers.figure.layers import Style
from geomap.signs import DESKTOP_PX, PHONE_PX

__all__ = ["PX_IN_MM", "SIZES", "Size"]

PX_IN_MM = 96 / 25.4
"""CSS pixels in a millimetre: everything is laid out in these, and a point is three quarters of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One size of the figure; lengths in CSS pixels (1/96 inch), whatever it is printed at.

    ``height_px`` 0 lets the figure become as high as its words need. ``dpi`` is how finely a PNG is drawn if nobody
    says otherwise: ``width_px * dpi / 96`` pixels. ``is_beside`` puts the words in a column beside the map.
    """

    width_px: float
    dpi: int
    describes: str
    height_px: float = 0.0
    map_px: tuple[float, float] = (0.0, 0.0)
    """Width and height of the map; where the figure's height is fixed, the map takes what the words leave."""
    width_mm: float = 0.0
    """Set for print: the picture says its size on paper."""
    margin_px: float = 12.0
    title_px: float = 22.0
    body_px: float = 12.5
    small_px: float = 11.0
    legend_columns: int = 1
    is_small: bool = True
    """Whether the view for a phone fits better, and the tray stands under the map."""
    is_beside: bool = False
    is_offered: bool = True
    tray_px: float = 300.0
    style: Style = field(default_factory=Style)

    @property
    def pixels(self) -> tuple[int, int]:
        """Return width and height of a PNG; the height is 0 where the words decide it."""
        return round(self.width_px * self.dpi / 96), round(self.height_px * self.dpi / 96)

    def with_text(self, share: float) -> Size:
        """Return the same size with all words at a share of theirs, for a figure that has more to say than room."""
        if share == 1.0:
            return self
        style = replace(
            self.style,
            name_px=self.style.name_px * share,
            second_name_px=self.style.second_name_px * share,
            line_px=self.style.line_px * share,
            context_px=self.style.context_px * share,
        )
        return replace(
            self,
            title_px=self.title_px * share,
            body_px=self.body_px * share,
            small_px=self.small_px * share,
            style=style,
        )


_SMALL = Style(
    name_px=13.5,
    second_name_px=12.5,
    line_px=12,
    context_px=11,
    arrow_px=6,
    head_px=(15, 20),
    shows_local_names=False,
    shows_context=False,
    shows_trunk_words=False,
)
_PRINT = Style(name_px=12, second_name_px=11, line_px=10, context_px=9, arrow_px=5, head_px=(13, 17), halo_px=2.4)

SIZES = {
    "column": Size(
        describes="one column of print, 85 mm wide, 300 dpi",
        width_px=85 * PX_IN_MM,
        width_mm=85,
        dpi=300,
        map_px=(85 * PX_IN_MM, 272),
        margin_px=1,
        title_px=15,
        body_px=10,
        small_px=8.5,
        style=replace(
            _PRINT,
            name_px=11,
            second_name_px=10,
            line_px=9.5,
            arrow_px=4.5,
            head_px=(11, 15),
            shows_local_names=False,
            shows_context=False,
            shows_trunk_words=False,
        ),
    ),
    "two-columns": Size(
        describes="two columns of print, 180 mm wide, 300 dpi",
        width_px=180 * PX_IN_MM,
        width_mm=180,
        dpi=300,
        map_px=(180 * PX_IN_MM, 430),
        margin_px=1,
        title_px=20,
        body_px=10.5,
        small_px=9,
        legend_columns=2,
        is_small=False,
        tray_px=236,
        style=replace(
            _PRINT, name_px=13.5, second_name_px=12, line_px=10.5, context_px=9.5, arrow_px=7, head_px=(17, 23)
        ),
    ),
    "wide": Size(
        describes="16:9 for slides and television, 1920 x 1080 pixels",
        width_px=960,
        height_px=540,
        dpi=192,
        is_beside=True,
        is_small=False,
        margin_px=16,
        title_px=24,
        tray_px=236,
        style=Style(name_px=15, second_name_px=13.5, line_px=12, context_px=11, arrow_px=7, head_px=(17, 23)),
    ),
    "square": Size(
        describes="square for social media, 1080 x 1080 pixels",
        width_px=480,
        height_px=480,
        dpi=216,
        title_px=18,
        body_px=11.5,
        small_px=9.5,
        legend_columns=2,
        style=_SMALL,
    ),
    "phone": Size(
        describes="9:16 for a phone, 1080 x 1920 pixels",
        width_px=360,
        height_px=640,
        dpi=288,
        title_px=19,
        small_px=10.5,
        style=_SMALL,
    ),
    "page": Size(
        describes="for a web page, 1040 pixels wide",
        width_px=1040,
        map_px=DESKTOP_PX,
        dpi=192,
        title_px=26,
        body_px=13.5,
        legend_columns=2,
        is_small=False,
        is_offered=False,
        tray_px=352,
    ),
    "page-small": Size(
        describes="for a web page on a phone, 390 pixels wide",
        width_px=390,
        map_px=PHONE_PX,
        dpi=192,
        title_px=20,
        body_px=13.5,
        is_offered=False,
        tray_px=200,
        style=_SMALL,
    ),
}
"""Every size by its name; those that are not offered belong to ``geomap build``."""
