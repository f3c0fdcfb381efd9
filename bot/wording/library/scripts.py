"""Scripts as they are shown: words to say aloud, why they fit, whether they were checked, and what may be done next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.messages import Choice
from bot.wording.library.playing import PLAYABLE
from bot.wording.offers import PlayItem, RequireScript
from config.policy import Policy
from knowledge.trust.care import ScriptFact

ASK_FOR_IT = "想要哪种话术?说说客户是谁、怎么说的,例:「K12校长说预算冻结了怎么回」。"
FAILED = "话术库这会儿没翻开,过一会儿再试。"
GONE = "这条话术已经下架了。"
AGAIN = "再找一次"
ANOTHER = "换一条"
TWO_MORE = "再看两条"
PLAYS = {"audio": "发给我语音", "video": "发给我视频"}
SEND_IT = "发给我文件"
WITHOUT_FILTERS = "不限行业和角色"
USEFUL, USELESS = "有用", "没用"
HAVE_BETTER = "我有更好的"
REQUIRE, RELEASE = "设为新人必学", "移出新人必学"
NEAREST = "没有正好对上的,最接近的是这条:"
FIRST_ONE = "这就是最先找到的那条。"
NOT_SO_MANY = "没有那么多条,看看上面这几条。"
WHICH_DOUBTED = "是哪一条?先说「第一条」「第二条」打开它,再说哪里不对。"
NOT_COLLECTED = "收藏我还没有。要再看,照刚才那样问就能找到;觉得好用说「有用」,下回它会靠前。"
KINDS = {
    "case": "案例",
    "faq": "问答",
    "material": "资料",
    "contract_template": "合同模板",
    "video": "视频",
    "audio": "录音",
}
MOST_HEARD = 60  # characters of what is said in a recording
LINE = 36  # characters of the line that is said of an item in a list
_SENTENCE = re.compile(r"[^。!?!?\n]*[。!?!?]?")


def hits(
    policy: Policy,
    found: Sequence[tuple[Mapping[str, Any], ScriptFact]],
    used: Sequence[str],
    *,
    is_nearest: bool = False,
) -> str:
    """The found items, and what they were chosen for; that the first is no more than the nearest (`is_nearest`)."""
    blocks = [block(policy, fact, "" if is_nearest else hit["why"]) for hit, fact in found]
    near = [NEAREST] if is_nearest else []
    return "\n".join(near) + ("\n" if near else "") + "\n\n".join([*blocks, *([chosen_for(used)] if used else [])])


def chosen_for(used: Sequence[str]) -> str:
    """By what items were chosen."""
    return f"(按 {'、'.join(used)} 挑的)"


def useful_at(place: int) -> str:
    """One of several was of use, by its place."""
    return f"第 {place} 条有用"


def rated(*, useful: bool, again: bool, customer: str | None, points: int) -> str:
    """What was said of a script, with which customer, and how many points its author gets for it."""
    if again:
        return "这句已经记过了。"
    at = f"(用在{customer})" if customer else ""
    if not useful:
        return f"记下了:没用上{at}。你有更好的说法就交给我。"
    return f"记下了:有用{at}。{f'写它的同事 +{points} 分。' if points else ''}"


def play(kind: str, title: str = "") -> str:
    """The button that plays or sends what belongs to an item; with its title where there are several."""
    label = PLAYS.get(kind, SEND_IT)
    return f"{label}·{title[:12]}" if title else label


def nothing(skipped: int, used: Sequence[str], kinds: Sequence[str] = ()) -> str:
    """No item, or none any more; of the `kinds` that were asked for."""
    if skipped:
        return "没有了,合适的就这些。"
    if kinds:
        names = "、".join(KINDS.get(kind, "话术") for kind in kinds)
        return f"库里没有合适的{names}{f'({chr(12289).join(used)})' if used else ''}。"
    return f"没有合适话术({'、'.join(used)})。" if used else "没有合适话术。换个说法再问问,比如客户的原话。"


def block(policy: Policy, fact: ScriptFact, why: str = "") -> str:
    """An item in full."""
    lines = [f"【{headed(fact)}】", fact.body, *heard(fact), *([f"——{why}"] if why else [])]
    return "\n".join([*lines, *([badge(policy, fact)] if fact.verified_at else [])])


def heard(fact: ScriptFact) -> list[str]:
    """How a recording begins, in its words."""
    text = fact.transcript or ""
    return [f"里面说:「{text[:MOST_HEARD]}{'…' if len(text) > MOST_HEARD else ''}」"] if text else []


def headed(fact: ScriptFact) -> str:
    """The title, with what kind of thing it is where it is no script."""
    kind = KINDS.get(fact.kind)
    return f"{f'{kind}·' if kind else ''}{fact.title}"


def badge(policy: Policy, fact: ScriptFact) -> str:
    """That it was found to hold, when and by whom."""
    assert fact.verified_at is not None
    day = fact.verified_at.astimezone(policy.zone)
    return f"✓ 已核对 {day:%Y-%m} {fact.verified_by or ''}".rstrip()


def speakable(fact: ScriptFact) -> str:
    """The first words of an item, as they are said aloud."""
    first = next((found.group() for found in _SENTENCE.finditer(fact.body) if found.group().strip()), fact.body)
    return first if len(first) <= LINE else f"{first[:LINE]}…"


def labelled(title: str, most: int = 12) -> str:
    """A title as it stands on a button."""
    return title if len(title) <= most else f"{title[:most]}…"


def play_buttons(facts: Sequence[ScriptFact]) -> list[Choice]:
    """What may be heard, watched or sent of the items that are shown."""
    several = len(facts) > 1
    return [
        Choice(play(fact.kind, fact.title if several else ""), opens=PlayItem(fact.code))
        for fact in facts
        if PLAYABLE.fullmatch(fact.media or "")
    ]


def path_button(fact: ScriptFact) -> Choice:
    """Puts the item among those that new hires learn, or takes it out."""
    wanted = fact.required_at is None
    return Choice(REQUIRE if wanted else RELEASE, opens=RequireScript(fact.code, wanted=wanted))
