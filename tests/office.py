"""Looking into files of Word and PowerPoint: what would make the program offer a repair."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter

from lxml import etree

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
}
"""The order in which the standard (ECMA-376) wants the properties; Word refuses another."""


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert len(package.namelist()) == len(set(package.namelist()))
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def problems(data: bytes) -> list[str]:
    """Return what is wrong with a package: parts without type, links to nothing, names used twice, wrong orders."""
    files = parts(data)
    trees = {name: etree.fromstring(part) for name, part in files.items() if name.endswith((".xml", ".rels"))}
    found: list[str] = []
    types = trees["[Content_Types].xml"]
    known = {entry.get("PartName") for entry in types} | {entry.get("Extension") for entry in types}
    found += [
        f"{name} has no type"
        for name in files
        if name != "[Content_Types].xml" and f"/{name}" not in known and name.rpartition(".")[2] not in known
    ]
    for name, tree in trees.items():
        found += _relations(name, tree, files) if name.endswith(".rels") else _links(name, tree, trees)
        found += _names(name, tree) + _order(name, tree)
    return found


def _relations(name: str, tree: etree._Element, files: dict[str, bytes]) -> list[str]:
    folder = posixpath.dirname(posixpath.dirname(name))
    found = []
    for relation in tree.iter(f"{_PACKAGE}Relationship"):
        target = relation.get("Target")
        if relation.get("TargetMode") == "External":
            found += [f"{name}: {target} is no address"] if any(c in target for c in ' <>"{}|\\^`') else []
            continue
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found += [] if path in files else [f"{name}: {path} is not there"]
    return found


def _links(name: str, tree: etree._Element, trees: dict[str, etree._Element]) -> list[str]:
    own = trees.get(posixpath.join(posixpath.dirname(name), "_rels", f"{posixpath.basename(name)}.rels"))
    keys = {relation.get("Id") for relation in own} if own is not None else set()
    used = {v for e in tree.iter() for k, v in e.attrib.items() if k.startswith(_LINKS) and v}
    return [f"{name}: {key} leads nowhere" for key in sorted(used - keys)]


def _names(name: str, tree: etree._Element) -> list[str]:
    marks = [e.get(f"{_WORD}name") for e in tree.iter(f"{_WORD}bookmarkStart")]
    ids = [e.get("id") for e in tree.iter("{*}docPr", "{*}cNvPr") if "pic" not in etree.QName(e).namespace]
    wanted = {e.get(f"{_WORD}anchor") for e in tree.iter(f"{_WORD}hyperlink")} - {None}
    found = [f"{name}: {mark} is used twice" for mark, n in Counter(marks).items() if n > 1]
    found += [f"{name}: shape {i} stands twice" for i, n in Counter(ids).items() if n > 1]
    return found + [f"{name}: no bookmark {mark}" for mark in sorted(wanted - set(marks))]


def _order(name: str, tree: etree._Element) -> list[str]:
    found = []
    for tag, order in _ORDERS.items():
        places = {f"{_WORD}{child}": n for n, child in enumerate(order.split())}
        for element in tree.iter(f"{_WORD}{tag}"):
            at = [places.get(child.tag, -1) for child in element if child.tag.startswith(_WORD)]
            found += [f"{name}: {tag} has {[c.tag for c in element]}"] if at != sorted(at) or -1 in at else []
    return found


def described(data: bytes) -> list[str]:
    """Return what is said of each picture, in the order of the parts."""
    files = parts(data)
    names = sorted(name for name in files if name == "word/document.xml" or name.startswith("ppt/slides/slide"))
    trees = [etree.fromstring(files[name]) for name in names]
    return [e.get("descr") for tree in trees for e in tree.iter("{*}docPr", "{*}cNvPr") if e.get("descr")]


def linked(data: bytes) -> list[str]:
    """Return the addresses outside the package that it links to."""
    relations = [etree.fromstring(part) for name, part in parts(data).items() if name.endswith(".rels")]
    return [e.get("Target") for tree in relations for e in tree if e.get("TargetMode") == "External"]
