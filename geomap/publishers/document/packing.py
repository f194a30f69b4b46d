"""Office files as packages: a house's template is opened with care; what is written names no author and no time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from geomap.errors import UsageError
from geomap.publishers.xml_text import xml_text

__all__ = ["impersonal", "opened", "repacked", "without_leftovers"]

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LEFTOVERS = frozenset(
    [
        *("image", "hyperlink", "comments", "commentsExtended", "commentsIds", "people", "chart", "oleObject"),
        *("package", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
        *("video", "audio", "media"),
    ]
)


def opened(data: bytes, name: str, kind: str, program: str) -> io.BytesIO:
    """Return a house template as a file that the library for documents opens.

    Parameters
    ----------
    data : bytes
    name : str
        Name of the file, for messages.
    kind : str
        ``wordprocessingml.document`` or ``presentationml.presentation``.
    program : str
        What wrote it, for messages: ``Word`` or ``PowerPoint``.

    Raises
    ------
    UsageError
        If it is no such file, or it holds macros.
    """
    family, _, main = kind.partition(".")
    endings = ".docx or .dotx" if program == "Word" else ".pptx or .potx"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            types = package.read("[Content_Types].xml").decode("utf-8")
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, NotImplementedError, RuntimeError):
        raise UsageError(f"{name} is no file of {program}. Save the template as {endings}.") from None
    if "macroEnabled" in types:
        raise UsageError(f"{name} holds macros, which would travel with every report. Save it as {endings}.")
    if f"{family}.{main}.main+xml" in types:
        return io.BytesIO(data)
    if f"{family}.template.main+xml" not in types:
        raise UsageError(f"{name} is no file of {program}. Save the template as {endings}.")
    types = types.replace(f"{family}.template.main+xml", f"{family}.{main}.main+xml")
    return io.BytesIO(_packed(data, {"[Content_Types].xml": types.encode()}))


def repacked(data: bytes) -> bytes:
    """Return the same package with one time in all entries, so that the same report has the same bytes."""
    return _packed(data, {})


def _packed(data: bytes, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            member = zipfile.ZipInfo(entry.filename, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            new.writestr(member, changed.get(entry.filename, old.read(entry.filename)))
    return out.getvalue()


def impersonal(properties: Any, *, title: str, lang: str) -> None:
    """Set what a file says of itself: its title and language, neither who wrote it nor when.

    Parameters
    ----------
    properties : core properties of python-docx or python-pptx
    title, lang : str
    """
    properties.title, properties.language = xml_text(title)[:255], lang
    properties.author = properties.last_modified_by = "geomap"
    properties.comments = properties.keywords = properties.category = properties.subject = ""
    properties.revision = 1
    element = properties._element
    for child in list(element):
        if child.tag.rpartition("}")[2] in ("created", "modified", "lastPrinted"):
            element.remove(child)


def without_leftovers(parts: Iterable[Any]) -> None:
    """Drop what a template's own text referred to: pictures, links and comments that no longer stand anywhere.

    Parameters
    ----------
    parts : iterable of parts of python-docx or python-pptx
    """
    for part in parts:
        used = {value for element in part._element.iter() for value in element.attrib.values()}
        for key, relation in list(part.rels.items()):
            if key not in used and relation.reltype.rpartition("/")[2] in _LEFTOVERS:
                part.rels.pop(key)
