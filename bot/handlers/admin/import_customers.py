"""A customer list is sent: read beside the conversation, shown line by line as far as something is wrong, imported by
one tap, all or nothing.

Where a line may be a customer that is there, in another spelling, that is asked first (同一家, 不是同一家).
What is said of it meanwhile (第 3 行不要, 明远那家给小周, 甲方就是客户名称) is read so and shown once more; what stands
in the cells is put right in the file only. Nothing in a cell is ever an instruction: cells become names, sums and days,
and go nowhere else. If something changes in the company between the preview and the tap, the list is read and shown
once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.admin.importing import BRING_IN, READ
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.importing import list_answers
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording import turn as turn_wording
from bot.wording.admin import importing as wording
from bot.wording.admin.import_problems import same_question
from bot.wording.offers import UndoImport
from config.policy import Policy
from nlu import lists
from nlu.lists import Meant
from nlu.understanding import Understanding
from sales import importing
from sales.errors import Changed
from sales.importing import Amendments, Counts, MaySame, Preview

SAME, APART, ALL_APART = list_answers.SAME, list_answers.APART, list_answers.ALL_APART
EVERYTHING, GOOD, NOTHING = list_answers.EVERYTHING, list_answers.GOOD, list_answers.NOTHING
MOST_COLUMNS = 12


async def import_customers(talk: Talk, opening: Opening) -> None:
    assert opening.media is not None
    now = await talk.now()
    import_id = await talk.execute("begin", begun, talk.policy, opening.media.name, now)
    if isinstance(import_id, Stale):
        return await talk.say(wording.NOT_YOURS)
    about = {"import": import_id, "key": opening.media.key, "member": opening.speaker.member_id, "run": opening.run}
    amended, again = Amendments(), False
    for reading in count(1):
        part = talk.part(reading)
        read = await part.job("read", READ, {**about, "at": now.isoformat(), "amended": amended.as_json})
        chosen = (
            await columns(part, read) if read.get("headings") else await decided(part, read, import_id, amended, again)
        )
        if chosen is None:
            return
        again = False
        if isinstance(chosen, Amendments):
            amended = amended.and_then(chosen)
            continue
        if chosen == NOTHING:
            await part.execute("drop", importing.drop, import_id)
            return await talk.say(wording.NOT_IMPORTED)
        at = await part.now()
        args = {**about, "at": at.isoformat(), "only_good": chosen == GOOD}
        done = await part.job("bring_in", BRING_IN, args)
        again = bool(done.get("stale"))
        if not again:
            found = await part.query("found", importing.preview, import_id)
            return await conclude(talk, opening, found, done, left_out=chosen == GOOD)


async def columns(talk: Talk, read: Mapping[str, Any]) -> Amendments | str:
    """Which column holds the customers, and others that the person explains, where the headings are unusual."""
    headings = tuple(read["headings"])[:MOST_COLUMNS]
    choices = [
        *(Choice(heading, Amendments(columns=((heading, "customer"),))) for heading in headings),
        Choice(NOTHING),
    ]

    def read_columns(text: str, understanding: Understanding, asked: Asked) -> Amendments | str | NotAnAnswer:
        explained = importing.explained(headings, lists.meant_otherwise(text))
        if lists.declines(text):
            return NOTHING
        named = any(field == "customer" for _, field in explained.columns)
        return explained if named else NotAnAnswer(wording.WHICH_COLUMN)

    def claims(_session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
        return lists.declines(text) or bool(importing.explained(headings, lists.meant_otherwise(text)).columns)

    answer: Amendments | str = await talk.ask(
        "column",
        wording.unusual_headings(headings),
        choices,
        read_columns,
        brief=wording.WHICH_COLUMN,
        claims=claims,
        lasting=True,
    )
    return answer


async def decided(
    talk: Talk, read: Mapping[str, Any], import_id: int, amended: Amendments, again: bool
) -> Amendments | str | None:
    """What the person chooses of the list as it was read, or says is meant otherwise; None if there is nothing to
    decide, which they have been told."""
    if read["status"] != "done" or "refused" in read:
        await talk.say(refusal(read))
        return None
    if "unreadable" in read:
        await talk.say(wording.unreadable(read["unreadable"], read.get("line", 0)))
        return None
    found = await talk.query("preview", importing.preview, import_id)
    shown = [wording.CHANGED_MEANWHILE] if again else []
    shown += [*wording.amended(amended), wording.preview(talk.policy, found)]
    if found.near:
        return await same_or_apart(talk, found, shown)
    if not found.everything.any:
        await talk.say("\n".join(shown))
        return None
    answer = await choice(talk.part("asked0"), found, shown)
    for asking in count(1):
        if isinstance(answer, str):
            return answer
        part = talk.part(f"asked{asking}")
        meant, said = await put_right(part, found, answer)
        if meant != Amendments():
            if said:
                await talk.say(said[0])
            return meant
        answer = await choice(part, found, said)
    return None


async def put_right(
    talk: Talk, found: Preview, said: tuple[Meant, ...], pair: MaySame | None = None
) -> tuple[Amendments, list[str]]:
    """What of the list is to be read otherwise, and what is to be said: what is not clear, or was asked."""
    said = list_answers.of_speaker(said, talk.speaker.name, pair)
    if any(one.to == lists.ASKED for one in said):
        held = await talk.query("shown", importing.shown_of, found, said)
        return Amendments(), [wording.lines_shown(talk.policy, held) if held else wording.not_in_list([said[0].which])]
    resolved: tuple[Amendments, tuple[str, ...]] = await talk.query("meant", importing.amend, found, said)
    meant, unclear = resolved
    return meant, [wording.not_in_list(unclear)] if unclear else []


async def same_or_apart(talk: Talk, found: Preview, shown: Sequence[str]) -> Amendments | str:
    """Which customers of the list are others in other spellings: asked one by one, before anything is imported. What
    is said of other lines meanwhile is read so at once; the pairs that are left are asked about then."""
    decided_on = Amendments()
    for number, pair in enumerate(found.near):
        left = len(found.near) - number + found.more_near
        choices = [Choice(SAME), Choice(APART), *([Choice(ALL_APART)] if left > 1 else []), Choice(NOTHING)]
        question = same_question(pair, left)
        before = [] if number else [*shown]
        for again in count():
            answer: str | tuple[Meant, ...] = await talk.ask(
                f"same{number}" if not again else f"same{number}again{again}",
                "\n".join([*before, question]),
                choices,
                partial(list_answers.read_same, found, pair),
                brief=question,
                matters=partial(importing.waits, import_id=found.import_id),
                claims=partial(list_answers.claims_same, found, pair),
                lasting=True,
            )
            if isinstance(answer, str):
                break
            meant, before = await put_right(talk.part(f"same{number}said{again}"), found, answer, pair)
            if meant != Amendments():
                if before:
                    await talk.say(before[0])
                return decided_on.and_then(meant)
        if answer == NOTHING:
            return NOTHING
        if answer == ALL_APART:
            return decided_on.and_then(Amendments(apart=(importing.ALL,)))
        same = Amendments(same=((pair.name, pair.other),))
        decided_on = decided_on.and_then(same if answer == SAME else Amendments(apart=(pair.name,)))
    return decided_on


async def choice(talk: Talk, found: Preview, shown: Sequence[str]) -> str | tuple[Meant, ...]:
    """What is to be imported, or what of it is meant otherwise."""
    question = "\n".join([*shown, wording.ask(found)])
    choices = [Choice(EVERYTHING), Choice(NOTHING)]
    if found.good.any and found.good != found.everything:
        choices.insert(1, Choice(GOOD))
    answer: str | tuple[Meant, ...] = await talk.ask(
        "which",
        question,
        choices,
        partial(list_answers.read_choice, found),
        brief=wording.ask(found),
        matters=partial(importing.waits, import_id=found.import_id),
        claims=partial(list_answers.claims, found),
        lasting=True,
    )
    return answer


async def conclude(talk: Talk, opening: Opening, found: Preview, done: Mapping[str, Any], *, left_out: bool) -> None:
    """Say what has come, to whoever imported it and to those who have got customers by it."""
    if done["status"] != "done" or "refused" in done:
        return await talk.say(refusal(done))
    counts = Counts(**done["counts"])
    text = wording.receipt(counts, talk.policy.imports.undo_hours)
    await talk.say(text, [Choice("撤回导入", opens=UndoImport(found.import_id))], kind="receipt")
    for member_id, customers, deals in done["owners"]:
        if member_id != talk.speaker.id:
            given = wording.given(talk.speaker.name, customers, deals)
            await talk.say(given, kind="receipt", to=member_id)
    if found.owners:
        await talk.say(wording.next_step(found, left_out=left_out, administers=opening.speaker.admin))


def refusal(result: Mapping[str, Any]) -> str:
    """Why a job did not do what it should."""
    return turn_wording.REASONS[result["refused"]] if "refused" in result else wording.FAILED


def begun(session: Session, by: Speaker, policy: Policy, file_name: str, now: datetime) -> int:
    """A new import of who acts. Raises Changed if they may not."""
    if not access.may_import(by, policy):
        raise Changed("import", None, "decides")
    return importing.begin(session, by, file_name, now)


FLOW = Flow("import_customers", version=2, roles=ANY_MEMBER, run=import_customers)
