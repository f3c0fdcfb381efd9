"""The walls of the house, read from the code: who imports whom, who knows of chats, how long a module is."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest

from bot import handlers
from bot.conversation.flow import Flow
from bot.conversation.messages import Offer
from bot.turn.router import FlowTable
from bot.wording.offers import OFFERS
from nlu.schema import schema

ROOT = Path(__file__).parents[1]
INTENTS = tuple(schema().intents)
RANK = {
    "config": 0, "storage": 1, "nlu": 2, "speech": 2, "sales": 3, "knowledge": 3, "coaching": 3, "scheduler": 4,
    "bot": 5,
}  # fmt: skip
KNOWS_NO_STORAGE = ("nlu", "speech")
EDGES = ("telegram", "wechatpy", "starlette", "fastapi", "uvicorn", "websockets")
CHAT = ("chat", "channel", "flow", "outbox", "inbox", "button", "telegram", "wechat")
CHAT_FREE = ("sales", "knowledge", "coaching", "scheduler", "nlu", "speech")
HEAVY = (
    "sklearn", "scipy", "pypinyin", "matplotlib", "telegram", "torch", "sentence_transformers", "faster_whisper",
    "faiss", "pandas",
)  # fmt: skip
LONGEST = 400


def modules(*packages: str) -> Iterator[tuple[str, Path]]:
    """(package, file) of every Python module; migrations are written by Alembic and never edited, and Rasa's own
    server is another program in another environment."""
    for package in packages or RANK:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.parent.name != "versions" and "rasa/server" not in path.as_posix():
                yield package, path


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, module) of every import in the file, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module


def names(path: Path) -> Iterator[tuple[int, str]]:
    """(line, name) of everything that the file gives a name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr


def may_import(package: str, other: str) -> bool:
    if other == package or other not in RANK:
        return True
    return RANK[other] < RANK[package] and not (package in KNOWS_NO_STORAGE and other == "storage")


def here(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_imports_run_one_way() -> None:
    wrong = [
        f"{here(path, line)} imports {module}"
        for package, path in modules()
        for line, module in imports(path)
        if not may_import(package, module.partition(".")[0])
    ]
    assert not wrong, "\n".join(wrong)


def test_the_rule_itself_tells_right_from_wrong() -> None:
    assert may_import("bot", "nlu") and may_import("scheduler", "sales") and may_import("nlu", "config")
    for package, other in (
        ("sales", "bot"),
        ("knowledge", "sales"),
        ("nlu", "storage"),
        ("speech", "nlu"),
        ("config", "nlu"),
    ):
        assert not may_import(package, other)


def test_only_the_bot_knows_platforms_and_the_web() -> None:
    wrong = [
        f"{here(path, line)} imports {module}"
        for package, path in modules()
        for line, module in imports(path)
        if package != "bot" and module.partition(".")[0] in EDGES
    ]
    assert not wrong, "\n".join(wrong)


def test_the_domain_does_not_speak_of_chats() -> None:
    wrong = [
        f"{here(path, line)} says {name}"
        for _, path in modules(*CHAT_FREE)
        for line, name in names(path)
        if any(word in name.lower().split("_") for word in CHAT)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_conversation_imports_another() -> None:
    wrong = [
        f"{here(path, line)} imports {module}"
        for room in ("handlers", "notices")
        for path in sorted((ROOT / "bot" / room).rglob("*.py"))
        if path != ROOT / "bot" / "handlers" / "__init__.py"
        for line, module in imports(path)
        if f"{module}.".startswith("bot.handlers.") and not (room == "handlers" and ".shared." in f"{module}.")
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_is_longer_than_it_should_be() -> None:
    files = [path for _, path in modules()] + sorted((ROOT / "bot" / "channels" / "web" / "page").glob("*.js"))
    long = {
        here(path, lines): lines for path in files if (lines := len(path.read_text("utf-8").splitlines())) >= LONGEST
    }
    assert not long


def test_starting_imports_nothing_heavy() -> None:
    code = (
        f"import sys, bot.__main__, bot.runtime.server, nlu.engine; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not done.stdout.split()


def test_every_intent_is_in_exactly_one_of_flows_and_not_yet() -> None:
    table = FlowTable(handlers.FLOWS, handlers.NOT_YET, INTENTS, OFFERS)
    assert set(table.by_intent).isdisjoint(handlers.NOT_YET)
    assert set(INTENTS) == set(table.by_intent) | set(handlers.NOT_YET)


@pytest.mark.parametrize(
    ("flows", "not_yet", "named"),
    [
        (handlers.FLOWS[1:], handlers.NOT_YET, handlers.FLOWS[0].name),
        (handlers.FLOWS, {**handlers.NOT_YET, "undo": "…"}, "undo"),
        (handlers.FLOWS, {k: v for k, v in handlers.NOT_YET.items() if k != "check_stock"}, "check_stock"),
        ((*handlers.FLOWS, handlers.FLOWS[0]), handlers.NOT_YET, "log_followup"),
    ],
    ids=["nowhere", "in both", "neither", "two flows for one start"],
)
def test_start_up_fails_otherwise(flows: tuple, not_yet: dict, named: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(ValueError, match=named):
        FlowTable(flows, not_yet, INTENTS, OFFERS)


@dataclass(frozen=True)
class OpensNothing(Offer):
    flow: ClassVar[str] = "nowhere"


@pytest.mark.parametrize(
    ("flows", "offers", "named"),
    [
        (handlers.FLOWS, (*OFFERS, OpensNothing), "nowhere"),
        (handlers.FLOWS, OFFERS[1:], OFFERS[0].flow),
        (tuple(replace(flow, offer=None) for flow in handlers.FLOWS), OFFERS, OFFERS[0].flow),
        ((replace(handlers.FLOWS[0], offer=OpensNothing), *handlers.FLOWS[1:]), OFFERS, "OpensNothing"),
    ],
    ids=["of no flow", "of a flow, in no list", "not declared by its flow", "of another flow"],
)
def test_start_up_fails_where_offers_and_flows_do_not_name_each_other(
    flows: tuple[Flow, ...], offers: tuple[type[Offer], ...], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        FlowTable(flows, handlers.NOT_YET, INTENTS, offers)
