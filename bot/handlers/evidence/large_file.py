"""A file that a chat cannot take comes by a page of ours: whoever sends it is given a link. [我有个大视频要传]

What was said of it goes along, so that the file is taken for what it would have been here.
"""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.admin.large_files import UPLOAD_LINK
from bot.conversation import Command, Failed, Flow, Phrase
from bot.messaging import media_received
from bot.turn.opening import Opening, Talk
from bot.wording.admin import uploading as wording
from nlu import contents
from nlu.drills import exam
from sales.teamwork import people


async def large_file(talk: Talk, opening: Opening) -> None:
    channel, address = opening.address or ("", "")
    awaited = await talk.query("awaited", media_received.is_awaited_by, opening.run, opening.at)
    meant = opening.media.meant if opening.media is not None else ""
    asked = {
        "member": talk.speaker.member_id,
        "channel": channel,
        "address": address,
        "run": opening.run,
        "at": opening.at.isoformat(),
        "caption": said_of_it(opening),
        "meant": meant or (media_received.RECORDING if awaited else ""),
    }
    made = await talk.call("link", UPLOAD_LINK, asked)
    if isinstance(made, Failed):
        return await talk.say(wording.FAILED)
    if lacking := made.get("lacking"):
        administrators = await talk.query("administrators", people.administrators)
        refusal = str(opening.params.get("refusal", ""))
        return await talk.say(wording.lacking(lacking, refusal, administrators, is_one=opening.speaker.admin))
    await talk.say(wording.link(made["url"], talk.policy))


def said_of_it(opening: Opening) -> str:
    """What is said of the file: its caption, or the words that ask for a link where they say what it will be."""
    if opening.media is not None:
        return opening.media.caption
    thing = contents.too_large_thing(opening.text)
    says = contents.describes(thing) or contents.is_call(thing) or exam.hands_in_call(thing)
    return thing if says else ""


FLOW = Flow(
    "large_file",
    version=1,
    starts=(Command("传大文件"), Phrase("too_large_to_send", contents.too_large)),
    roles=ANY_MEMBER,
    run=large_file,
    title="传大文件",
    only_answers=True,
)
