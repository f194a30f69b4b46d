"""From options as they are typed to the values that the steps take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.edition import Edition
    from geomap.findings import Findings
    from geomap.look import Basemap
    from geomap.options import ReadOptions
    from geomap.policy import Policy

__all__ = ["EXIT_FINDINGS", "code_of", "edition_of"]

EXIT_FINDINGS = 3


def edition_of(
    case: Path,
    policy: Policy,
    lang: str,
    as_of: str,
    options: ReadOptions,
    *,
    basemap: Basemap | None = None,
    needs_marks: bool = True,
) -> tuple[Edition, Findings]:
    """Return the edition of a case or table, and what was found, for the person at the terminal alone."""
    from geomap import pipeline

    edition, findings = pipeline.edition_and_findings(
        case, policy=policy, lang=lang, as_of=as_of, options=options, needs_marks=needs_marks
    )
    if basemap is not None and basemap.basemap is not None:
        from geomap.publishers.streets import with_streets

        edition = with_streets(edition, basemap)
    return edition, findings


def code_of(findings: Findings, strict: bool) -> int:
    """Return the exit code: 3 if it is to be strict and there are errors or warnings."""
    return EXIT_FINDINGS if strict and (findings.count("error") or findings.count("warning")) else 0
