"""A recording of somebody who answers well comes into the library: 这是刘洋答价格质疑的,新人必学.

Title, tags, industry, role and objection are in the words; only a missing title is asked for. A leader's is there at
once; a rep's waits for the supervisor, who hears it. What is said in it, or of it, orders nothing.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, SALES, Speaker
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.conversation.messages import Choice
from bot.messaging.inbound import Media
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels
from bot.wording.deals import gates
from bot.wording.library import playing
from bot.wording.library import recorded as wording
from bot.wording.library.scripts import play
from bot.wording.offers import DecideRecording, PlayItem
from config.policy import Policy
from knowledge import recordings
from knowledge.items import Item
from nlu import contents
from nlu.contents import Told
from nlu.understanding import Understanding
from sales import slot_values
from sales.errors import Changed
from sales.teamwork import people

LONGEST_TITLE = 40
MAY_NAME = frozenset({"out_of_scope", "find_script", "contribute_script", "start_drill"})  # what a title is taken for


async def save_recording(talk: Talk, opening: Opening) -> None:
    media = opening.media
    if media is None:
        return await talk.say(gates.SEND_AGAIN)
    if opening.speaker.roles.isdisjoint(SALES):
        return await talk.say(wording.NOT_SALES)
    if media.seconds > recordings.MOST_SECONDS:
        return await talk.say(wording.too_long(media.seconds))
    told = contents.told(media.caption)
    item = item_of(talk.policy, media, opening.understanding, told, told.title or await title(talk))
    if opening.speaker.leads:
        return await add(talk, item)
    await propose(talk, opening, item)


async def title(talk: Talk) -> str:
    """What the recording is called, where nobody has said so."""
    choices = [Choice(wording.answers(objection.name)) for objection in talk.policy.objections]
    return str(await talk.ask("title", wording.WHICH_TITLE, choices, read_title, brief=wording.BRIEF, claims=claims))


def claims(_session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words may be a title."""
    return contents.describes(text) or (understanding.intent in MAY_NAME and asked.is_latest)


def read_title(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """The title in words, or one of the buttons."""
    choice = labels.named(asked.choices, text)
    found = str(choice.answer) if choice is not None else contents.told(text).title
    return found[:LONGEST_TITLE] if found and understanding.intent not in ("cancel", "deny") else NotAnAnswer()


def item_of(policy: Policy, media: Media, understood: Understanding, told: Told, name: str) -> Item:
    """The item that a recording becomes: the same recording has the same code."""
    objection = slot_values.word(understood.slots, "objection")
    tags = (*told.tags, *([policy.say("objections", objection)] if objection else []))
    return Item(
        code=f"rec-{media.key[:32]}",
        title=name,
        body=media.caption.strip() or name,
        kind="video" if media.kind == "video" else "audio",
        industry=slot_values.words(understood.slots, "industry"),
        buyer_role=slot_values.words(understood.slots, "buyer_role"),
        product_line=slot_values.word(understood.slots, "product"),
        tags=tuple(dict.fromkeys(tags)),
        media=media.key,
    )


async def add(talk: Talk, item: Item) -> None:
    """Bring it in."""
    now = await talk.now()
    done = await talk.execute("add", added, item, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    await talk.say(wording.saved(item), [Choice(play(item.kind), opens=PlayItem(item.code))], kind="receipt")


async def propose(talk: Talk, opening: Opening, item: Item) -> None:
    """Have the supervisor hear it."""
    now = await talk.now()
    superior = await talk.query("superior", access.superior, talk.speaker.member_id)
    if superior is None:
        return await talk.say(wording.NO_SUPERIOR)
    leader = await talk.query("leader", people.get, superior)
    recording = await talk.execute("propose", proposed, item, now)
    if isinstance(recording, Stale):
        return await talk.say(recording.text)
    await talk.say(wording.waits(item, leader.name if leader is not None else ""), kind="receipt")
    choices = [
        Choice(wording.GRANTED, opens=DecideRecording(recording, True)),
        Choice(wording.RETURNED, opens=DecideRecording(recording, False)),
    ]
    text = wording.asked(opening.speaker.name, item)
    await talk.say(text, choices, kind="prompt", to=superior, attachments=playing.attached(item))


def added(session: Session, by: Speaker, item: Item, now: datetime) -> None:
    """Bring it in for a leader. Raises Changed."""
    if not by.leads:
        raise Changed("recording", None, "decides")
    recordings.add(session, by.member_id, item, now)


def proposed(session: Session, by: Speaker, item: Item, now: datetime) -> int:
    """Have it wait; returns its key."""
    return recordings.propose(session, by.member_id, item, now)


FLOW = Flow("save_recording", version=1, roles=ANY_MEMBER, run=save_recording)
