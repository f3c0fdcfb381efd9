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
from knowledge.trust.learning import Deadline, Progress

DONE, NEXT, LIST = "学完了", "下一条", "看清单"
EMPTY = "还没有设新人必学的话术。主管找到一条好的,点「设为新人必学」就有了。"
NO_LONGER = "这条已经不在必学清单里了。"
NOTHING_SET = "必学里还没有一条,谁都没有要学的。找一条好话术(比如问「客户嫌贵怎么回」),再说「设为新人必学」就加进来了。"
NOT_ORDERED = "没有动。要改就直接说,比如「把第一条拿掉」「把第二条调到第一条」。"
WHICH = "说的是哪一条?"
WHOM = "布置给谁?发我名字就行,或者说「新人」。"
BY_WHEN = "学到哪天为止?"
NO_DAY = "没听出是哪天,比如「这周五」「下周三前」。"
HOW_TO_ASSIGN = "这样说就行:「给许诺布置一下,这周学完必学」。"
NOT_YOURS_TO_ASSIGN = "这位同事不归你带,没有布置。"
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


def everything(items: Sequence[ScriptFact], learnt: Collection[str], until: Deadline | None, today: date) -> str:
    """The whole path, with what is learnt, and by when the rest is to be."""
    done = sum(item.code in learnt for item in items)
    lines = [f"{'✓' if item.code in learnt else '·'} {n}. {item.title}" for n, item in enumerate(items[:LISTED], 1)]
    more = [f"……还有 {len(items) - LISTED} 条"] if len(items) > LISTED else []
    day = [f"{until.by}让你{say_date(until.until, today)}前学完。"] if until is not None and done < len(items) else []
    return "\n".join([f"新人必学 {len(items)} 条,学完 {done}/{len(items)}:", *lines, *more, *day])


def left(items: Sequence[ScriptFact], learnt: Collection[str]) -> str:
    """How many items are left to learn, and which comes next."""
    rest = [(place, item) for place, item in enumerate(items, 1) if item.code not in learnt]
    if not rest:
        return f"必学的 {len(items)} 条都学完了。"
    place, item = rest[0]
    return f"学完 {len(items) - len(rest)}/{len(items)},还差 {len(rest)} 条。下一条是第 {place} 条「{item.title}」。"


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


def until(deadline: Deadline | None, items: Sequence[ScriptFact], learnt: Collection[str], today: date) -> str:
    """By when all is to be learnt."""
    if deadline is None:
        return f"没有定过哪天要学完。{left(items, learnt)}"
    return f"{deadline.by}让你{say_date(deadline.until, today)}前学完。{left(items, learnt)}"


def required(title: str, count: int) -> str:
    """An item is one that new hires learn from now on."""
    return f"「{title}」设为新人必学了,排第 {count} 条。新人明早会看到。"


def required_before(title: str) -> str:
    """An item was one already."""
    return f"「{title}」已经是新人必学了。"


def released(title: str) -> str:
    """New hires need not learn an item any more."""
    return f"「{title}」不再是新人必学。学过的人,记录还在。"


def ordered(what: str, title: str, place: int, after: Sequence[ScriptFact]) -> str:
    """The receipt of who says which items are learnt, in which order: an item joins (`joins`), leaves, or is moved;
    `place` is nothing where nothing was changed."""
    if what == "joins":
        return required(title, place) if place else required_before(title)
    if what == "leaves":
        return released(title) if place else released_before(title)
    if not place:
        return f"「{title}」本来就在那个位置,没有动。"
    lines = [f"{n}. {item.title}" for n, item in enumerate(after[:LISTED], 1)]
    return "\n".join([f"「{title}」排第 {place} 条了。现在的顺序:", *lines])


def no_script(title: str) -> str:
    """No item of the library has this title."""
    return f"话术库里没有叫「{title}」的。先把它找出来,再说「设为新人必学」。"


def not_on_path(title: str, place: int | None, count: int) -> str:
    """No item of the path is named so, or stands at this place."""
    if place is not None:
        return f"必学一共 {count} 条,没有第 {place} 条。" if place > 0 else EMPTY
    named = f"没有「{title}」" if title else "没看出说的是哪条"
    return f"必学清单里{named}。说「新人必学」看都有哪些,用「第几条」说就行。"


def assigned(names: Sequence[str], count: int, until: date, today: date) -> str:
    """The receipt of who has somebody learn the path."""
    whom = "、".join(names)
    return (
        f"布置好了:{whom}在{say_date(until, today)}前学完必学的 {count} 条,已告诉本人。问「新人学习进度」看学到哪了。"
    )


def assigned_to_you(by: str, count: int, until: date, today: date) -> str:
    """To who is to learn the path."""
    return f"{by}给你布置了:{say_date(until, today)}前学完新人必学的 {count} 条。"


BEGIN = Choice("开始学", opens=LearnScript())


def released_before(title: str) -> str:
    """New hires did not need to learn it anyway."""
    return f"「{title}」本来就不在新人必学里。"


def _line(policy: Policy, hire: Progress, today: date) -> str:
    if hire.total and hire.learnt == hire.total:
        return f"·{hire.name}:{hire.learnt}/{hire.total},都学完了"
    until = f",{hire.deadline.by}要{say_date(hire.deadline.until, today)}前学完" if hire.deadline else ""
    late = "(已经过了)" if hire.deadline and hire.deadline.until < today else ""
    last = f",上次 {say_date(hire.last_at.astimezone(policy.zone).date(), today)}" if hire.last_at else ",还没开始"
    following = f",下一条「{hire.following}」" if hire.following and hire.last_at else ""
    return f"·{hire.name}:{hire.learnt}/{hire.total}{last}{following}{until}{late}"
