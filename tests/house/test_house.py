"""The house: what is public, how large things may grow, and that the words about geomap match geomap."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import geomap
from geomap import checks
from geomap.publishers.registry import FORMATS
from geomap.readers import READERS

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
UNIT_ENDINGS = ("_m", "_km", "_deg", "_s", "_px", "_count", "_on", "_id", "_ids")


def modules(root):
    for path in sorted((root / "geomap").rglob("*.py")):
        yield path.relative_to(root).as_posix(), ast.parse(path.read_text("utf-8"))


def functions(tree):
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


# --- public names


VERBS = {"read", "locate", "check", "disclose", "trace", "compose", "publish", "build", "folium_layers"}


def test_the_public_names_are_those_of_the_design_the_types_they_give_and_the_errors_they_raise():
    from geomap import errors

    types = {"Dataset", "Edition", "Finding", "Findings", "Policy", "PublicDataset", "ReadOptions", "Track", "Tracks"}

    assert set(geomap.__all__) == VERBS | types | {n for n in errors.__all__ if n[0].isupper()} | {"__version__"}
    assert geomap.__all__ == sorted(geomap.__all__)


def commands():
    """Every command of the command line with its parameters, by name."""
    import typer

    from geomap.cli.app import app

    def below(command, name):
        for word, inner in getattr(command, "commands", {}).items():
            yield f"{name}{word}", inner
            yield from below(inner, f"{name}{word} ")

    return dict(below(typer.main.get_command(app), ""))


READ_A_CASE = {"build", "check", "diff", "embed", "export", "serve"}
PUBLISH = READ_A_CASE - {"check"}


def test_every_command_that_reads_a_path_takes_every_option_of_reading_and_those_that_publish_every_one_of_the_gate():
    """One that reads another kind of path (a quick sheet, a shape) stands here, or is held to them, too."""
    from geomap.options import options_of

    others = {"new", "fill", "place add"}
    for name, command in commands().items():
        flags = {flag for parameter in command.params for flag in parameter.opts}
        has_path = any(p.type_descriptor.annotation is Path and p.opts[0].isalpha() for p in command.params)
        assert (name in READ_A_CASE) == (has_path and name not in others), name
        reading = {o.flag for o in options_of(geomap.ReadOptions)}
        gate = {o.flag for o in options_of(geomap.Policy)}
        assert flags & reading == (reading if name in READ_A_CASE else flags & {"--encoding", "--country"}), name
        assert flags & gate == (gate if name in PUBLISH else set()), name


def test_python_takes_the_options_of_the_command_line():
    from typing import get_type_hints

    from geomap.look import Basemap
    from geomap.options import Reading, Underlaying, Withholding, options_of

    kinds = (geomap.ReadOptions, geomap.Policy, Basemap)
    reading, gate, under = ({o.name for o in options_of(kind)} for kind in kinds)
    whole = reading | gate | under
    for verb, taken in {"read": reading, "check": reading, "build": whole, "publish": whole}.items():
        parameters = inspect.signature(getattr(geomap, verb)).parameters
        assert taken <= set(parameters), verb
    assert set(get_type_hints(Reading)) == reading
    assert set(get_type_hints(Withholding)) == gate
    assert set(get_type_hints(Underlaying)) == under


def test_no_public_verb_shares_the_name_of_a_sub_package(root):
    """It stops being callable once the sub-package is imported."""
    packages = {p.name.removesuffix(".py") for p in (root / "geomap").iterdir()}

    assert set(geomap.__all__) & packages == set()


@pytest.mark.parametrize("name", sorted(VERBS))
def test_a_public_verb_says_what_it_takes_and_gives(name):
    verb = getattr(geomap, name)
    lines = verb.__doc__.splitlines()

    assert lines[0].rstrip().endswith(".")
    assert "Parameters" in verb.__doc__
    assert "Returns" in verb.__doc__
    told = inspect.getfullargspec(inspect.unwrap(verb))
    for parameter in (*told.args, *told.kwonlyargs):
        assert re.search(rf"^\s+(\w+, )*{parameter}\b.* : ", verb.__doc__, re.MULTILINE), parameter


def test_every_module_lists_its_public_names_and_has_them(root):
    for path, tree in modules(root):
        if path.endswith("__main__.py"):
            continue
        listed = [n for n in tree.body if isinstance(n, ast.Assign) and getattr(n.targets[0], "id", "") == "__all__"]
        defined = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        public = {name for name in defined if not name.startswith("_")}
        if public:
            assert listed, path
            assert len(ast.literal_eval(listed[0].value)) == len(set(ast.literal_eval(listed[0].value))), path


def test_every_module_and_public_function_has_a_docstring(root):
    for path, tree in modules(root):
        assert ast.get_docstring(tree), path
        holders = [tree, *(n for n in tree.body if isinstance(n, ast.ClassDef))]
        for function in (n for holder in holders for n in holder.body if isinstance(n, ast.FunctionDef)):
            if not function.name.startswith("_"):
                assert ast.get_docstring(function), f"{path}: {function.name}"


def test_numbers_in_metres_and_degrees_are_named_so(root):
    """A float parameter of a public function ends with its unit, or is a longitude or latitude.

    Publishers are left out, where a number is a pixel, and the command line, whose options have a metavar.
    """
    wrong = []
    allowed = {
        "lon",
        "lat",
        "low",
        "high",
        "step",
        "share",
        "widest_ratio",
        "value",
        "metres",
        "from_share",
        "to_share",
    }
    for path, tree in modules(root):
        if path.startswith(("geomap/publishers", "geomap/cli")):
            continue
        for function in functions(tree):
            if function.name.startswith("_"):
                continue
            for argument in [*function.args.args, *function.args.kwonlyargs]:
                is_float = isinstance(argument.annotation, ast.Name) and argument.annotation.id == "float"
                name = argument.arg
                if is_float and not name.endswith((*UNIT_ENDINGS, "_lon", "_lat")) and name not in allowed:
                    wrong.append(f"{path}: {function.name}({name})")
    assert wrong == []


# --- sizes ----


def test_no_file_is_longer_than_400_lines(root):
    sizes = {
        p.relative_to(root).as_posix(): len(p.read_text("utf-8").splitlines()) for p in (root / "geomap").rglob("*.py")
    }

    assert {path: n for path, n in sizes.items() if n > FILE_LINES_MAX} == {}


def test_no_function_is_longer_than_60_lines(root):
    long = {}
    for path, tree in modules(root):
        for function in functions(tree):
            first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
            lines = function.end_lineno - first.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                long[f"{path}: {function.name}"] = lines
    assert long == {}


# --- what must not be there


def test_nothing_below_the_command_line_looks_at_a_clock_or_throws_dice(root):
    """The same input gives the same bytes: the day of an edition is an input."""
    for path, tree in modules(root):
        if path.startswith("geomap/cli"):
            continue
        used = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        imported |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        assert not used & {"now", "today", "utcnow", "urandom", "uuid4", "getrandbits"}, path
        assert not imported & {"random", "uuid", "secrets"}, path


_COUNTS = re.compile(r"group_n|munitions|killed|wounded|how_many|value_low|value_high|_low\b|_high\b")


def stands_for_a_missing_count(node):
    """Whether code puts a number where a count is missing: ``n if is_set(n) else 1``, ``n.fillna(0)``, ``n or 1``.

    ``n or 0`` may weigh something that is not told, the order of labels for one.
    """
    if isinstance(node, ast.IfExp):
        given, instead = [node.test], node.orelse
    elif isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        given, instead = node.values[:-1], node.values[-1]
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "fillna" and node.args:
        given, instead = [node.func], node.args[0]
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get" and len(node.args) == 2:
        given, instead = [node], node.args[1]
    else:
        return False
    is_number = isinstance(instead, ast.Constant) and type(instead.value) in (int, float)
    if isinstance(node, ast.BoolOp) and is_number and instead.value == 0:
        return False
    return is_number and any(_COUNTS.search(ast.unparse(part)) for part in given)


def test_a_count_that_is_missing_is_never_turned_into_a_number(root):
    """An unknown number is no number: `geomap.counts.Count` has the sums and the comparisons."""
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in modules(root)
        for node in ast.walk(tree)
        if stands_for_a_missing_count(node)
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    ["int(n['group_n']) if is_set(n['group_n']) else 1", "t['killed_low'].fillna(0)", "row.get('munitions_low', 0)"],
)
def test_a_number_that_stands_for_a_missing_count_is_found(code):
    assert any(stands_for_a_missing_count(node) for node in ast.walk(ast.parse(code)))


def test_no_error_is_swallowed_and_none_is_raised_bare(root):
    for path, tree in modules(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, f"{path}:{node.lineno}"
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                assert getattr(node.exc.func, "id", "") not in ("Exception", "BaseException"), f"{path}:{node.lineno}"


def test_the_network_is_imported_by_nobody(root):
    for path, tree in modules(root):
        names = {a.name.partition(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        names |= {(n.module or "").partition(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        full = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        assert not names & {"requests", "httpx", "socket", "ftplib", "smtplib", "aiohttp"}, path
        assert not full & {"urllib.request", "http.client"}, path


# --- words about geomap


@pytest.fixture(scope="module")
def manual(root):
    """The README and every page of the docs."""
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    return "\n".join(p.read_text("utf-8") for p in pages)


def test_the_manual_names_every_command(manual):
    from geomap.cli.app import app

    for command in app.registered_commands:
        name = command.name or command.callback.__name__
        assert f"geomap {name}" in manual, name


def test_the_manual_names_every_format(manual):
    for known in FORMATS:
        assert re.search(rf"`{known.name}`", manual), known.name
    for reader in READERS:
        assert re.search(rf"`{reader.name}`", manual), reader.name


def test_the_manual_names_every_code(manual):
    missing = [code for code in checks.codes() if code not in manual]

    assert missing == []


def test_the_readme_says_what_geomap_is_not_for(root):
    text = (root / "README.md").read_text("utf-8").casefold()

    for words in ("responsible use", "no live feed", "ballistics", "mit"):
        assert words in text, words


def test_the_files_for_the_next_people_are_there(root):
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"):
        assert len((root / name).read_text("utf-8")) > 500, name
    assert (root / "geomap" / "py.typed").exists()


def test_the_five_lines_of_python_in_the_readme_run(root, tmp_path, monkeypatch):
    """The first example that a reader copies must work."""
    blocks = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(root)

    assert blocks
    code = blocks[0].replace('"outputs/', f'"{tmp_path}/').replace("'outputs/", f"'{tmp_path}/")
    exec(compile(code, "README.md", "exec"), {})


def test_the_changelog_names_the_version(root):
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert version == geomap.__version__
    assert version in (root / "CHANGELOG.md").read_text("utf-8")


# --- packaging


def test_the_help_imports_nothing_heavy():
    """Help in 0.3 s: pandas alone takes longer."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "geomap", "--help"], capture_output=True, text=True, check=True
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}

    assert "Usage" in done.stdout
    assert "geomap.cli.app" in imported
    heavy = {"pandas", "numpy", "shapely", "pyproj", "geopandas", "folium", "jinja2", "babel", "pyogrio", "pyarrow"}
    assert imported & heavy == set()


def test_importing_geomap_imports_nothing_heavy():
    code = "import sys, geomap; print(*({'pandas', 'folium', 'shapely', 'geomap.pipeline'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_carries_the_facts_and_words_it_needs(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    for needed in (
        "geomap/_geodata/ground/land.parquet",
        "geomap/_geodata/ground/towns.parquet",
        "geomap/_geodata/basemap/world.geojson",
        "geomap/_geodata/basemap/baghdad.geojson",
        "geomap/_geodata/places/known.geojson",
        "geomap/schema/tables/events.json",
        "geomap/words/en.toml",
        "geomap/words/ar.toml",
        "geomap/precision/crosswalk.csv",
        "geomap/publishers/page/vendor/leaflet/leaflet.js",
        "geomap/publishers/page/vendor/leaflet/leaflet.css",
        "geomap/publishers/page/vendor/leaflet/LICENSE",
        "geomap/checks/pages/munitions-balance.md",
        "geomap/py.typed",
    ):
        assert needed in names, needed
    carried = [n for n in names if n.startswith(("tests/", "outputs/", "docs/", "geomap/_geodata/cases"))]
    assert carried == []


def test_the_wheel_builds_a_map_away_from_the_checkout(wheel, green_zone, tmp_path):
    """What is found beside the package in a checkout must be found inside it in an installation."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path / 'site')!r}]; import geomap; "
        f"assert geomap.__file__.startswith({str(tmp_path)!r}), geomap.__file__; "
        f"geomap.build({str(green_zone)!r}).publish({str(tmp_path / 'out')!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "map.html").stat().st_size > 100_000


def test_the_folium_contract_lists_every_module_that_may_not_import_it(root):
    """import-linter runs in make check; this holds the list of its folium contract to the modules there are."""
    text = (root / ".importlinter").read_text("utf-8")
    block = text[text.index("[importlinter:contract:folium]") :]
    listed = set(re.findall(r"^\s+(geomap\.\S+)$", block, re.MULTILINE))
    importing = {
        path
        for path, tree in modules(root)
        for n in ast.walk(tree)
        for name in ([a.name for a in n.names] if isinstance(n, ast.Import) else [getattr(n, "module", "") or ""])
        if isinstance(n, ast.Import | ast.ImportFrom) and name.partition(".")[0] in ("folium", "branca")
    }

    assert len(listed) > 10
    assert {p for p in importing if not p.startswith("geomap/publishers/page/")} == {"geomap/notebook/__init__.py"}
