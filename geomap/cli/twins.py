"""``geomap twins``: the Arabic of a case, from a list of names."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Annotated

import typer

from geomap.cli.making import OldCase
from geomap.cli.options import with_options
from geomap.cli.terminal import put, quoted, say
from geomap.errors import UsageError

__all__ = ["twins"]

_SHOWN = 5


@with_options
def twins(
    case: OldCase,
    names: Annotated[
        Path | None, typer.Argument(metavar="NAMES", help="CSV with the columns name and name_ar.", show_default=False)
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Print such a list of all that has no Arabic yet, and stop.")
    ] = False,
    encoding: str = "",
) -> int:
    """Fill the Arabic names of a case from a list: speakers, places, titles. Nothing that stands is changed."""
    from geomap.delivery import deliver_files
    from geomap.making.cases import case_files_of
    from geomap.making.twins import give_twins, names_without_twin, read_names

    if missing:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(
            [("name", "name_ar"), *((n, "") for n in names_without_twin(case))]
        )
        put(out.getvalue())
        return 0
    if names is None:
        raise UsageError(f"Name the list: geomap twins {case} NAMES. geomap twins {case} --missing prints one to fill.")
    done = give_twins(case_files_of(case), read_names(names, encoding))
    if done.files:
        deliver_files(done.files, case)
    for name in sorted(done.files):
        put(f"{case / name}\n")
    say(f"Filled: {sum(done.filled.values())} Arabic texts.")
    if done.unused:
        more = f" and {len(done.unused) - _SHOWN} more" if len(done.unused) > _SHOWN else ""
        told = ", ".join(quoted(name) for name in done.unused[:_SHOWN])
        say(f"Not written anywhere without Arabic: {told}{more}.")
    return 0
