"""Nothing that geomap withholds is in any byte that it writes, however it is packed."""

from __future__ import annotations

import base64
import gzip
import json
import sqlite3
import struct
import urllib.parse
import zipfile
import zlib

import pytest
from leaks import coordinates, position, search
from sensitive import EMBARGO_ON, HOME, REDACTED, STREET, needles, sensitive_case

from geomap.edition import Policy
from geomap.errors import UsageError
from geomap.pipeline import build_edition, export_bytes, manifest_of, publish_edition
from geomap.publishers.registry import EXPORTS, FORMATS

POLICY = Policy(redact=(REDACTED,), embargo_on=EMBARGO_ON)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return sensitive_case(tmp_path_factory.mktemp("sensitive") / "case")


@pytest.fixture(scope="module", params=["en", "ar"])
def withheld_edition(request, case):
    return build_edition(case, policy=POLICY, lang=request.param)


def told(leaks):
    return "\n".join(f"{leak.needle!r} in {leak.file} {'/'.join(leak.packing)}: {leak.around}" for leak in leaks[:12])


def test_the_case_is_read_as_a_whole(withheld_edition):
    """A row refused by mistake would leave nothing to find."""
    assert withheld_edition.accounting.refused == 0
    assert withheld_edition.accounting.embargoed == 1
    assert withheld_edition.public.withheld.redacted_place_count == 1
    assert withheld_edition.public.withheld.generalised_place_count == 5


def test_a_build_holds_nothing_that_is_withheld(withheld_edition, tmp_path):
    publish_edition(withheld_edition, tmp_path / "out")

    leaks = search(tmp_path / "out", needles())

    assert not leaks, told(leaks)


@pytest.mark.parametrize("name", [known.name for known in FORMATS if not known.is_private])
def test_no_export_holds_what_is_withheld(withheld_edition, tmp_path, name):
    for file, data in export_bytes(withheld_edition, name).items():
        (tmp_path / file).write_bytes(data)

    leaks = search(tmp_path, needles())

    assert not leaks, told(leaks)


def test_no_edition_can_be_written_as_the_private_copy(withheld_edition):
    """What is not made from an edition is not held to the gate, so an edition cannot ask for it."""
    private = [known.name for known in EXPORTS if known.is_private]

    assert private == ["case"]
    with pytest.raises(UsageError, match="private copy"):
        export_bytes(withheld_edition, "case")


def test_a_notebook_holds_nothing_that_is_withheld(case, tmp_path):
    import folium

    import geomap

    edition = geomap.build(case, redact=[REDACTED], embargo_on=EMBARGO_ON)
    for name, shown in (("edition", edition), ("figure", edition.figure())):
        for kind, form in shown._repr_mimebundle_().items():
            text = form if isinstance(form, str) else json.dumps(form)
            (tmp_path / f"{name}.{kind.replace('/', '.')}").write_text(text, "utf-8")
    (tmp_path / "repr").write_text(repr(edition), "utf-8")
    own_map = folium.Map(location=[33.3, 43.5], tiles=None)
    for layer in geomap.folium_layers(edition):
        layer.add_to(own_map)
    (tmp_path / "own_map.html").write_text(own_map.get_root().render(), "utf-8")

    leaks = search(tmp_path, needles())

    assert not leaks, told(leaks)


def test_manifest_and_findings_on_the_screen_are_not_published(withheld_edition):
    """Findings name rows and values of the case; the manifest has their numbers only."""
    text = json.dumps(manifest_of(withheld_edition), ensure_ascii=False)

    assert "Sundus" not in text
    assert set(manifest_of(withheld_edition)["findings"]) == {"error", "warning", "notice"}


def test_without_policy_the_floors_still_hold(case, tmp_path):
    """A home, a named person, an active base and a street of launch are never shown, whatever is asked for."""
    edition = build_edition(case)
    publish_edition(edition, tmp_path / "out")
    kept = (
        "Bust",
        "bust",
        "Kheir",
        "Bostan",
        "بستان",
        "PROVENANCE",
        "Night",
        "night",
        "Wadi",
        "wadi",
        "وادي",
        "Herald",
    )
    always = [n for n in needles() if isinstance(n, str) and not n.startswith(("embargoed", "The E", *kept))]

    leaks = search(tmp_path / "out", [*always, *coordinates(*HOME), *coordinates(*STREET)])

    assert "Villa Sundus" in always
    assert not leaks, told(leaks)


def test_what_is_withheld_is_counted(withheld_edition):
    words = " ".join(withheld_edition.scene.accounting)

    assert "1" in words
    assert "5" in words
    assert len(withheld_edition.scene.accounting) == 3 + (withheld_edition.scene.lang == "ar")  # texts in English


def test_redacting_a_place_takes_its_name_out_of_the_shipped_case(green_zone, tmp_path):
    """The case speaks of the zone in titles, claims, addresses (percent-escaped Arabic too) and in its own name."""
    edition = build_edition(green_zone, policy=Policy(redact=("green_zone",)))
    publish_edition(edition, tmp_path / "out")

    leaks = search(tmp_path / "out", ["Green Zone", "green_zone", "المنطقة الخضراء", "US Embassy"])

    assert not leaks, told(leaks)


def test_redacting_a_town_takes_its_name_off_the_background_too(green_zone, tmp_path):
    edition = build_edition(green_zone, policy=Policy(redact=("fallujah",)))
    publish_edition(edition, tmp_path / "out")

    leaks = search(tmp_path / "out", ["Fallujah", "الفلوجة"])

    assert not leaks, told(leaks)


# --- the searcher itself --------------------------------------------------------------------------------------------

SECRET = "Bustān al-Khayr بستان"


def _zip(data: bytes) -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/doc.xml", data)
    return out.getvalue()


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _png(kind: bytes, content: bytes) -> bytes:
    """Return a picture of one dot with one more chunk; its checksums are no matter here."""
    chunks = ((b"IHDR", b"0" * 13), (kind, content), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(c)) + k + c + b"crc!" for k, c in chunks)


PACKED = {
    "plain": SECRET.encode(),
    "other case and marks": b"<b>BUSTAN-AL KHAYR</b> " + "بُسـتان".encode(),
    "utf-16": SECRET.encode("utf-16"),
    "utf-16 without mark": SECRET.encode("utf-16-le"),
    "json escapes": json.dumps(SECRET, ensure_ascii=True).encode(),
    "javascript braces": "".join(f"\\u{{{ord(c):x}}}" for c in SECRET).encode(),
    "hex escapes": b"\\x42\\x75\\x73t\\x61n al-Khayr " + json.dumps("بستان").encode(),
    "html entities": "".join(f"&#{ord(c)};" for c in SECRET).encode(),
    "html hex entities": "".join(f"&#x{ord(c):x};" for c in SECRET).encode(),
    "percent": urllib.parse.quote(SECRET).encode(),
    "base64": b"x = '" + base64.b64encode(SECRET.encode()) + b"'",
    "base64 url": base64.urlsafe_b64encode(SECRET.encode()).rstrip(b"="),
    "gzip": gzip.compress(SECRET.encode()),
    "zlib": zlib.compress(SECRET.encode()),
    "deflate": _deflate(SECRET.encode()),
    "zip": _zip(SECRET.encode()),
    "text of a picture": _png(b"tEXt", b"Title\0" + SECRET.encode()),
    "packed text of a picture": _png(b"zTXt", b"Title\0\0" + zlib.compress(SECRET.encode())),
    "behind a picture in a zip": _zip(_png(b"tIME", b"1234567") + SECRET.encode()),
    "gzip in base64 in json in html": (
        b"<script>"
        + json.dumps({"a": base64.b64encode(gzip.compress(SECRET.encode())).decode()}).encode()
        + b"</script>"
    ),
    "json escapes in base64 in zip": _zip(base64.b64encode(json.dumps(SECRET).encode())),
    "srcdoc in entities in percent": urllib.parse.quote("&lt;p&gt;" + SECRET.replace("u", "&#117;")).encode(),
}


@pytest.mark.parametrize("packing", PACKED)
def test_the_search_finds_what_is_packed(tmp_path, packing):
    (tmp_path / "file.bin").write_bytes(PACKED[packing])

    assert {leak.needle for leak in search(tmp_path, ["Bustān al-Khayr", "بستان"])} == {"Bustān al-Khayr", "بستان"}


def test_the_search_finds_what_stands_in_a_database(tmp_path):
    base = sqlite3.connect(tmp_path / "events.gpkg")
    base.execute("CREATE TABLE t (name TEXT, shape BLOB)")
    base.execute("INSERT INTO t VALUES (?, ?)", ("x" * 5000 + SECRET, struct.pack("<dd", *HOME)))
    base.commit()
    base.close()

    found = {leak.needle for leak in search(tmp_path, ["بستان", *coordinates(*HOME)])}

    assert found == {"بستان", *(str(struct.pack("<d", degrees)) for degrees in HOME)}


def test_the_search_finds_what_stands_in_a_parquet_file(tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({"name": [SECRET] * 300, "shape": [struct.pack("<dd", *HOME)] * 300, "lat": [HOME[1]] * 300})
    parquet.write_table(table, tmp_path / "events.parquet", compression="zstd")

    found = {leak.needle for leak in search(tmp_path, ["بستان", *coordinates(*HOME)])}

    assert {"بستان", *(str(struct.pack("<d", degrees)) for degrees in HOME)} <= found


@pytest.mark.parametrize("packing", PACKED)
def test_the_search_finds_nothing_where_nothing_is(tmp_path, packing):
    (tmp_path / "file.bin").write_bytes(PACKED[packing])

    assert search(tmp_path, ["Villa Sundus", position(*HOME)]) == []


def test_the_search_looks_at_file_names(tmp_path):
    (tmp_path / "villa-sundus.txt").write_bytes(b"")

    assert [leak.packing for leak in search(tmp_path, ["Villa Sundus"])] == [("file name",)]


@pytest.mark.parametrize(
    "written",
    [
        "[43.61234, 33.40567]",
        "33.4056 N, 43.6123 E",
        '"longitude":43.612,"latitude":33.405',
        "lat=33.4056&lon=43.6123",
        '{"parts":[4361234,3340567,10,-20],"step":100000}',
        '{"parts":[[[4361000,3340000,234,567,10,10]]],"step":100000}',
        '"chain":[4361000,3340000,200,500,34,67]',
    ],
)  # fmt: skip
def test_the_search_finds_positions_in_both_orders_and_packed(tmp_path, written):
    (tmp_path / "page.html").write_text(written)

    assert search(tmp_path, [position(*HOME)])


def test_the_search_does_not_take_a_position_nearby_for_the_one(tmp_path):
    (tmp_path / "page.html").write_text("[43.61134, 33.40567], [43.7, 33.2], [43.61234, 33.40467]")

    assert search(tmp_path, [position(*HOME)]) == []
