"""Every file that decides a cached result is in its digest, and any byte of one changes it."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlu.digest import PACKAGES, ROOT, digest_of, files_of, imported, state_of
from nlu.entities.known_names import cached
from nlu.intent import trained

ENTRIES = (trained.MODULE, cached.__name__)
WATCHED = """
import json, sys
opened = set()
sys.addaudithook(lambda event, given: opened.add(str(given[0])) if event == "open" else None)
from pathlib import Path
{done}
modules = [module.__file__ for name, module in sys.modules.items() if name.partition(".")[0] in {packages!r}]
print(json.dumps({{"modules": modules, "opened": sorted(opened)}}))
"""
DONE = {
    trained.MODULE: "from nlu.intent import trained\ntrained.prepare(Path(sys.argv[1]), None, Path(sys.argv[2]))",
    cached.__name__: (
        "from nlu.entities.known_names.cached import table_of\nfrom nlu.lexicon import Lexicon\n"
        "names = {'customers': [{'name': '佛山恒泰瓷砖有限公司', 'contacts': ['李总']}], 'products': ['智能分级机']}\n"
        "table_of(Lexicon.of(names), Path(sys.argv[1]))"
    ),
}


def by_syntax_tree(source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, "imports are absolute here"
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_are_found_as_the_syntax_tree_has_them(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        source = path.read_bytes()
        ours = {module for module in by_syntax_tree(source) if module.partition(".")[0] in PACKAGES}
        assert set(imported(source)) == ours, path


@pytest.mark.parametrize("entry", ENTRIES)
def test_what_is_loaded_and_read_on_the_way_is_in_the_digest(entry: str, few_examples: Path, tmp_path: Path) -> None:
    code = WATCHED.format(done=DONE[entry], packages=PACKAGES)
    command = [sys.executable, "-c", code, str(tmp_path), str(few_examples)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    seen, covered = json.loads(done.stdout), set(files_of(entry))
    assert {Path(file) for file in seen["modules"]} <= covered
    ours = [path for name in seen["opened"] if (path := ROOT / name).is_relative_to(ROOT) and path.is_file()]
    ours = [path for path in ours if path.relative_to(ROOT).parts[0] in PACKAGES and path.suffix != ".pyc"]
    assert len(ours) > 3 and set(ours) <= covered


@pytest.mark.parametrize("entry", ENTRIES)
def test_any_byte_counts(entry: str, tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "data"))
    files = files_of(entry, tmp_path)
    assert {path.relative_to(tmp_path) for path in files} == {path.relative_to(ROOT) for path in files_of(entry)}
    before = state_of(files)
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if content else b"\n")
        assert state_of(files) != before, path
        path.write_bytes(content)
    assert state_of(files) == before


def test_the_data_counts_too(tmp_path: Path) -> None:
    example = tmp_path / "greet.yml"
    example.write_text("早", "utf-8")
    before = digest_of(trained.MODULE, example)
    assert digest_of(trained.MODULE, example) == before != digest_of(trained.MODULE)
    example.write_text("早!", "utf-8")
    assert digest_of(trained.MODULE, example) != before


def test_word_lists_thesauri_and_the_schema_are_in_both() -> None:
    for entry in ENTRIES:
        names = {path.relative_to(ROOT).as_posix() for path in files_of(entry)}
        assert {"nlu/schema.yml", "nlu/text/words.txt", "config/concepts.yml", "config/cues.yml"} <= names
