"""``geomap embed``: what to paste into an article, with the full address in it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Annotated

import typer

from geomap.cli.look import checked_address
from geomap.cli.options import (
    AsJson,
    AsOf,
    Case,
    Country,
    DateOrder,
    Embargo,
    Encoding,
    Lang,
    MappingFile,
    MinPrecision,
    NoRows,
    Redact,
    Strict,
)
from geomap.cli.steps import code_of, edition_of, options_of, policy_of
from geomap.cli.terminal import put, tell
from geomap.errors import UsageError

__all__ = ["embed"]

Host = Annotated[
    str,
    typer.Option("--host", metavar="URL", help="Folder on the web where the files of the build stand, https://..."),
]
Account = Annotated[
    str, typer.Option("--account", metavar="ID", help="Account to open with; default the case's own choice.")
]


def embed(
    case: Case,
    host: Host,
    account: Account = "",
    min_precision: MinPrecision = 0.0,
    redact: Redact = [],  # noqa: B006
    embargo: Embargo = "",
    no_rows: NoRows = False,
    lang: Lang = "en",
    as_of: AsOf = "",
    encoding: Encoding = "",
    date_order: DateOrder = "",
    mapping: MappingFile = None,
    country: Country = "",
    strict: Strict = False,
    as_json: AsJson = False,
) -> int:
    """Print what to paste into an article: frame, figure and Markdown, each with its words. Nothing is written."""
    from geomap.publishers import embed as publisher

    base = _folder(checked_address(host, "--host"))
    options, policy = (
        options_of(encoding, date_order, mapping, country),
        policy_of(min_precision, redact, embargo, no_rows),
    )
    edition, findings = edition_of(case, policy, lang, as_of, options)
    edition = replace(edition, look=replace(edition.look, page_url=base))
    if as_json:
        put(json.dumps(asdict(publisher.pieces(edition, account=account)), ensure_ascii=False, indent=1) + "\n")
    else:
        put(publisher.snippet(edition, account=account))
    tell(findings)
    return code_of(findings, strict)


def _folder(address: str) -> str:
    """Return the folder of an address: its own, or that of the page it names."""
    if not address:
        raise UsageError("--host: give the folder on the web, https://maps.example.org/green-zone/")
    if "?" in address or "#" in address:
        raise UsageError(f'--host: "{address}" is no folder; leave out what comes after ? or #.')
    last = address.rpartition("/")[2]
    return address if not last or last.endswith(".html") else f"{address}/"
