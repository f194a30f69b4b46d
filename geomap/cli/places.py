"""``geomap place``: the places of a case."""

from __future__ import annotations

from typing import Annotated

import typer

from geomap.cli.making import OldCase
from geomap.cli.terminal import put, tell

__all__ = ["place_app"]

place_app = typer.Typer(
    name="place",
    help="Places of a case: add one.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@place_app.callback()
def _places() -> None:
    """Places of a case: add one."""


@place_app.command("add")
def add(
    case: OldCase,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the place, as reports write it.")],
    shape: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="SHAPE",
            help='"circle 1500 m at LON,LAT", "point at LON,LAT", a file with a shape (GeoJSON, GeoPackage, KML), '
            '"country Yemen", "province Punjab, IN", "sea Red Sea", or words: "south-west of Iran". Default: NAME, '
            "looked up offline.",
        ),
    ] = "",
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="Where the position was read; needed for a shape of yours.")
    ] = "",
    error: Annotated[
        float | None,
        typer.Option("--error", metavar="METRES", min=0, help="How far the place or its outline may be off."),
    ] = None,
    location_class: Annotated[
        str, typer.Option("--class", metavar="WORD", help="compound, street, neighbourhood_area, town, city, ...")
    ] = "",
    basis: Annotated[
        str, typer.Option("--basis", metavar="WORD", help="sourced, gazetteer, derived or general_knowledge.")
    ] = "",
    place_id: Annotated[str, typer.Option("--id", metavar="ID", help="Id; default made from the name.")] = "",
    aliases: Annotated[list[str], typer.Option("--also", metavar="NAME", help="Another spelling. Repeatable.")] = [],  # noqa: B006
    name_local: Annotated[str, typer.Option("--name-local", metavar="NAME", help="Name as written there.")] = "",
    name_ar: Annotated[str, typer.Option("--name-ar", metavar="NAME", help="Name in Arabic.")] = "",
    parent: Annotated[str, typer.Option("--in", metavar="ID", help="The place that it lies in.")] = "",
    licence: Annotated[str, typer.Option("--licence", metavar="TEXT", help="Licence of the position.")] = "",
    sensitivity: Annotated[
        str, typer.Option("--sensitivity", metavar="WORD", help="home, named_person or military_active.")
    ] = "",
    pick: Annotated[
        str, typer.Option("--pick", metavar="VALUE", help="Which shape of a file with several: its name.")
    ] = "",
    anywhere: Annotated[
        bool, typer.Option("--anywhere", help="The place lies outside of the country of the case.")
    ] = False,
) -> int:
    """Add a place to a case, with its source and how far it may be off: a shape of yours, or an area by its name.

    Prints its id. Longitude comes first.
    """
    from geomap.making.place_adding import NewPlace, add_place

    others = {
        "aliases": "; ".join(aliases),
        "name_local": name_local,
        "name_ar": name_ar,
        "parent_id": parent,
        "licence": licence,
        "sensitivity": sensitivity,
    }
    made, findings = add_place(
        case,
        NewPlace(
            name=name,
            shape=shape,
            source=source,
            error_m=error,
            location_class=location_class,
            basis=basis,
            place_id=place_id,
            pick=pick,
            anywhere=anywhere,
            others=others,
        ),
    )
    tell(findings)
    put(f"{made}\n")
    return 0
