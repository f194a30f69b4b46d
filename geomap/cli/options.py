"""Options that several commands take: what is read, and what may not be shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geomap.errors import UsageError

__all__ = [
    "AsJson",
    "AsOf",
    "Case",
    "Country",
    "DateOrder",
    "DerivedEnds",
    "Embargo",
    "Encoding",
    "Lang",
    "MappingFile",
    "MinPrecision",
    "NoRows",
    "Redact",
    "Strict",
]


def _not_empty(context: typer.Context, parameter: typer.CallbackParam, value: str) -> str:
    """Refuse ``--embargo ""``, as an unset variable of a script gives it: it would withhold nothing."""
    source = context.get_parameter_source(parameter.name or "")
    if value == "" and source is not None and source.name == "COMMANDLINE":
        raise UsageError(f"{parameter.opts[0]}: is empty; write a day, 2020-11-20, or leave the option out.")
    return value


Case = Annotated[
    Path, typer.Argument(help='A case or catalogue folder, or a table of events; "geomap formats" lists what is read.')
]
Encoding = Annotated[
    str, typer.Option("--encoding", metavar="NAME", help="Encoding of a table that is not UTF-8, for example cp1256.")
]
DateOrder = Annotated[
    str, typer.Option("--date-order", metavar="ORDER", help="dmy or mdy, for dates such as 03/04/2020.")
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE", help="Mapping file (TOML) that names the table's columns.")
]
Country = Annotated[str, typer.Option("--country", metavar="NAME", help="Country that the events lie in: IQ, or Iraq.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 if the checks find errors or warnings.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Lang = Annotated[str, typer.Option("--lang", help="Language of the page: en or ar.")]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="DAY", callback=_not_empty, help="Day of the edition, 2020-11-20; told in the manifest."
    ),
]
MinPrecision = Annotated[
    float,
    typer.Option("--min-precision", metavar="METRES", help="Give every place at least this radius, 10 to 1,000,000."),
]
Redact = Annotated[
    list[str],
    typer.Option("--redact", metavar="ID", help="Draw a place at its district and withhold its name. Repeatable."),
]
Embargo = Annotated[
    str,
    typer.Option(
        "--embargo",
        metavar="DAY",
        callback=_not_empty,
        help="Count, but do not show, events on this day or later.",
    ),
]
NoRows = Annotated[
    bool,
    typer.Option("--no-rows", help="Publish counts at places, not the rows, where their terms bar passing them on."),
]
DerivedEnds = Annotated[
    bool,
    typer.Option(
        "--derived-ends", help="Work out impacts from a launch, a bearing and a distance; they are marked as derived."
    ),
]
