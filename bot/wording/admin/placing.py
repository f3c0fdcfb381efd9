"""What is said when a colleague changes team or post. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from config.policy import Policy
from sales.teamwork.people import MemberFact

WHO = "说的是哪位同事?发我名字就行。"
LATER = "到那天提醒我"
NOBODY_DECIDES = "公司里还没有经理或管理员,这件事我转不出去,没有动。"


def decides(head: str) -> str:
    """Who decides it."""
    return f"换组、转正、升主管由{head}来定,没有动。要我把这句告诉{head}吗?"


def when(name: str, day: str) -> str:
    """Whether it is to be done at once although it is said of a day to come."""
    return f"{name}{day}才变,现在没动。到那天提醒你办,还是现在就办?"


def reminder(words: str) -> str:
    """What the leader is reminded of."""
    return f"今天该办了:{words.strip()}"


def no_such_team(teams: Sequence[str]) -> str:
    """That the team is none of the company's."""
    return f"没对上是哪个组,没有动。公司里有:{'、'.join(teams)}。"


def nothing_to_change(policy: Policy, member: MemberFact, team: str | None) -> str:
    """That it is so already."""
    where = f"在{team}" if team else ""
    return f"{member.name}现在就{where}是{policy.say('roles', member.role)},不用改。"


def question(policy: Policy, member: MemberFact, role: str, team: str | None, leaders: Sequence[str]) -> str:
    """What would change, and who hears of their deals then."""
    parts = [f"{member.name}调到{team},名下客户和单子跟着走"] if team else []
    if role != member.role:
        parts.append(
            f"{'' if parts else member.name}从{policy.say('roles', member.role)}改成{policy.say('roles', role)}"
        )
    if leaders and role == "supervisor":
        parts.append(f"现在的主管{'、'.join(leaders)}不变")
    elif team:
        parts.append(f"预警以后找{'、'.join(leaders)}" if leaders else "那边还没有主管,预警先到经理")
    return f"{','.join(parts)}。现在就办吗?"


def done(policy: Policy, member: MemberFact, role: str, team: str | None) -> str:
    """What has changed."""
    parts = [f"{member.name}调到{team}了,客户和单子跟着走"] if team else []
    if role != member.role:
        parts.append(f"{'' if parts else member.name}现在是{policy.say('roles', role)}了")
    return f"{','.join(parts)}。"
