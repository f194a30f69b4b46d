"""How well two colours are told apart: contrast as WCAG 2 has it, distance in CIELAB, also for colour-blind readers."""

from __future__ import annotations

__all__ = ["contrast", "distance"]

Rgb = tuple[float, float, float]

_SIGHTS: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
"""Machado, Oliveira and Fernandes 2009, full severity, on linear light."""

_TO_XYZ: tuple[Rgb, Rgb, Rgb] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE: Rgb = (0.95047, 1.0, 1.08883)


def _linear(colour: str) -> Rgb:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))

    def light(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return light(red), light(green), light(blue)


def _times(matrix: tuple[Rgb, Rgb, Rgb], values: Rgb) -> Rgb:
    first, second, third = (sum(a * b for a, b in zip(row, values, strict=True)) for row in matrix)
    return first, second, third


def contrast(text: str, ground: str) -> float:
    """Return the contrast ratio of WCAG 2 of two colours ``#rrggbb``, 1 to 21.

    Examples
    --------
    >>> round(contrast("#1f1f1f", "#f4f3f0"), 1)
    14.9
    """
    a, b = (_times(_TO_XYZ, _linear(colour))[1] for colour in (text, ground))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


def _lab(colour: str, sight: str) -> Rgb:
    light = _linear(colour)
    if sight:
        red, green, blue = (min(max(value, 0.0), 1.0) for value in _times(_SIGHTS[sight], light))
        light = (red, green, blue)

    def bent(value: float) -> float:
        return float(value ** (1 / 3)) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29

    x, y, z = (bent(value / white) for value, white in zip(_times(_TO_XYZ, light), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, sight: str = "") -> float:
    """Return the distance of two colours in CIELAB (1976).

    Parameters
    ----------
    one, other : str
        ``#rrggbb``.
    sight : {"", "protanopia", "deuteranopia"}
        How the reader sees.
    """
    pairs = zip(_lab(one, sight), _lab(other, sight), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)
