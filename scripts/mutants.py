#!/usr/bin/env python3
"""Change one thing at a time in the code that privacy, places and days rest on, and see whether a test notices.

    make mutants                                    all modules
    MUTANTS_ONLY=geomap/floors.py make mutants      one of them

For each module a few quick test files are collected once (`SUITES`). A first pass notes which test runs which line,
and leaves what a whole session shares in place. Each mutant then lives in a process of its own, forked from the one
that has everything loaded: the changed functions take the place of the old ones, and the tests that reach the line run,
those that killed the most and the quickest first, until one fails. Random examples are not made smaller on the way.
What every test lets live is a survivor. Left alone are what cannot be seen from outside (annotations, decorators, the
wording of errors, ``strict=True``, ``return False``) and all texts, docstrings among them. ``tests/mutants.toml``
explains survivors that change nothing that can be seen; any other survivor, and any explanation that fits nothing any
more, ends the run with 1.

Neither mutmut nor cosmic-ray is used: both start a new test run for every mutant, here some seconds of imports each.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import gc
import importlib
import inspect
import io
import os
import resource
import sys
import time
import tomllib
import types
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXPLAINED = ROOT / "tests" / "mutants.toml"
SECONDS_MAX = 60 * 60
"""Of the processor, for a mutant as a whole. Each test gets two and four times what it needs: some never end."""

_D = "tests/unit/disclosure"
_NUMBERS = (f"{_D}/test_numbers.py", f"{_D}/test_rows.py")
_NAMES_OUT = (
    f"{_D}/test_names.py",
    *(
        f"{_D}/test_withheld_names.py::{name}"
        for name in (
            "test_no_joined_name_is_left_in_a_text",
            "test_a_name_that_cannot_be_looked_for_is_an_error_that_says_what_to_do",
            "test_children_and_grandchildren_and_every_column_of_names_count",
            "test_a_home_with_a_name_that_cannot_be_looked_for_is_told_and_still_blurred",
        )
    ),
)
_GLOBE = "tests/unit/test_geodesy.py"
_G = "tests/unit/geodesy"
_EDTF = ("tests/unit/schema/test_dates.py",)
_DAYS = ("tests/unit/readers/test_days.py",)
_WRITTEN_DAYS = ("tests/unit/readers/test_written_days.py",)
_PACKED = ("tests/unit/publishers/test_packing.py",)
SUITES: dict[str, tuple[str, ...]] = {
    "geomap/disclosure/__init__.py": (f"{_D}/test_gate.py",),
    "geomap/disclosure/areas.py": (f"{_D}/test_areas_and_ids.py",),
    "geomap/disclosure/beside.py": (f"{_D}/test_beside.py",),
    "geomap/disclosure/close.py": (f"{_D}/test_close.py",),
    "geomap/disclosure/computed.py": (f"{_D}/test_areas_and_ids.py",),
    "geomap/disclosure/early.py": (f"{_D}/test_early.py",),
    "geomap/disclosure/embargo.py": (f"{_D}/test_embargo.py",),
    "geomap/disclosure/floors.py": _NUMBERS,
    "geomap/disclosure/forms.py": (f"{_D}/test_names.py",),
    "geomap/disclosure/ids.py": (f"{_D}/test_ids.py",),
    "geomap/disclosure/likeness.py": (f"{_D}/test_likeness.py",),
    "geomap/disclosure/names.py": (f"{_D}/test_remover.py",),
    "geomap/disclosure/positions.py": (f"{_D}/test_positions.py",),
    "geomap/disclosure/rows.py": _NUMBERS,
    "geomap/disclosure/sounds.py": (f"{_D}/test_sounds.py",),
    "geomap/disclosure/spelling.py": (f"{_D}/test_spelling.py", f"{_D}/test_names.py"),
    "geomap/disclosure/standing.py": (f"{_D}/test_names.py",),
    "geomap/disclosure/texts.py": (f"{_D}/test_close.py",),
    "geomap/floors.py": _NUMBERS,
    "geomap/policy.py": ("tests/unit/test_policy.py",),
    "geomap/geodesy/__init__.py": (_GLOBE,),
    "geomap/geodesy/areas.py": (f"{_G}/test_discs_and_outlines.py", _GLOBE),
    "geomap/geodesy/frame.py": (f"{_G}/test_plane_in_metres.py", _GLOBE),
    "geomap/geodesy/globe.py": (f"{_G}/test_seam_and_poles.py", _GLOBE),
    "geomap/geodesy/lines.py": (_GLOBE,),
    "geomap/geodesy/ways.py": (f"{_G}/test_between_areas.py", _GLOBE),
    "geomap/schema/dates.py": _EDTF,
    "geomap/readers/cells/dates.py": _DAYS,
    "geomap/readers/cells/written_days.py": _WRITTEN_DAYS,
    "geomap/publishers/page/shapes.py": _PACKED,
    "geomap/publishers/page/blocks.py": _PACKED,
}

_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitXor: ast.BitAnd,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil", "ceil": "floor"}


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what it does, and the code with it."""

    file: str
    line: int
    text: str
    change: str
    number: int
    """Of the node, in the order of `ast.walk`."""
    edit: Callable[[Any], ast.AST | None]

    def tree(self) -> ast.Module:
        """Return the module with the change."""
        made = _parsed(self.file)
        twin = next(n for i, n in enumerate(ast.walk(made)) if i == self.number)
        parent_edit(made, twin, self.edit)
        return ast.fix_missing_locations(made)


@functools.cache
def _source(file: str) -> str:
    """Return a module as it stood at the beginning: somebody may be working on it."""
    return (ROOT / file).read_text("utf-8")


def _parsed(file: str) -> ast.Module:
    tree = ast.parse(_source(file))
    for node in ast.walk(tree):
        if isinstance(node, ast.comprehension):
            node.lineno, node.col_offset = node.iter.lineno, node.iter.col_offset
    return tree


def mutants_of(file: str) -> Iterator[Mutant]:
    """Yield every mutant of a module, in the order of its lines."""
    lines = _source(file).splitlines()
    tree = _parsed(file)
    unreached = _annotations(tree)
    nodes = [n for n in ast.walk(tree) if id(n) not in unreached]
    numbers = {id(n): i for i, n in enumerate(ast.walk(tree))}
    placed = [n for n in nodes if hasattr(n, "lineno")]
    for node in sorted(placed, key=lambda n: (n.lineno, n.col_offset)):
        for change, edit in _changes(node):
            yield Mutant(file, node.lineno, lines[node.lineno - 1].strip(), change, numbers[id(node)], edit)


def parent_edit(tree: ast.Module, twin: ast.AST, edit: Callable[[Any], ast.AST | None]) -> None:
    """Replace a node of a tree by what an edit makes of it; None means that it was changed in place."""
    made = edit(twin)
    if made is None:
        return
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            if value is twin:
                setattr(node, name, ast.copy_location(made, twin))
                return
            if isinstance(value, list) and any(v is twin for v in value):
                setattr(node, name, [ast.copy_location(made, twin) if v is twin else v for v in value])
                return


def _annotations(tree: ast.Module) -> set[int]:
    """Return the nodes that are left alone.

    Annotations, names of types, decorators, texts of errors, the list of public names, and ``strict=True``, which
    guards against mistakes of ours alone.
    """
    roots: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            roots += [node] if ast.unparse(node.annotation) == "TypeAlias" else [node.annotation]
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            roots += node.decorator_list
            if isinstance(node, ast.ClassDef):  # Mapping[str, Area]
                roots += [base.slice for base in node.bases if isinstance(base, ast.Subscript)]
            roots += [node.returns] if isinstance(node, ast.FunctionDef) and node.returns is not None else []
        elif _is_unseen(node):
            roots.append(node)
    return {id(inner) for root in roots for inner in ast.walk(root)}


def _is_unseen(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg == "strict"
    if isinstance(node, ast.Assign):
        return any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    return isinstance(node, ast.Raise | ast.JoinedStr | ast.Assert)


_Edits = list[tuple[str, Callable[[Any], ast.AST | None]]]


def _changes(node: ast.AST) -> _Edits:
    """Return what can be changed at a node, each with the edit that does it."""
    for kinds, find in _FINDERS:
        if isinstance(node, kinds):
            return find(node)
    return []


def _comparisons(node: ast.Compare) -> _Edits:
    pairs = [(i, type(op), _COMPARE[type(op)]) for i, op in enumerate(node.ops)]
    return [(f"{o.__name__} -> {n.__name__}", lambda t, i=i, n=n: t.ops.__setitem__(i, n())) for i, o, n in pairs]


def _operators(node: ast.BinOp | ast.AugAssign) -> _Edits:
    new = _BINARY.get(type(node.op))
    return [(f"{type(node.op).__name__} -> {new.__name__}", lambda t: setattr(t, "op", new()))] if new else []


def _junctions(node: ast.BoolOp) -> _Edits:
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    return [(f"{type(node.op).__name__} -> {other.__name__}", lambda t: setattr(t, "op", other()))]


def _signs(node: ast.UnaryOp) -> _Edits:
    is_told = isinstance(node.op, ast.Not | ast.USub | ast.Invert)
    return [(f"{type(node.op).__name__} dropped", lambda t: t.operand)] if is_told else []


def _conditions(_: ast.AST) -> _Edits:
    return [("condition negated", lambda t: setattr(t, "test", ast.UnaryOp(op=ast.Not(), operand=t.test)))]


def _returns(node: ast.Return) -> _Edits:
    says_nothing = node.value is None or (
        isinstance(node.value, ast.Constant) and node.value.value in (None, False, "")
    )
    return [] if says_nothing else [("returns None", lambda t: setattr(t, "value", ast.Constant(None)))]


def _statements(node: ast.Expr) -> _Edits:
    return [("call dropped", _nothing)] if isinstance(node.value, ast.Call) else []


def _assignments(node: ast.Assign) -> _Edits:
    return [("assignment dropped", _nothing)] if all(isinstance(t, ast.Subscript) for t in node.targets) else []


def _collections(node: ast.Set | ast.Tuple | ast.List) -> _Edits:
    if len(node.elts) < 2 or not _is_plain(node):
        return []
    return [(f"without {ast.unparse(e)}", lambda t, i=i: t.elts.pop(i) and None) for i, e in enumerate(node.elts)]


def _filters(node: ast.comprehension) -> _Edits:
    return [("filter dropped", lambda t: t.ifs.clear())] if node.ifs else []


def _nothing(_: ast.AST) -> ast.Pass:
    return ast.Pass()


def _constants(node: ast.Constant) -> _Edits:
    value = node.value
    if isinstance(value, bool):
        others: list[Any] = [not value]
    elif isinstance(value, int):
        others = [value + 1, value - 1]
    elif isinstance(value, float):
        others = [value * 0.8, value * 1.25] if value else [1.0]
    else:
        return []
    return [(f"{value!r} -> {new!r}", lambda n, new=new: setattr(n, "value", new)) for new in others]


def _calls(node: ast.Call) -> _Edits:
    func = node.func
    name = func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
    if name not in _NAMES:
        return []
    new = _NAMES[name]
    return [(f"{name} -> {new}", lambda n: setattr(n.func, "id" if isinstance(n.func, ast.Name) else "attr", new))]


def _is_plain(node: ast.Set | ast.Tuple | ast.List) -> bool:
    return isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and all(
        isinstance(e, ast.Constant | ast.Name) for e in node.elts
    )


_FINDERS: tuple[tuple[Any, Callable[[Any], _Edits]], ...] = (
    (ast.Compare, _comparisons),
    (ast.BinOp | ast.AugAssign, _operators),
    (ast.BoolOp, _junctions),
    (ast.UnaryOp, _signs),
    (ast.Constant, _constants),
    (ast.If | ast.IfExp | ast.While, _conditions),
    (ast.Return, _returns),
    (ast.Expr, _statements),
    (ast.Assign, _assignments),
    (ast.Set | ast.Tuple | ast.List, _collections),
    (ast.comprehension, _filters),
    (ast.Call, _calls),
)


def put_in(mutant: Mutant) -> None:
    """Put the functions and values of a mutant in the place of the loaded module's own, wherever they were imported."""
    name = mutant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    module = importlib.import_module(name)
    fresh = types.ModuleType(name)
    fresh.__dict__.update({k: v for k, v in module.__dict__.items() if k.startswith("__")})
    sys.modules[name] = fresh
    try:
        exec(compile(mutant.tree(), mutant.file, "exec"), fresh.__dict__)
    finally:
        sys.modules[name] = module
    everywhere = [m for m in list(sys.modules.values()) if isinstance(m, types.ModuleType)]
    for key, new in list(fresh.__dict__.items()):
        old = module.__dict__.get(key)
        if key.startswith("__") or old is None or old is new:
            continue
        if not _take_over(old, new, name):
            for other in everywhere:
                if other.__dict__.get(key) is old:
                    other.__dict__[key] = new
    _forget()


def _forget() -> None:
    """Empty what functions of geomap have kept: a test that takes a kept answer runs no line of them."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "geomap":
            for value in list(module.__dict__.values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
                elif isinstance(value, dict) and hasattr(value, "__missing__"):  # a table that is filled as it is used
                    value.clear()


def _take_over(old: Any, new: Any, module: str) -> bool:
    """Give a function, or all methods of a class, the code of another; return whether that is all there is to do.

    Values have no name of their own, and are put in by who calls. What was imported from elsewhere stays as it is.
    """
    if hasattr(old, "__name__") and getattr(old, "__module__", module) not in (module, "builtins", None):
        return True
    if inspect.isclass(old):
        for key, value in list(vars(new).items()):
            mine = vars(old).get(key)
            if isinstance(mine, property | functools.cached_property):
                one, other = (getattr(p, "fget", None) or getattr(p, "func", None) for p in (mine, value))
                _take_over(one, other, module)
            elif isinstance(mine, staticmethod | classmethod):
                _take_over(mine.__func__, value.__func__, module)
            elif isinstance(mine, types.FunctionType):
                _take_over(mine, value, module)
        return True
    one, other = inspect.unwrap(old), inspect.unwrap(new)
    if isinstance(one, types.FunctionType) and isinstance(other, types.FunctionType):
        if one.__code__.co_freevars != other.__code__.co_freevars:
            return True
        one.__code__, one.__defaults__, one.__kwdefaults__ = other.__code__, other.__defaults__, other.__kwdefaults__
        return True
    return False


class Runner:
    """A pytest plugin that runs the collected tests once for each mutant."""

    def __init__(self, mutants: list[Mutant]) -> None:
        self._mutants = mutants
        self.results: list[tuple[Mutant, str]] = []

    def pytest_collection(self) -> None:
        """Spare examples what only people need, before the tests are loaded."""
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", parent=settings.get_profile("ci"), phases=phases)
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: Any) -> bool:
        """Look once at the lines, then fork once for each mutant."""
        if session.testsfailed or not session.items:
            raise session.Failed(f"{session.testsfailed} errors, {len(session.items)} tests")
        files = sorted({m.file for m in self._mutants})
        reached, took = self._look(session, files)
        _say(f"{len(took)} tests take {sum(took):.0f} s of the processor, {len(self._mutants)} mutants")
        gc.collect()
        gc.freeze()
        self._hold_still(session, took)
        killers: Counter[int] = Counter()
        for mutant in self._mutants:
            # no test: a value of the module itself, or a line inside of a longer statement
            tests = reached[mutant.file].get(mutant.line) or range(len(took))
            tests = sorted(tests, key=lambda t: (-killers[t], took[t]))
            said = _in_child(lambda m=mutant, t=tests: self._try(session, m, t, took))
            outcome, _, killer = said.partition(" ")
            killers.update([int(killer)] if killer else [])
            self.results.append((mutant, outcome))
            _say(f"{outcome:9} {mutant.file}:{mutant.line} {mutant.change}")
        return True

    def _look(self, session: Any, files: list[str]) -> tuple[dict[str, dict[int, list[int]]], list[float]]:
        """Return which tests run which line of which file, and how long each takes."""
        wanted = {str(ROOT / f): f for f in files}
        reached: dict[str, dict[int, list[int]]] = {f: {} for f in files}
        took: list[float] = []

        def local(frame: Any, event: str, _: Any) -> Any:
            if event in ("line", "call"):
                tests = reached[wanted[frame.f_code.co_filename]].setdefault(frame.f_lineno, [])
                if not tests or tests[-1] != len(took):
                    tests.append(len(took))
            return local

        def trace(frame: Any, event: str, argument: Any) -> Any:
            return local(frame, event, argument) if frame.f_code.co_filename in wanted else None

        for item in session.items:
            _forget()
            began = time.process_time()
            sys.settrace(trace)
            passed = _passes(item, session)
            sys.settrace(None)
            took.append(time.process_time() - began)
            if not passed:
                raise SystemExit(f"{item.nodeid} fails without any mutant")
        return reached, took

    def _hold_still(self, session: Any, took: list[float]) -> None:
        """Let every module take over its own code: a test that fails by that alone would kill whatever lives.

        Raises
        ------
        SystemExit
            If a test fails when nothing is changed, for example one whose parameter is an iterator, empty by now.
        """
        for file in sorted({m.file for m in self._mutants}):
            same = Mutant(file, 0, "", "nothing", 0, lambda _: None)
            said = _in_child(lambda m=same: self._try(session, m, range(len(took)), took))
            if said != "survived":
                killer = said.partition(" ")[2]
                name = session.items[int(killer)].nodeid if killer else file
                raise SystemExit(f"{name} fails the second time, without any mutant")

    def _try(self, session: Any, mutant: Mutant, tests: Iterable[int], took: list[float]) -> str:
        try:
            put_in(mutant)
        except Exception:  # noqa: BLE001  whatever the changed module raises when it is run
            return "killed"
        for one in tests:
            spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
            resource.setrlimit(resource.RLIMIT_CPU, (int(spent + 2 + 4 * took[one]) + 1, SECONDS_MAX))
            if not _passes(session.items[one], session):
                return f"killed {one}"
        return "survived"


def _passes(item: Any, session: Any) -> bool:
    """Run one test; what a session shares stays, as if more tests followed."""
    from _pytest.runner import runtestprotocol

    return not any(r.failed for r in runtestprotocol(item, log=False, nextitem=session))


def _in_child(work: Callable[[], str]) -> str:
    """Return what a forked process says; one that hangs or dies counts as killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        gc.disable()
        with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
            said = work()
            with os.fdopen(write, "w") as pipe:
                pipe.write(said)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said or "killed"


def _say(text: str) -> None:
    print(text, file=sys.__stdout__, flush=True)


def explained() -> dict[tuple[str, str, str], str]:
    """Return the reason of each mutant that may live, by file, line text and change."""
    if not EXPLAINED.exists():
        return {}
    document = tomllib.loads(EXPLAINED.read_text("utf-8"))
    return {(m["file"], m["line"], c): m["why"] for m in document.get("mutant", []) for c in m["changes"]}


def main() -> int:
    """Run all modules, or those that MUTANTS_ONLY names; return 1 if anything is not explained."""
    wanted = os.environ.get("MUTANTS_ONLY", "").split() or list(SUITES)
    groups: dict[tuple[str, ...], list[str]] = {}
    for file in wanted:
        groups.setdefault(SUITES[file], []).append(file)
    results: list[tuple[Mutant, str]] = []
    for tests, files in groups.items():
        runner = Runner([m for file in files for m in mutants_of(file)])
        arguments = [
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "--no-header",
            "--tb=no",
            *(str(ROOT / t) for t in tests),
        ]
        if pytest.main(arguments, plugins=[runner]) not in (0, 5):
            return 1
        results += runner.results
    return report(results, wanted)


def report(results: list[tuple[Mutant, str]], files: list[str]) -> int:
    """Print what lives and is not explained, and explanations of nothing; return the exit code."""
    reasons = explained()
    alive = [m for m, outcome in results if outcome == "survived"]
    fitting = {(m.file, m.text, m.change) for m in alive}
    bare = [m for m in alive if (m.file, m.text, m.change) not in reasons]
    stale = [key for key in reasons if key[0] in files and key not in fitting]
    for m in bare:
        _say(f"SURVIVED {m.file}:{m.line}: {m.change}: {m.text}")
    for file, line, change in stale:
        _say(f"EXPLAINS NOTHING {file}: {change}: {line}")
    for file in files:
        mine = [(m, o) for m, o in results if m.file == file]
        dead = sum(o == "killed" for _, o in mine)
        _say(f"{file}: {len(mine)} mutants, {dead} killed, {len(mine) - dead} alive")
    known = len(alive) - len(bare)
    _say(f"{len(results)} mutants, {len(results) - len(alive)} killed, {known} explained, {len(bare)} not explained")
    return 1 if bare or stale else 0


if __name__ == "__main__":
    sys.exit(main())
