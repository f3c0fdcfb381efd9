"""A department answers a ticket with a file: its owner gets it, and it is opened again with the ticket. It is kept with
no deal, and is evidence for nothing, unless the owner sends it as such."""

from __future__ import annotations

from bot import access
from bot.conversation.messages import Choice
from bot.messaging.inbound import Media
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.departments import tickets as wording
from bot.wording.departments.buttons import answered_buttons
from nlu import tickets as reading
from sales import tickets
from sales.tickets import NoteFile, TicketFact
from scheduler import ticket_clock


async def answer_with_file(talk: Talk, opening: Opening, media: Media) -> None:
    """Take the file as the answer to the ticket that is in the speaker's hands; of several, to the one numbered in its
    caption or picked."""
    ticket = await ticket_meant(talk, opening, media)
    if ticket is None:
        return
    file = NoteFile(media.key, media.name or ("照片" if media.kind == "image" else "文件"))
    words = media.caption.strip() or f"见文件「{file.name}」"
    now = await talk.now()
    step = ticket.step.id
    done = await talk.execute("answer", ticket_clock.answered, talk.policy, step, words, access.superior, now, file)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    text = f"{wording.answered(talk.policy, done, words)}\n{wording.NO_EVIDENCE}"
    attached = [wording.attached(file)]
    await talk.say(text, answered_buttons(done), kind="receipt", to=done.owner_id, attachments=attached)
    said = f"文件发给{done.owner}了(工单{done.id}):「{words}」"
    await talk.say(said, [undo_button(opening.run)], kind="receipt")


async def ticket_meant(talk: Talk, opening: Opening, media: Media) -> TicketFact | None:
    """The ticket that the file answers; None if there is none, which the person has been told."""
    held = await talk.query("held", tickets.with_member, talk.speaker.member_id)
    numbered = reading.numbered(media.caption)
    found = [one for one in held if numbered is None or one.id == numbered.ticket]
    if not found:
        await talk.say(wording.NO_TICKET_FOR_FILE)
        return None
    if len(found) == 1:
        return found[0]
    choices = [Choice(f"工单{one.id}·{one.customer or one.owner}", one) for one in found]
    picked: TicketFact = await talk.ask("which", "文件收到,是答复哪一张工单的?", choices)
    return picked
