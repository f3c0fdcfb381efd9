"""What is said of 新人必学: the next item, how far somebody is, and how far new hires are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from bot.conversation.messages import Choice
from bot.wording.library.scripts import block, play_buttons
from bot.wording.library.upkeep import named
from bot.wording.offers import LearnScript, Practise
from bot.wording.values import say_date
from config.policy import Policy
from knowledge.trust.care import ScriptFact
from knowledge.trust.learning import Progress

DONE, NEXT, LIST = "学完了", "下一条", "看清单"
EMPTY = "还没有设新人必学的话术。主管找到一条好的,点「设为新人必学」就有了。"
NO_LONGER = "这条已经不在必学清单里了。"
NO_HIRES = "你这里现在没有新人。"
LISTED = 20


def next_item(policy: Policy, fact: ScriptFact, place: int, total: int, learnt: int) -> str:
    """The item that comes next."""
    return f"必学第 {place} 条 · 学完 {learnt}/{total}\n{block(policy, fact)}"


def item_buttons(fact: ScriptFact, *, is_last: bool) -> list[Choice]:
    """What a new hire does with an item; `is_last`: nothing else is left to learn."""
    return [
        Choice(DONE, opens=LearnScript(fact.code, done=True)),
        *([] if is_last else [Choice(NEXT, opens=LearnScript(fact.code))]),
        Choice(LIST, opens=LearnScript(everything=True)),
        *play_buttons([fact]),
    ]


def ticked(title: str, learnt: int, total: int) -> str:
    """An item was learnt just now."""
    return f"「{title}」学完了,{learnt}/{total}。"


def ticked_before(title: str, learnt: int, total: int) -> str:
    """An item had been learnt before."""
    return f"「{title}」之前就学完了,{learnt}/{total}。"


def all_learnt(total: int) -> str:
    """Nothing is left to learn."""
    return f"必学的 {total} 条都学完了。练一遍,比再看一遍管用。"


PRACTISE = Choice("陪练一下", opens=Practise())


def everything(items: Sequence[ScriptFact], learnt: Collection[str]) -> str:
    """The whole path, with what is learnt."""
    done = sum(item.code in learnt for item in items)
    lines = [f"{'✓' if item.code in learnt else '·'} {n}. {item.title}" for n, item in enumerate(items[:LISTED], 1)]
    more = [f"……还有 {len(items) - LISTED} 条"] if len(items) > LISTED else []
    return "\n".join([f"新人必学 {len(items)} 条,学完 {done}/{len(items)}:", *lines, *more])


def for_leader(items: Sequence[ScriptFact]) -> str:
    """The whole path, for whoever leads new hires."""
    lines = [f"{n}. {item.title}" for n, item in enumerate(items[:LISTED], 1)]
    more = [f"……还有 {len(items) - LISTED} 条"] if len(items) > LISTED else []
    return "\n".join([f"新人必学 {len(items)} 条,新人按这个顺序学:", *lines, *more, "问「新人学习进度」看谁学到哪了。"])


def new_items(titles: Sequence[str]) -> str:
    """In the list of the morning: what was set since."""
    return f"必学多了 {len(titles)} 条:{named(titles)}"


GO_ON = Choice("接着学", opens=LearnScript())


def progress(policy: Policy, hires: Sequence[Progress], now: datetime) -> str:
    """How far new hires are."""
    today = now.astimezone(policy.zone).date()
    return "\n".join(_line(policy, hire, today) for hire in hires)


def nobody(name: str) -> str:
    """No new hire of this name is the speaker's to see."""
    return f"你带的新人里没有「{name}」。问「新人学习进度」看都有谁。"


def required(title: str, count: int) -> str:
    """An item is one that new hires learn from now on."""
    return f"「{title}」设为新人必学了,排第 {count} 条。新人明早会看到。"


def required_before(title: str) -> str:
    """An item was one already."""
    return f"「{title}」已经是新人必学了。"


def released(title: str) -> str:
    """New hires need not learn an item any more."""
    return f"「{title}」不再是新人必学。学过的人,记录还在。"


def released_before(title: str) -> str:
    """New hires did not need to learn it anyway."""
    return f"「{title}」本来就不在新人必学里。"


def _line(policy: Policy, hire: Progress, today: date) -> str:
    if hire.total and hire.learnt == hire.total:
        return f"·{hire.name}:{hire.learnt}/{hire.total},都学完了"
    last = f",上次 {say_date(hire.last_at.astimezone(policy.zone).date(), today)}" if hire.last_at else ",还没开始"
    following = f",下一条「{hire.following}」" if hire.following and hire.last_at else ""
    return f"·{hire.name}:{hire.learnt}/{hire.total}{last}{following}"
