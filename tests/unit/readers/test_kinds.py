"""Words for what happened: mapped to nothing more special than they say, and kept where they say something else."""

from __future__ import annotations

import pytest

from geomap.pipeline import build_edition, checked
from geomap.readers.kinds import kind_of
from geomap.readers.mapping import named_mapping

HEAD = "id,date,place,lat,lon,type,location_class\n"
SHEET = {
    "missile": "missile",
    "Missile attack": "missile",
    "missile strikes": "missile",
    "Iskander": "missile",
    "Iskander-M": "ballistic_missile",
    "ballistic missiles": "ballistic_missile",
    "cruise missile": "cruise_missile",
    "Kh-101": "cruise_missile",
    "anti-ship missile": "anti_ship_missile",
    "anti-ship ballistic missile": "anti_ship_missile",
    "KAB": "guided_bomb",
    "керована авіабомба": "guided_bomb",
    "glide bomb": "guided_bomb",
    "bomb": "other",
    "bombing": "other",
    "bombardment": "other",
    "strike": "other",
    "explosion": "other",
    "landmine": "other",
    "car bomb": "ied",
    "roadside bomb": "ied",
    "shelling": "indirect_fire",
    "HIMARS": "indirect_fire",
    "artillery fire": "artillery",
    "rocket/mortar fire": "indirect_fire",
    "rocket or missile": "unknown_projectile",
    "cruise or ballistic missile": "missile",
    "ракета": "unknown_projectile",
    "صاروخ": "unknown_projectile",
    "обстріл": "indirect_fire",
    "UAV": "drone",
    "Shahed-136": "drone",
    "frappe aérienne": "airstrike",
    "hava saldırısı": "airstrike",
    "Missiles and drones": "",
    "catapult": "",
}
CODEBOOKS = {
    ("acled", "Shelling/artillery/missile attack"): "unknown_projectile",
    ("acled", "Remote explosive/landmine/IED"): "other",
    ("acled", "Air/drone strike"): "airstrike",
    ("gtd", "Explosives"): "other",
    ("airwars", "Airstrike and/or artillery"): "other",
    ("airwars", "Artillery"): "artillery",
    ("gdelt", "173"): "",
    ("gdelt", "194"): "",
    ("gdelt", "195"): "",
    ("gdelt", "1952"): "drone",
}


@pytest.mark.parametrize("word", SHEET)
def test_a_word_is_mapped_to_nothing_more_special_than_it_says(word):
    assert kind_of(named_mapping("any_sheet"), word) == SHEET[word]


@pytest.mark.parametrize(("mapping", "code"), CODEBOOKS)
def test_a_code_is_mapped_to_nothing_more_special_than_its_codebook_says(mapping, code):
    assert kind_of(named_mapping(mapping), code) == CODEBOOKS[mapping, code]


def test_the_own_word_is_kept_and_printed_where_it_says_something_else(tmp_path):
    words = ["missile", "Kh-101", "bombing", "catapult", "Airstrike"]
    path = tmp_path / "t.csv"
    path.write_text(
        HEAD + "".join(f"{n},2024-03-01,Odesa,46.{n},30.73,{w},city\n" for n, w in enumerate(words)), "utf-8"
    )

    dataset, findings = checked(path)
    told = build_edition(path).scene.tables["events"]

    kinds = dataset.events["kind"].astype(str).tolist()
    assert kinds == ["missile", "cruise_missile", "other", "other", "airstrike"]
    assert dataset.events["kind_wording"].fillna("").tolist() == ["", "Kh-101", "bombing", "catapult", ""]
    assert told["kind"] == ["missile attack", "Kh-101", "bombing", "catapult", "air strike"]
    assert told["title"] == told["kind"]
    (unknown,) = findings.with_code("kind-not-known")
    assert (unknown.severity, unknown.rows, unknown.values) == ("notice", (5,), ("catapult",))
