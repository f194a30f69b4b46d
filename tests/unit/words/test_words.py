"""Words are data: both languages say the same things, and text from a case stays text."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from importlib import resources

import pytest

from geomap.errors import UnknownId, UsageError
from geomap.schema import table_schema
from geomap.words import LANGUAGES, Words, words

SLOT = re.compile(r"\{(\w+)\}")


def entries(lang: str) -> dict[str, object]:
    text = (resources.files("geomap.words") / f"{lang}.toml").read_text("utf-8")
    return {f"{s}.{k}": entry for s, section in tomllib.loads(text).items() for k, entry in section.items()}


def forms(entry: object) -> dict[str, str]:
    return dict(entry) if isinstance(entry, dict) else {"other": str(entry)}


def test_both_languages_have_the_same_keys():
    english, arabic = entries("en"), entries("ar")

    assert sorted(set(english) - set(arabic)) == []
    assert sorted(set(arabic) - set(english)) == []


def test_both_languages_fill_the_same_slots():
    """A form for one or two may leave the number out: Arabic says it with the noun."""
    english, arabic = entries("en"), entries("ar")

    for key in english.keys() & arabic.keys():
        wanted = {slot for text in forms(english[key]).values() for slot in SLOT.findall(text)}
        for form, text in forms(arabic[key]).items():
            found = set(SLOT.findall(text))
            assert found <= wanted, f"{key}.{form}"
            assert wanted - found <= {"n"}, f"{key}.{form}"


@pytest.mark.parametrize(("lang", "needed"), [("en", {"one", "other"}), ("ar", {"one", "two", "few", "many", "other"})])
def test_counted_words_have_every_form_of_their_language(lang, needed):
    counted = {key: entry for key, entry in entries(lang).items() if isinstance(entry, dict)}

    assert counted
    for key, entry in counted.items():
        assert needed <= set(entry), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_vocabulary_has_its_words(lang):
    say = words(lang)
    for section, table, column in (
        ("kind", "events", "kind"),
        ("status", "events", "status"),
        ("stance", "claims", "stance"),
        ("verification", "claims", "verification"),
        ("group", "claims", "group"),
        ("outcome", "trajectories", "outcome"),
        ("source_kind", "sources", "kind"),
        ("basis", "places", "basis"),
        ("location_class", "places", "location_class"),
    ):
        for value in table_schema(table).field(column).vocabulary:
            assert say.has(f"{section}.{value}"), f"{section}.{value}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_empty_or_left_in_english(lang):
    for key, entry in entries(lang).items():
        for text in forms(entry).values():
            assert text.strip(), key
            is_latin_only = not re.search(r"[\u0600-\u06ff]", SLOT.sub("", text))
            assert lang == "en" or not (is_latin_only and re.search(r"[A-Za-z]{4}", SLOT.sub("", text))), key


def test_english_has_two_forms():
    say = words("en")

    assert say.text("count.rockets", n=1) == "1 rocket"
    assert [say.text("count.rockets", n=n) for n in (0, 2, 7)] == ["0 rockets", "2 rockets", "7 rockets"]


@pytest.mark.parametrize(
    ("n", "form"),
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"), (100, "other")],
)
def test_arabic_chooses_among_six_forms(n, form):
    """The plural rules of CLDR for Arabic."""
    say = Words("ar", {"a": {"b": {f: f for f in ("zero", "one", "two", "few", "many", "other")}}})

    assert say.text("a.b", n=n) == form


def test_a_form_that_is_missing_falls_back_to_other():
    assert Words("ar", {"a": {"b": {"other": "{n}!"}}}).text("a.b", n=2) == "2!"


def test_braces_in_a_value_stay_what_they_are():
    """Slots are filled in one pass: the text of a case can name no other slot."""
    say = Words("en", {"a": {"b": "{first} and {second}"}})

    assert say.text("a.b", first="{second}", second="{{ 7*7 }}") == "{second} and {{ 7*7 }}"
    assert say.text("a.b", first="{0}", second="{first!r}") == "{0} and {first!r}"


def test_a_slot_that_is_not_given_and_a_key_that_is_not_there_are_errors():
    say = Words("en", {"a": {"b": "{first}"}})

    with pytest.raises(UnknownId, match=r"a\.b: nothing is given for \{first\}"):
        say.text("a.b", other=1)
    with pytest.raises(UnknownId, match=r"words/en.toml has no entry a\.c"):
        say.text("a.c")


def test_numbers_are_grouped_and_their_digits_are_latin_in_both_languages():
    assert words("en").number(12500) == "12,500"
    assert Words("ar", {}).number(12500).translate({ord(","): "", 0x066C: ""}) == "12500"


def test_days_are_written_out():
    assert words("en").day(date(2020, 11, 17)) == "17 November 2020"
    assert Words("ar", {}).day(date(2020, 11, 17)) == "17 تشرين الثاني 2020"


def test_a_span_is_never_more_exact_than_it_is():
    say = words("en")

    assert say.span(date(2020, 11, 17), date(2020, 11, 17)) == "17 November 2020"
    assert say.span(date(2020, 1, 1), date(2020, 12, 31)) == "2020"
    assert say.span(date(2020, 1, 1), date(2021, 12, 31)) == "2020 to 2021"
    assert say.span(date(2020, 1, 1), date(2020, 1, 31)) == "January 2020"
    assert say.span(date(2020, 1, 1), date(2020, 2, 29)) == "January 2020 to February 2020"
    assert say.span(date(2020, 1, 2), date(2020, 1, 31)) == "2 January 2020 to 31 January 2020"


def test_lists_are_in_words():
    say = words("en")

    assert [say.listing(i) for i in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_directions_and_unknown_languages():
    assert (words("en").direction, Words("ar", {}).direction) == ("ltr", "rtl")
    with pytest.raises(UsageError, match='geomap does not speak "fr"'):
        words("fr")


@pytest.mark.parametrize(
    ("country", "month"),
    [
        *((c, "آذار") for c in ("IQ", "Iraq", "SY", "LB", "JO", "PS", "", "Nowhere", "FR")),
        *((c, "مارس") for c in ("SD", "Sudan", "EG", "YE", "SA", "AE", "LY")),
    ],
)
def test_months_are_called_as_in_the_country_at_hand(country, month):
    say = words("ar", country)

    assert say.day(date(2026, 3, 12)) == f"12 {month} 2026"
    assert say.span(date(2026, 3, 1), date(2026, 3, 31)) == f"{month} 2026"
    assert say.number(1234) == "1,234"
    assert words("en", country).day(date(2026, 3, 12)) == "12 March 2026"
