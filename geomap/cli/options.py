"""Options that several commands take: what is read, and what may not be shown."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from geomap.cli import completion
from geomap.errors import UsageError
from geomap.look import Basemap
from geomap.options import Option, ReadOptions, checked_day, options_of
from geomap.policy import Policy

__all__ = ["AsJson", "AsOf", "Case", "Lang", "Strict", "with_options"]


def _not_empty(context: typer.Context, parameter: typer.CallbackParam, value: str) -> str:
    """Refuse ``--embargo ""``, as an unset variable of a script gives it: it would withhold nothing."""
    source = context.get_parameter_source(parameter.name or "")
    if value == "" and source is not None and source.name == "COMMANDLINE":
        raise UsageError(f"{parameter.opts[0]}: is empty; write a day, 2020-11-20, or leave the option out.")
    return value


Case = Annotated[
    Path, typer.Argument(help='A case or catalogue folder, or a table of events; "geomap formats" lists what is read.')
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 if the checks find errors or warnings.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout.")]
Lang = Annotated[str, typer.Option("--lang", help="Language of the page: en or ar.", autocompletion=completion.langs)]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="DAY", callback=_not_empty, help="Day of the edition, 2020-11-20; told in the manifest."
    ),
]


def with_options(command: Callable[..., int]) -> Callable[..., int]:
    """Return a command whose parameters of a class of options are spelled out, one flag for each option.

    A command takes ``reading: ReadOptions`` or ``policy: Policy`` and gets what the person gave. One that needs a
    single option has a parameter of its name.

    Parameters
    ----------
    command : callable
    """
    signature = inspect.signature(command, eval_str=True)
    taken = {p.name: p.annotation for p in signature.parameters.values() if p.annotation in _CLASSES}
    singles = {one.name: one for kind in _CLASSES for one in options_of(kind)}

    @wraps(command)
    def called(**given: Any) -> int:
        for name, kind in taken.items():
            given[name] = _MAKERS[kind]({one.name: given.pop(one.name) for one in options_of(kind)})
        return command(**given)

    spelled: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        if parameter.name in taken:
            spelled += [_parameter(one) for one in options_of(parameter.annotation)]
        elif parameter.name in singles:
            spelled.append(_parameter(singles[parameter.name]))
        else:
            spelled.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
    called.__signature__ = signature.replace(parameters=spelled)  # type: ignore[attr-defined]
    called.__annotations__ = {p.name: p.annotation for p in spelled}
    return called


def _parameter(one: Option) -> inspect.Parameter:
    is_several = one.type == tuple[str, ...]
    callback = _not_empty if one.name in _WITHHOLDING and not is_several and one.type is str else None
    told = typer.Option(one.flag, metavar=one.metavar or None, min=one.least, callback=callback, help=one.help)
    return inspect.Parameter(
        one.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=list(one.default) if is_several else one.default,
        annotation=Annotated[list[str] if is_several else one.type, told],
    )


def _policy(given: dict[str, Any]) -> Policy:
    embargo_on = checked_day(given.pop("embargo_on"), "--embargo")
    return Policy(**given | {"redact": tuple(given["redact"]), "embargo_on": embargo_on})


_MAKERS: dict[type, Callable[[dict[str, Any]], Any]] = {
    ReadOptions: lambda given: ReadOptions(**given),
    Policy: _policy,
    Basemap: lambda given: Basemap(**given),
}
_CLASSES = tuple(_MAKERS)
_WITHHOLDING = frozenset(one.name for one in options_of(Policy))
