"""Who acts is known to everything that changes rows, read from the code: an effect that a conversation names takes the
actor, checks rows against them, and gets them from the turn, never from a journal; so do the functions of sales."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from structure import files, name_of, tree

ACTORS = {"Actor", "Speaker"}
ANYBODYS = {  # effects that need not ask who acts, and why
    "bot.handlers.account.join.bind": "a stranger becomes a member: the invitation is the right",
    "bot.messaging.media_received.handle_again": "one's own file of this conversation, with today's rights",
    "bot.messaging.inbox.requeue": "one's own message of this conversation is read anew, with the rights one has then",
}
WRITES = {"session.add", "session.delete", "update_row", "insert_row"}
WRITES |= {f"deals.{name}" for name in ("write", "restart_clock", "supersede_breach")}
GIVEN = {  # functions of sales that write and are not told who acts, and why
    "sales.deals.write": "writes to a deal that its caller has locked in scope",
    "sales.deals.restart_clock": "writes to a deal that its caller has locked in scope",
    "sales.deals.supersede_breach": "writes to a deal that its caller has locked in scope",
    "sales.customers.add_contacts": "adds to a customer that its caller has in scope",
    "sales.decision_chain.claims.record": "adds claims to a customer that its caller has in scope",
    "sales.decision_chain.missing.note_missing": "notes on a deal that its caller has locked in scope what was said",
    "sales.followups.insert": "adds a row to what its caller has in scope",
    "sales.leads.reach.set_reach": "adds to a customer that its caller has locked in scope",
    "sales.leads.claims.claim": "claims what is a colleague's: nobody has that in scope",
    "sales.breaches.mark": "notes what a timer has done",
    "sales.call_recordings.keep_transcript": "notes what a job has heard",
    "sales.reminders.mark_reminded": "notes what a timer has done",
    "sales.teamwork.covers.begin": "notes what a timer has done",
    "sales.teamwork.covers.finish": "notes what a timer has done, or ends what its caller has in scope",
    "sales.tickets.steps.mark": "notes what a timer has done",
    "sales.tickets.steps.move": "whoever had it has left: it goes where the rule says",
}


def effects() -> Iterator[Callable[..., Any]]:
    """What conversations hand to `talk.execute`."""
    for path in files("bot/handlers"):
        names = vars(import_module(name_of(path)))
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "execute":
                yield eval(ast.unparse(node.args[1]), names)


def place(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def uses(function: Callable[..., Any], name: str) -> bool:
    """Whether the function's body reads this name."""
    body = ast.parse(inspect.getsource(function)).body[0]
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(body))


def test_every_effect_takes_who_acts_and_looks_at_them() -> None:
    found = {place(effect): effect for effect in effects()}
    assert len(found) > 25
    wrong = []
    for name, effect in found.items():
        _session, actor = list(inspect.signature(effect).parameters.values())[:2]
        required = actor.annotation in ACTORS and actor.default is inspect.Parameter.empty
        if not required or (name not in ANYBODYS and not uses(effect, actor.name)):
            wrong.append(name)
    assert not wrong
    assert found.keys() >= ANYBODYS.keys()


def test_no_effect_is_handed_a_speaker_by_its_conversation() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in files("bot/handlers")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "execute"
        if any("speaker" in ast.unparse(argument) for argument in node.args)
    ]
    assert not wrong


def test_what_changes_rows_of_sales_takes_who_acts() -> None:
    writing = set()
    for path in files("sales"):
        for node in tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            called = {ast.unparse(part.func) for part in ast.walk(node) if isinstance(part, ast.Call)}
            if called & WRITES and not any(argument.arg == "by" for argument in node.args.args):
                writing.add(f"{name_of(path)}.{node.name}")
    local = {"sales.deals.restart_clock"}  # by way of another function of its module
    assert writing == GIVEN.keys() - local


def test_conversations_branch_on_the_rights_of_their_opening() -> None:
    """Those of now would send a replay another way than its journal; they are handed on to reads and effects."""
    rights = re.compile(r"talk\.speaker\.(role|team_id|admin|sees_all)\b")
    assert not [name_of(path) for path in files("bot/handlers") if rights.search(path.read_text("utf-8"))]
