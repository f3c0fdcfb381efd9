"""把报价时限改成48小时: who can change a limit of the company, and where. It cannot be changed in the chat yet."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.values import say_duration
from config.policy import Policy
from nlu import leaders
from sales import slot_values
from sales.teamwork import people


async def change_limit(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    stage, length = slot_values.word(slots, "stage"), slot_values.duration(slots)
    limit = await talk.query("limit", limit_line, talk.policy, stage)
    if not talk.speaker.admin:
        who = await talk.query("administrator", administrator)
        return await talk.say(f"{limit}时限是全公司的规则,要{who}来改,没有动。")
    new = f"改成 {length.total_seconds() / 3600:g}," if length is not None else ""
    await talk.say(
        f"{limit}时限我在聊天里还改不了,没有动。在公司规则文件(config/policy.yml)里把这个阶段的 limit_hours {new}"
        "存好后重启,在跟的单子都按新的算。"
    )


def limit_line(_session: Session, policy: Policy, stage: str | None) -> str:
    """What the limit of a stage is now; empty where no open stage was named."""
    known = next((known for known in policy.stages if known.key == stage), None)
    return "" if known is None else f"{known.name}现在是 {say_duration(policy.limit(known.key))}。"


def administrator(session: Session) -> str:
    """The name of who may change the company's rules."""
    found = people.get(session, access.administrator(session) or 0)
    return found.name if found is not None else "管理员"


FLOW = Flow(
    "change_limit",
    version=1,
    starts=(Phrase("changes_limit", partial(leaders.says, "changes_limit")),),
    roles=ANY_MEMBER,
    run=change_limit,
    only_answers=True,
)
