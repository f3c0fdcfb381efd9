"""登录个人微信 / /ilink: an administrator gets a code; who scans it has the bot in their own WeChat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analytics.charts import as_json
from bot.access import ANY_MEMBER
from bot.admin import invitations
from bot.admin.qr_login import CODE, SCANNED
from bot.conversation import Asked, Command, Failed, Flow, NotAnAnswer, Phrase
from bot.conversation.attachments import Chart
from bot.turn.opening import Opening, Talk
from bot.wording.admin import logging_in as wording
from nlu import leading
from nlu.understanding import Understanding
from sales.teamwork import people

MOST_STATES = 6  # of one code: it was seen, digits were wanted, they were wrong


async def log_in_weixin(talk: Talk, opening: Opening) -> None:
    if not opening.speaker.admin:
        administrators = await talk.query("administrators", people.administrators)
        return await talk.say(wording.only_administrators(administrators))
    for number in range(1, wording.MOST_CODES + 1):
        if not await is_administrator(talk.part(number), opening):
            return await talk.say(wording.NO_LONGER)
        code = await talk.call(f"code{number}", CODE, {})
        if isinstance(code, Failed):
            return await talk.say(wording.FAILED)
        if "lacking" in code:
            return await talk.say(wording.LACKING)
        shown = (Chart.of(as_json(wording.picture(code["content"])), ""),)
        await talk.say(wording.scan(number), attachments=shown)
        end = await became(talk.part(number), opening, code["code"])
        if end.get("state") != "expired":
            return await tell(talk, end)
    await talk.say(wording.TOO_OFTEN)


async def became(talk: Talk, opening: Opening, code: str) -> Mapping[str, Any]:
    """How it ended with a code, once the phone has shown all that it wants."""
    asked: dict[str, Any] = {"code": code}
    for number in range(1, MOST_STATES + 1):
        if not await is_administrator(talk.part(f"step{number}"), opening):
            return {"state": "forbidden"}
        found = await talk.job(f"became{number}", SCANNED, asked)
        asked = {**asked, "host": found.get("host", "")}
        if found.get("state") == "seen":
            asked["seen"] = True
            await talk.say(wording.SEEN)
        elif found.get("state") == "digits":
            question = wording.WRONG_DIGITS if "digits" in asked else wording.DIGITS
            asked["digits"] = await talk.ask(f"digits{number}", question, parse=digits)
        else:
            return found
    return {"state": "expired"}


async def is_administrator(talk: Talk, opening: Opening) -> bool:
    """Whether whoever began is one still: a code is good for minutes, and opens a way in."""
    right: bool = await talk.query("right", people.is_administrator, opening.speaker.member_id)
    return right


async def tell(talk: Talk, end: Mapping[str, Any]) -> None:
    """What came of it."""
    match end.get("state"):
        case "confirmed":
            channel, address = end["place"]
            name = await talk.query("whose", invitations.name_at, (channel, address))
            await talk.say(wording.done(name), kind="receipt")
        case "forbidden":
            await talk.say(wording.NO_LONGER)
        case "bound":
            await talk.say(wording.BOUND)
        case _:
            await talk.say(wording.FAILED)


def digits(text: str, _understood: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """The digits in words that are not much else."""
    found = re.fullmatch(r"\D{0,8}([0-9]{2,10})\D{0,4}", text.strip(), re.ASCII)
    return found[1] if found is not None else NotAnAnswer(wording.NO_DIGITS)


FLOW = Flow(
    "log_in_weixin",
    version=2,
    starts=(Command("ilink"), Phrase("logs in with a WeChat of their own", leading.logs_in)),
    roles=ANY_MEMBER,
    run=log_in_weixin,
    title="登录个人微信",
)
