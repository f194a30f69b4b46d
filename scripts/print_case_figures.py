"""Print what geomap can say of the way between the areas of a case: reach, distance, bearing, ratio, direction.

The table in docs/explanation/launch-to-impact.md is this script's output. Run
``python scripts/print_case_figures.py [CASE]``; ``--write`` puts that of the Green Zone into the page, ``--check``
changes nothing and fails when the page has another one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from geomap import pipeline
from geomap.disclosure import disclose
from geomap.edition import PublicDataset, Track
from geomap.trajectories import RESOLVABLE_MAX, trace

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "geodata" / "cases" / "green-zone-2020-11-17"
PAGE = ROOT / "docs" / "explanation" / "launch-to-impact.md"
BEGIN, END = "<!-- figures: make reference writes these lines -->\n", "<!-- end of figures -->\n"

_REASONS = {
    "": "told",
    "too-wide": "not told: too wide",
    "areas-touch": "not told: the areas touch",
    "no-launch-place": "not told: no launch area",
    "no-impact-place": "not told: no impact area",
    "launch-listed": "not told: the launch place is listed only",
    "impact-listed": "not told: the impact place is listed only",
}


def figures(case: Path) -> str:
    """Return two Markdown tables: the areas, and the ways between them.

    Parameters
    ----------
    case : pathlib.Path
        A case or catalogue folder.
    """
    dataset, _ = pipeline.checked(case)
    public = disclose(dataset)
    rows = public.trajectories.set_index("trajectory_id")
    used = sorted(set(rows["launch_place_id"].dropna()) | set(rows["impact_place_id"].dropna()))
    lines = ["| area | reach of the widened area |", "| --- | --- |"]
    lines += [f"| {_name(public, p)} | {public.areas[p].reach_m:,.0f} m |" for p in used if p in public.areas]
    labels = {account.account_id: account.label["en"] for account in public.info.accounts}
    tracks = trace(public).items
    for account in labels or {"": "All trajectories"}:
        lines += ["", f"{labels.get(account, 'All trajectories')}:", ""]
        lines += ["| id | from | to | distance | bearing | ratio | direction |", "| --- " * 7 + "|"]
        for track in (t for t in tracks if t.account == account):
            row = rows.loc[track.trajectory_id]
            ends = [_name(public, row[f"{end}_place_id"]) for end in ("launch", "impact")]
            lines.append(f"| {track.trajectory_id} | {' | '.join(ends)} | {_told(track)} |")
    lines.append("")
    lines.append(f"A direction is told up to a ratio of {RESOLVABLE_MAX}.")
    return "\n".join(lines) + "\n"


def _name(public: PublicDataset, place_id: object) -> str:
    if not isinstance(place_id, str):
        return "not reported"
    place = public.places.set_index("place_id").loc[place_id]
    return str(place["label"] if isinstance(place["label"], str) else place["name"])


def _told(track: Track) -> str:
    if track.distance_min_m is None or track.distance_max_m is None:
        cells = ["", "", ""]
    else:
        bearing = "any" if track.bearing_from_deg is None else f"{track.bearing_from_deg}° to {track.bearing_to_deg}°"
        ratio = "" if track.ratio is None else f"{track.ratio:.2f}"
        cells = [f"{track.distance_min_m / 1000:.1f} to {track.distance_max_m / 1000:.1f} km", bearing, ratio]
    return " | ".join([*cells, _REASONS[track.reason]])


def page_with(text: str, made: str) -> str:
    """Return a page with the lines between the two marks replaced."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{made}\n{END}{after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, or put them into the page.

    Returns
    -------
    int
        0 done; 1 when ``--check`` finds the page stale.
    """
    parser = argparse.ArgumentParser(description="Print the figures of a case.")
    parser.add_argument("case", nargs="?", type=Path, default=CASE)
    parser.add_argument("--write", action="store_true", help="put them into the page")
    parser.add_argument("--check", action="store_true", help="change nothing, only compare")
    options = parser.parse_args(arguments)
    made = figures(options.case)
    if not (options.write or options.check):
        print(made, end="")
        return 0
    old = PAGE.read_text("utf-8")
    new = page_with(old, made)
    if options.write:
        PAGE.write_text(new, "utf-8", newline="\n")
    elif old != new:
        print(f"{PAGE.name}: the figures are stale: run make reference", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
