"""``geomap embed``: what to paste into an article, with the full address in it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Annotated

import typer

from geomap.cli.options import AsJson, AsOf, Case, Lang, Strict, with_options
from geomap.cli.steps import code_of, edition_of
from geomap.cli.terminal import put, tell
from geomap.options import ReadOptions
from geomap.policy import Policy

__all__ = ["embed"]

Host = Annotated[
    str,
    typer.Option("--host", metavar="URL", help="Folder on the web where the files of the build stand, https://..."),
]
Account = Annotated[
    str, typer.Option("--account", metavar="ID", help="Account to open with; default the case's own choice.")
]


@with_options
def embed(
    case: Case,
    *,
    host: Host,
    account: Account = "",
    policy: Policy,
    lang: Lang = "en",
    as_of: AsOf = "",
    reading: ReadOptions,
    strict: Strict = False,
    as_json: AsJson = False,
) -> int:
    """Print what to paste into an article: frame, figure and Markdown, each with its words. Nothing is written."""
    from geomap.publishers import embed as publisher

    base = publisher.folder_address(host, "--host")
    edition, findings = edition_of(case, policy, lang, as_of, reading)
    edition = replace(edition, look=replace(edition.look, page_url=base))
    if as_json:
        put(json.dumps(asdict(publisher.pieces(edition, account=account)), ensure_ascii=False, indent=1) + "\n")
    else:
        put(publisher.snippet(edition, account=account))
    tell(findings)
    return code_of(findings, strict)
