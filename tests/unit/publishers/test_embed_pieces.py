"""What `geomap embed` prints: full addresses, words with every piece, the picture's own account."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from geomap.cli import main
from geomap.look import Look
from geomap.pipeline import build_edition
from geomap.publishers import embed

HOST = "https://maps.example.org/gz/"


class Tags(HTMLParser):
    """The tags of a piece with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found[tag] = dict(attrs)


@pytest.fixture
def at_host(edition):
    return replace(edition, look=Look(page_url=HOST))


@pytest.fixture
def run(monkeypatch, capsys, green_zone):
    def command(*arguments):
        monkeypatch.setattr("sys.argv", ["geomap", "embed", str(green_zone), *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code or 0, *capsys.readouterr()

    return command


def test_the_frame_has_the_full_address_a_title_and_a_sandbox(at_host):
    frame = Tags(embed.pieces(at_host).frame).found["iframe"]

    assert frame["src"] == f"{HOST}embed.html"
    assert frame["title"] == f"Map: {at_host.scene.title}"
    assert frame["sandbox"] == "allow-scripts allow-downloads allow-popups"
    assert frame["loading"] == "lazy"


def test_the_figure_has_two_sizes_and_the_words_of_its_account(at_host):
    made = embed.pieces(at_host)
    tags = Tags(made.figure).found

    addresses = [part.split()[0] for part in tags["img"]["srcset"].split(",")]
    assert addresses[0] == tags["img"]["src"]
    assert all(a.startswith(HOST) for a in addresses)
    assert len(set(addresses)) == 2
    assert tags["img"]["alt"] == made.alt
    assert tags["img"]["title"] == made.title
    assert "Al-Amin" in made.alt
    assert "Al-Amin" not in embed.pieces(at_host, account="the_national").alt


def test_the_markdown_is_a_picture_and_a_link(at_host):
    picture, _, link = embed.pieces(at_host).markdown.split("\n")

    assert picture.startswith("![Rockets at the Green Zone")
    assert f"](<{HOST}figure" in picture
    assert picture.endswith(f'"Map: {at_host.scene.title}")')
    assert link.endswith(f"](<{HOST}map.html>)")


def test_an_account_of_ones_own_is_opened_and_pictured(at_host):
    made = embed.pieces(at_host, account="the_national")

    assert Tags(made.frame).found["iframe"]["src"] == f"{HOST}embed.html#account=the_national"
    assert "the_national" in Tags(made.figure).found["img"]["src"]
    assert made.markdown.endswith("map.html#account=the_national>)")
    for command, file in zip(made.commands, ("figure-the_national.svg", "figure-the_national-small.svg"), strict=True):
        assert command.startswith("geomap export CASE --to svg --account the_national --size ")
        assert command.endswith(f" -o {file}")
        assert HOST + file in made.figure
        assert command in embed.snippet(at_host, account="the_national")


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "](javascript:alert(1))", '" onload="x', "{{ 7*7 }}"])
def test_texts_of_the_case_stay_texts(make_case, text):
    def change(case):
        case.info["title"] = text
        case.set("places", "impact_zone", name=text)

    edition = replace(build_edition(make_case(change)), look=Look(page_url=HOST + "a>b c/"))
    made = embed.pieces(edition)

    assert set(Tags(made.frame).found) == {"iframe"}
    assert set(Tags(made.figure).found) == {"figure", "a", "img", "figcaption"}
    assert Tags(made.frame).found["iframe"]["title"] == f"Map: {text}"
    assert "onload" not in Tags(made.figure).found["img"]
    assert " " not in Tags(made.figure).found["img"]["src"]
    assert len(re.findall(r"(?<!\\)\]\(", made.markdown)) == 2


def test_the_command_prints_the_snippet(run, at_host):
    code, out, _ = run("--host", HOST.rstrip("/"))

    assert code == 0
    assert out == embed.snippet(at_host)


@pytest.mark.parametrize("host", [HOST + "map.html", HOST])
def test_the_address_of_the_page_stands_for_its_folder(run, host):
    code, out, _ = run("--host", host, "--json", "--lang", "ar")

    said = json.loads(out)
    assert code == 0
    assert set(said) == {"title", "alt", "frame", "datawrapper", "pym", "figure", "markdown", "commands"}
    assert f'src="{HOST}embed.html"' in said["frame"]
    assert 'dir="rtl"' in said["figure"]


@pytest.mark.parametrize(
    "host",
    [
        "maps.example.org",
        "ftp://a.example/",
        "javascript:alert(1)",
        "https://",
        "https://a b/",
        "https://[::1/",
        "https://a.example:x/",
        "https://a.example/?q",
        "https://a.example/#x",
        'https://a.example/"',
        "-",
        "",
    ],
)
def test_a_host_that_is_no_address_is_told(run, host):
    code, out, err = run(f"--host={host}")

    assert code == 2
    assert out == ""
    assert "--host: " in err
    assert "https://maps.example.org" in err or "no folder" in err


def test_an_account_that_is_not_there_is_told(run):
    code, out, err = run("--host", HOST, "--account", "none")

    assert code == 2
    assert out == ""
    assert "accounts: all, security_media_cell, the_national" in err
