"""What the bot says about itself: an overview with examples of the person's own, and short answers to how and why.

A question that names no topic gets the overview. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.access import LEADERS, SELLERS
from bot.wording.limits import limit_line
from config.policy import Policy, Stage
from sales.customers import Sample

NOBODY_YET = Sample("华光公司", "王经理", "lead")
Answer = Callable[[Policy, Sample, bool], str]  # the last: whether a leader asks


def overview(policy: Policy, role: str | None, sample: Sample | None) -> str:
    """What the bot can do for somebody of this role."""
    if role in LEADERS:
        return _for_leaders(sample or NOBODY_YET)
    return _for_sellers(policy, sample) if role in SELLERS else OTHERS


def _for_sellers(policy: Policy, sample: Sample | None) -> str:
    lead = "" if sample else "第一步可以先加一个客户,说「新线索:公司名,联系人,预算」就行。\n"
    known = sample or NOBODY_YET
    following = policy.next_stage(known.stage)
    moves = f"推进到{following.name}" if following else "签了,36 万"
    return (
        f"{lead}跟客户聊完,直接说给我听就记好了:\n"
        f"·「刚跟{known.customer}{known.contact}通完电话,嫌贵,周三下午再去」\n"
        f"·「{known.customer}{moves}」\n"
        f"·「明早九点提醒我给{known.contact}回电话」\n"
        "·「新线索:公司名,联系人,预算 30 万」\n"
        "·「今天我该跟谁」「哪些快到期了」\n"
        "记错了说「不是电话,是拜访」,或十分钟内点「撤回」。"
    )


def _for_leaders(sample: Sample) -> str:
    return (
        "单子超时没人动,我会先提醒销售,再来告诉你。你可以问、也可以吩咐:\n"
        f"·「{sample.customer}现在什么情况」\n"
        "·「哪些单子卡在报价超过三天」「哪些快到期了」\n"
        "·「今天我该跟谁」:全队要办的事\n"
        f"·「{sample.customer}再给两天」:先不催这一单"
    )


OTHERS = "我现在主要陪销售记跟进、盯时限。跨部门的事以后会通过我找到你,可以先让我提醒你办事:「明早九点提醒我开会」。"


def answer(text: str, policy: Policy, sample: Sample | None, *, leads: bool) -> str | None:
    """The answer to a question about how things are done here; None where it names no topic."""
    stages = [stage for stage in policy.stages if stage.name in text]
    if len(stages) == 1 and _ASKS_LIMIT.search(text):
        return f"{round(stages[0].limit_hours)} 小时({stages[0].name}),记一次跟进重新算,超了我先提醒你。"
    if stages and _ASKS_MEANING.search(text):
        return "\n".join(about_stage(policy, stage) for stage in stages)
    known = sample or NOBODY_YET
    return next((say(policy, known, leads) for words, say in TOPICS if words.search(text)), None)


def about_stage(policy: Policy, stage: Stage) -> str:
    """What a stage is: its meaning, its place, its limit and what is asked there."""
    order = [known.key for known in policy.stages]
    place = order.index(stage.key) + 1
    following = policy.next_stage(stage.key)
    what = f"「{stage.name}」是第 {place} 步" + (f":{stage.about}" if stage.about else "")
    limit = f"在这一步 {round(stage.limit_hours)} 小时没跟进,我会提醒"
    forced = ",记跟进时要选客户异议" if "objection" in stage.forced else ""
    after = f"再往下是「{following.name}」。" if following else f"再往下就是{policy.closed.get('won', '成交')}了。"
    return f"{what}。{limit}{forced}。{after}"


def _add_customer(policy: Policy, sample: Sample, leads: bool) -> str:
    first = round(policy.stages[0].limit_hours)
    return (
        "一句话就行,不用填表:「新线索:公司名,联系人,预算 30 万」。只有公司名也可以,别的以后再补。\n"
        f"记好后它归你,{first} 小时内要有第一次跟进。已经有同事在跟的,我会请主管定。"
    )


def _who_sees(policy: Policy, sample: Sample, leads: bool) -> str:
    if leads:
        return "你能看到自己团队的客户和跟进,经理和管理员看全公司。销售只看得到自己的。"
    return (
        "你的客户和跟进,你自己、你的主管、经理和管理员看得到,别的销售看不到。\n"
        "你跟我聊天的其他话不会转给谁;单子超时一直没动、或者你点「需要支持」时,主管会收到这一单的情况。"
    )


def _why_reminded(policy: Policy, sample: Sample, leads: bool) -> str:
    hours = round(policy.escalation.alert_after_working_hours)
    limits = "、".join(f"{stage.name} {round(stage.limit_hours)} 小时" for stage in policy.stages)
    if leads:
        return f"每个阶段有时限({limits}),超了先提醒销售,{hours} 个工作小时还没动才告诉你。不想催的单子说「再给两天」。"
    quiet = f"晚上 {policy.quiet.start:%H:%M} 到早上 {policy.quiet.end:%H:%M} 和休息日我不打扰"
    return (
        f"每个阶段有时限({limits}),超了我就提醒你一次,{hours} 个工作小时还没动才告诉主管。\n"
        f"记一条跟进就重新计时;现在顾不上就点「缓一缓」(一次超时最多 {policy.snooze_most} 回)。{quiet}。"
    )


def _correct(policy: Policy, sample: Sample, leads: bool) -> str:
    return (
        f"刚记的那条,{policy.undo_minutes} 分钟内说「撤回」就整条拿掉。\n"
        "只错一处就直接说对的:「不是电话,是拜访」「时间改成周四下午」,我改好再给你看。"
    )


def _remind(policy: Policy, sample: Sample, leads: bool) -> str:
    return (
        f"说时间和事情就行:「明早九点提醒我给{sample.contact}回电话」「周五下班前提醒我交方案」。\n"
        "到点我发给你,要晚点再说就点「缓一缓」。跟进里说好的下一步,我也会放进当天的清单。"
    )


def _snooze(policy: Policy, sample: Sample, leads: bool) -> str:
    return (
        f"「缓一缓」是这一单先不催:{round(policy.snooze_hours)} 小时、明早或者你说的时间。"
        f"一次超时最多缓 {policy.snooze_most} 回,时限本身不变。"
    )


def _support(policy: Policy, sample: Sample, leads: bool) -> str:
    return "「需要支持」会马上把这一单和你需要什么告诉主管,之后这次超时我就不再催你。"


def _log(policy: Policy, sample: Sample, leads: bool) -> str:
    return (
        f"像跟同事说话一样说就行:「刚跟{sample.customer}{sample.contact}通完电话,嫌贵,周三下午再去」。\n"
        "跟谁、怎么联系的、客户怎么说、下一步,我自己分。少了要紧的我会问一句。"
    )


def _move(policy: Policy, sample: Sample, leads: bool) -> str:
    order = "→".join(stage.name for stage in policy.stages)
    return f"说「{sample.customer}推进到{policy.stages[-2].name}」就行。一共这几步:{order}。"


def _close(policy: Policy, sample: Sample, leads: bool) -> str:
    return f"签了说「{sample.customer}签了,36 万」,丢了说「{sample.customer}丢单了,选了竞品」。说错了点「撤回」。"


def _limits(policy: Policy, sample: Sample, leads: bool) -> str:
    limits = "\n".join(f"·{limit_line(policy, stage.key)}" for stage in policy.stages)
    return f"各阶段的时限(自然小时,记一次跟进重新计时):\n{limits}"


def _tasks(policy: Policy, sample: Sample, leads: bool) -> str:
    return "说「今天我该跟谁」看当天要办的,「哪些快到期了」看这两天要到时限的,「哪些超时了」看已经超了的。"


def _hand_over(policy: Policy, sample: Sample, leads: bool) -> str:
    if leads:
        return f"说「把{sample.customer}转给小王」,换成同事的名字就行,单子和提醒一起过去。"
    return f"客户归谁由主管定。跟主管说一声,或者告诉我「{sample.customer}以后让小王跟」,我去问主管。"


def _media(policy: Policy, sample: Sample, leads: bool) -> str:
    return "语音、图片和文件我会存好,但现在还听不了、看不了,要记的事打字告诉我。"


def _ask_customer(policy: Policy, sample: Sample, leads: bool) -> str:
    return f"说「{sample.customer}现在什么情况」,联系人、单子、时限和最近的跟进都在。"


_HOW = r"(?:怎么|怎样|如何|咋|哪里|哪儿|在哪|能不能|可以|可不可以|想|要).{0,6}"
_ASKS_LIMIT = re.compile(r"多久|几天|多少(?:天|小?时)|几个?小时|时限(?:是|有)?多")
_ASKS_MEANING = re.compile(r"什么|啥|意思|区别|定义|哪[个种]|解释|含义|咋算|怎么算|算不算|[吗么呢??]")


def _topic(say: Answer, *patterns: str) -> tuple[re.Pattern[str], Answer]:
    return re.compile("|".join(patterns)), say


TOPICS: tuple[tuple[re.Pattern[str], Answer], ...] = (
    _topic(_snooze, r"缓一缓.{0,4}(?:是|什么|啥|意思)", r"什么.{0,3}缓一缓"),
    _topic(_support, r"需要支持.{0,4}(?:是|什么|啥|意思)", r"什么.{0,3}需要支持"),
    _topic(
        _why_reminded, r"(?:为什么|为啥|怎么|咋|干嘛|凭什么|老|总).{0,6}(?:提醒|催|通知|找|烦|轰炸)我", r"催.{0,4}干嘛"
    ),
    _topic(
        _who_sees,
        r"谁.{0,6}(?:看|知道|查)",
        r"(?:看|查|知道)[得不]?[到见了].{0,3}(?:吗|么|不)",
        r"会不会.{0,6}(?:看|知道)",
        r"隐私|保密",
    ),
    _topic(_correct, r"[记写说填输搞弄录]错", r"撤[回销]", _HOW + r"(?:改[^阶]|改$|删|更正)"),
    _topic(_remind, _HOW + r"提醒|闹钟"),
    _topic(
        _add_customer,
        _HOW + r"(?:加|新建|建|录|登记|添|报|输|弄).{0,5}(?:客户|线索|公司|单位|商机)",
        r"(?:客户|线索).{0,3}(?:怎么|在哪|哪里)[^看查]{0,2}[加建录登]",
    ),
    _topic(
        _limits,
        r"(?:时限|期限|超时).{0,6}[多几是规算]",
        r"^(?:现在|目前|看看|查|各个?|所有|每个|我们)*(?:的|阶段)*(?:时限|期限)(?:呢|都)?$",
        r"(?:时限|期限).{0,2}怎么",
        r"多久.{0,4}(?:超时|跟进|提醒|算)",
        r"几天.{0,4}超时",
    ),
    _topic(_hand_over, r"[转交换].{0,3}(?:给|人|同事)", r"交接"),
    _topic(_move, _HOW + r"(?:推进|[进改换]阶段|下一步|往下走)", r"[哪几]个?些?阶段|阶段.{0,3}(?:有哪|怎么)"),
    _topic(_close, _HOW + r"(?:签|成交|丢单|流失|[关结赢输]单)", r"(?:签|丢)了?单?.{0,3}怎么[说记报]"),
    _topic(_media, r"语音|图片|照片|文件|拍照"),
    _topic(_log, _HOW + r"[记写报填录].{0,4}(?:跟进|拜访|日报|记录|电话)"),
    _topic(_ask_customer, _HOW + r"[查看问].{0,5}(?:客户|情况|进展|单子)"),
    _topic(_tasks, _HOW + r"(?:今天|待办|任务|清单|该跟)"),
)
