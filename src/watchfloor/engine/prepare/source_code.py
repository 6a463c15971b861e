"""What a function of the package is made of: all that it reaches by name, and the tables that this reads.

A function reaches the statements that bind the names it uses, in its own module and behind imports, and what
those use in turn. Counted of them are syntax trees without docstrings, annotations of functions, imports and
names of files, and the rows of tables without headers: what is only moved or told better counts for nothing.
The vocabulary (`model`, `errors`) is not counted either: a change of what is stored has its migration.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE = "watchfloor"
_VOCABULARY = ("watchfloor.model", "watchfloor.errors")
_TABLES = (".tsv", ".txt", ".npz")
_ANNOTATIONS = {ast.arg: "annotation", ast.FunctionDef: "returns", ast.AsyncFunctionDef: "returns"}
_LENGTH = 12  # digits of a digest

CodePlace = tuple[str, str]
"""A module, and what of it: `Class.method`, or the number of a statement."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """The digest of a statement, the names that it uses, and the strings and forms of strings in it."""

    digest: bytes
    uses: frozenset[str]
    strings: frozenset[str]
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Module:
    """The statements of a module, by number and by method, and what binds its names."""

    statements: Mapping[str, _Statement]
    methods: Mapping[str, _Statement]
    bound: Mapping[str, frozenset[str]]
    imported: Mapping[str, tuple[str, str]]
    effects: frozenset[str]  # statements that do something when the module is loaded
    unused: frozenset[str]  # names of imports that are there for what loading them does


class PackageSource:
    """The modules and tables of a package below `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[str, _Module] = {}
        self._rows: dict[str, bytes] = {}

    @cached_property
    def _modules(self) -> Mapping[str, Path]:
        found = {}
        for path in self._root.rglob("*.py"):
            parts = path.relative_to(self._root).with_suffix("").parts
            found[".".join((PACKAGE, *(part for part in parts if part != "__init__")))] = path
        return found

    @cached_property
    def _tables(self) -> Mapping[str, Path]:
        data = self._root / "data"
        held = (path for path in data.rglob("*") if path.suffix in _TABLES)
        return {path.relative_to(data).as_posix(): path for path in held}

    def digest(self, roots: Iterable[CodePlace], *others: str) -> str:
        """Return the digest of what functions are made of, and of `others`."""
        places = self.reached(roots)
        parts = [self._statement(place).digest for place in places]
        parts += [self._table(table) for table in self.tables_of(places)]
        whole = hashlib.sha256("\n".join(others).encode())
        for part in sorted(parts):
            whole.update(part)
        return whole.hexdigest()[:_LENGTH]

    def package(self, name: str) -> list[CodePlace]:
        """Return all statements of a package or module."""
        held = (one for one in self._modules if one == name or one.startswith(f"{name}."))
        return [(one, at) for one in held for at in self._module(one).statements]

    def function(self, module: str, qualified: str) -> list[CodePlace]:
        """Return where a function or method stands: all of its module where it has no name of its own."""
        if module not in self._modules:
            return []
        held = self._module(module)
        if qualified in held.methods:
            return [(module, qualified)]
        return [(module, at) for at in held.bound.get(qualified, held.statements)]

    def reached(self, roots: Iterable[CodePlace]) -> frozenset[CodePlace]:
        """Return the statements that `roots` reach, themselves among them."""
        waiting = list(roots)
        found: set[CodePlace] = set()
        while waiting:
            place = waiting.pop()
            if place not in found:
                found.add(place)
                waiting += self._targets(place)
        return frozenset(found)

    def tables_of(self, places: Iterable[CodePlace]) -> list[str]:
        """Return the tables that statements name: by path, by folder and name, or by a form of both."""
        statements = [self._statement(place) for place in places]
        strings = frozenset().union(*(one.strings for one in statements))
        forms = [re.compile(form) for form in frozenset().union(*(one.forms for one in statements))]

        def is_named(table: str) -> bool:
            folder, _, name = table.rpartition("/")
            matches = (form.fullmatch(table) for form in forms)
            return (
                table in strings
                or (folder in strings and name in strings)
                or any(match and set(match.groups()) <= strings for match in matches)
            )

        return sorted(filter(is_named, self._tables))

    def _targets(self, place: CodePlace) -> Iterator[CodePlace]:
        module = place[0]
        held = self._module(module)
        for at in held.effects:
            yield module, at
        for name in (*self._statement(place).uses, *held.unused):
            yield from self._resolved(module, name)

    def _resolved(self, module: str, name: str) -> Iterator[CodePlace]:
        """Yield the statements that bind a name of a module, behind what is imported and handed on."""
        held = self._module(module)
        for at in held.bound.get(name, ()):
            yield module, at
        if name not in held.bound and name in held.imported:
            target, word = held.imported[name]
            if f"{target}.{word}" in self._modules:
                yield from self.package(f"{target}.{word}")
            elif target in self._modules and not target.startswith(_VOCABULARY):
                yield from self._resolved(target, word)

    def _table(self, name: str) -> bytes:
        if name not in self._rows:
            self._rows[name] = _of_table(self._tables[name])
        return self._rows[name]

    def _statement(self, place: CodePlace) -> _Statement:
        held = self._module(place[0])
        return held.methods.get(place[1]) or held.statements[place[1]]

    def _module(self, name: str) -> _Module:
        if name not in self._read:
            self._read[name] = read_module(self._modules[name].read_text("utf-8"), frozenset(self._tables))
        return self._read[name]


def read_module(code: str, tables: frozenset[str]) -> _Module:
    """Return what the code of a module is made of, where `tables` are the tables of the package."""
    tree = ast.parse(code)
    body = {str(at): node for at, node in enumerate(tree.body) if not _is_for_types(node)}
    imported = {local: target for node in body.values() for local, target in _imports(node)}
    counted = {at: node for at, node in body.items() if _counts(node)}
    statements = {at: _statement(node, tables) for at, node in counted.items()}
    bound: dict[str, set[str]] = {}
    for at, node in counted.items():
        for name in _binds(node):
            bound.setdefault(name, set()).add(at)
    used = frozenset().union(*(one.uses for one in statements.values()))
    all_of_it = statements if "globals" in used else ()
    ours = frozenset((*bound, *imported))
    return _Module(
        statements=statements,
        methods={
            f"{node.name}.{inner.name}": _statement(inner, tables)
            for node in counted.values()
            if isinstance(node, ast.ClassDef)
            for inner in node.body
            if isinstance(inner, ast.FunctionDef)
        },
        bound={name: frozenset(places) for name, places in bound.items()},
        imported=imported,
        effects=frozenset((*all_of_it, *(at for at, node in counted.items() if _has_effect(node, ours)))),
        unused=frozenset(name for name in imported if name not in used),
    )


def _imports(node: ast.stmt) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what a statement imports of the package, within functions too."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.ImportFrom) and (inner.module or "").startswith(PACKAGE):
            for alias in inner.names:
                yield alias.asname or alias.name, (inner.module or "", alias.name)


def _statement(node: ast.stmt, tables: frozenset[str]) -> _Statement:
    strings = {
        inner.value
        for inner in ast.walk(node)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    }
    forms = {_form(inner) for inner in ast.walk(node) if isinstance(inner, ast.JoinedStr)}
    return _Statement(
        digest=hashlib.sha256(_meaning(node, tables).encode()).digest(),
        uses=frozenset(_names(node)),
        strings=frozenset(strings),
        forms=frozenset(form for form in forms if "/" in form),
    )


def _form(node: ast.JoinedStr) -> str:
    """Return an f-string as a regular expression with a group for each value."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"([^/]+)" for part in node.values
    )


def _names(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement looks up when it runs: not those of its annotations."""
    if isinstance(node, ast.Name):
        yield node.id
    for field, value in ast.iter_fields(node):
        if _ANNOTATIONS.get(type(node)) != field:
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, ast.AST):
                    yield from _names(inner)


def _binds(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a module binds."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    else:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                yield inner.id
            elif isinstance(inner, ast.FunctionDef | ast.ClassDef):
                yield inner.name


def _has_effect(node: ast.stmt, ours: frozenset[str]) -> bool:
    """Tell what does more than to bind names: calls, loops, and definitions that the package decorates."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return any(name in ours for decorator in node.decorator_list for name in _names(decorator))
    return not isinstance(node, ast.Assign | ast.AnnAssign)


def _is_for_types(node: ast.stmt) -> bool:
    """Tell what only a type checker reads."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _counts(node: ast.stmt) -> bool:
    """Tell a statement that does something from imports, docstrings and lists of what is handed on."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id != "__all__"
    return not isinstance(node, ast.Import | ast.ImportFrom) and not _is_docstring(node)


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _meaning(node: object, tables: frozenset[str]) -> str:
    """Return a syntax tree in words, without docstrings, imports, annotations and names of tables."""
    if isinstance(node, ast.Constant):
        return "a table" if node.value in tables else f"{type(node.value).__name__} {node.value!r}"
    if isinstance(node, ast.AST):
        return _meaning_of_fields(node, tables)
    if isinstance(node, list):
        told = [_meaning(it, tables) for it in node if _is_meant(it)]
        return f"[{'; '.join(told)}]" if told else ""
    return "" if node is None else str(node)


def _meaning_of_fields(node: ast.AST, tables: frozenset[str]) -> str:
    left_out = _ANNOTATIONS.get(type(node))
    inner = ((name, _meaning(value, tables)) for name, value in ast.iter_fields(node) if name != left_out)
    return f"{type(node).__name__}({', '.join(f'{name}={told}' for name, told in inner if told)})"


def _is_meant(node: object) -> bool:
    """Tell what is no import and no docstring."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return False
    return not (isinstance(node, ast.stmt) and _is_docstring(node))


def _of_table(path: Path) -> bytes:
    """Return the digest of a table's rows; of what is no text, of its bytes."""
    if path.suffix == ".npz":
        return hashlib.sha256(path.read_bytes()).digest()
    lines = path.read_text("utf-8").splitlines()
    rows = [line for line in lines if line.strip() and line != "#" and not line.startswith("# ")]
    return hashlib.sha256("\n".join(rows).encode()).digest()
