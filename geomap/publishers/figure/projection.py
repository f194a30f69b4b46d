"""From longitude and latitude to pixels of one frame (Web Mercator, as the page draws it)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.edition import View
from geomap.signs import DESKTOP_PX, PHONE_PX

__all__ = ["Frame", "frame_of"]

_RADIUS_M = 6_378_137.0
_LAT_MAX = 85.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle of the map on the paper: ``center`` is longitude and latitude, sizes in pixels."""

    center: tuple[float, float]
    metres_per_px: float
    """On the ground, at the centre."""
    width_px: float
    height_px: float

    @property
    def px_per_radian(self) -> float:
        """Pixels of one radian of longitude."""
        return _RADIUS_M * math.cos(math.radians(self.center[1])) / self.metres_per_px

    def position(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a position lies: pixels to the right and down from the upper left corner."""
        right, down = self.positions(np.array([lon]), np.array([lat]))
        return float(right[0]), float(down[0])

    def positions(
        self, lon: np.ndarray[Any, Any], lat: np.ndarray[Any, Any]
    ) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return where positions lie: pixels to the right, and pixels down."""
        scale = math.cos(math.radians(self.center[1])) / self.metres_per_px
        right = _RADIUS_M * np.radians(lon - self.center[0]) * scale
        held = np.radians(np.clip(lat, -_LAT_MAX, _LAT_MAX))
        down = (_north_m(self.center[1]) - _RADIUS_M * np.log(np.tan(np.pi / 4 + held / 2))) * scale
        return self.width_px / 2 + right, self.height_px / 2 + down

    def shape(self, geometry: Mapping[str, Any]) -> BaseGeometry:
        """Return a GeoJSON geometry in pixels."""
        return shapely.transform(shapely.geometry.shape(geometry), self.positions, interleaved=False)

    @property
    def box(self) -> BaseGeometry:
        """The frame itself, in pixels."""
        return shapely.box(0, 0, self.width_px, self.height_px)


def _north_m(lat: float) -> float:
    held = max(min(lat, _LAT_MAX), -_LAT_MAX)
    return _RADIUS_M * math.log(math.tan(math.pi / 4 + math.radians(held) / 2))


def frame_of(view: View, width_px: float, height_px: float) -> Frame:
    """Return the frame of an opening view: the ground of the desk's view, or fitted to the view's bounds.

    Parameters
    ----------
    view : View
        The desk's view for a phone is taken where the frame has rather its shape than that of a wide page.
    width_px, height_px : float
    """
    shape = width_px / height_px
    is_upright = abs(shape - PHONE_PX[0] / PHONE_PX[1]) < abs(shape - DESKTOP_PX[0] / DESKTOP_PX[1])
    views = ((view.center, view.metres_per_px, DESKTOP_PX), (view.phone_center, view.phone_metres_per_px, PHONE_PX))
    for center, scale, (wide, high) in reversed(views) if is_upright else views:
        if center is not None and scale is not None:
            at_least = max(wide / width_px, high / height_px) * scale
            return Frame(center=center, metres_per_px=at_least, width_px=width_px, height_px=height_px)
    west, south, east, north = view.bounds
    middle_m = (_north_m(south) + _north_m(north)) / 2
    lat = math.degrees(2 * math.atan(math.exp(middle_m / _RADIUS_M)) - math.pi / 2)
    ground = math.cos(math.radians(lat))
    wide_m = _RADIUS_M * math.radians(east - west) * ground
    high_m = (_north_m(north) - _north_m(south)) * ground
    fitted = max(wide_m / width_px, high_m / height_px)
    return Frame(center=((west + east) / 2, lat), metres_per_px=fitted, width_px=width_px, height_px=height_px)
