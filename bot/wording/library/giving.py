"""What is said where people give scripts to the library: the draft as it will be sent, the request to who decides, and
what was decided. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversation.messages import Choice
from bot.wording.offers import Contribute, DecideContribution, ShowPoints
from bot.wording.undoing import quoted
from config.policy import Policy
from knowledge.points.contributions import ContributionFact, ScriptDraft

OWN_WORDS = "把原话发我,就是你平时跟客户说的那几句。"
BETTER_WORDS = "上回是这么写的:「{body}」\n改好的发我,整段发。"
WANTED_WORDS = "大家在问:「{question}」\n你会怎么跟客户说?把原话发我。"
ANSWERED_BY_NOW = "这条已经有人写了,谢谢你惦记着。"
TOO_SHORT = "再多说两句,让没在场的同事也能照着说。"
NOBODY = "现在没有别人能审你交的话术(要主管、经理或管理员),没交。原话先自己留好。"
NOT_KEPT = "好,没交。"
FAILED_TO_COMPARE = "(这会儿没来得及查库里有没有一样的)"
SEND, TITLE, WHOM, DROP = "交上去", "改标题", "改给谁用", "不交了"
STILL, ANYBODY, NO_REASON = "还是要交", "谁都能用", "不用了"
MY_POINTS = Choice("看我的积分", opens=ShowPoints())
ASK_TITLE = "标题叫什么?几个字就行,同事靠它认。"
ASK_WHOM = "什么客户用得上?点一个,或者直接说,比如「医院的院长,嫌贵的时候」。"
WHAT_TO_CHANGE = "点「交上去」就交;要改,直接说改哪里,比如「标题改成算三年账」「给医院用」。"
SAY_WHOM = "说个行业、角色或者异议,比如「医院」「采购」「嫌贵」。"
SHORT_TITLE = "标题短一点,四十个字以内。"
ASK_REASON = "为什么退回?说一句,我原话转给{name}。"
GONE = "这条已经撤回了,不用审了。"
NOT_YOURS = "这条现在不归你定,没有动,会转给能审的人。"


def ask_words(earlier: str | None, wanted: str | None) -> str:
    """Asks for the words of a script: better ones for an earlier, those that answer a wanted question, or any."""
    if earlier is not None:
        return BETTER_WORDS.format(body=earlier)
    return WANTED_WORDS.format(question=wanted) if wanted is not None else OWN_WORDS


def whom(policy: Policy, draft: ScriptDraft) -> str:
    """Whom a script is for: 零售·店长·价格敏感."""
    objection = [policy.say("objections", draft.objection)] if draft.objection else []
    return "·".join([*draft.industry, *draft.buyer_role, *objection]) or ANYBODY


def shown(policy: Policy, draft: ScriptDraft) -> str:
    """A script as it will stand in the library."""
    return f"【{draft.title}】\n{draft.body}\n给谁用:{whom(policy, draft)}"


def to_confirm(policy: Policy, draft: ScriptDraft, reviewer: str, customer: str | None = None) -> str:
    """What will be sent, and to whom. `customer`: whom the words name, which everybody would read."""
    shows = f"\n话里提到了{customer},进库后大家都看得到;不想露名字就点「{DROP}」,换个叫法再发。" if customer else ""
    return f"这样交给{reviewer}审,行吗?\n{shown(policy, draft)}{shows}"


def alike(found: Mapping[str, Any]) -> str:
    """That the library has such a script."""
    return f"库里有一条很像的:\n【{found['title']}】\n{found['body']}\n还要交吗?(差不多的不另给积分)"


def sent(draft: ScriptDraft, reviewer: str, points: int, *, is_alike: bool, compared: bool) -> str:
    """The receipt of who contributes."""
    gain = "审过就进库。" if is_alike or not points else f"审过就进库,给你加 {points} 分。"
    return f"「{draft.title}」交给{reviewer}审了,{gain}{'' if compared else FAILED_TO_COMPARE}"


def request(policy: Policy, fact: ContributionFact, formerly: str | None = None) -> str:
    """To who decides. `formerly`: who was asked before."""
    was = f"(原来请{formerly}审,现在归你定)" if formerly else ""
    like = f"\n跟库里的「{fact.alike}」很像,通过也不另给积分。" if fact.alike else ""
    said = f"{fact.draft.body}\n给谁用:{whom(policy, fact.draft)}"
    return f"{fact.member}交了话术「{fact.draft.title}」,请你审{was}:\n{said}{like}"


def request_choices(fact: ContributionFact) -> list[Choice]:
    """What to do with it."""
    return [
        Choice("通过", opens=DecideContribution(fact.id, granted=True)),
        Choice("退回", opens=DecideContribution(fact.id, granted=False)),
    ]


AUTHOR_REWORDS = "他的原话我不替你改。退回时写上怎么改,他改好再交;或者就照原样通过。"


def waiting(found: Sequence[ContributionFact], *, returns: bool) -> str:
    """How many scripts wait for who asks; `returns`: all of them were to be returned, which is done one by one."""
    if not found:
        return "现在没有等你审的话术。"
    head = "退回要写原因,一条一条来。" if returns else ""
    return f"{head}等你审的话术有 {len(found)} 条:"


def left(found: Sequence[ContributionFact]) -> str:
    """To who leaves what waits for now."""
    which = f"「{found[0].draft.title}」" if len(found) == 1 else f"{len(found)} 条话术"
    return f"好,{which}先放着。有空了说「通过」,或者「退回」带一句为什么;说「有几条要审」都能看到。"


def still_waits(fact: ContributionFact) -> str:
    """To who has not decided for a while."""
    return f"{fact.member}的话术「{fact.draft.title}」还等你审:\n{quoted(fact.draft.body, 80)}"


def moved_on(title: str, formerly: str, to: str) -> str:
    """To who waits: somebody else decides now."""
    return f"「{title}」原来请{formerly}定,现在转给{to}了。"


def already(fact: ContributionFact) -> str:
    """That it was decided before."""
    return f"「{fact.draft.title}」{fact.decided_by or '同事'}已经定过了:{'通过' if fact.granted else '退回'}。"


def approved(fact: ContributionFact, points: int) -> str:
    """The reviewer's receipt."""
    return f"好,「{fact.draft.title}」进库了,{gain_of(fact.member, points, fact.alike)}"


def gain_of(name: str, points: int, like: str | None) -> str:
    """What the author gets."""
    if points:
        return f"{name} +{points} 分。"
    return f"跟「{like}」差不多,没另给积分。" if like else "这回没有积分。"


def to_author(fact: ContributionFact, points: int) -> str:
    """To the author: it was approved."""
    return f"{fact.decided_by}通过了你的「{fact.draft.title}」,已经进话术库,{gain_of('你', points, fact.alike)}"


def returned(fact: ContributionFact) -> str:
    """To the author: it was returned."""
    why = f":「{fact.reason}」" if fact.reason else ",没写原因。"
    return f"{fact.decided_by}退回了你的「{fact.draft.title}」{why}"


def better(fact: ContributionFact) -> Choice:
    """The author writes it anew."""
    return Choice("改好再交", opens=Contribute(fact.id))


def title_of(policy: Policy, objection: str | None, body: str) -> str:
    """A title to begin with: the objection, and how the words begin."""
    begins = body.strip()
    for mark in ",，。.;；!！?？:：\n":
        begins = begins.split(mark)[0] if len(begins.split(mark)[0]) >= 4 else begins
    short = begins if len(begins) <= 14 else f"{begins[:14]}…"
    return f"{policy.say('objections', objection)}:{short}" if objection else short
