"""A digest of every file that decides what is built from code and data: the part of a cache's name that changes when
the result would.

The modules are those that one module needs, found by following its imports through `PACKAGES`; the data are all
word lists, thesauri, rules and schemas that any of them may read. Parsing modules would cost more than all the hashing,
so imports are found by their form; a test holds this against the syntax tree.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("nlu", "config", "knowledge")
THESAURI = ("config/concepts.yml", "config/cues.yml")
NOT_RULES = ("nlu/data", "nlu/rasa")  # the training data, and what only Rasa's own server reads
_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]+)|import[ \t]+([^\n#]+))", re.MULTILINE
)
_NAME = re.compile(rb"([\w.]+)(?:[ \t]+as[ \t]+\w+)?")
_COMMENT = re.compile(rb"#[^\n]*")


def digest_of(module: str, *data: Path) -> str:
    """The digest of `module`, of what it needs, and of the files of `data`."""
    return hashlib.sha256(_state_of(module) + state_of(data)).hexdigest()[:16]


@lru_cache(maxsize=8)
def _state_of(module: str) -> bytes:
    """Kept for the life of the process: code and rules that are loaded do not change either."""
    return state_of(files_of(module))


def state_of(paths: Iterable[Path]) -> bytes:
    """Names and contents of files, hashed."""
    state = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        state.update(f"{path.name}\0{len(content)}\0".encode())
        state.update(content)
    return state.digest()


def files_of(module: str, root: Path = ROOT) -> list[Path]:
    """The files of `module` and of what it needs, in a fixed order."""
    rules = (path for kind in ("*.yml", "*.txt") for path in (root / "nlu").rglob(kind) if _is_rule(path, root))
    return sorted({*modules_of(module, root), *rules, *(root / path for path in THESAURI)})


def _is_rule(path: Path, root: Path) -> bool:
    return not path.relative_to(root).as_posix().startswith(NOT_RULES)


def modules_of(module: str, root: Path = ROOT) -> set[Path]:
    """The files of `module`, of the modules of `PACKAGES` that it imports, of theirs, and of their packages."""
    found: dict[str, Path] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in found or (path := _file_of(name, root)) is None:
            continue
        found[name] = path
        waiting += imported(path.read_bytes())
        waiting += [package for package, _, _ in [name.rpartition(".")] if package]
    return set(found.values())


def imported(source: bytes) -> Iterator[str]:
    """The modules of `PACKAGES` that a source imports, anywhere in it; with `from a import b` also a.b, which
    is a module if a is a package."""
    for package, names, modules in _IMPORT.findall(source):
        if package:
            yield from _ours(b".".join((package, name)) for name in (b"", *_names(names)))
        else:
            yield from _ours(_names(modules))


def _names(listed: bytes) -> list[bytes]:
    return _NAME.findall(_COMMENT.sub(b"", listed))


def _ours(names: Iterable[bytes]) -> Iterator[str]:
    for name in names:
        module = name.decode().rstrip(".")
        if module.partition(".")[0] in PACKAGES:
            yield module


def _file_of(module: str, root: Path) -> Path | None:
    path = root.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)
