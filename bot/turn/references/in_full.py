"""Words that lean on a message before them, said in full.

1让小周下班前报价 2和3再给两天, behind a numbered list, is one sentence for each of its deals; 那小吴呢, behind a
question about somebody else, is that question about 小吴.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.turn.opening import Opening
from bot.turn.undo.how_it_began import opening_of
from nlu import leaders
from storage.conversations import Outbox, Run

FRESH = timedelta(hours=24)
READ = 6  # messages looked through for a list
OF_REMINDERS = frozenset({"my_reminders"})  # flows whose numbered lists are no deals
ASKING = frozenset({"query_team", "customer_info"})
_LINE = re.compile(r"^(?P<number>\d{1,2})\. (?P<customer>[^ (:,]+)(?: (?P<product>[^(:,]+))?", re.MULTILINE)
_NUMBERED = re.compile(
    r"第?(?P<numbers>\d(?:(?:和|、|跟)\d)*)(?:号|个|条)?(?P<words>(?![\d.:点月日天个%万千年折成台家单小分]).+)",
    re.DOTALL,
)


def said_in_full(session: Session, conversation_id: int, text: str, now: datetime) -> tuple[str, ...]:
    """The sentences that the words stand for; () where they lean on nothing."""
    if parts := _numbered_parts(text):
        return _of_list(session, conversation_id, parts, now)
    name = leaders.elliptic(text)
    asked = _last_question(session, conversation_id, now) if name else None
    return (_asked_of(asked, name),) if asked is not None and name else ()


def _numbered_parts(text: str) -> list[tuple[str, str]]:
    """Numbers and what is said of them, in the order said; nothing where the words do not begin so."""
    parts: list[tuple[str, str]] = []
    for piece in re.split(r"[，,;；。\s]+", text.strip()):
        found = _NUMBERED.fullmatch(piece)
        if found is not None:
            parts.append((found["numbers"], found["words"]))
        elif parts:
            parts[-1] = (parts[-1][0], f"{parts[-1][1]},{piece}")
        else:
            return []
    return parts


def _of_list(session: Session, conversation_id: int, parts: list[tuple[str, str]], now: datetime) -> tuple[str, ...]:
    """What is said of the deals of the newest list; nothing where that is a list of something else."""
    shown = (
        select(Outbox.text, Run.flow)
        .outerjoin(Run, col(Run.id) == col(Outbox.run_id))
        .where(col(Outbox.conversation_id) == conversation_id, col(Outbox.at) >= now - FRESH)
    )
    rows = session.exec(shown.order_by(col(Outbox.id).desc()).limit(READ)).all()
    lists = ((lines, flow) for text, flow in rows if (lines := list(_LINE.finditer(text))))
    lines, flow = next(lists, ([], None))
    if flow in OF_REMINDERS:
        return ()
    meant = {
        line["number"]: f"{line['customer']}{product}那单" if (product := line["product"]) else line["customer"]
        for line in lines
    }
    said = [(number, words) for numbers, words in parts for number in re.findall(r"\d", numbers)]
    if any(number not in meant for number, _ in said):
        return ()
    return tuple(meant[number] + words for number, words in said)


def _last_question(session: Session, conversation_id: int, now: datetime) -> Opening | None:
    """The question that the latest run answered, if it names somebody."""
    query = select(Run).where(col(Run.conversation_id) == conversation_id, col(Run.opened_at) >= now - FRESH)
    run = session.exec(query.order_by(col(Run.id).desc()).limit(1)).first()
    if run is None or run.flow not in ASKING:
        return None
    return opening_of(run)


def _asked_of(asked: Opening, name: str) -> str:
    """The question with this name where it has another."""
    meant = asked.understanding
    places = meant.spans_of("person") or meant.spans_of("customer")
    if not places:
        return name + asked.text.removeprefix("我")
    start, end = places[0]
    return asked.text[:start] + name + asked.text[end:]
