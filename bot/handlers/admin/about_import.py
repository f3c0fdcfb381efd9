"""Questions about importing: how it is done (with a file to fill in), what has come, whose it is, what was left out."""

from __future__ import annotations

from datetime import timedelta

from bot import access
from bot.access import ANY_MEMBER
from bot.admin.importing import TEMPLATE
from bot.conversation import Flow, Phrase
from bot.conversation.attachments import Document
from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.wording.admin import importing as list_wording
from bot.wording.admin import outcome as wording
from bot.wording.offers import UndoImport
from nlu import lists
from sales import importing


async def about_import(talk: Talk, opening: Opening) -> None:
    about = lists.about_import(opening.text)
    if about in ("how", "template"):
        return await how(talk, opening)
    now, undoable = await talk.now(), timedelta(hours=talk.policy.imports.undo_hours)
    done = await talk.query("outcome", importing.outcome, talk.speaker.member_id, now, undoable)
    if about == "bare" and (done is None or done.gone):
        return await how(talk, opening)
    if about == "my_share" or done is None:
        share = await talk.query("share", importing.share, talk.speaker.member_id, now, undoable)
        return await talk.say(wording.nothing_lately(undoable) if share is None else wording.share(share))
    if about == "why_kept" and done.gone:
        return await talk.say(wording.why_kept(done))
    undo = [] if done.gone else [Choice("撤回导入", opens=UndoImport())]
    text = wording.left_out(done) if about == "not_imported" else wording.outcome(talk.policy, done)
    await talk.say(text, undo)


async def how(talk: Talk, opening: Opening) -> None:
    """How customers are imported, with a file to fill in."""
    if not access.may_import(opening.speaker, talk.policy):
        return await talk.say(list_wording.NOT_YOURS)
    made = await talk.job("template", TEMPLATE, {})
    files = [Document(made["key"], wording.TEMPLATE)] if made["status"] == "done" else []
    await talk.say(
        wording.how(talk.policy, own=opening.speaker.role == "rep" and not opening.speaker.admin), attachments=files
    )


FLOW = Flow(
    "about_import",
    version=1,
    starts=(Phrase("about_import", lists.asks_about_import),),
    roles=ANY_MEMBER,
    run=about_import,
    only_answers=True,
)
