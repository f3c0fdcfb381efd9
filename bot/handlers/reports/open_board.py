"""看板: a link to the board, for whoever asks and nobody else. 看板 / 打开大屏 / 看板链接发我"""

from __future__ import annotations

from bot.access import SALES
from bot.admin.board_links import BOARD_LINK
from bot.conversation import Command, Failed, Flow, Phrase
from bot.conversation.messages import Choice
from bot.turn.asking import funnel
from bot.turn.opening import Opening, Talk
from bot.wording.offers import OpenBoard
from bot.wording.reports import board as wording
from nlu.asking import figures
from sales.teamwork import people

AGAIN = Choice(wording.AGAIN, opens=OpenBoard())


async def open_board(talk: Talk, opening: Opening) -> None:
    channel, address = opening.address or ("", "")
    asked = {"member": talk.speaker.member_id, "channel": channel, "address": address}
    made = await talk.call("link", BOARD_LINK, {**asked, "run": opening.run, "at": opening.at.isoformat()})
    if isinstance(made, Failed):
        return await talk.say(wording.FAILED, [AGAIN])
    if lacking := made.get("lacking"):
        administrators = await talk.query("administrators", people.administrators)
        return await talk.say(wording.lacking(lacking, administrators, is_one=opening.speaker.admin))
    whose = await talk.query("whose", funnel.own, talk.speaker)
    await talk.say(wording.link(made["url"], whose, talk.policy), [AGAIN])


FLOW = Flow(
    "open_board",
    version=1,
    starts=(Command("看板"), Command("大屏"), Phrase("opens_board", figures.opens_board)),
    roles=SALES,
    run=open_board,
    title="打开看板",
    only_answers=True,
    offer=OpenBoard,
)
