"""Every word of the interface, English and Arabic, as data; plural forms by CLDR key.

The page reads the same files: `Intl.PluralRules` there, Babel here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from babel import Locale, dates, localedata, numbers

from geomap.errors import UnknownId, UsageError

__all__ = ["LANGUAGES", "Words", "direction_of", "has_arabic", "words"]

LANGUAGES = ("en", "ar")

_LOCALES = {"en": "en_GB", "ar": "ar_IQ"}
"""Day before month in English. In Arabic the names of months are those of the country at hand, where one is known;
else those of Iraq and the Levant."""

_SLOT = re.compile(r"\{(\w+)\}")


_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")


def has_arabic(text: str) -> bool:
    """Whether a text has a letter of the Arabic script."""
    return bool(_ARABIC.search(text))


def direction_of(text: str, otherwise: str) -> str:
    """Return the way in which most letters of a text are read, ``ltr`` or ``rtl``; without letters ``otherwise``.

    Examples
    --------
    >>> direction_of("From the north", "rtl"), direction_of("2020", "rtl"), direction_of("صواريخ من AFP", "ltr")
    ('ltr', 'rtl', 'rtl')
    """
    right = sum(1 for c in text if "\u0590" <= c <= "\u08ff" or "\ufb1d" <= c <= "\ufefc")
    left = sum(1 for c in text if c.isalpha()) - right
    return otherwise if left == right else "rtl" if right > left else "ltr"


class Words:
    """The words of one language.

    Parameters
    ----------
    lang : str
        One of `LANGUAGES`.
    entries : mapping
        The words file: sections of keys; an entry is a text or a mapping of CLDR plural keys.
    country : str
        English name or ISO 3166 code of the country that is spoken of; months have other names in Sudan than in Syria.
    """

    def __init__(self, lang: str, entries: Mapping[str, Mapping[str, Any]], country: str = "") -> None:
        self.lang = lang
        self._entries = entries
        self._locale = Locale.parse(_LOCALES[lang])
        self._calendar = _calendar_of(lang, country) or self._locale
        self._numbers: dict[int | float, str] = {}
        self._days: dict[date, str] = {}

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return "rtl" if self._locale.text_direction == "rtl" else "ltr"

    def section(self, name: str) -> Mapping[str, Any]:
        """Return one section as it stands in the file, for the page."""
        return self._entries[name]

    def has(self, key: str) -> bool:
        """Whether a key (``section.name``) is there."""
        section, _, name = key.partition(".")
        return name in self._entries.get(section, {})

    def text(self, key: str, /, **slots: object) -> str:
        """Return a text with its slots filled.

        Parameters
        ----------
        key : str
            ``section.name``.
        **slots
            Values of ``{name}`` slots. They are filled in one pass, so braces in them stay what they are. A slot
            ``n`` chooses the plural form and is written as a number.

        Raises
        ------
        UnknownId
            If the words file has no such key, or the text a slot that is not given.
        """
        section, _, name = key.partition(".")
        try:
            entry = self._entries[section][name]
        except KeyError:
            raise UnknownId(f"words/{self.lang}.toml has no entry {key}") from None
        if isinstance(entry, Mapping):
            form = self._locale.plural_form(abs(int(str(slots["n"]))))
            entry = entry[form] if form in entry else entry["other"]
        return _SLOT.sub(lambda m: self._fill(key, m[1], slots), entry)

    def _fill(self, key: str, slot: str, slots: Mapping[str, object]) -> str:
        if slot not in slots:
            raise UnknownId(f"words/{self.lang}.toml, {key}: nothing is given for {{{slot}}}")
        value = slots[slot]
        return self.number(value) if isinstance(value, int | float) else str(value)

    def number(self, value: int | float) -> str:
        """Return a number as readers of this language write it; digits stay 0-9 in both languages."""
        if value not in self._numbers:
            written = str(numbers.format_decimal(value, locale=self._locale, numbering_system="latn"))
            self._numbers[value] = written
        return self._numbers[value]

    def day(self, day: date) -> str:
        """Return a day, for example ``17 November 2020``."""
        if day not in self._days:
            written = str(dates.format_date(day, "d MMMM y", locale=self._calendar)).translate(_LATIN)
            self._days[day] = written
        return self._days[day]

    def day_of_year(self, day: date) -> str:
        """Return a day without its year, for example ``17 November``."""
        return str(dates.format_date(day, "d MMMM", locale=self._calendar)).translate(_LATIN)

    def span(self, first: date, last: date) -> str:
        """Return one day or a span of days, never more exact than it is; whole months and years by their names."""
        if first == last:
            return self.day(first)
        if first.day == 1 and (last + timedelta(days=1)).day == 1 and last > first:
            if first.month == 1 and last.month == 12:
                ends = (str(first.year), str(last.year))
            else:
                ends = (self.month(first), self.month(last))
            return ends[0] if ends[0] == ends[1] else self.text("date.span", first=ends[0], last=ends[1])
        return self.text("date.span", first=self.day(first), last=self.day(last))

    def short_span(self, first: date, last: date) -> str:
        """Return a span as `span`, of days in one month without naming it twice: ``13 to 14 April 2024``."""
        whole = self.span(first, last)
        if first == last or (first.year, first.month) != (last.year, last.month):
            return whole
        return whole.replace(self.day(first), self.number(first.day), 1)

    def month(self, day: date) -> str:
        """Return the month of a day, for example ``November 2020``."""
        return str(dates.format_date(day, "LLLL y", locale=self._calendar)).translate(_LATIN)

    def country(self, name: str) -> str:
        """Return the name of a country in this language, of its English name or two letters of ISO 3166.

        A name that is no country's stands as it is.
        """
        return str(self._locale.territories.get(_codes().get(name.casefold(), name.upper()), name))

    def zone(self, name: str) -> str:
        """Return a time zone as readers of this language know it: English ones by its name, others by its country."""
        if self.lang == "en":
            return name
        try:
            found = str(dates.get_timezone_location(dates.get_timezone(name), locale=self._locale))
        except (LookupError, ValueError):  # no name of a zone, or none that could be one
            return name
        return found.partition(" (")[0]  # behind it stands a city, in English

    def listed(self, items: list[str]) -> str:
        """Return items one after the other, with the comma of the language."""
        return ("، " if self.lang == "ar" else ", ").join(item for item in items if item)

    def listing(self, items: list[str]) -> str:
        """Return items as a list in words: "a, b and c"."""
        from babel.lists import format_list

        return str(format_list(items, locale=self._locale)) if items else ""


def _calendar_of(lang: str, country: str) -> Locale | None:
    """Return the locale of a language in a country, by whose names readers there call the months; English has one."""
    code = _codes().get(country.casefold(), country.upper())
    name = f"{lang}_{code}"
    return Locale.parse(name) if lang != "en" and len(code) == 2 and localedata.exists(name) else None


@cache
def _codes() -> dict[str, str]:
    """Return the two letters of each country by its English name in small letters."""
    return {str(name).casefold(): code for code, name in Locale("en").territories.items() if len(code) == 2}


_LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@cache
def words(lang: str, country: str = "") -> Words:
    """Return the words of a language, with the names of months as they are in a country.

    Raises
    ------
    UsageError
        If geomap does not speak it.
    """
    if lang not in LANGUAGES:
        raise UsageError(f'geomap does not speak "{lang}"; it speaks {" and ".join(LANGUAGES)}')
    text = (resources.files("geomap.words") / f"{lang}.toml").read_text("utf-8")
    return Words(lang, tomllib.loads(text), country)
