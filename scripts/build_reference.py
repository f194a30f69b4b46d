"""Write docs/reference from the code: commands, formats, tables, words, precision codes, findings, Python names.

Run ``make reference`` after a change to any of them; ``--check`` changes nothing and fails when a page is stale.
Nothing here is written by hand twice: the schemas, pages and registries are the only source.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
WIDTH = 88
NEXT_LINE = "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a bar in a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def code(text: str) -> str:
    """Return a text as inline code, or nothing."""
    return f"`{text}`" if text else ""


def made_from(what: str) -> str:
    """Return the line that says not to edit a page."""
    return f"<!-- Written by scripts/build_reference.py from {what}. Do not edit; run make reference. -->\n\n"


def cli_page() -> str:
    """Return the help of every command, as the terminal prints it."""
    import typer

    from geomap.cli.app import app

    root = typer.main.get_command(app)
    parts = [
        made_from("geomap/cli"),
        "# The command line\n\n",
        "Data goes to stdout, everything else to stderr. `-` is stdin or stdout.\n\n",
        table(
            ("exit code", "means"),
            (
                ("0", "done"),
                ("1", "failed: disk, permission"),
                ("2", "usage, or input that cannot be read as a whole"),
                ("3", "done, but the checks found errors or warnings (with `--strict`)"),
                ("130", "stopped from the keyboard; nothing was written"),
            ),
        ),
        "\n",
    ]
    with root.make_context("geomap", [], resilient_parsing=True, terminal_width=WIDTH) as above:
        parts.append(_help("geomap", root, above))
        for name, command in sorted(getattr(root, "commands", {}).items()):
            with command.make_context(name, [], parent=above, resilient_parsing=True) as context:
                parts.append(_help(f"geomap {name}", command, context))
                for verb, below in sorted(getattr(command, "commands", {}).items()):
                    with below.make_context(verb, [], parent=context, resilient_parsing=True) as inner:
                        parts.append(_help(f"geomap {name} {verb}", below, inner))
    return "".join(parts)


def _help(title: str, command: Any, context: Any) -> str:
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"## {title}\n\n```text\n{text}\n```\n\n"


def formats_page() -> str:
    """Return what geomap reads and writes."""
    from geomap.publishers.registry import FORMATS
    from geomap.readers import READERS

    return (
        made_from("geomap/readers and geomap/publishers/registry.py")
        + "# Formats\n\n`geomap formats` prints this list.\n\n## Reads\n\n"
        + table(("reader", "reads"), ((code(r.name), r.describes) for r in READERS))
        + "\n## Writes\n\n`geomap export CASE --to NAME` writes one; `geomap build` writes those marked so.\n\n"
        + table(
            ("name", "writes", "files", "in a build"),
            (
                (code(f.name), f.describes, ", ".join(map(code, f.files)), "yes" if f.in_build else "no")
                for f in FORMATS
            ),
        )
    )


def tables_page() -> str:
    """Return every table with its columns and vocabularies."""
    from geomap.disclosure import PRIVATE_COLUMNS
    from geomap.schema.table import TABLES, table_schema

    parts = [
        made_from("geomap/schema/tables"),
        "# Tables\n\n",
        "A case is a folder of these tables. Each is described by a Table Schema in `geomap/schema/tables/`; ",
        "this page is made from them.\n\n",
        "- **Needed**: *filled* means that every row must fill it; *column* means that the column must be there, ",
        "though cells may be empty.\n",
        "- A column marked *Arabic twin* may have a second one whose name ends in `_ar`.\n",
        "- A column marked *private* never leaves the case folder.\n",
        "- Units and orders are in the [conventions](../conventions.md).\n\n",
    ]
    for name in TABLES:
        schema = table_schema(name)
        twins = {f["name"] for f in schema.document["fields"] if f.get("geomap:twin")}
        references = {k.column: f"id of `{k.table}`" for k in schema.foreign_keys}
        rows, words = [], []
        for field in schema.fields:
            if field.name.removesuffix("_ar") in twins and field.name not in twins:
                continue
            remarks = [
                "key" if field.name == schema.primary_key else "",
                references.get(field.name, ""),
                f"one of [these words](#{name}-{field.name})" if field.vocabulary else "",
                "Arabic twin" if field.name in twins else "",
                "private" if field.name in PRIVATE_COLUMNS else "",
            ]
            needed = "filled" if field.is_required else "column" if field.is_column_required else ""
            rows.append((code(field.name), field.kind, needed, field.description, "; ".join(r for r in remarks if r)))
            if field.vocabulary:
                listed = ", ".join(map(code, field.vocabulary))
                words.append(f'<a id="{name}-{field.name}"></a>**{code(field.name)}** is one of {listed}.\n\n')
        file = "places.geojson" if name == "places" else f"{name}.csv"
        parts += [f"## {name}\n\n`{file}`. {schema.document['description']}\n\n"]
        parts += [table(("column", "kind", "needed", "what it says", "remarks"), rows), "\n", *words]
    return "".join(parts)


def findings_page() -> str:
    """Return the pages of all findings, one below the other."""
    from geomap.checks import codes, explain

    pages = {known: explain(known) for known in codes()}
    severity = {known: _first(r"\*\*Severity:\*\* (\w+)", page) for known, page in pages.items()}
    order = ("error", "warning", "notice")
    listed = sorted(pages, key=lambda known: (order.index(severity[known]), known))
    return (
        made_from("geomap/checks/pages")
        + "# Findings\n\n`geomap check CASE` finds these; `geomap explain CODE` prints the page of one.\n\n"
        + table(("code", "severity"), ((f"[`{known}`](#{known})", severity[known]) for known in listed))
        + "\n"
        + "\n".join(re.sub(r"^#", "##", pages[known].strip(), flags=re.M) + NEXT_LINE for known in pages)
    )


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise SystemExit(f"a page in geomap/checks/pages lacks its severity: {text[:40]!r}")
    return found.group(1)


def precision_page() -> str:
    """Return the crosswalk of precision codes."""
    text = (resources.files("geomap.precision") / "crosswalk.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    parts = [
        made_from("geomap/precision/crosswalk.csv"),
        "# Precision codes\n\n",
        "Each system has its own code for how exactly a place is known, and the codes cannot be compared: ",
        "Atlos’ Exact is 10 m, Airwars’ Exact location is 25 m here, and ACLED’s 1 is a whole town. ",
        "Each is looked up here, once. The original is kept beside the result.\n\n",
        "The radius is the half-width that is drawn where no outline is known. ",
        "*Proposed* means that it is ours; no standard gives one. Without a radius a place is listed, not drawn.\n\n",
    ]
    for system in dict.fromkeys(row["system"] for row in rows):
        parts += [
            f"## {system}\n\n",
            table(
                ("code", "meaning", "class", "radius, m", "whose radius"),
                (
                    (
                        code(row["code"]),
                        row["meaning"],
                        code(row["location_class"]),
                        f"{int(row['radius_m']):,}" if row["radius_m"] else "listed",
                        "proposed" if row["proposed"] == "yes" else "given" if row["radius_m"] else "",
                    )
                    for row in rows
                    if row["system"] == system
                ),
            ),
            "\n",
        ]
    return "".join(parts).rstrip("\n") + "\n"


def words_page() -> str:
    """Return what the page prints for each word of a vocabulary, in both languages."""
    from geomap.schema.table import TABLES, table_schema

    words = {}
    for lang in ("en", "ar"):
        words[lang] = tomllib.loads((resources.files("geomap.words") / f"{lang}.toml").read_text("utf-8"))
    parts = [
        made_from("geomap/words and the vocabularies of geomap/schema/tables"),
        "# Words\n\n",
        "What a table says in one word, the page says in these. ",
        "All words of the interface are in `geomap/words/en.toml` and `ar.toml`.\n\n",
    ]
    for section, place in (
        ("kind", "events.kind"),
        ("status", "events.status"),
        ("outcome", "trajectories.outcome"),
        ("stance", "claims.stance"),
        ("verification", "claims.verification"),
        ("group", "claims.group"),
        ("source_kind", "sources.kind"),
        ("role", "the roles of a mark on the map"),
    ):
        spoken = words["en"][section]
        name, _, column = place.partition(".")
        known = table_schema(name).columns if name in TABLES else ()
        head = f"`{column}` of [{name}](tables.md#{name})" if column in known else place
        parts += [
            f"## {section}\n\nFrom {head}.\n\n",
            table(
                ("word", "English", "Arabic"),
                ((code(w), _plain(spoken[w]), _plain(words["ar"][section].get(w, ""))) for w in spoken),
            ),
            "\n",
        ]
    return "".join(parts).rstrip("\n") + "\n"


def _plain(word: object) -> str:
    return str(word.get("other", "")) if isinstance(word, dict) else str(word)


def python_page() -> str:
    """Return the public names; mkdocstrings puts their docstrings in when the site is built."""
    import geomap

    homes = geomap._HOMES
    names = [name for name in geomap.__all__ if name in homes]
    functions = [name for name in names if name[0].islower()]
    errors = [name for name in names if homes[name] == "geomap.errors"]
    types = [name for name in names if name not in functions and name not in errors]
    fields = "    options:\n      show_if_no_docstring: true\n"
    parts = [
        made_from("geomap.__all__, geomap/options.py and geomap/policy.py"),
        "# Python\n\n`import geomap` gives these names; nothing heavy is imported until one is used.\n\n",
        table(("name", "from"), ((f"[`{n}`][{homes[n]}.{n}]", code(homes[n])) for n in names)),
        "\n`geomap.__version__` is the version. An edition made by `build` is a "
        "[`NotebookEdition`][geomap.notebook.editions.NotebookEdition]: it shows itself in Jupyter.\n\n",
        "## Options\n\n`read` and `check` take the options of `ReadOptions` as keywords, `build` and `publish` "
        "those of `Policy` as well. Every command that reads a path takes the same, every one that publishes, too.\n\n",
        _options_table(),
        "\n## Functions\n\n",
        *(f"::: {homes[n]}.{n}\n\n" for n in functions),
        "## Types\n\n",
        *(f"::: {home}\n{fields}\n" for home in (f"{homes[n]}.{n}" for n in types)),
        "::: geomap.notebook.editions.NotebookEdition\n\n",
        "## Errors\n\nEach is also the fitting error of Python, so that either can be caught.\n\n",
        *(f"::: {homes[n]}.{n}\n    options:\n      show_bases: true\n\n" for n in errors),
    ]
    return "".join(parts).rstrip("\n") + "\n"


def _options_table() -> str:
    from geomap.options import ReadOptions, options_of
    from geomap.policy import Policy

    rows = [
        (
            code(one.name),
            code(f"{one.flag} {one.metavar}".strip()),
            code(repr(one.default)),
            one.help,
            code(kind.__name__),
        )
        for kind in (ReadOptions, Policy)
        for one in options_of(kind)
    ]
    return table(("keyword", "on the command line", "default", "says", "field of"), rows)


def quick_sheet_page() -> str:
    """Return docs/how-to/quick-sheet.md with its two tables written from geomap/making/quick_sheet.toml."""
    from geomap.making.sheet import definition

    text = (ROOT / "docs" / "how-to" / "quick-sheet.md").read_text("utf-8")
    columns = table(
        ("column", "needed", "says"), ((code(c["name"]), c["needed"], c["says"]) for c in definition()["column"])
    )
    about = table(("word", "value", "says"), ((code(a["word"]), a["value"], a["says"]) for a in definition()["about"]))
    for name, made in (("columns", columns), ("about", about)):
        begin, end = f"<!-- {name}: make reference writes these lines -->\n", f"<!-- end of {name} -->\n"
        before, rest = text.split(begin)
        text = f"{before}{begin}\n{made}\n{end}{rest.split(end)[1]}"
    return text


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "findings.md": findings_page,
    "formats.md": formats_page,
    "precision.md": precision_page,
    "python.md": python_page,
    "tables.md": tables_page,
    "words.md": words_page,
}

INTO: dict[Path, Callable[[], str]] = {ROOT / "docs" / "how-to" / "quick-sheet.md": quick_sheet_page}
"""Pages of which only a part is written here."""


def stale(folder: Path = REFERENCE) -> list[str]:
    """Return the names of pages that are missing or not what the code says now."""
    return [
        name
        for name, page in PAGES.items()
        if not (folder / name).exists() or (folder / name).read_text("utf-8") != page()
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or only compare them.

    Returns
    -------
    int
        0 done; 1 when ``--check`` finds a stale page.
    """
    parser = argparse.ArgumentParser(description="Write docs/reference from the code.")
    parser.add_argument("--check", action="store_true", help="change nothing, only compare")
    options = parser.parse_args(arguments)
    if options.check:
        old = [f"reference/{name}" for name in stale()]
        old += [
            str(path.relative_to(ROOT / "docs")) for path, made in INTO.items() if path.read_text("utf-8") != made()
        ]
        for name in old:
            print(f"docs/{name} is stale: run make reference", file=sys.stderr)
        return 1 if old else 0
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), "utf-8", newline="\n")
    for path, made in INTO.items():
        path.write_text(made(), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
