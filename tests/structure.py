"""The product's modules as they are written: who imports what, and what each package names as its front door."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("config", "storage", "nlu", "speech", "sales", "knowledge", "coaching", "analytics", "scheduler", "bot")
NOT_OURS = ("storage/migrations", "nlu/rasa/server")  # written by Alembic; Rasa's own process


@dataclass(frozen=True)
class Import:
    """`module` may be a name inside a module: `from sales.deals import DealFact` is sales.deals.DealFact."""

    importer: str
    line: int
    module: str

    def __str__(self) -> str:
        return f"{self.importer} (line {self.line}) imports {self.module}"


def files(*packages: str) -> Iterator[Path]:
    """Every Python file of the product, or of some packages."""
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if not path.relative_to(ROOT).as_posix().startswith(NOT_OURS):
                yield path


def name_of(path: Path) -> str:
    """The dotted name of a module; a package's is that of its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[Import]:
    """What a file imports, inside functions too, but not for type checking alone."""
    for node in _run(tree(path)):
        if isinstance(node, ast.Import):
            yield from (Import(name_of(path), node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (Import(name_of(path), node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _run(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            continue
        yield child
        yield from _run(child)


def is_package(name: str) -> bool:
    return (ROOT / Path(*name.split(".")) / "__init__.py").is_file()


@cache
def front_door(package: str) -> frozenset[str] | None:
    """The names in a package's `__all__`; None where it has none."""
    for node in tree(ROOT / Path(*package.split(".")) / "__init__.py").body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return frozenset(ast.literal_eval(node.value))
    return None


def doors_passed(entry: Import) -> Iterator[tuple[str, str]]:
    """(package, name): each package that the import enters from outside, and what it takes there."""
    parts = entry.module.split(".")
    for end in range(1, len(parts)):
        package = ".".join(parts[:end])
        if is_package(package) and not f"{entry.importer}.".startswith(f"{package}."):
            yield package, parts[end]


def names(path: Path) -> Iterator[tuple[int, str]]:
    """(line, name) of everything that the file gives a name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr


def calls(path: Path, *methods: str) -> list[int]:
    """The lines on which one of these methods is called."""
    return [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods
    ]


def lengths(paths: Sequence[Path]) -> dict[str, int]:
    """How many lines each file has."""
    return {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in paths}
