"""What a person chooses for one export: how it looks, and where its files go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from geomap.errors import UnreadableInput, UsageError
from geomap.look import FigureChoice, Look
from geomap.publishers.registry import EXPORTS, Format

__all__ = ["export_look", "placed", "target_of"]

_DPI_MAX = 1200


def export_look(
    known: Format,
    *,
    account: str = "",
    size: str = "",
    dpi: int = 0,
    theme: Path | None = None,
    template: Path | None = None,
    basemap: Path | None = None,
    dashes: str = "",
) -> Look:
    """Return the look of one export.

    Parameters
    ----------
    known : Format
    account, size, dpi, theme, template
        As for `geomap.look.FigureChoice` and `geomap.look.Look`; the last two are files.
    basemap : pathlib.Path, optional
        Only looked at, whether the format has a map to lay it under.
    dashes : str
        What stands before the name of an option where it was given: ``--`` on the command line.

    Raises
    ------
    UsageError
        If the format takes no such option, or there is no such size.
    UnreadableInput
        If a file cannot be read.
    """
    given = {"account": account, "size": size, "dpi": dpi, "theme": theme, "template": template}
    given["basemap"] = basemap
    unused = next((name for name, value in given.items() if value and name not in known.options), "")
    if unused:
        raise UsageError(f'{dashes}{unused} changes nothing in "{known.name}"; leave it out.')
    if isinstance(dpi, bool) or not isinstance(dpi, int) or not 0 <= dpi <= _DPI_MAX:
        raise UsageError(
            f"{dashes}dpi: {dpi!r} is no whole number from 1 to {_DPI_MAX}; 0 takes what the size asks for."
        )
    if size:
        from geomap.publishers.figure import SIZES

        offered = [name for name, one in SIZES.items() if one.is_offered]
        if size not in offered:
            raise UsageError(f'{dashes}size: "{size}" is not one of: {", ".join(offered)}.')
    look = Look(figure=FigureChoice(account=account, size=size, dpi=dpi))
    if template is not None:
        look = replace(look, template=_template(template), template_name=template.name)
    if theme is None:
        return look
    from geomap.publishers.page.theme import read_theme

    return replace(look, theme=read_theme(theme))


def _template(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}. Give the template's file.") from error
    if not data:
        raise UsageError(f"{path} is empty. Give a template that was saved from Word or PowerPoint.")
    return data


def target_of(known: Format, target: Path) -> Path:
    """Return where the first file of a format goes; the others go beside it, or into a folder named after it.

    A folder that is there takes every file under its own name. A path that ends as the first file of a format does is
    that file, if the format can keep the others apart. Of other formats of several files a path is a new folder.

    Raises
    ------
    UsageError
        If a format of several files was given the name of one file.
    """
    first = known.files[0]
    if target.is_dir():
        return target / first
    if len(known.files) == 1 or (known.keeps_files_apart and target.suffix.lower() == Path(first).suffix):
        return target
    if target.is_file() or target.suffix.lower() in _SUFFIXES:
        apart = f", or a file that ends with {Path(first).suffix}" if known.keeps_files_apart else ""
        raise UsageError(
            f'"{known.name}" is several files ({", ".join(known.files)}), and {target.name} is the name of one. '
            f"Give a folder{apart}: {target.with_suffix('').name or target.name}"
        )
    return target / first


_SUFFIXES = {Path(file).suffix for known in EXPORTS for file in known.files} | {".markdown", ".htm", ".jpg", ".doc"}


def placed(known: Format, files: Mapping[str, bytes], target: Path) -> dict[Path, bytes]:
    """Return the files of one format by the path that each goes to.

    Parameters
    ----------
    known : Format
    files : mapping of str to bytes
        From `geomap.pipeline.export_bytes`.
    target : pathlib.Path
        What a person gave.
    """
    main = target_of(known, target)
    if len(known.files) == 1:
        return {main: next(iter(files.values()))}
    if main.name == known.files[0] and main != target:
        return {main.parent / name: data for name, data in files.items()}
    from geomap.publishers.document.markdown import with_figures_in

    side = main.with_name(f"{main.stem}_files")
    others = {side / name: data for name, data in files.items() if name != known.files[0]}
    text = with_figures_in(files[known.files[0]], side.name, [path.name for path in others])
    return {**others, main: text}
