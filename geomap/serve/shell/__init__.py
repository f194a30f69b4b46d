"""The page round the preview: the map in a frame, the findings beside it."""

from __future__ import annotations

from functools import cache
from importlib import resources

import jinja2

from geomap.words import words

__all__ = ["shell_files"]


@cache
def shell_files(lang: str) -> dict[str, bytes]:
    """Return the files of the shell by their address; they hold nothing of the case.

    Parameters
    ----------
    lang : str
    """
    here = resources.files("geomap.serve.shell")
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True).from_string(
        (here / "shell.html.j2").read_text("utf-8")
    )
    return {
        "/": template.render(say=words(lang)).encode(),
        "/shell.js": (here / "shell.js").read_bytes(),
        "/shell.css": (here / "shell.css").read_bytes(),
    }
