"""Process figures of people, each measured by their own past, and of teams beside each other. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analytics.process_figures import Figures
from analytics.weekly_brief import Part
from bot.conversation.messages import Choice, SaidWords
from bot.wording.reports.process import EFFECTIVE, FOLLOWUP, NO_DATA, RESPONSE, hours, number, percent

ONLY_LEADERS = "每个人的快慢只有主管和经理能看。你自己的,点下面看。"
TEAMS_ONLY_LEADERS = "各组的数据要主管、经理来问。你自己的,点下面看。"
OWN = Choice("我的跟进时效", opens=SaidWords("query_team", "我的跟进时效"))
LIKE_WITH_LIKE = "手上单子多少、难易不一样,只跟各人自己比。"
MOST, WITH_BUTTONS = 10, 2


@dataclass(frozen=True)
class Measure:
    """A figure: what it is called, how it is taken from the figures and said; what a change for the better or worse
    is called and measured in, by how much `times`."""

    name: str
    of: Callable[[Figures], float | None]
    say: Callable[[float | None], str]
    better: str
    worse: str
    unit: str
    times: int = 1
    less_is_better: bool = True

    def gain(self, now: float, other: float) -> float:
        """By how much `now` is better than the other, in the unit."""
        return ((other - now) if self.less_is_better else (now - other)) * self.times

    def change(self, now: float, before: float) -> str:
        """快了 3 小时, 持平."""
        gain = self.gain(now, before)
        amount = number(abs(gain))
        return "持平" if amount == "0" else f"{self.better if gain > 0 else self.worse}{amount}{self.unit}"


SPEED = Measure(FOLLOWUP, lambda of: of.followup_hours, hours, "快了 ", "慢了 ", " 小时")
SHARE = Measure(EFFECTIVE, lambda of: of.effective_share, percent, "高了 ", "低了 ", " 个百分点", 100, False)
ANSWERS = Measure(RESPONSE, lambda of: of.response_hours, hours, "快了 ", "慢了 ", " 小时")


def each_lines(measure: Measure, whose: str, days: str, than: str, found: Sequence[Part], *, best_first: bool) -> str:
    """Each person's figure with their own before, those without one last."""
    known = [part for part in found if measure.of(part.now) is not None]
    known = known[::-1] if best_first else known
    none = [part.name for part in found if measure.of(part.now) is None]
    if not known:
        return f"{whose}{days}的{measure.name}还没有数据。"
    order = ("快" if best_first else "慢") if measure.less_is_better else ("高" if best_first else "低")
    head = f"{whose}{days}各人的{measure.name},{order}的在前(括号里跟各人自己{than}比):"
    lines = [_each_line(measure, part) for part in known[:MOST]]
    more = [f"……还有 {len(known) - MOST} 人"] if len(known) > MOST else []
    missing = [f"{NO_DATA}:{'、'.join(none)}"] if none else []
    return "\n".join([head, *lines, *more, *missing, LIKE_WITH_LIKE])


def _each_line(measure: Measure, part: Part) -> str:
    """·小周:31.2 小时(慢了 4 小时),跟了 6 次"""
    now, before = measure.of(part.now), measure.of(part.before)
    assert now is not None
    change = measure.change(now, before) if before is not None else f"之前{NO_DATA}"
    of = f",跟了 {part.now.touches} 次" if part.now.touches else ""
    of += f",{part.now.reported}/{part.now.asked} 天" if part.now.asked else ""
    return f"·{part.name}:{measure.say(now)}({change}){of}"


def each_buttons(measure: Measure, found: Sequence[Part], *, best_first: bool) -> list[Choice]:
    """What the first of them have in hand."""
    known = [part.name for part in found if measure.of(part.now) is not None]
    first = (known[::-1] if best_first else known)[:WITH_BUTTONS]
    return [Choice(f"{name}手上几单", opens=SaidWords("query_team", f"{name}手上几单")) for name in first]


def team_lines(days: str, than: str, teams: Sequence[Part], late: Mapping[str, int]) -> str:
    """The figures of teams beside each other, with the difference of two said; `late` is how many deals of each are
    over their limits."""
    head = f"{'、'.join(team.name for team in teams)},{days}(括号里跟自己{than}比):"
    over = "、".join(f"{team.name} {late[team.name]} 单" for team in teams)
    return "\n".join([head, *(_team_line(measure, teams) for measure in (SPEED, SHARE, ANSWERS)), f"·超时:{over}"])


def team_buttons(teams: Sequence[Part]) -> list[Choice]:
    """The brief of each of the first teams."""
    said = [f"{team.name}的过程健康度简报" for team in teams[:WITH_BUTTONS]]
    return [Choice(f"看{words}", opens=SaidWords("query_team", words)) for words in said]


def _team_line(measure: Measure, teams: Sequence[Part]) -> str:
    """·平均跟进时效:东区 20 小时(快了 2 小时),南区 31 小时;东区快 11 小时"""
    said = ",".join(f"{team.name} {measure.say(measure.of(team.now))}{_before(measure, team)}" for team in teams)
    return f"·{measure.name}:{said}{_ahead(measure, teams)}"


def _before(measure: Measure, team: Part) -> str:
    now, before = measure.of(team.now), measure.of(team.before)
    return "" if now is None or before is None else f"({measure.change(now, before)})"


def _ahead(measure: Measure, teams: Sequence[Part]) -> str:
    """;东区快 11 小时: which of two is ahead, and by how much."""
    figures = [measure.of(team.now) for team in teams]
    if len(figures) != 2 or figures[0] is None or figures[1] is None:
        return ""
    gain = measure.gain(figures[0], figures[1])
    amount = number(abs(gain))
    if amount == "0":
        return ";一样"
    return f";{teams[0 if gain > 0 else 1].name}{measure.better[0]} {amount}{measure.unit}"
