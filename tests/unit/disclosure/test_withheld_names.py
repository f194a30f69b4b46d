"""Withheld names from the case to the outputs: none is left or can be reached; what comes close is told to the desk."""

from __future__ import annotations

import gc
import json
import re
import sys
import types
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from building import CaseTables, place
from hypothesis import given
from hypothesis import strategies as st
from leaks import folded, search

from geomap.cli import main
from geomap.disclosure import disclose, gate
from geomap.disclosure.names import NameRemover
from geomap.edition import Policy
from geomap.errors import UsageError
from geomap.pipeline import build_edition, edition_and_findings, manifest_of, publish_edition
from geomap.places import locate
from geomap.publishers import figure
from geomap.publishers.page import basemap
from geomap.readers import read_path

TOWN = {"location_class": "town", "coord_uncertainty_m": 500, "extent_radius_m": 3000}


def fallujah(case: CaseTables, **values):
    row = {"name": "Fallujah", "name_ar": "الفلوجة"} | TOWN | values
    case.add("places", place("fal_x", 43.78, 33.35, **row))
    case.set("events", "arrest", place_id="fal_x", title="An arrest in Fallujah", title_ar="اعتقال بالفلوجة")
    case.set("events", "attack", title_ar="صواريخ وبالفلوجة ثم للفلوجة", summary="Fallujans and Fallujah's mayor")
    case.set("claims", "k4", words="one Fallujan was killed", words_ar="قتل واحد من الفلوجيين")
    case.set("sources", "daily", url="https://daily.example/%D8%A8%D8%A7%D9%84%D9%81%D9%84%D9%88%D8%AC%D8%A9")


def dataset_of(make_case, change):
    return locate(read_path(make_case(change))[0])[0]


# --- from the case to the outputs -------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_output_spells_a_name_that_arabic_joins_to_other_words(make_case, tmp_path, lang):
    edition = build_edition(make_case(fallujah), policy=Policy(redact=("fal_x",)), lang=lang)
    publish_edition(edition, tmp_path / "out")

    leaks = search(tmp_path / "out", ["فلوج", "Falluj", "fal_x"])

    assert not leaks, leaks[:5]
    assert edition.public.events.set_index("event_id").loc["arrest", "title_ar"] == "اعتقال ب[الاسم محجوب]"


def test_children_and_grandchildren_and_every_column_of_names_count(make_case):
    def change(case):
        fallujah(case)
        case.add(
            "places", place("quarter", 43.78, 33.35, name="Jolan", name_local="الجولان", parent_id="fal_x", **TOWN)
        )
        case.add(
            "places", place("gate_3", 43.78, 33.35, name="Yarmuk", label="Yarmuk Gate", parent_id="quarter", **TOWN)
        )
        case.set(
            "events", "truce", title="In Jolan, at Yarmuk Gate", title_ar="هدنة بالجولان", summary="Yarmuk’s guard"
        )

    truce = disclose(dataset_of(make_case, change), Policy(redact=("fal_x",))).events.set_index("event_id").loc["truce"]

    assert truce["title"] == "In [name withheld], at [name withheld]"
    assert truce["title_ar"] == "هدنة ب[الاسم محجوب]"
    assert truce["summary"] == "[name withheld]’s guard"


def test_an_id_of_another_place_that_spells_a_withheld_name_is_replaced(make_case):
    def change(case):
        fallujah(case)
        case.add("places", place("old-fallujah-bridge", 43.5, 33.3, name="The bridge", **TOWN))
        case.set("events", "truce", place_id="old-fallujah-bridge")
        case.geomap(context_places=["old-fallujah-bridge"])

    public = disclose(dataset_of(make_case, change), Policy(redact=("fal_x",)))

    assert not any("fallujah" in i for i in public.places["place_id"])
    assert public.events.set_index("event_id").loc["truce", "place_id"] in set(public.places["place_id"])
    assert set(public.info.context_places) <= set(public.places["place_id"])
    assert set(public.areas) <= set(public.places["place_id"])


# --- behind the gate --------------------------------------------------------------------------


def texts_reachable(root):
    """Yield every text that attributes, containers, closures and bound objects lead to; modules and classes do not."""
    stack, seen = [root], {}
    while stack:
        one = stack.pop()
        if id(one) in seen or isinstance(one, types.ModuleType | type):
            continue
        seen[id(one)] = one  # kept alive: an id is given to another object as soon as its own is gone
        if isinstance(one, str):
            yield one
        elif isinstance(one, bytes):
            yield one.decode("utf-8", "replace")
        elif isinstance(one, re.Pattern):
            stack.append(one.pattern)
        elif isinstance(one, pd.DataFrame):
            stack += [list(one.columns), *(one[c] for c in one.columns)]
        elif isinstance(one, pd.Series):
            stack += [one.astype(object).tolist(), list(getattr(one.dtype, "categories", []))]
        elif isinstance(one, np.ndarray):
            stack += one.tolist() if one.dtype == object else []
        elif isinstance(one, types.FunctionType):
            stack += [one.__closure__, one.__defaults__, one.__kwdefaults__]
        else:
            stack += gc.get_referents(one)


def test_nothing_that_an_edition_leads_to_spells_a_withheld_name(make_case):
    """The findings of this case name the place; an id to redact may spell it."""

    def change(case):
        fallujah(case)
        case.row("places", "fal_x")["place_id"] = "fallujah"
        case.set("events", "arrest", place_id="fallujah")
        case.set("events", "truce", kind="a quarrel in Fallujah")

    edition, findings = edition_and_findings(make_case(change), policy=Policy(redact=("fallujah",)))

    spelt = {t for t in texts_reachable(edition) if "falluj" in folded(t) or "فلوج" in folded(t)}
    assert spelt == set()
    assert "quarrel in Fallujah" in str([f.values for f in findings]) + str([str(f) for f in findings])
    assert len(list(texts_reachable(edition))) > 200


def test_the_walk_finds_what_a_bound_method_holds():
    remover = NameRemover(["Fallujah"])

    assert any("falluj" in text for text in texts_reachable({"hides": remover.found_in}))


def test_the_background_is_told_what_to_leave_out_by_keys_that_spell_nothing(green_zone):
    dataset = locate(read_path(green_zone)[0])[0]

    assert disclose(dataset).omitted_labels == frozenset()
    omitted = disclose(dataset, Policy(redact=("fallujah",))).omitted_labels
    assert omitted
    assert all(re.fullmatch(r"[a-z]+-\d+", key) for key in omitted)


def test_a_country_that_is_withheld_is_not_named_on_the_small_map(green_zone):
    from geomap.ground import country_outline

    scene = build_edition(green_zone).scene
    key = country_outline("IQ")["properties"]["key"]

    assert basemap.inset(scene)["name"] == "Iraq"
    assert basemap.inset(replace(scene, omitted_labels=frozenset({key})))["name"] == ""


def test_a_town_that_is_withheld_is_named_on_no_ground(green_zone):
    """Fallujah is a town of the ground, and a place of this case."""
    shown, withheld = (
        build_edition(green_zone, policy=policy).scene for policy in (Policy(), Policy(redact=("fallujah",)))
    )

    assert "Fallujah" in basemap.named(shown)["text"]
    assert "Fallujah" not in basemap.named(withheld)["text"]
    assert "omitted_labels" not in withheld.as_dict()


def test_a_country_that_is_withheld_is_in_no_picture(make_case):
    """The small map is left out: the outline of a country tells its name."""

    def change(case: CaseTables):
        case.add("places", place("far_land", 44.0, 33.0, name="Iraq", location_class="country"))
        case.set("events", "arrest", place_id="far_land")

    case = make_case(change)
    shown = build_edition(case).scene
    withheld = build_edition(case, policy=Policy(redact=("far_land",))).scene

    assert shown.country == "IQ"
    assert b">Iraq<" in figure.render(shown)
    assert withheld.country == ""
    assert b"inset" not in figure.render(withheld)
    assert b"Iraq" not in figure.render(withheld)
    assert basemap.inset(withheld) is None


# --- what cannot be looked for ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "F"}, "a single letter"),
        ({"name": "12"}, "a number"),
        ({"name": "—"}, "no letters"),
        ({"name": "Fallujah", "aliases": "Fallujah city; F"}, "a single letter"),
        ({"name": "Fallujah", "name_local": "ᏣᎳᎩ"}, "no rules yet for the script"),
    ],
)
def test_a_name_that_cannot_be_looked_for_is_an_error_that_says_what_to_do(make_case, values, said):
    dataset = dataset_of(make_case, lambda case: case.add("places", place("fal_x", 43.78, 33.35, **TOWN | values)))

    with pytest.raises(UsageError, match=said) as refused:
        disclose(dataset, Policy(redact=("fal_x",)))

    assert '"fal_x"' in str(refused.value)
    assert "aliases" in str(refused.value)


def test_a_place_without_a_name_cannot_be_redacted(make_case):
    dataset = dataset_of(make_case, lambda case: case.add("places", place("fal_x", 43.78, 33.35, **TOWN)))
    dataset.places.loc[dataset.places["place_id"] == "fal_x", "name"] = None

    with pytest.raises(UsageError, match="it has no name"):
        disclose(dataset, Policy(redact=("fal_x",)))


def test_a_place_of_a_table_that_is_known_by_its_position_alone_cannot_be_redacted(tmp_path):
    (tmp_path / "t.csv").write_text(
        "id,date,place,lat,lon\n1,2024-01-02,,33.1,43.1\n2,2024-01-03,K,33.2,43.2\n", "utf-8"
    )
    dataset = locate(read_path(tmp_path / "t.csv")[0])[0]
    unnamed, letter = dataset.places["place_id"]

    with pytest.raises(UsageError, match=r't.csv, place ".*it has no name but its position.*into "place"'):
        disclose(dataset, Policy(redact=(unnamed,)))
    with pytest.raises(UsageError, match=r"t.csv, place .*“K” cannot be looked for"):
        disclose(dataset, Policy(redact=(letter,)))


def test_a_home_with_a_name_that_cannot_be_looked_for_is_told_and_still_blurred(make_case):
    def change(case):
        exact = {"location_class": "exact", "coord_uncertainty_m": 5, "extent_radius_m": 5}
        case.add("places", place("home_1", 43.6, 33.4, name="7", sensitivity="home", **exact))
        case.set("events", "arrest", place_id="home_1")

    passed = gate(dataset_of(make_case, change))

    assert [f.code for f in passed.unfindable] == ["withheld-name-not-looked-for"]
    assert "home_1" not in set(passed.public.places["place_id"])


# --- what comes close -------------------------------------------------------------------------


@pytest.fixture
def close_case(make_case):
    def change(case):
        fallujah(case)
        case.set("events", "truce", title="Truce near Faluja")
        case.set("claims", "k2", words_ar="سقط قرب الفالوجا")

    return make_case(change)


@pytest.mark.parametrize(
    "command",
    [
        ["build", "{case}", "-o", "{out}"],
        ["export", "{case}", "--to", "geojson", "-o", "{out}.geojson"],
        ["embed", "{case}", "--host", "https://maps.example/x/"],
        ["diff", "{case}", "{case}"],
    ],
    ids=lambda words: words[0],
)
def test_a_word_that_comes_close_is_told_on_the_terminal_alone(close_case, tmp_path, monkeypatch, capsys, command):
    words = [w.format(case=close_case, out=tmp_path / "out") for w in command]
    monkeypatch.setattr(sys, "argv", ["geomap", *words, "--redact", "fal_x", "--strict"])

    with pytest.raises(SystemExit) as ended:
        main()

    told = capsys.readouterr()
    assert ended.value.code == 3
    assert 'events.csv row 4, column "title": “Faluja” in “Truce near Faluja” comes close' in told.err
    assert 'claims.csv row 3, column "words_ar": “الفالوجا”' in told.err
    assert "comes close" not in told.out
    assert not search(tmp_path / "out", ["comes close", "close-to-withheld"]) if command[0] == "build" else True


def test_the_manifest_counts_what_comes_close_and_says_no_more(close_case):
    edition, findings = edition_and_findings(close_case, policy=Policy(redact=("fal_x",)))
    manifest = manifest_of(edition)

    assert len(findings.with_code("close-to-withheld-name")) == 2
    assert manifest["findings"]["warning"] == findings.count("warning")
    assert "alu" not in json.dumps(manifest)


def test_nothing_is_looked_for_where_nothing_is_withheld(close_case):
    assert not edition_and_findings(close_case)[1].with_code("close-to-withheld-name")


# --- any name, joined in any way that its language allows -------------------------------------

JOINED = {
    "ar": (
        ["الفلوجة", "بغداد", "كركوك", "السماوة", "أربيل", "كربلاء"],
        ["", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب"],
        ["", "هم", "نا", "كم", "ها"],
    ),
    "he": (["ירושלים", "חיפה", "אשקלון"], ["", "ב", "מ", "ל", "ו", "וב", "כשב", "ומ"], ["", "י", "ית"]),
    "ru": (["Харьков", "Бахмут", "Донецк"], [""], ["", "а", "у", "ом", "е", "ский", "ского"]),
    "en": (["Fallujah", "Baghdad", "Kirkuk"], ["", "al-", "#", "near/"], ["", "s", "'s", "’s", "-born", "i"]),
    "tr": (["Kilis", "Gaziantep", "Diyarbakır"], [""], ["", "'te", "’in", "'den", "li", "in"]),
    "fa": (["کرکوک", "اهواز", "آبادان"], ["", "ب", "و"], ["", "\u200cها", "ی", "\u200cهای"]),
    "zh": (["天安门", "巴格达", "费卢杰"], ["", "在", "往"], ["", "的", "市", "广场"]),
    "ja": (["バグダッド", "東京"], ["", "旧"], ["", "で", "から", "市"]),
    "ko": (["바그다드", "서울"], [""], ["", "에서", "의", "로부터", "시"]),
    "th": (["กรุงเทพ", "ยะลา"], ["", "ใน"], ["", "วันนี้"]),
}
HIDDEN_INSIDE = ["", "\u200b", "\u200d", "\u00ad", "\u2066", "\u200f", "\u034f", "\ufeff"]


@st.composite
def joined_names(draw):
    names, before, after = JOINED[draw(st.sampled_from(sorted(JOINED)))]
    name = draw(st.sampled_from(names))
    written = draw(st.sampled_from(before)) + name + draw(st.sampled_from(after))
    unseen, at = draw(st.sampled_from(HIDDEN_INSIDE)), draw(st.integers(1, len(written)))
    return name, f"{written[:at]}{unseen}{written[at:]}"


@given(
    joined_names(), st.sampled_from(["", "x ", "(", "« ", "1. ", "\n"]), st.sampled_from(["", " y", ".", "»", ", z"])
)
def test_no_joined_name_is_left_in_a_text(joined, before, after):
    name, written = joined

    cleaned = NameRemover([name]).clean(f"{before}{written}{after}", "■")

    assert "■" in cleaned
    assert folded(name) not in folded(cleaned)
