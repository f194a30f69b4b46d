"""Reports from the outside: hostile texts, the command line with bad input, the same bytes elsewhere."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import docx
import markdown_it
import pptx
import pytest
from hostile_text import HOSTILE, as_published, hostile_case, sentinel
from office import parts, problems

from geomap import extras
from geomap.cli import main
from geomap.pipeline import build_edition, export_bytes

CONTROLS = "bell \x07 escape \x1b end \ufffe"
TEXTS = {"all": " ".join(v for k, v in HOSTILE.items() if k != "surrogate"), "controls": CONTROLS}
TEXTS |= {
    "surrogate": HOSTILE["surrogate"],
    "formula": '=HYPERLINK("http://evil.example";"x")\r\n{{< include /etc/passwd >}}',
}
SHOWN = [("claims", "words"), ("claims", "claimant"), ("events", "title"), ("sources", "title")]


@pytest.fixture(scope="module", params=TEXTS)
def hostile(request, tmp_path_factory):
    text = TEXTS[request.param]
    folder = tmp_path_factory.mktemp("hostile") / "case"
    return build_edition(hostile_case(folder, text)), text


def test_hostile_texts_stay_texts_in_word_and_slides(hostile):
    edition, text = hostile
    report, slides = (next(iter(export_bytes(edition, name).values())) for name in ("docx", "pptx"))

    assert problems(report) == []
    assert problems(slides) == []
    body = docx.Document(io.BytesIO(report)).element.body
    told = "".join(t.text or "" for t in body.iter("{*}t"))
    assert [c for c in SHOWN if sentinel(*c) not in told] == []
    fields = {f.get(docx.oxml.ns.qn("w:instr")).strip() for f in body.iter("{*}fldSimple")}
    assert fields <= {"SEQ Figure \\* ARABIC", "PAGE"}
    assert not list(body.iter("{*}instrText"))
    if text == CONTROLS:
        assert "bell \ufffd escape \ufffd end \ufffd" in told
    assert sentinel("sources", "title") in "".join(
        shape.text_frame.text for s in pptx.Presentation(io.BytesIO(slides)).slides for shape in s.shapes
        if shape.has_text_frame
    )  # fmt: skip
    outside = [e for d in (report, slides) for n, p in parts(d).items() if n.endswith(".rels") for e in [p]]
    assert not any(b"evil.example" in e or b"javascript" in e for e in outside)


def test_hostile_texts_stay_texts_in_markdown(hostile):
    edition, text = hostile
    written = export_bytes(edition, "md")["report.md"].decode()

    html = markdown_it.MarkdownIt("commonmark").enable("table").render(written)

    assert "{{<" not in written
    assert not re.search(r"<(?!/?(h1|h2|p|div|img|em|strong|ul|ol|li|table|thead|tbody|tr|th|td|a)\b)", html)
    tags = Attributes(html).found
    assert {name for name, _ in tags} <= {"href", "src", "alt", "style", "start", "title"}
    assert {value.partition(":")[0] for name, value in tags if name == "href"} <= {"http", "https"}
    assert {value.partition(":")[0] for name, value in tags if name == "style"} <= {"text-align"}
    if text != CONTROLS:
        assert sentinel("claims", "words") in html
    assert as_published(HOSTILE["surrogate"]) in html or text != HOSTILE["surrogate"]


class Attributes(HTMLParser):
    """Every attribute of a text in HTML."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += attrs


@pytest.fixture
def run(monkeypatch, capsys):
    def command(*arguments):
        monkeypatch.setattr("sys.argv", ["geomap", "export", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code or 0, capsys.readouterr().err

    return command


def test_a_template_of_the_command_line_is_followed_or_told(run, make_case, tmp_path):
    case, target = make_case(), tmp_path / "out" / "report.docx"
    target.parent.mkdir()
    house = docx.Document()
    house.styles["Title"].font.name = "House Serif"
    house.save(tmp_path / "house.docx")

    assert run(case, "--to", "docx", "--template", tmp_path / "house.docx", "-o", target)[0] == 0
    assert docx.Document(target).styles["Title"].font.name == "House Serif"
    good = target.read_bytes()

    for name, content, code, said in (
        ("none.docx", None, 2, "none.docx cannot be read: No such file"),
        ("empty.docx", b"", 2, "empty.docx is empty"),
        ("text.docx", b"text", 2, "text.docx is no file of Word. Save the template as .docx or .dotx."),
    ):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        told = run(case, "--to", "docx", "--template", tmp_path / name, "-o", target)
        assert told[0] == code
        assert said in told[1]
        assert list(target.parent.iterdir()) == [target]
        assert target.read_bytes() == good
    code, said = run(case, "--to", "csv", "--template", tmp_path / "house.docx", "-o", tmp_path / "x.csv")
    assert code == 2
    assert '--template changes nothing in "csv"' in said


@pytest.mark.parametrize("name", ["docx", "pptx"])
def test_a_place_that_cannot_be_written_is_told(run, make_case, tmp_path, name):
    (tmp_path / "file").write_text("a file, no folder")

    code, said = run(make_case(), "--to", name, "-o", tmp_path / "file" / f"report.{name}")

    assert code == 1
    assert "could not be written" in said
    assert [p.name for p in tmp_path.iterdir() if p.name != "case"] == ["file"]


@pytest.mark.parametrize(("name", "library"), [("docx", "docx"), ("pptx", "pptx")])
def test_a_missing_library_is_told_with_the_line_that_brings_it(run, make_case, tmp_path, name, library, monkeypatch):
    """The library is hidden from the search for modules, as if it had never been installed."""
    found = extras.find_spec
    monkeypatch.setattr(extras, "find_spec", lambda wanted: None if wanted == library else found(wanted))

    code, said = run(make_case(), "--to", name, "-o", tmp_path / "out")

    assert code == 2
    assert f"python-{library}, which is not installed: run make map again" in said
    assert not (tmp_path / "out").exists()


def test_reports_are_the_same_elsewhere(make_case):
    """Another process, time zone, language and hash seed; here the same process twice would hide half of it."""
    case = make_case()
    code = (
        "import hashlib, json, sys; from geomap.pipeline import build_edition, export_bytes\n"
        f"edition = build_edition({str(case)!r}, lang='ar')\n"
        "files = {n: d for f in ('docx', 'pptx', 'md') for n, d in export_bytes(edition, f).items()}\n"
        "print(json.dumps({n: hashlib.sha256(d).hexdigest() for n, d in files.items()}))"
    )
    environment = {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242"}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )

    edition = build_edition(case, lang="ar")
    here = {n: d for f in ("docx", "pptx", "md") for n, d in export_bytes(edition, f).items()}
    assert json.loads(done.stdout) == {n: hashlib.sha256(d).hexdigest() for n, d in here.items()}
    assert len(here) == 4
