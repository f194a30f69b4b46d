"""Marks that appeared, went, moved, or stand for something else: what a reader of the two maps would see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geomap import geodesy
from geomap.counts import Count
from geomap.edition import Mark

__all__ = ["MOVED_M", "MarkChange", "changes_of_marks", "length"]

MOVED_M = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkChange:
    """One difference of one mark; everything in it comes from behind the gate.

    Attributes
    ----------
    what : str
        ``appeared``, ``gone``, ``moved``, ``count``, ``uncertainty``, ``outline`` or ``name``.
    mark_id, role, account, place_id, name : str
    old, new : str
        In words; empty if the mark was not there.
    """

    what: str
    mark_id: str
    role: str
    account: str
    place_id: str
    name: str
    old: str = ""
    new: str = ""


def changes_of_marks(old: Sequence[Mark], new: Sequence[Mark]) -> tuple[MarkChange, ...]:
    """Return what changed on the map, gone marks first, by the id of the mark.

    Parameters
    ----------
    old, new : sequence of Mark
        Marks that are the same in both may be left out of both.
    """
    before, after = ({m.mark_id: m for m in marks} for marks in (old, new))
    gone, fresh = (
        [m for i, m in sorted(ours.items()) if i not in theirs and not _is_named_elsewhere(m, theirs)]
        for ours, theirs in ((before, after), (after, before))
    )
    made = [_change("gone", m, old=_said(m)) for m in gone] + [_change("appeared", m, new=_said(m)) for m in fresh]
    for mark_id in sorted(set(before) & set(after)):
        made += _between(before[mark_id], after[mark_id])
    return tuple(made)


def _is_named_elsewhere(mark: Mark, others: Mapping[str, Mark]) -> bool:
    """Whether a name for orientation is still on the map, now as a mark with a role."""
    return mark.role == "context" and any(m.place_id == mark.place_id for m in others.values())


def _between(old: Mark, new: Mark) -> Sequence[MarkChange]:
    made = []
    if old.name != new.name:
        made.append(_change("name", new, old=old.name, new=new.name))
    apart_m, _ = geodesy.geodesic(*old.anchor, *new.anchor)
    if float(apart_m) >= MOVED_M:
        made.append(
            _change(
                "moved", new, old=_at(old), new=f"{_at(new)}, about {length(max(round(float(apart_m), -1), 10.0))} away"
            )
        )
    if _count(old) != _count(new):
        made.append(_change("count", new, old=_count(old), new=_count(new)))
    if old.uncertainty_m != new.uncertainty_m:
        made.append(
            _change("uncertainty", new, old=f"± {length(old.uncertainty_m)}", new=f"± {length(new.uncertainty_m)}")
        )
    elif old.geometry != new.geometry and float(apart_m) < MOVED_M:
        made.append(_change("outline", new, old="another outline", new="a new outline"))
    return made


def _change(what: str, mark: Mark, *, old: str = "", new: str = "") -> MarkChange:
    return MarkChange(
        what=what,
        mark_id=mark.mark_id,
        role=mark.role,
        account=mark.account,
        place_id=mark.place_id,
        name=mark.name,
        old=old,
        new=new,
    )


def _said(mark: Mark) -> str:
    return f"{_count(mark)}, ± {length(mark.uncertainty_m)}" if _count(mark) else f"± {length(mark.uncertainty_m)}"


def _count(mark: Mark) -> str:
    if mark.role == "context":
        return ""
    events = len(mark.event_ids)
    counted = f"{events} event{'' if events == 1 else 's'}"
    if not mark.munitions.is_known:
        return counted
    return f"{_projectiles(mark.munitions)}, {counted}"


def _projectiles(count: Count) -> str:
    if count.exact is not None:
        return f"{count.exact} projectile{'' if count.exact == 1 else 's'}"
    low, high = count.low or 0, count.high
    return f"at least {low} projectiles" if high is None else f"{low} to {high} projectiles"


def _at(mark: Mark) -> str:
    return f"{mark.anchor[0]:g},{mark.anchor[1]:g}"


def length(length_m: float) -> str:
    """Return a length in words, for a terminal or a note."""
    return f"{length_m:,.0f} m" if length_m < 1000 else f"{length_m / 1000:,.1f}".removesuffix(".0") + " km"
