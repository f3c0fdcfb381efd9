"""The structure of the product, read from the code: who imports whom, and by which public names."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar

import pytest
from structure import (
    PACKAGES,
    ROOT,
    Import,
    calls,
    doors_passed,
    files,
    front_door,
    imports,
    is_package,
    lengths,
    name_of,
    names,
    tree,
)
from testing import Company

from bot import handlers
from bot.conversation import types
from bot.conversation.flow import Flow
from bot.conversation.messages import Offer
from bot.turn.router import FlowTable
from bot.turn.speaker.by_speaker import READ_HERE
from bot.wording.offers import OFFERS
from nlu.schema import schema

INTENTS = tuple(schema().intents)
RANK = {
    "config": 0, "storage": 1, "nlu": 2, "speech": 2, "sales": 3, "knowledge": 3, "coaching": 3, "analytics": 4,
    "scheduler": 5, "bot": 6,
}  # fmt: skip
APART = frozenset({"sales", "knowledge", "coaching"})  # never import each other
ROOMS = {
    "bot.access": 0, "bot.conversation": 0, "bot.wording": 1, "bot.messaging": 1, "bot.admin": 2, "bot.turn": 3,
    "bot.channels": 4, "bot.handlers": 4, "bot.notices": 4, "bot.app": 5, "bot.runtime": 6, "bot.commands": 7,
    "bot.__main__": 8,
}  # fmt: skip
BESIDE = ("bot.access", "bot.wording")  # beside the others: read from everywhere above conversation
KNOWS_NO_STORAGE = ("nlu", "speech")
EDGES = ("telegram", "wechatpy", "starlette", "fastapi", "uvicorn", "websockets")
CHAT = ("chat", "channel", "flow", "outbox", "inbox", "button", "telegram", "wechat", "wecom")
CHAT_FREE = ("sales", "knowledge", "coaching", "analytics", "scheduler", "nlu", "speech")
HEAVY = (
    "sklearn", "scipy", "pypinyin", "matplotlib", "telegram", "torch", "sentence_transformers", "faster_whisper",
    "faiss", "pandas",
)  # fmt: skip
PLATFORMS = ("telegram", "wecom", "official", "ilink")  # each in the rooms whose names begin like it
SQL = frozenset({"select", "insert", "update", "delete", "text", "col", "func"})
LONGEST, MOST_MODULES = 300, 15
MOST_ROOMS = 8
PATH_BESIDE = (
    "config",
    "storage",
    *BESIDE,
    "bot.app",
    "bot.runtime",
    "scheduler.clock",
)  # under and around the way of a message


def every_import(*packages: str) -> list[Import]:
    return [entry for path in files(*packages) for entry in imports(path)]


def package_of(module: str) -> str:
    return module.partition(".")[0]


def room_of(module: str) -> str:
    """bot.turn.processor is of the room bot.turn."""
    return ".".join(module.split(".")[:2])


def may_import(package: str, other: str) -> bool:
    if other == package or other not in RANK:
        return True
    if other == "storage" and package in KNOWS_NO_STORAGE:
        return False
    return RANK[other] < RANK[package] and not {package, other} <= APART


def test_imports_run_one_way() -> None:
    wrong = [
        str(entry) for entry in every_import() if not may_import(package_of(entry.importer), package_of(entry.module))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_rule_itself_tells_right_from_wrong() -> None:
    assert may_import("bot", "nlu") and may_import("scheduler", "sales") and may_import("nlu", "config")
    assert may_import("analytics", "sales")
    for package, other in (
        ("sales", "bot"),
        ("knowledge", "sales"),
        ("nlu", "storage"),
        ("speech", "nlu"),
        ("config", "nlu"),
        ("sales", "analytics"),
    ):
        assert not may_import(package, other)


def test_the_rooms_of_the_bot_are_above_each_other() -> None:
    def wrong(entry: Import) -> bool:
        room, other = room_of(entry.importer), room_of(entry.module)
        if room == other or other not in ROOMS or room not in ROOMS:
            return False
        return ROOMS[other] >= ROOMS[room] and not (other in BESIDE and room != "bot.conversation")

    found = [str(entry) for entry in every_import("bot") if wrong(entry)]
    assert not found, "\n".join(found)
    rooms = {room_of(name_of(path)) for path in files("bot")} - {"bot"}
    assert rooms == set(ROOMS), "a room has no place in the order"


def test_conversations_know_nothing_of_the_trade() -> None:
    ours = [
        entry for entry in every_import("bot.conversation".replace(".", "/")) if package_of(entry.module) in PACKAGES
    ]
    assert ours and not [str(entry) for entry in ours if room_of(entry.module) != "bot.conversation"]


def test_every_package_is_entered_by_its_front_door() -> None:
    wrong = [
        f"{entry}, which {package}/__init__.py does not name"
        for entry in every_import()
        for package, name in doors_passed(entry)
        if package_of(package) in PACKAGES and package not in ("bot",) and name not in (front_door(package) or ())
    ]
    assert not wrong, "\n".join(wrong)


def test_every_package_says_what_enters_and_leaves() -> None:
    for path in files():
        if path.name == "__init__.py" and name_of(path) != "bot":
            assert len(ast.get_docstring(tree(path)) or "") > 60, f"{name_of(path)} says too little"
            assert front_door(name_of(path)) is not None, f"{name_of(path)} names no front door"


def test_a_front_door_names_what_is_there() -> None:
    for path in files():
        for name in front_door(name_of(path)) or () if path.name == "__init__.py" else ():
            package = import_module(name_of(path))
            assert hasattr(package, name) or is_module(f"{name_of(path)}.{name}"), f"{name_of(path)} has no {name}"


def is_module(name: str) -> bool:
    return is_package(name) or (ROOT / (name.replace(".", "/") + ".py")).is_file()


def test_no_conversation_imports_another() -> None:
    def stranger(entry: Import) -> bool:
        own, other = entry.importer.split("."), entry.module.split(".")
        outside = other[:2] == ["bot", "handlers"] and other[2:3] != ["shared"]
        return outside and own != ["bot", "handlers"] and own != other[: len(own)]

    wrong = [
        str(entry) for entry in every_import("bot/handlers") if len(entry.importer.split(".")) > 3 and stranger(entry)
    ]
    assert not wrong, "\n".join(wrong)


def test_conversations_and_notices_hold_no_sql() -> None:
    wrong = [
        str(entry)
        for entry in every_import("bot/handlers", "bot/notices")
        if package_of(entry.module) in ("sqlalchemy", "sqlmodel") and entry.module.rpartition(".")[2] in SQL
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_bot_knows_platforms_and_the_web() -> None:
    wrong = [
        str(entry)
        for entry in every_import()
        if package_of(entry.importer) != "bot" and package_of(entry.module) in EDGES
    ]
    assert not wrong, "\n".join(wrong)


def test_a_platform_is_named_in_its_own_room_only() -> None:
    """There, where the channels are listed, and in the settings; texts and comments do not count."""
    channels = ROOT / "bot" / "channels"
    known = {channels / "configured.py", channels / "checkup.py", ROOT / "config" / "settings.py"}

    def wrong(platform: str, path: Path) -> list[str]:
        spoken = [(line, name) for line, name in names(path) if platform in name.lower()]
        spoken += [(entry.line, entry.module) for entry in imports(path) if platform in entry.module]
        return [f"{name_of(path)}:{line} says {name}" for line, name in spoken]

    found = [
        place
        for platform in PLATFORMS
        for path in files()
        if path not in known and not path.relative_to(ROOT).as_posix().startswith(f"bot/channels/{platform}")
        for place in wrong(platform, path)
    ]
    assert not found, "\n".join(found)


def test_the_domain_does_not_speak_of_chats() -> None:
    wrong = [
        f"{name_of(path)}:{line} says {name}"
        for path in files(*CHAT_FREE)
        for line, name in names(path)
        if any(word in name.lower().split("_") for word in CHAT)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_domain_does_not_commit() -> None:
    """Only the processor, the inbox, sends, jobs, the sweep and the edges of a process open a writing transaction."""
    wrong = [
        f"{name_of(path)}:{line}"
        for path in [*files("sales", "nlu", "config"), *files("bot/handlers", "bot/notices", "bot/conversation")]
        for line in calls(path, "write", "write_connection", "commit")
        if "db" in path.read_text("utf-8")
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_is_longer_than_it_should_be() -> None:
    pages = sorted((ROOT / "bot" / "channels" / "web").rglob("page/[!.]*.js"))
    pages = [path for path in pages if not path.name.endswith(".min.js")]  # a library as it was published
    assert not {path: lines for path, lines in lengths([*files(), *pages]).items() if lines > LONGEST}


def test_no_package_holds_too_many_modules() -> None:
    held = Counter(path.parent.relative_to(ROOT).as_posix() for path in files() if path.name != "__init__.py")
    assert not {package: count for package, count in held.items() if count > MOST_MODULES}


def test_starting_imports_nothing_heavy() -> None:
    started = "bot.__main__, bot.runtime.server, nlu.engine"
    code = f"import sys, {started}; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not done.stdout.split()


def test_every_stored_name_leads_to_a_class() -> None:
    for name in {*types.STORED, *types.FORMERLY} - {"basket"}:  # a test's own
        kind, _ = types.type_of(name)
        assert types.STORED[types.FORMERLY.get(name, name)] == f"{kind.__module__}:{kind.__qualname__}"
    assert set(types.FORMERLY.values()) <= set(types.STORED) and set(types.FORMER_FIELDS) <= set(types.STORED)
    assert len(set(types.STORED.values())) == len(types.STORED)


def test_a_message_passes_few_rooms_in_the_order_that_is_drawn(company: Company) -> None:
    """The rooms whose code a message runs through, in order of entry, as ARCHITECTURE.md draws them."""
    rep = company.member("小周")
    rep.says("早").hears("小周,你好")  # what is loaded on first use is loaded now
    company.restarts = False
    passed: dict[str, None] = {}

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        module = str(frame.f_globals.get("__name__", ""))
        if event == "call" and package_of(module) in PACKAGES and not module.startswith(PATH_BESIDE):
            passed.setdefault(room_of(module) if module.startswith("bot.") else package_of(module))

    sys.setprofile(note)
    try:
        rep.says("刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟")
    finally:
        sys.setprofile(None)
    rep.hears("已记录")
    way = list(passed)
    assert len(way) <= MOST_ROOMS, way
    assert way == drawn(), f"passed {way}"


def drawn() -> list[str]:
    """The rooms in the diagram of ARCHITECTURE.md, in order of first mention."""
    diagram = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("```")[1]
    found = re.findall(r"\b(bot/[a-z]+|nlu|sales|scheduler)/", diagram)
    rooms = [name.replace("/", ".") for name in dict.fromkeys(found)]
    return [room for room in rooms if room not in PATH_BESIDE]


def test_every_intent_is_in_exactly_one_of_flows_and_not_yet() -> None:
    table = FlowTable(handlers.FLOWS, handlers.NOT_YET, INTENTS, OFFERS)
    assert set(table.by_intent).isdisjoint(handlers.NOT_YET)
    assert set(INTENTS) | READ_HERE == set(table.by_intent) | set(handlers.NOT_YET)


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
