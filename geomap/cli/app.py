"""The commands: build, check, export, explain, formats here, the others in modules of their own.

Data goes to stdout, everything else to stderr. Exit codes: 0 done, 1 failed (disk, permission), 2 usage or unreadable
input, 3 done but the checks found problems (with ``--strict``).
"""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from geomap.cli import completion, making, places
from geomap.cli import diff as comparing
from geomap.cli import embed as embedding
from geomap.cli import serve as serving
from geomap.cli.look import (
    AccountId,
    Dpi,
    PageUrl,
    SizeName,
    TemplateFile,
    ThemeFile,
    TilesName,
    look_of,
)
from geomap.cli.options import AsJson, AsOf, Case, Lang, Strict, with_options
from geomap.cli.progress import bar
from geomap.cli.steps import code_of, edition_of
from geomap.cli.terminal import printable, put, put_bytes, say, tell
from geomap.errors import GeomapError, UsageError
from geomap.look import Basemap
from geomap.options import ReadOptions, checked_day
from geomap.policy import Policy
from geomap.publishers.registry import EXPORTS
from geomap.version import __version__

if TYPE_CHECKING:
    from geomap.edition import Edition
    from geomap.findings import Findings
    from geomap.publishers.registry import Format

__all__ = ["app", "main"]

_LARGE_PAGE_BYTES = 10_000_000

EXIT_FAILED, EXIT_USAGE = 1, 2

_COLLECT_AT = (100_000, 10, 10)
"""How many new objects are made before Python looks for circles among them. Rows and corners of shapes are very many
objects and no circles: to look as often as Python does takes time and finds nothing."""

app = typer.Typer(
    name="geomap",
    help="Turn reported attacks into maps that can be published, with every mark's source and doubt on it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; errors that geomap raises on purpose become one line and an exit code."""
    gc.set_threshold(*_COLLECT_AT)
    try:
        code = app(prog_name="geomap", standalone_mode=False)
    except GeomapError as error:
        _stop(str(error), error.exit_code)
    except typer.Exit as ended:
        sys.exit(ended.exit_code)
    except typer.Abort:
        _stop("stopped", EXIT_FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        _stop("stopped; nothing was written", 130)
    except Exception as error:  # click's usage errors, by shape: typer carries its own copy of click
        if not hasattr(error, "format_message"):
            raise
        context = getattr(error, "ctx", None)
        hint = f' Try "{context.command_path} --help".' if context is not None else ""
        _stop(f"{error.format_message()}{hint}", EXIT_USAGE)
    sys.exit(code if isinstance(code, int) else 0)


def _stop(message: str, code: int) -> NoReturn:
    print(f"geomap: {printable(message)}", file=sys.stderr)  # noqa: T201
    sys.exit(code)


def _names_of_formats() -> str:
    return ", ".join(known.name for known in EXPORTS)


def _version(wanted: bool) -> None:
    if wanted:
        put(f"geomap {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Turn reported attacks into maps that can be published, with every mark's source and doubt on it."""


app.command()(making.new)
app.command()(making.fill)
app.add_typer(places.place_app)


@app.command()
@with_options
def build(
    case: Case,
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder to write; default outputs/ and the name of the case's folder."),
    ] = None,
    policy: Policy,
    lang: Lang = "en",
    as_of: AsOf = "",
    reading: ReadOptions,
    strict: Strict = False,
    as_json: AsJson = False,
    theme: ThemeFile = None,
    basemap: Basemap,
    tiles: TilesName = "",
    page_url: PageUrl = "",
) -> int:
    """Build the map of a case: page, GeoJSON, table, texts and manifest in one folder."""
    from geomap import pipeline

    look = look_of(theme, tiles, page_url)
    edition, findings = edition_of(case, policy, lang, as_of, reading, basemap=basemap)
    edition = replace(edition, look=look)
    for notice in _notices(edition, findings):
        say(notice)
    target = output or _own_folder(case, edition)
    pipeline.publish_edition(edition, target)
    tell(findings)
    if as_json:
        put(json.dumps({"folder": str(target), **pipeline.manifest_of(edition)}, ensure_ascii=False) + "\n")
    else:
        _say_numbers(edition)
        for path in sorted(target.iterdir()):
            put(f"{path}\n")
    _say_if_large(target / "map.html", edition)
    return code_of(findings, strict)


@app.command()
@with_options
def check(
    case: Case,
    *,
    as_of: AsOf = "",
    reading: ReadOptions,
    strict: Strict = False,
    as_json: AsJson = False,
    draft_mapping: Annotated[
        bool, typer.Option("--draft-mapping", help="Print a mapping file for the table, to be edited, and stop.")
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="REPORT", help="Write a report card to share, one HTML file; - is stdout."),
    ] = None,
    lang: Annotated[
        str, typer.Option("--lang", help="Language of the report card: en or ar.", autocompletion=completion.langs)
    ] = "en",
) -> int:
    """Say what is wrong or doubtful in a case or table, row by row; only --html writes a file."""
    from geomap import pipeline

    if html == Path("-") and as_json:
        raise UsageError("--html - and --json would both go to stdout. Give the report card a file name.")
    if draft_mapping:
        from geomap.readers.drafts import draft_mapping as drafted

        put(drafted(case, reading))
        return 0
    day = checked_day(as_of, "--as-of")
    with bar("checking") as progress:
        dataset, findings = pipeline.looked_over(
            case, as_of=day, options=reading, for_card=html is not None, progress=progress
        )
    if html is not None:
        report = pipeline.report_card(dataset, findings, case, as_of=as_of, lang=lang).encode("utf-8")
        if html == Path("-"):
            put_bytes(report)
        else:
            pipeline.write_files({html: report})
    if as_json:
        put(json.dumps([f.as_dict() for f in findings], ensure_ascii=False, indent=1) + "\n")
    else:
        for finding in findings if html is None else ():
            put(f"{printable(str(finding))}\n")
        if html is not None and html != Path("-"):
            put(f"{html}\n")
        numbers = {kind: findings.count(kind) for kind in ("error", "warning", "notice")}
        counts = ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in numbers.items())
        say(f"{counts}." + (' "geomap explain CODE" says more.' if len(findings) else ""))
    return code_of(findings, strict)


@app.command()
@with_options
def export(
    case: Case,
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help=f'{_names_of_formats()}; "geomap formats" says more.',
            autocompletion=completion.formats,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="File to write (a folder if the format has several files); - is stdout."),
    ] = Path("-"),
    policy: Policy,
    lang: Lang = "en",
    account: AccountId = "",
    size: SizeName = "",
    dpi: Dpi = 0,
    theme: ThemeFile = None,
    basemap: Basemap,
    template: TemplateFile = None,
    as_of: AsOf = "",
    reading: ReadOptions,
    strict: Strict = False,
) -> int:
    """Write a case in one format, to stdout or a file."""
    from geomap import pipeline
    from geomap.publishers.choices import export_look, placed, target_of
    from geomap.publishers.registry import format_named

    known = format_named(to)
    if output == Path("-") and len(known.files) > 1:
        raise UsageError(f'"{to}" is several files ({", ".join(known.files)}): give a folder with -o FOLDER.')
    if known.is_private:
        if policy != Policy():
            raise UsageError(
                f'"{to}" is a private copy of everything; --min-precision, --redact, --embargo and --no-rows '
                "do not act on it."
            )
        findings, notes = pipeline.copy_case(case, output, reading)
        tell(findings)
        for note in notes:
            say(note)
        return code_of(findings, strict)
    known.check()
    if output != Path("-"):
        target_of(known, output)
    look = export_look(
        known,
        account=account,
        size=size,
        dpi=dpi,
        theme=theme,
        template=template,
        basemap=basemap.basemap,
        dashes="--",
    )
    edition, findings = edition_of(case, policy, lang, as_of, reading, basemap=basemap, needs_marks=known.needs_marks)
    edition = replace(edition, look=look)
    files = pipeline.export_bytes(edition, to)
    for notice in (*_notices(edition, findings), *_font_notices(edition, known)):
        say(notice)
    tell(findings)
    if output == Path("-"):
        put_bytes(next(iter(files.values())))
    else:
        pipeline.write_files(placed(known, files, output))
    return code_of(findings, strict)


app.command()(embedding.embed)
app.command()(serving.serve)
app.command()(comparing.diff)


@app.command()
def explain(
    code: Annotated[
        str, typer.Argument(help="Code of a finding, for example munitions-balance.", autocompletion=completion.codes)
    ] = "",
) -> None:
    """Print the page of a finding; without a code, list them."""
    from geomap.checks import codes
    from geomap.checks import explain as page_of

    put(page_of(code) if code else "".join(f"{known}\n" for known in codes()))


@app.command()
def formats(as_json: AsJson = False) -> None:
    """List what geomap reads and writes."""
    from geomap.readers import READERS

    if as_json:
        listed: dict[str, Any] = {
            "reads": {reader.name: reader.describes for reader in READERS},
            "writes": {known.name: known.describes for known in EXPORTS},
        }
        put(json.dumps(listed, indent=1) + "\n")
        return
    put("reads\n" + "".join(f"  {reader.name:10} {reader.describes}\n" for reader in READERS))
    put("writes\n" + "".join(f"  {known.name:10} {known.describes} ({', '.join(known.files)})\n" for known in EXPORTS))


def _own_folder(case: Path, edition: Edition) -> Path:
    """Return the folder of a case's outputs; one that holds those of something else is not replaced.

    Raises
    ------
    UsageError
        If what lies there was not made from this case or table.
    """
    from geomap import pipeline

    folder = case.resolve()
    folder = folder.parent if folder.name == "datapackage.json" else folder
    is_own = folder.is_dir() and not edition.policy.redact  # what the gate withholds may be spelled by a folder
    target = Path("outputs") / (folder.name if is_own else edition.scene.name)
    other = pipeline.other_input(edition, target)
    if other:
        raise UsageError(f'{target} holds the map of "{other}". Give a folder of its own with -o FOLDER.')
    return target


def _notices(edition: Edition, findings: Findings) -> tuple[str, ...]:
    """Return what who makes a page had better know: that rows are not its own, columns not read, what tiles tell."""
    codes = ("columns-not-read",) if edition.policy.no_rows else ("rows-barred", "columns-not-read")
    told = [str(f) for code in codes for f in findings.with_code(code) if f.severity == "notice"]
    return (*told, *_tile_notices(edition))


def _font_notices(edition: Edition, known: Format) -> tuple[str, ...]:
    if not known.is_typeset:
        return ()
    from geomap.publishers.figure import notices

    return notices(edition)


def _tile_notices(edition: Edition) -> tuple[str, ...]:
    if edition.look.tiles is None:
        return ()
    from geomap.publishers.page.tiles import notices

    return notices(edition.look.tiles, edition.scene.lang)


def _say_if_large(page: Path, edition: Edition) -> None:
    size = page.stat().st_size
    if size > _LARGE_PAGE_BYTES:
        has_rows = edition.public.unit and not edition.policy.no_rows
        way = f"{'--no-rows publishes counts at places, not rows; or ' if has_rows else ''}map a part of it."
        say(f"{page.name} is {size / 1e6:,.0f} MB and slow to open. {way[0].upper()}{way[1:]}")


def _say_numbers(edition: Edition) -> None:
    for line in edition.scene.accounting:
        say(line)
    if edition.scene.is_draft:
        file = "the mapping file (--mapping)" if edition.public.unit else "datapackage.json"
        say(f"The page is stamped as a draft until {file} has reviewed_by and reviewed_on.")
