"""Directions without a distance: "from the north", "from the east or south-east", "north of the two oil plants".

They name no place and no area. Seen from what was struck they are an angle that is open at its far end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["COMPASS", "WORDS_16", "OpenSector", "folded_words", "open_sector"]

_HALF_16, _HALF_8 = 22.5, 45.0
"""Half the angle of a compass word of sixteen points, and of eight."""
_TURN, _HALF_TURN = 360.0, 180.0

WORDS_16 = {
    "north": 0.0,
    "north north east": 22.5,
    "north east": 45.0,
    "east north east": 67.5,
    "east": 90.0,
    "east south east": 112.5,
    "south east": 135.0,
    "south south east": 157.5,
    "south": 180.0,
    "south south west": 202.5,
    "south west": 225.0,
    "west south west": 247.5,
    "west": 270.0,
    "west north west": 292.5,
    "north west": 315.0,
    "north north west": 337.5,
}
"""Degrees clockwise from true north by compass word, its parts apart."""
COMPASS = "|".join(sorted(map(re.escape, WORDS_16), key=len, reverse=True))
_ARABIC = {"شمال": "north", "جنوب": "south", "شرق": "east", "غرب": "west"}

_WAY = rf"(?:the )?(?:{COMPASS})(?:ern|erly|wards?)?(?: direction| side)?"
_ONLY = re.compile(
    rf"^(?P<from>(?:(?:came |coming |fired |launched )?(?:from|out of) )?(?:somewhere |a place |a point )?"
    rf"(?:in |to )?(?:(?:the |a )?(?:general )?direction of )?(?:an? )?)"
    rf"(?P<ways>{_WAY}(?:(?:,? or |,? and | to |, )(?:from |to )?{_WAY})*)(?: of (?P<of>.+))?$"
)
_ANY_WAY = re.compile(rf"\b(?:{COMPASS})(?=\b|ern|erly|ward)")
_STRUCK = (
    r"airports?|bases?|camps?|cit(?:y|ies)|facilit(?:y|ies)|fields?|impacts?|installations?|oilfields?|places?|plants?|"
    r"ports?|refiner(?:y|ies)|ships?|sites?|stations?|targets?|towns?|vessels?|villages?"
)
_SEEN_FROM = re.compile(
    rf"^(?:it|them|there|where they fell|(?:the |both |these |those |its |their )*"
    rf"(?:two |three |four |oil |gas |air |struck |attacked |targeted |military |impact |power )*(?:{_STRUCK}))$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSector:
    """A direction without a distance: "from the north". It has no geometry and is never counted as located.

    Bearings in degrees clockwise from true north, seen from the impact; an angle of at most half a turn.
    """

    words: str
    bearing_from_deg: float
    bearing_to_deg: float

    @property
    def span_deg(self) -> float:
        """How wide the angle is."""
        return (self.bearing_to_deg - self.bearing_from_deg) % _TURN


def folded_words(words: str) -> str:
    """Return words in small letters, compass words apart: "South-western" becomes "south western"."""
    text = " ".join(words.casefold().replace("-", " ").replace("–", " ").split())
    text = re.sub(r"\b(north|south)(east|west)", r"\1 \2", text)
    return text.rstrip(".")


def open_sector(words: str, struck: Iterable[str] = ()) -> OpenSector | None:
    """Return the angle that words name which say a direction and no distance; None for all others.

    Parameters
    ----------
    words : str
        English or Arabic, as reported.
    struck : iterable of str
        Names of what was struck: "north of Khurais" is a direction from there alone. North of any other place is a
        direction that nobody knows from here.

    Returns
    -------
    OpenSector or None
        None also where several directions are no single angle of at most half a turn: "from the north or south".
    """
    text = folded_words(_in_english(words)).replace("/", " or ")
    found = _ONLY.match(" ".join(text.split()))
    if found is None or (found["of"] is not None and not _is_struck(found["of"], struck)):
        return None
    if found["of"] is None and not found["from"] and not found["ways"].startswith("the "):
        return None  # a bare compass word may be the name of something
    low, high = _angle(found["ways"])
    if high - low > _HALF_TURN:
        return None
    return OpenSector(words=words, bearing_from_deg=low % _TURN, bearing_to_deg=high % _TURN)


def _angle(ways: str) -> tuple[float, float]:
    """Return the angle of one or more compass words, its end behind its start; of such as lie apart more than half."""
    low, high = 0.0, -1.0
    for way in _ANY_WAY.findall(ways):
        half = _HALF_8 if len(way.split()) < 3 else _HALF_16
        start, end = WORDS_16[way] - half, WORDS_16[way] + half
        if high < low:
            low, high = start, end
            continue
        turn = round((low + high - start - end) / 2 / _TURN) * _TURN
        start, end = start + turn, end + turn
        if start > high or end < low:
            return 0.0, _TURN
        low, high = min(low, start), max(high, end)
    return low, high


def _is_struck(of: str, struck: Iterable[str]) -> bool:
    """Whether what a direction is seen from is what was struck, by its kind or by name."""
    if _SEEN_FROM.match(of):
        return True
    names = {folded_words(name).removeprefix("the ") for name in struck}
    parts = [part.removeprefix("the ") for part in re.split(r",? and |, ", of)]
    return bool(names) and (of.removeprefix("the ") in names or all(part in names for part in parts))


def _in_english(words: str) -> str:
    """Return "من الشمال الشرقي" as "from the north east"; words of no known form as they are."""
    parts = words.split()
    if len(parts) < 2 or parts[0] not in ("من", "باتجاه") or (parts[1:2] == ["جهة"] and len(parts) < 3):
        return words
    made = []
    for part in parts[2 if parts[1] == "جهة" else 1 :]:
        joint = "or" if part == "أو" else ""
        bare = part.removeprefix("ال").removesuffix("ي")
        if not joint and bare not in _ARABIC:
            return words
        made.append(joint or _ARABIC[bare])
    return "from the " + " ".join(made)
