"""Texts as they stand in a sentence, at its beginning, or beside another to be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = [
    "capital",
    "described",
    "grammatical_number",
    "inline",
    "introduced",
    "is_a_site",
    "is_a_way_to",
    "is_of_many",
    "is_of_places",
    "is_sea",
    "placed",
    "plain",
]


_ALWAYS_SMALL = frozenset(
    {"A", "An", "The", "Beside", "Between", "Inside", "Outside", "Somewhere"}
    | {"Along", "Around", "Behind", "Across", "Opposite", "From"}
    | {"North-western", "North-eastern", "South-western", "South-eastern", "North-west", "North-east"}
    | {"South-west", "South-east"}
)
"""Words that begin no proper name."""

_SMALL_BEFORE_SMALL = frozenset(
    {
        "Near",
        "Occupied",
        "Part",
        "Parts",
        "Several",
        "Some",
        "Various",
        "Other",
        "Unknown",
        "Unnamed",
        "Senior",
        "Local",
    }
    | {"One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"}
    | {
        "Owner",
        "Owners",
        "Operator",
        "Operators",
        "Official",
        "Officials",
        "Resident",
        "Residents",
        "Source",
        "Sources",
    }
    | {"Witness", "Witnesses", "Eyewitnesses", "Spokesman", "Spokeswoman", "Spokesperson"}
    | {"Military", "Army", "Security", "Police", "Rescue", "Medical", "People", "Head", "Mayor", "Chief", "Members"}
)
"""Words that begin a proper name only if the next has a capital, too: "Security sources", "Security Media Cell"."""

_SMALL_OF_MANY = frozenset({"Senior", "Several", "Some", "Unnamed", "Two", "Three", "Four", "Five", "Six", "Eight"})
"""Words that begin a description of people, if its last word is small: "Three US officials"."""


def inline(name: str) -> str:
    """Return a name as it stands inside a sentence: what begins it is small where it cannot be part of a proper name.

    Examples
    --------
    >>> inline("A US defence official"), inline("AP"), inline("The army")
    ('a US defence official', 'AP', 'the army')
    >>> inline("Owner and operator"), inline("Security Media Cell"), inline("Beside the ash dump")
    ('owner and operator', 'Security Media Cell', 'beside the ash dump')
    """
    first, space, rest = name.partition(" ")
    is_small = first in _ALWAYS_SMALL or (first in _SMALL_BEFORE_SMALL and rest[:1].islower())
    is_small |= first in _SMALL_OF_MANY and rest.rpartition(" ")[2][:1].islower()
    return f"{first.lower()}{space}{rest}" if space and is_small else name


_SEAS = re.compile(r"^(Gulf|Bay|Strait|Straits|Sea) of |\b(Sea|Gulf|Ocean|Strait|Channel|Canal)$")
_ZONES = re.compile(r" (Zone|Strip|Bank|Corridor|Heights)$")


def placed(name: str) -> str:
    """Return an English name of a place as it stands inside a sentence: seas and zones have an article.

    Examples
    --------
    >>> placed("Gulf of Aden"), placed("Black Sea"), placed("Near Erbil airport"), placed("Khurais")
    ('the Gulf of Aden', 'the Black Sea', 'near Erbil airport', 'Khurais')
    """
    if is_a_way_to(name):
        return f"{name[:1].lower()}{name[1:]}"
    said = inline(name)
    said = f"{said[:1].lower()}{said[1:]}" if is_a_way_to(said) else said
    has_article = is_sea(said) or bool(_ZONES.search(said))
    return f"the {said}" if has_article and not said.startswith("the ") else said


def is_sea(name: str) -> bool:
    """Whether an English name is that of a sea."""
    return bool(_SEAS.search(name))


def is_a_way_to(name: str) -> bool:
    """Whether the name of a place begins with how it lies to another: "about 100 m from the embassy", "قرب عراد"."""
    return bool(_BEGINS_WITH_A_WAY.search(name))


_BEGINS_WITH_A_WAY = re.compile(
    r"^(\d|(?i:about|around|near|nearby|off|between|beside|outside|inside|within|somewhere|along|opposite|behind)\b"
    r"|(?i:in|at|on|over|above) [a-z]"  # not In Salah
    r"|(قرب|بالقرب|خارج|داخل|بين|قبالة|حول|عند|في|فوق|على (بعد|بُعد|مقربة|مسافة)|مقابل|وراء)(?!\w))"
)
_OF_PLACES = re.compile(
    r"(?i)\b(areas?|regions?|provinces?|districts?|governorates?|countryside|outskirts|suburbs?|waters|airspace|desert)\b"
)


_IS_A_SITE = re.compile(
    r"(?i)\b(air ?base|airport|airfield|base|barracks|bridge|camp|consulate|embassy|field|gate|hospital|mosque|plant"
    r"|port|power station|refinery|school|station|terminal)( \([^()]*\))?$"
)


def is_a_site(name: str) -> bool:
    """Whether an English name is that of something at which things happen: "Nevatim air base", not "Nevatim"."""
    return bool(_IS_A_SITE.search(name))


def is_of_places(name: str) -> bool:
    """Whether an English name is that of ground in which things happen: "Houthi-controlled areas", not a plant."""
    return bool(_OF_PLACES.search(name))


def capital(text: str) -> str:
    """Return a text whose first letter is a capital, where its script has them; "i24NEWS" keeps its own way.

    Examples
    --------
    >>> capital("a US official said"), capital("i24NEWS said"), capital("")
    ('A US official said', 'i24NEWS said', '')
    """
    first, _, _ = text.partition(" ")
    return text if any(c.isupper() for c in first) else text[:1].upper() + text[1:]


_THE = frozenset(
    {"administration", "agency", "army", "authorities", "brigade", "chairman", "chairwoman", "chief", "coalition"}
    | {"command", "commander", "commission", "council", "panel", "executive"}
    | {"directorate", "embassy", "force", "forces", "government", "governor", "head", "inquiry", "leader", "mayor"}
    | {"military", "militia", "minister", "ministry", "movement", "navy", "office", "parliament", "pentagon", "police"}
    | {"president", "prosecutor", "secretary", "service", "spokesman", "spokesperson", "spokeswoman"}
)
_A = frozenset(
    {"correspondent", "diplomat", "expert", "journalist", "lawmaker", "manager", "officer", "official", "resident"}
    | {"source", "witness"}
)
_OF_A_TITLE = frozenset({"prime", "foreign", "deputy", "chief", "chairman", "chairwoman", "minister"})
_NO_ARTICLE = frozenset({"the", "a", "an", "one", "two", "three", "four", "five", "some", "several", "many", "people"})


def introduced(name: str) -> str:
    """Return who speaks as an English sentence names them: what is described has an article, a proper name none.

    Examples
    --------
    >>> introduced("Houthi military spokesman"), introduced("senior US official (CBS)"), introduced("CENTCOM")
    ('the Houthi military spokesman', 'a senior US official (CBS)', 'CENTCOM')
    >>> introduced("Iraq's military"), introduced("President of Ukraine"), introduced("an official")
    ("Iraq's military", 'the president of Ukraine', 'an official')
    """
    core = _core(name)
    if not core or core[0].casefold() in _NO_ARTICLE or any(word.endswith(("'s", "’s", "s'", "s’")) for word in core):
        return name
    if core[-1] == "Command":  # a proper name: US Central Command
        return name
    last, first = core[-1].casefold(), core[0].casefold()
    if first in _THE | _A | _OF_A_TITLE and name.split()[1:2] != [] and name.split()[1][:1].islower():
        name = f"{name[:1].lower()}{name[1:]}"
    if last in _A or (last in _THE and core[0].casefold() == "senior"):
        return f"{'an' if name[:1].casefold() in 'aeio' else 'a'} {name}"
    return f"the {name}" if last in _THE else name


def described(name: str) -> str:
    """Return who speaks inside a sentence, with its article where the name ends in a small letter: it describes.

    Examples
    --------
    >>> described("Houthi information minister"), described("US Central Command"), described("The army")
    ('the Houthi information minister', 'US Central Command', 'the army')
    """
    name, core = inline(name), _core(name)
    if not core or not core[-1][:1].islower():
        return name
    return introduced(f"{name[:1].lower()}{name[1:]}" if core[0] in _SMALL_OF_MANY else name)


def _core(name: str) -> list[str]:
    return re.split(r" (?:of|at|for|in|familiar) | \(|, ", name)[0].split()


def is_of_many(name: str) -> bool:
    """Whether an English name of a speaker stands for several: "US officials reject this".

    Examples
    --------
    >>> is_of_many("US officials (CBS)"), is_of_many("France and Britain"), is_of_many("United States")
    (True, True, False)
    >>> is_of_many("Rapid Support Forces")
    True
    """
    core = _core(name)
    last = core[-1] if core else ""
    is_plural = last.islower() and last.endswith("s") and not last.endswith(("ss", "'s", "’s"))
    return (
        " and " in f" {' '.join(core)} "
        or is_plural
        or last.casefold() in ("authorities", "forces", "people", "police")
    )


def grammatical_number(names: Sequence[str], lang: str) -> int:
    """Return by which number a verb follows some speakers: one who stands for several takes the plural in English."""
    return max(len(names), 2 if lang == "en" and names and is_of_many(names[0]) else 1)


def plain(text: str) -> str:
    """Return a text in small letters with single spaces, to be compared."""
    return " ".join(text.casefold().split())
