"""The tally of the accounts: how many projectiles each of them tells of, as signs on one scale for all of them.

One rule for whoever draws: tokens while no group of the case has more than twelve, else a bar for every group. What is
certain is solid, what lies within the range that was told is outlined, and a number that nobody reported is a sign of
its own, never a token.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from geomap.counts import Count
from geomap.edition import AccountView, Mark, Tally, TallySign, Token
from geomap.outcomes import NOT_FLOWN, STOPPED
from geomap.scene.kinds import claims_behind, noun_of_row, noun_of_rows
from geomap.scene.letters import capital
from geomap.scene.munitions import counted, number
from geomap.scene.outcomes import mark_of
from geomap.scene.reading import Reading
from geomap.scene.unplaced import impact_words, is_launch_alone, launch_named

__all__ = ["TOKENS_MAX", "scale_of", "sign_of", "tallied", "tokens_of"]

TOKENS_MAX = 12
"""With more than this in one group, every group of the case is a bar."""

_BLOCK = 10
_BLOCKS_MAX = 40
"""A bar has at most so many blocks: with more than 400 projectiles a block is a hundred, and so on."""


def scale_of(counts: Iterable[Count]) -> Tally:
    """Return the scale on which these counts are drawn beside one another; it has no notes yet.

    Parameters
    ----------
    counts : iterable of Count
        Of every group of the case, whatever its account.
    """
    found = list(counts)
    most = max((_extent(count) for count in found), default=0)
    step = _BLOCK
    while most > step * _BLOCKS_MAX:
        step *= _BLOCK
    is_bars = any(max(count.high or 0, count.low or 0) > TOKENS_MAX for count in found)
    return Tally(is_bars=is_bars, most=most, step=step)


def sign_of(count: Count, scale: Tally) -> TallySign:
    """Return how a count is drawn on a scale.

    Parameters
    ----------
    count : Count
        "More than 12" is solid to twelve: its end says that there were more.
    scale : Tally
    """
    low, end = _certain(count), _extent(count)
    if end == 0 and count.high is None:
        return TallySign(form="unknown")
    if not scale.is_bars:
        return TallySign(form="tokens", certain=low, possible=end - low, is_open=count.is_open)
    cuts = tuple(range(scale.step, end, scale.step))
    return TallySign(form="bar", certain=low, possible=end - low, is_open=count.is_open, cuts=cuts)


def _certain(count: Count) -> int:
    return count.above or count.low or 0


def _extent(count: Count) -> int:
    """Return up to which number a count is drawn."""
    return count.high if count.high is not None else _certain(count)


def tokens_of(reading: Reading, rows: Sequence[Mapping[str, Any]], marks: Sequence[Mark]) -> tuple[Token, ...]:
    """Return what an account tells of each of its groups: those on the map first, then the larger ones.

    `tallied` gives them their signs.

    Parameters
    ----------
    reading : Reading
    rows : sequence of mapping
        All groups of the account.
    marks : sequence of Mark
        The marks of this account.
    """
    shown = [row for row in rows if not is_launch_alone(reading, row, rows)]
    made = (_token(reading, row, mark_of(row, marks)) for row in shown)
    return tuple(sorted(made, key=lambda token: (not token.is_drawn, -_extent(token.count))))


def _token(reading: Reading, row: Mapping[str, Any], mark: Mark | None) -> Token:
    words, count, noun = reading.words, Count.of_group(row), noun_of_row(reading, row)
    outcome, is_stopped = reading.outcome(row), mark is not None and row["outcome"] in STOPPED | NOT_FLOWN
    label = mark.name if mark else impact_words(reading, row) or _launched(reading, row) or outcome
    label = words.listed([label, outcome]) if is_stopped else label
    key = "tally.spoken" if mark else "tally.spoken_missing"
    return Token(
        count=count,
        counted=number(words, count),
        noun=noun,
        is_drawn=mark is not None,
        is_stopped=is_stopped,
        label=label,
        spoken=capital(reading.sentence(words.text(key, count=counted(words, count, noun), label=label))),
        mark_id=mark.mark_id if mark else "",
        trajectory_id=row["trajectory_id"],
    )


def _launched(reading: Reading, row: Mapping[str, Any]) -> str:
    """Return where a group was fired from, if that is all that is told of it."""
    launch = launch_named(reading, row) if row["outcome"] == "unknown" else ""
    return reading.words.text("tally.from", place=launch) if launch else ""


def tallied(reading: Reading, views: Sequence[AccountView]) -> tuple[Tally, list[AccountView]]:
    """Return the scale of a case and its accounts with every number as a sign on it, in the switch and in the tray.

    Parameters
    ----------
    reading : Reading
    views : sequence of AccountView
        All accounts of the case.
    """
    scale = scale_of(token.count for view in views for token in view.tokens)
    is_of_kinds = len({token.noun for view in views for token in view.tokens}) > 1
    made = [_signed(reading, view, scale, is_of_kinds=is_of_kinds) for view in views]
    plain = (_is_plain(sign) for view in made for sign in _signs(view))
    is_plain = all(plain) and not any(token.beside for view in made for token in view.tokens)
    return replace(scale, is_plain=is_plain, notes=_notes(reading, made, scale)), made


def _signs(view: AccountView) -> list[TallySign]:
    return [*(token.sign for token in view.tokens), *(item.sign for item in view.tray if item.sign is not None)]


def _is_plain(sign: TallySign) -> bool:
    return sign.form == "tokens" and not sign.possible and not sign.is_open


def _signed(reading: Reading, view: AccountView, scale: Tally, *, is_of_kinds: bool) -> AccountView:
    tokens = []
    for token in view.tokens:
        sign = sign_of(token.count, scale)
        beside = _beside(reading, token, sign, is_of_kinds=is_of_kinds)
        tokens.append(replace(token, sign=sign, beside=beside))
    tray = (item if item.count is None else replace(item, sign=sign_of(item.count, scale)) for item in view.tray)
    made = replace(
        view,
        tokens=tuple(tokens),
        has_kinds=len({token.noun for token in tokens}) > 1,
        in_all=_in_all(reading, view) if scale.is_bars else "",
        tray=tuple(tray),
    )
    return replace(made, signs_told=_notes(reading, [made], scale))


def _beside(reading: Reading, token: Token, sign: TallySign, *, is_of_kinds: bool) -> str:
    """Return what stands behind a sign: nothing behind tokens that can be counted, the kind where there are several."""
    words, count = reading.words, token.count
    is_plain = not is_of_kinds or token.noun == "projectiles"
    if sign.form == "unknown":
        return number(words, count) if count.words else "" if is_plain else words.text(f"munition.{token.noun}")
    if not is_plain:
        return counted(words, count, token.noun)
    return "" if sign.form == "tokens" and count.exact is not None else number(words, count)


def _in_all(reading: Reading, view: AccountView) -> str:
    """Return how many there were in all, if those who speak of the groups said so, and said one number."""
    rows = [reading.trajectories[token.trajectory_id] for token in view.tokens]
    if len(rows) < 2:
        return ""
    basis = [claim for row in rows for claim in claims_behind(reading, row)]
    told = [c for c in basis if c["field"] == "munitions" and c["stance"] == "asserts"]
    said = {Count.of(claim["value_low"], claim["value_high"]) for claim in told}
    if len(said) != 1 or not (count := said.pop()).is_known:
        return ""
    return capital(reading.words.text("tally.in_all", count=counted(reading.words, count, noun_of_rows(reading, rows))))


def _notes(reading: Reading, views: Sequence[AccountView], scale: Tally) -> tuple[str, ...]:
    """Return what the signs in use mean; tokens that can be counted need no words."""
    words = reading.words
    tokens = [token for view in views for token in view.tokens]
    signs = [sign for view in views for sign in _signs(view)]
    rows = [reading.trajectories[token.trajectory_id] for token in tokens]
    made = []
    has_bars = any(sign.form == "bar" for sign in signs)
    if has_bars and scale.most > scale.step:
        block = counted(words, Count.exactly(scale.step), noun_of_rows(reading, rows))
        made.append(words.text("tally.block", block=block))
    elif has_bars:
        made.append(words.text("tally.scale"))
    told = {
        "possible": any(sign.possible for sign in signs),
        "open": any(sign.is_open for sign in signs),
        "stopped": scale.is_bars and any(token.is_stopped for token in tokens),
        "missing": scale.is_bars and not all(token.is_drawn for token in tokens),
        "unknown": any(sign.form == "unknown" for sign in signs),
    }
    return (*made, *(words.text(f"tally.{key}") for key, is_used in told.items() if is_used))
