"""Typing errors in map.toml and datapackage.json are told, and the order of accounts that a desk chose is kept."""

from __future__ import annotations

import pytest

from geomap.pipeline import build_edition, checked
from geomap.readers.case_keys import PACKAGE_KEYS, TOML_KEYS, read_keys


def told(text, keys=TOML_KEYS):
    import tomllib

    read, found = read_keys(tomllib.loads(text), keys, "map.toml")
    return read, [(f.code, f.column, f.message) for f in found]


@pytest.mark.parametrize(
    ("text", "code", "at", "said"),
    [
        ('[page]\naccountz = ["x"]', "unknown-key", "page.accountz", 'Did you mean "accounts"?'),
        ("[page]\nnonsense = 1", "unknown-key", "page.nonsense", "Keys there: kicker, title, accounts"),
        (
            '[[sumary]]\ntext = "x"',
            "unknown-key",
            "sumary",
            'no key of map.toml; nothing reads it. Did you mean "summary"?',
        ),
        ('[[label]]\nplac = "x"', "unknown-key", "label[0].plac", 'Did you mean "place"?'),
        ("[views.a]\ncentre = [44.4, 33.3]", "unknown-key", "views.a.centre", 'Did you mean "center"?'),
        ('[page]\naccounts_ar = ["x"]', "unknown-key", "page.accounts_ar", "is no key of [page]"),
        ("[page]\ntitle = 4", "wrong-value", "page.title", '"4" cannot stand here; a text in quotation marks'),
        ('[page]\naccounts = "army"', "wrong-value", "page.accounts", "a list of texts"),
        ('page = "x"', "wrong-value", "page", "a table of its own is expected"),
        ('summary = "x"', "wrong-value", "summary", "a list of tables is expected"),
        ('summary = ["x"]', "wrong-value", "summary[0]", "a table of its own is expected"),
        ('[views]\na = "x"', "wrong-value", "views.a", "a table of its own is expected"),
        ("[views.a]\ncenter = [1]", "wrong-value", "views.a.center", "two numbers"),
        ("[views.a]\nmetres_per_px = true", "wrong-value", "views.a.metres_per_px", "a number is expected"),
        ('[[label]]\nanchor = "abowe"', "wrong-value", "label[0].anchor", 'Did you mean "above"?'),
        ('[[panel]]\nclaims = "c1"', "wrong-value", "panel[0].claims", "a list of texts"),
    ],
)
def test_a_key_that_nothing_reads_and_a_value_that_cannot_stand_are_told(text, code, at, said):
    read, ((found, column, message),) = told(text)

    assert (found, column) == (code, at)
    assert said in message
    if code == "wrong-value":
        assert not any(value in str(read) for value in ("'x'", "'army'", "abowe", "c1", "True"))


def test_everything_that_the_docs_name_may_stand_and_twins_with_it(root):
    """The shipped case uses every table of map.toml."""
    case = root / "geodata" / "cases" / "green-zone-2020-11-17" / "map.toml"

    assert told(case.read_text("utf-8"))[1] == []
    assert told('[[label]]\nline3_ar = "x"\noffset_px = [3, -4]\n[page]\nkicker_ar = "x"')[1] == []


@pytest.mark.parametrize(
    ("values", "at", "said"),
    [
        ({"defaultaccount": "a"}, "geomap.defaultaccount", 'Did you mean "default_account"?'),
        ({"context_places": "yemen"}, "geomap.context_places", "a list of texts"),
        ({"country": ["IQ"]}, "geomap.country", "a text in quotation marks"),
        ({"accounts": [{"id": "a", "lable": "x"}]}, "geomap.accounts[0].lable", 'Did you mean "label"?'),
        ({"accounts": [{"id": "a", "relation": {"kin": "x"}}]}, "geomap.accounts[0].relation.kin", '"kind"?'),
    ],
)
def test_datapackage_json_is_held_to_its_keys_too(values, at, said):
    _, found = read_keys(values, PACKAGE_KEYS, "datapackage.json", "geomap")

    (finding,) = found
    assert (finding.column, finding.file) == (at, "datapackage.json")
    assert said in finding.message


def test_a_case_with_typing_errors_is_read_and_they_are_told(make_case):
    def change(case):
        case.geomap(contry="IQ")
        case.map_toml = '[page]\naccountz = ["x"]\n[views]\nmilitary = 4\nnobody = {}\n'

    folder = make_case(change)
    findings = checked(folder)[1]

    assert {(f.code, f.column) for f in findings} == {
        ("unknown-key", "geomap.contry"),
        ("unknown-key", "page.accountz"),
        ("wrong-value", "views.military"),
        ("unknown-id", "views"),
    }


def test_accounts_stand_in_the_order_of_the_desk_and_the_first_is_shown_unless_another_is_named(make_case):
    def change(case, order=()):
        for account in ("second", "third"):
            case.info["geomap"]["accounts"].append({"id": account, "label": account, "source_ids": ["daily"]})
            for group in ("t1", "t2"):
                own = {"trajectory_id": f"{group}-{account}", "account": account}
                case.add("trajectories", case.row("trajectories", group) | own)
        case.map_toml = f"[page]\naccounts = {list(order)}\n" if order else ""

    plain = build_edition(make_case(change, name="plain")).scene
    chosen = build_edition(make_case(lambda c: change(c, ("third", "military")), name="chosen")).scene

    assert [v.account_id for v in plain.accounts] == ["military", "second", "third"]
    assert [v.account_id for v in chosen.accounts] == ["third", "military", "second"]
    assert (plain.default_account, chosen.default_account) == ("military", "third")
