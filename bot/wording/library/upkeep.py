"""What is said of items that are checked, change, go, or give way to a newer version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.messages import Choice, Message
from bot.wording.library.scripts import block
from bot.wording.offers import ReviewScript, ShowScript
from bot.wording.undoing import quoted
from bot.wording.values import say_time
from config.policy import Policy
from knowledge.points.uses import Fault
from knowledge.trust.care import ScriptFact

HOLDS, CHANGE, RETIRE = "还对", "要改", "下架"
ONE_BY_ONE = "逐条看"
NAMED = 5  # items in one message
COUNTED = 10  # items that come after, up to which it is said how many
NOT_WORDS = "发一整句过来,就是以后照着说的那段话;不改了说「取消」"
NONE_DUE = "没有到期要核对的话术。"
NEW_WORDS, BRIEFLY = "新的说法发我,原来那句我换掉:", "新的说法"
TAKE_DOWN, LEAVE = "下架", "先不动"
TAKE_ALL_DOWN = "都下架"
AS_REPORT = "记成跟进"
MANAGER_DECIDES = "产品出了新版,旧话术由经理来下架。要是说客户那边的事,点一下记成跟进。"
NOT_THESE = "好,没动。"
GONE = "这条话术已经下架了,没有动。"
NOT_YOURS = "这条话术不归你管,没有动。"


def review_request(due: Sequence[ScriptFact], months: int, faults: Sequence[Fault] = ()) -> Message:
    """Whoever answers for items is asked whether they still hold; a single one is shown with its answers, and with the
    `faults` that people found in it."""
    if len(due) == 1:
        text = f"这条话术 {months} 个月没核对了,还对吗?\n【{due[0].title}】\n{due[0].body}{_faults(faults)}"
        return Message(text, tuple(verdicts(due[0])), "nudge")
    lines = [f"{number}. {fact.title}" for number, fact in enumerate(due[:NAMED], 1)]
    more = ["先看最久的几条,看一条算一条。"] if len(due) > NAMED else []
    text = "\n".join([f"你负责的话术有 {len(due)} 条 {months} 个月没核对了,还对吗?", *lines, *more])
    return Message(text, (Choice(ONE_BY_ONE, opens=ReviewScript()),), "nudge")


def to_check(policy: Policy, fact: ScriptFact, left: int, faults: Sequence[Fault] = ()) -> str:
    """An item to be checked, the `faults` that people found in it, and how many come after it."""
    after = f"\n(后面还有 {left} 条)" if 0 < left < COUNTED else ""
    return f"{block(policy, fact)}{_faults(faults)}{after}"


def _faults(faults: Sequence[Fault]) -> str:
    return "".join(f"\n{fault.member}说没用上:「{quoted(fault.words, 40)}」" for fault in faults)


def verdicts(fact: ScriptFact) -> list[Choice]:
    """What may be said of an item that is to be checked."""
    answers = ((HOLDS, "holds"), (CHANGE, "change"), (RETIRE, "retire"))
    return [Choice(label, opens=ReviewScript(fact.code, verdict)) for label, verdict in answers]


def held(title: str) -> str:
    """An item was found to hold."""
    return f"记下了,「{title}」核对过了。"


def changed(title: str, people: int) -> str:
    """An item has other words from now on."""
    return f"改好了,「{title}」以后只按新说法找得到。{_heard(people)}"


def retired(title: str, people: int) -> str:
    """An item is found no more."""
    return f"「{title}」下架了,以后找不到它。{_heard(people)}"


def tell_changed(title: str, words: str) -> str:
    """To whoever was shown an item lately: it has other words now."""
    return f"你看过的话术「{title}」改了,现在这么说:{quoted(words, 60)}"


def tell_retired(titles: Sequence[str]) -> str:
    """To whoever was shown items lately: they are not to be used any more."""
    return f"你看过的话术{named(titles)}下架了,先别再用。"


def superseded(titles: Sequence[str], newer: str) -> Message:
    """To whoever was shown items lately: there is a newer version of them, the first of which is `newer` (a code)."""
    text = f"你看过的话术{named(titles)}出了新版,旧的别再用了。"
    return Message(text, (Choice("看新版", opens=ShowScript(newer)),), "receipt")


def named(titles: Sequence[str]) -> str:
    """「…」「…」等 7 条."""
    few = "".join(f"「{title}」" for title in titles[:3])
    return f"{few}等 {len(titles)} 条" if len(titles) > 3 else few


def not_found(title: str) -> str:
    """The words name no item that the speaker answers for."""
    return f"没找到你能管的话术「{title}」。名字写全一点再说一次。"


def sure(fact: ScriptFact) -> str:
    """The words name an item only in part: is it meant?"""
    return f"是这条吗?\n【{fact.title}】\n{fact.body}"


def which(title: str) -> str:
    """The words name several items."""
    return f"「{title}」对得上几条,是哪一条?"


def look_button(code: str) -> Choice:
    """Shows an item in full."""
    return Choice("看看", opens=ShowScript(code))


def older_left(product: str, version: str, older: Sequence[ScriptFact]) -> str:
    """Items of a product that are of an older version, and have no newer one."""
    lines = [f"{number}. {fact.title}({fact.product_version})" for number, fact in enumerate(older[:NAMED], 1)]
    more = [f"……一共 {len(older)} 条"] if len(older) > NAMED else []
    return "\n".join([f"{product} {version} 上线了,这些还是旧版的,下架吗?", *lines, *more])


def none_older(product: str, version: str) -> str:
    """No item of the product is of an older version."""
    return f"话术库里没有比 {version} 旧的{product}话术,不用动。新版的说法导进来就行。"


def all_retired(count: int, people: int) -> str:
    """Several items are found no more."""
    return f"{count} 条旧版话术下架了。{_heard(people)}"


def _heard(people: int) -> str:
    return f"最近看过它的 {people} 位同事会听到。" if people else ""


DOUBTED_OWN = "这条归你管,记下了。现在定一下?"


def doubted(title: str, keeper: str) -> str:
    """That who answers for an item was told what is said against it."""
    return f"记下了,「{title}」告诉{keeper}核对了,改了或者下架会告诉你。没核对之前先别照着说。"


def doubts(fact: ScriptFact, member: str, words: str) -> str:
    """What is said against an item, to who answers for it."""
    return f"{member}说「{fact.title}」有问题:「{words}」。还对吗?\n「{fact.body}」"


def told_of(fact: ScriptFact, keeper: str | None, now: datetime, zone: ZoneInfo) -> str:
    """Who answers for an item, and when it was last found to hold."""
    lines = [f"「{fact.title}」归{keeper or '公司'}管。"]
    if fact.product_version:
        lines.append(f"产品版本 {fact.product_version}。")
    if fact.verified_at is not None:
        by = f"{fact.verified_by}" if fact.verified_by else ""
        lines.append(f"{say_time(fact.verified_at, now, zone)}{by}核对过,还能用。")
    else:
        lines.append("现在的内容还没人核对过,用之前先跟他确认。")
    return "".join(lines) + "觉得过时就说「这条过时了」。"
