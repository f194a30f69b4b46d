"""Names of months, as tables of many languages write them."""

from __future__ import annotations

__all__ = ["MONTH_NAMES", "month_of"]

_NAMES = (
    "ene|enero|gen|gennaio|jan|janeiro|januar|january|janv|janvier|oca|ocak|січ|січень|січня|янв|"
    "январь|января|كانون الثاني|يناير|ژانویه|ژانویهٔ",
    "feb|febbraio|febrero|februar|february|fev|fevereiro|févr|février|şub|şubat|лют|лютий|лютого|февр|"
    "февраль|февраля|شباط|فبراير|فوریه|فوریهٔ",
    "mar|march|mars|mart|marzo|março|mär|märz|бер|березень|березня|мар|март|марта|آذار|مارس",
    "abr|abril|apr|april|aprile|avr|avril|nis|nisan|апр|апрель|апреля|квіт|квітень|квітня|آوریل|أبريل|نيسان",
    "mag|maggio|mai|maio|may|mayo|mayıs|май|мая|трав|травень|травня|أيار|مايو|مه|مهٔ",
    "giu|giugno|haz|haziran|juin|jun|june|junho|juni|junio|июн|июнь|июня|черв|червень|червня|حزيران|يونيو|ژوئن",
    "juil|juillet|jul|julho|juli|julio|july|lug|luglio|tem|temmuz|июл|июль|июля|лип|липень|липня|تموز|"
    "يوليو|ژوئیه|ژوئیهٔ",
    "ago|agosto|août|aug|august|ağu|ağustos|авг|август|августа|серп|серпень|серпня|آب|أغسطس|اوت",
    "eyl|eylül|sep|sept|september|septembre|septiembre|set|setembro|settembre|вер|вересень|вересня|"
    "сент|сентябрь|сентября|أيلول|سبتمبر|سپتامبر",
    "eki|ekim|oct|october|octobre|octubre|okt|oktober|ott|ottobre|out|outubro|жовт|жовтень|жовтня|окт|"
    "октябрь|октября|أكتوبر|اکتبر|تشرين الأول",
    "kas|kasım|nov|november|novembre|novembro|noviembre|лист|листопад|листопада|нояб|ноябрь|ноября|"
    "تشرين الثاني|نوامبر|نوفمبر",
    "ara|aralık|dec|december|dez|dezember|dezembro|dic|dicembre|diciembre|déc|décembre|груд|грудень|"
    "грудня|дек|декабрь|декабря|دسامبر|ديسمبر|كانون الأول",
)
"""Long and short names by month: English, Arabic (also of the Levant and Iraq), French, German, Italian, Persian,
Portuguese, Russian, Spanish, Turkish and Ukrainian. None of them is another month in another of these languages."""

_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split("|")}

MONTH_NAMES = tuple(sorted(_MONTHS, key=lambda name: (-len(name), name)))
"""All of them, longer ones first."""


def month_of(word: str) -> int | None:
    """Return the number of a month by its name, or None if it is none.

    Examples
    --------
    >>> month_of("October"), month_of("mars"), month_of("квітня"), month_of("Smarch")
    (10, 3, 4, None)
    """
    return _MONTHS.get(word.strip(" .").casefold())
