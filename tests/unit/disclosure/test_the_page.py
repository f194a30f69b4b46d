"""docs/how-to/withhold.md, sentence by sentence: each stands here beside the tests that hold it, or with a reason.

A sentence that is changed, added or taken out on the page fails here: then its test is looked at again.
"""

# ruff: noqa: E501  sentences stand here as on the page
from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "how-to" / "withhold.md"

GATE, NUMBERS, USED = (f"tests/unit/disclosure/test_{n}.py" for n in ("disclose", "numbers", "what_is_used"))
NAMES, WITHHELD = (f"tests/unit/disclosure/test_{n}.py" for n in ("names", "withheld_names"))
WALKED = "tests/unit/disclosure/test_every_column.py"
EMBARGO, COUNTED, POSITIONS = (f"tests/unit/disclosure/test_{n}.py" for n in ("embargo", "rows", "positions"))
EARLY, IDS = (f"tests/unit/disclosure/test_{n}.py" for n in ("early", "areas_and_ids"))
SAFETY, POLICY, PARTIES = (
    "tests/unit/test_options_of_safety.py",
    "tests/unit/test_policy.py",
    "tests/interop/test_parties.py",
)
ROWS = "tests/property/test_rows_add_up.py"
READ = "tests/unit/readers/test_tables.py"
CREDIT = "tests/unit/readers/test_credit_lines.py"
LEAKS, RULES, CLI = "tests/test_leaks.py", "tests/checks/test_rules.py", "tests/unit/cli/test_cli.py"

ADVICE, LAYOUT = "advice to people", "says what follows"
"""Reasons why a sentence has no test."""

HELD: dict[str, tuple[str, ...] | str] = {
    "All of this happens in one step, the gate, before any distance is worked out and before anything is written.": (
        f"{GATE}::test_the_case_given_is_not_changed",
        f"{LEAKS}::test_a_build_holds_nothing_that_is_withheld",
    ),
    "Counts stay whole: what is kept back is counted and told, not dropped in silence.": (
        f"{LEAKS}::test_what_is_withheld_is_counted",
    ),
    "These floors need no option.": (f"{LEAKS}::test_without_policy_the_floors_still_hold",),
    "| place | is shown at most as | radius at least |": LAYOUT,
    "| a home (`sensitivity` is `home`) | its quarter or coarser | 1,000 m |": (
        f"{NUMBERS}::test_a_home_is_shown_from_a_thousand_metres_on",
        f"{NUMBERS}::test_in_place_of_a_home_stands_a_disc_of_three_kilometres",
    ),
    "| a place of a named person (`named_person`) | its quarter or coarser | 1,000 m |": (
        f"{NUMBERS}::test_a_home_is_shown_from_a_thousand_metres_on",
        f"{GATE}::test_a_home_is_never_shown_finer_than_a_quarter",
    ),
    "| a street or a site as launch area | its quarter or coarser | |": (
        f"{GATE}::test_a_street_or_site_of_launch_is_held_at_its_quarter",
    ),
    "| an active military site (`military_active`) | its compound | |": (
        f"{NUMBERS}::test_an_active_compound_keeps_its_outline_and_nothing_finer",
    ),
    "In place of what is too exact stands the nearest place above it by `parent_id` that is coarse enough.": (
        f"{NUMBERS}::test_the_nearest_place_above_that_is_coarse_enough_stands_in",
    ),
    "If there is none, a disc on a fixed grid does.": (
        f"{NUMBERS}::test_the_disc_that_stands_in_holds_the_whole_place",
    ),
    "Its name goes from every text.": (f"{GATE}::test_every_spelling_of_a_redacted_name_goes_out_of_every_text",),
    "At a home and at a place of a named person the parties that a row names (`actors`) are left out: one of them may be who lives there.": (
        f"{PARTIES}::test_at_a_home_no_party_is_named",
    ),
    "`geomap check` tells you first:": LAYOUT,
    "`place-finer-than-floor`.": (f"{RULES}::test_a_rule_fires_and_says_where",),
    "It is better to name the quarter in the case yourself, and to keep the exact place out of it.": ADVICE,
    "A place that no event, group, claim or correction names, and that is not shown for orientation, is in no output (`place-unused`).": (
        f"{USED}::test_a_place_that_nothing_names_is_in_no_output",
        f"{USED}::test_a_place_that_something_names_is_published",
    ),
    "geomap build CASE --redact al_amin_2": LAYOUT,
    "12 events and groups read = 9 drawn + 3 listed + 0 refused.": (f"{LEAKS}::test_what_is_withheld_is_counted",),
    "1 place name is withheld.": (f"{LEAKS}::test_what_is_withheld_is_counted",),
    "1 place is shown more coarsely than it is known.": (f"{USED}::test_only_what_is_shown_is_counted_as_coarser",),
    "The place, and all that lies in it, is drawn at its district or as a coarse disc.": (
        f"{NUMBERS}::test_children_and_their_children_of_a_redacted_place_are_withheld",
        f"{GATE}::test_a_redacted_place_is_drawn_at_its_district",
        f"{GATE}::test_a_redacted_place_without_a_district_becomes_a_coarse_disc",
    ),
    "An address that holds the name is dropped.": (
        f"{GATE}::test_an_address_that_holds_a_redacted_name_goes_and_says_why",
    ),
    "Ids that spell it are replaced, also where a table’s own id did and lost its letters in ours, and the name of the case as well.": (
        "tests/unit/disclosure/test_ids.py::test_an_id_that_lost_the_letters_of_a_name_is_numbered_with_its_groups",
        f"{LEAKS}::test_no_export_holds_what_is_withheld",
    ),
    "Repeat the option for several places.": (f"{POLICY}::test_any_list_of_ids_is_a_redaction",),
    "A wrong id is refused, with a list of those there are:": (
        f"{NUMBERS}::test_a_place_that_is_no_place_is_no_redaction",
    ),
    'geomap: "nowhere" cannot be redacted: it is no place of this case. Places: al_alf_dar, al_amin_2, baghdad_airport, ...': (
        f"{NUMBERS}::test_a_place_that_is_no_place_is_no_redaction",
    ),
    "A name in place of an id is answered with the id, which for a table is of geomap’s own making:": (
        f"{GATE}::test_a_name_in_place_of_an_id_is_answered_with_the_id",
    ),
    'geomap: "Київ" cannot be redacted: it is a name, and ids are redacted. The id of the place is p492d14db876013f8': (
        f"{GATE}::test_a_name_in_place_of_an_id_is_answered_with_the_id",
    ),
    "geomap build CASE --min-precision 5000": LAYOUT,
    "13 places are shown more coarsely than they are known.": (
        f"{NUMBERS}::test_a_coarsened_place_has_one_and_a_half_times_the_radius",
    ),
    "Every place is shown with a radius of at least 5 km.": (
        f"{GATE}::test_every_place_gets_the_least_radius_and_finer_ones_all_the_same",
    ),
    "Smaller places become discs on a grid, all of one size, one and a half times the radius asked for: so they still hold what they stand for.": (
        f"{NUMBERS}::test_a_coarsened_place_has_one_and_a_half_times_the_radius",
        f"{NUMBERS}::test_a_coarsened_place_is_held_by_its_disc",
    ),
    "METRES is 10 to 1,000,000.": (
        f"{POLICY}::test_a_least_radius_that_cannot_be_kept_is_refused",
        f"{CLI}::test_what_cannot_be_followed_is_one_line_on_stderr_and_exit_code_2",
    ),
    "A radius out of that range, a day that is none or an id that is no place ends the build, from Python too: nothing is withheld by halves.": (
        f"{POLICY}::test_a_policy_withholds_what_it_was_asked_for_or_is_refused",
        f"{SAFETY}::test_build_refuses_what_a_policy_refuses",
    ),
    "Positions are never moved at random: noise can be averaged out over many editions.": (
        f"{GATE}::test_a_disc_that_stands_for_a_place_lies_on_a_grid_and_still_holds_it",
    ),
    "geomap build CASE --embargo 2020-11-18": LAYOUT,
    "12 events and groups read = 9 drawn + 3 listed + 0 refused + 0 under embargo (2020-11-18 or later).": (
        f"{LEAKS}::test_what_is_withheld_is_counted",
    ),
    "Events that may lie on this day or later are counted, not shown, and so is what speaks of them.": (
        f"{GATE}::test_an_event_that_may_lie_later_is_held_back_too",
        f"{EMBARGO}::test_events_of_the_day_and_later_go",
        f"{EMBARGO}::test_nothing_that_is_shown_points_to_what_is_under_embargo",
    ),
    "If the main event itself is under embargo, nothing can be published, and geomap says so.": (
        f"{EMBARGO}::test_the_main_event_is_no_part_of_an_embargo",
    ),
    "What you write in `words`, in titles and in `map.toml` is searched for the names of the place.": (
        f"{GATE}::test_every_spelling_of_a_redacted_name_goes_out_of_every_text",
    ),
    'A description that gives the place away without its name ("the only hospital there") is not found.': ADVICE,
    "The position of a place that is shown more coarsely is looked for in texts, ids and addresses: decimal degrees from four decimals on (a pair from three), and degrees with minutes and seconds.": (
        f"{POSITIONS}::test_a_position_is_found_however_it_is_written",
        f"{WALKED}::test_where_places_are_coarsened_no_text_of_a_table_spells_a_position",
    ),
    "Other grids (MGRS, plus codes) are not found.": ADVICE,
    "Where a place stands for another, so are the words of the report for it (`place_wording`).": (
        f"{WALKED}::test_the_words_for_a_hidden_place_go_with_it",
    ),
    "Rows that were refused may be of what is withheld: where anything is, they are told by the code of their rule, without a cell, and under an embargo without their id.": (
        f"{WALKED}::test_a_refused_row_is_told_by_its_rule_alone_where_anything_is_withheld",
    ),
    "File names are yours.": ADVICE,
    "So is the folder that you write into.": ADVICE,
    "`note`, `aliases`, `cross_check` and second positions never leave the case folder, whatever the options.": (
        f"{GATE}::test_private_and_unknown_columns_and_row_numbers_end_here",
        "tests/unit/disclosure/test_gate.py::test_the_private_columns_are_those_of_working_notes",
    ),
    "Neither do claims that hold a bare longitude or latitude.": (
        f"{NUMBERS}::test_bare_positions_are_no_public_claims",
    ),
    "Read the outputs before you publish.": ADVICE,
    "`manifest.json` says what was withheld, as counts.": (
        f"{LEAKS}::test_manifest_and_findings_on_the_screen_are_not_published",
    ),
    "ACLED, the GTD and others allow maps of their data but bar passing the rows on.": ADVICE,
    "A page holds its table, and so do the exports: who opens one has the rows.": ADVICE,
    "geomap build acled.csv --no-rows": LAYOUT,
    "640 rows in = 629 drawn + 3 listed + 8 refused.": LAYOUT,
    "Counts only: the rows behind them are not passed on.": LAYOUT,
    "| output | with rows | with `--no-rows` |": LAYOUT,
    "| `map.html`, `embed.html` | each event with its day, text, numbers and sources, in panels and tables | how many events lie at each place |": (
        f"{COUNTED}::test_counts_at_places_are_all_that_is_left_of_the_rows",
        f"{ROWS}::test_no_rows_leaves_counts_and_the_credit_line_alone",
    ),
    "| `table.csv`, `csv`, `xlsx` | one row an event | one row a place, with its number of events |": (
        f"{COUNTED}::test_counts_at_places_are_all_that_is_left_of_the_rows",
        f"{ROWS}::test_no_rows_leaves_counts_and_the_credit_line_alone",
    ),
    "| `events.geojson`, `kml`, `gpkg`, `fgb`, `parquet` | one feature an event | one feature a place, titled with its number of events |": (
        f"{COUNTED}::test_counts_at_places_are_all_that_is_left_of_the_rows",
        f"{ROWS}::test_no_rows_leaves_counts_and_the_credit_line_alone",
    ),
    "| figures, `alt.txt` | marks with counts | the same |": (
        f"{ROWS}::test_no_rows_leaves_counts_and_the_credit_line_alone",
    ),
    "| `sources.md` | the sources that rows name | the table itself |": (
        f"{COUNTED}::test_counts_at_places_are_all_that_is_left_of_the_rows",
        f"{ROWS}::test_no_rows_leaves_counts_and_the_credit_line_alone",
    ),
    "What goes is every other cell: ids, days, kinds, texts, actors, numbers of people, statuses, the sources that rows name, links from launch to impact, and the text of refused cells.": (
        f"{COUNTED}::test_counts_at_places_are_all_that_is_left_of_the_rows",
        f"{PARTIES}::test_where_rows_are_kept_back_nothing_of_them_is_published",
    ),
    "What stays are the places with their areas, the counts, the number of refused rows by rule, and the credit line.": (
        f"{COUNTED}::test_counts_at_places_are_all_that_is_left_of_the_rows",
    ),
    "The page and `sources.md` say that the rows are not passed on; in `manifest.json` `withheld.rows` is true.": (
        f"{ROWS}::test_no_rows_leaves_counts_and_the_credit_line_alone",
    ),
    "A place with one event still tells that an event was recorded there; `--min-precision` makes the places coarser. geomap says on building when it knows that a source’s terms bar its rows (`rows-barred`); it does not know the terms of every source.": ADVICE,
    "Your own mapping file can say so with `bars_rows = true`.": (
        f"{READ}::test_a_draft_keeps_everything_that_a_shipped_mapping_says",
    ),
    "The credit line that the source asks for is written by itself where geomap knows the table (ACLED, UCDP, GTD, GDELT, Airwars): on the page, in the frame, in the figure and in `sources.md`.": (
        f"{CREDIT}::test_the_credit_stands_on_the_page_the_figure_and_beside_the_sources",
    ),
    "In a mapping of your own it is `credit`.": ADVICE,
    "ACLED also asks for the day on which you took the data: add it to the line.": ADVICE,
    "Its name goes from the title, the summary, all texts of the case, in every spelling that its row holds: name, local name, label, Arabic twins, aliases and id; of names with a comma or a bracket, the part before it too.": (
        f"{GATE}::test_every_spelling_of_a_redacted_name_goes_out_of_every_text",
        f"{WITHHELD}::test_children_and_grandchildren_and_every_column_of_names_count",
    ),
    "A name is looked for as its language writes it, with what is joined to it and in bent forms.": (
        f"{NAMES}::test_a_name_is_taken_out_told_or_left",
    ),
    "What is no part of the name stays:": LAYOUT,
    "| the row says | a text says | is published as |": LAYOUT,
    "| الفلوجة | اعتقال بالفلوجة | اعتقال ب[الاسم محجوب] |": (
        f"{NAMES}::test_the_table_in_the_docs_says_what_happens",
    ),
    "| فلوجة | للفلوجة، الفَلّوجة، فلوجيون | ل[الاسم محجوب]، [الاسم محجوب]، [الاسم محجوب] |": (
        f"{NAMES}::test_the_table_in_the_docs_says_what_happens",
    ),
    "| ירושלים | ומירושלים | ומ[name withheld] |": (f"{NAMES}::test_the_table_in_the_docs_says_what_happens",),
    "| Киев | в Киеве, киевский | в [name withheld], [name withheld] |": (
        f"{NAMES}::test_the_table_in_the_docs_says_what_happens",
    ),
    "| Київ | у Києві | у [name withheld] |": (f"{NAMES}::test_the_table_in_the_docs_says_what_happens",),
    "| Kilis | Kilis’te, Kilisten | [name withheld]’te, [name withheld] |": (
        f"{NAMES}::test_the_table_in_the_docs_says_what_happens",
    ),
    "| Bagdad | Bagdader, Bagdads | [name withheld], [name withheld] |": (
        f"{NAMES}::test_the_table_in_the_docs_says_what_happens",
    ),
    "| München | in Muenchen, Münchner | in [name withheld], [name withheld] |": (
        f"{NAMES}::test_the_table_in_the_docs_says_what_happens",
    ),
    "| Kraków | krakowski | [name withheld] |": (f"{NAMES}::test_the_table_in_the_docs_says_what_happens",),
    "Words of earlier events stay: where they name a day or a place that only events under embargo have, the terminal says so, for you alone, and `--strict` ends with exit code 3 (rule `tells-of-embargo`).": (
        f"{EARLY}::test_a_column_has_one_finding_for_days_and_one_for_places",
        f"{EARLY}::test_a_day_under_embargo_is_known_however_it_is_written",
    ),
    "Ids of a table’s rows, places and sources that geomap made of their words are made anew of what is published: no guess can be held against them.": (
        f"{IDS}::test_an_id_made_of_a_sources_name_is_made_anew_of_what_is_published",
    ),
    "| Fallujah | Fallujah’s, Fallujan, #FallujahNow, F&#97;llujah | [name withheld]’s, [name withheld], #[name withheld]Now, [name withheld] |": (
        f"{NAMES}::test_the_table_in_the_docs_says_what_happens",
    ),
    "| 天安门 | 在天安门广场, 天安門 | 在[name withheld]广场, [name withheld] |": (
        f"{NAMES}::test_the_table_in_the_docs_says_what_happens",
    ),
    "| 서울 | 서울에서 | [name withheld] |": (f"{NAMES}::test_the_table_in_the_docs_says_what_happens",),
    "| Ur | at Ur gate, during | at [name withheld] gate, during |": (
        f"{NAMES}::test_the_table_in_the_docs_says_what_happens",
    ),
    "Case, accents, hyphens, apostrophes, characters that cannot be seen, digits of other scripts, full-width letters, line breaks, and escapes of HTML and addresses make no difference.": (
        f"{NAMES}::test_a_name_is_taken_out_told_or_left",
    ),
    "Short words that are no names in small letters (“hit”, “van”) stay unless they begin with a capital.": (
        f"{NAMES}::test_a_name_is_taken_out_told_or_left",
    ),
    "What only comes close is told, not taken out.": (
        f"{WITHHELD}::test_a_word_that_comes_close_is_told_on_the_terminal_alone",
    ),
    "No rules know every spelling.": LAYOUT,
    "After the name is out, the texts are looked through once more for words that hold a part of it, are one letter off, or sound like it in another script.": (
        f"{WITHHELD}::test_a_word_that_comes_close_is_told_on_the_terminal_alone",
    ),
    "They are printed on the terminal, and stand in no output; `manifest.json` counts them among the warnings:": (
        f"{WITHHELD}::test_a_word_that_comes_close_is_told_on_the_terminal_alone",
        f"{WITHHELD}::test_the_manifest_counts_what_comes_close_and_says_no_more",
    ),
    "PRIVATE, for you alone: 1 to read before you publish.": LAYOUT,
    'warning close-to-withheld-name: events.csv row 4, column "title": “Faluja” in “Truce near Faluja” comes close to a name that is withheld, and stands in the outputs. If it is the name, write that spelling into "aliases" of its place, or word the text anew.': LAYOUT,
    "With `--strict` the command ends with exit code 3.": (
        f"{WITHHELD}::test_a_word_that_comes_close_is_told_on_the_terminal_alone",
    ),
    "`build`, `export`, `embed`, `serve` and `diff` all do this.": (
        f"{WITHHELD}::test_a_word_that_comes_close_is_told_on_the_terminal_alone",
    ),
    "From Python, an edition knows the number of findings but not their words where anything is withheld: a notebook is often published.": (
        f"{WITHHELD}::test_nothing_that_an_edition_leads_to_spells_a_withheld_name",
    ),
    "A name that cannot be looked for is an error: none at all, a single letter, a number alone, or a script that geomap has no rules for.": (
        f"{WITHHELD}::test_a_name_that_cannot_be_looked_for_is_an_error_that_says_what_to_do",
        f"{WITHHELD}::test_a_place_without_a_name_cannot_be_redacted",
    ),
    "The message names the spelling and the way out.": (
        f"{WITHHELD}::test_a_name_that_cannot_be_looked_for_is_an_error_that_says_what_to_do",
        f"{WITHHELD}::test_a_place_without_a_name_cannot_be_redacted",
    ),
    "For a place that a floor withholds by itself (a home called “7”), it is a warning on the terminal, and the rest is built:": (
        f"{WITHHELD}::test_a_home_with_a_name_that_cannot_be_looked_for_is_told_and_still_blurred",
    ),
    "`withheld-name-not-looked-for`.": (
        f"{WITHHELD}::test_a_home_with_a_name_that_cannot_be_looked_for_is_told_and_still_blurred",
    ),
    "Scripts with rules are Latin, Cyrillic, Arabic (with Persian and Urdu), Hebrew, Hangul, and Chinese, Japanese, Thai, Lao, Khmer, Burmese and Tibetan, which part no words.": (
        f"{NAMES}::test_a_name_is_taken_out_told_or_left",
    ),
    "In Greek, Armenian, Georgian, Devanagari, Bengali, Ethiopic and Syriac a word that holds the name goes as a whole.": (
        f"{NAMES}::test_a_name_is_taken_out_told_or_left",
    ),
    "A Chinese name is not compared with its Latin spelling: write both into the row.": ADVICE,
    "A translation of the name (“the green zone” in a language that the row does not have) is not found: write it into `aliases`.": ADVICE,
}


def sentences(text: str) -> list[str]:
    """Return the sentences of a page, its rows of tables, and the lines of commands and answers."""
    found: list[str] = []
    in_answer = False
    for block in re.split(r"\n\s*\n", text):
        for line in block.splitlines():
            if line.startswith("```"):
                in_answer = not in_answer
                continue
            if in_answer or line.startswith("    "):
                found.append(line.strip())
            elif line.startswith("|"):
                found += [] if re.fullmatch(r"[|\s-]+", line) else [line.strip()]
            elif line.startswith("#"):
                continue
            else:
                plain = re.sub(r"\]\([^)]*\)", "]", line).replace("[", "").replace("]", "").replace("**", "")
                found += [
                    s.strip("- ").strip() for s in re.split(r"(?<=[.!?:])\s+(?=[A-Z`“\"])", plain) if s.strip("- ")
                ]
    return found


def test_every_sentence_of_the_page_stands_here():
    on_page = sentences(PAGE.read_text("utf-8"))

    assert [s for s in on_page if s not in HELD] == []
    assert [s for s in HELD if s not in on_page] == []


@pytest.mark.parametrize(
    "file", sorted({t.partition("::")[0] for held in HELD.values() if isinstance(held, tuple) for t in held})
)
def test_the_tests_that_are_named_exist(file):
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    there = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    named = {
        t.partition("::")[2] for held in HELD.values() if isinstance(held, tuple) for t in held if t.startswith(file)
    }

    assert sorted(named - there) == []


def test_a_sentence_without_a_test_says_why():
    assert {held for held in HELD.values() if isinstance(held, str)} <= {ADVICE, LAYOUT}
    assert all(held for held in HELD.values())
