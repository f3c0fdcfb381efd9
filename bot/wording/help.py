"""What the bot says about itself: an overview with examples of the person's own, and short answers to how and why.

A question that names no topic gets the overview. Pure functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.access import LEADERS, SELLERS
from bot.wording.limits import limit_line
from config.policy import Policy, Stage
from nlu import questions
from sales.customers import Sample

NOBODY_YET = Sample("华光公司", "王经理", "lead")
Answer = Callable[[Policy, Sample, bool], str]  # the last: whether a leader asks
HEARD, UNHEARD = "语音直接发,听到什么会先念给你看,错了说一声就改。", "语音现在还听不了,先打字。"
FILES_UNREAD = "图片和文件我会存好,但里面的内容还看不了,要记的事说给我。"


def overview(policy: Policy, role: str | None, sample: Sample | None) -> str:
    """What the bot can do for somebody of this role."""
    if role in LEADERS:
        return _for_leaders(sample or NOBODY_YET)
    return _for_sellers(policy, sample) if role in SELLERS else _for_departments(policy, role or "")


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
        f"·「{known.customer}要定制接口,请产品评估一下」\n"
        "记错了说「不是电话,是拜访」,或十分钟内点「撤回」。"
    )


def _for_leaders(sample: Sample) -> str:
    return (
        "单子超时没人动,我会先提醒销售,再来告诉你。你可以问、也可以吩咐:\n"
        f"·「{sample.customer}现在什么情况」\n"
        "·「哪些单子卡在报价超过三天」「哪些快到期了」\n"
        "·「今天我该跟谁」:全队要办的事\n"
        f"·「{sample.customer}再给两天」:先不催这一单\n"
        "·客户表(Excel、CSV)发给我:先核对,看过再导入"
    )


def _for_departments(policy: Policy, role: str) -> str:
    hours = f"{policy.tickets.hours(role):g}"
    return (
        f"销售请{policy.tickets.name(role)}帮忙的事会变成工单发给你,{hours} 个工作小时内回就行:\n"
        "·收到后直接打字就是答复:「可以做,两周」「工单3 做不了,没有排期」\n"
        "·要先问清楚,直接问:「要对接哪个系统?」,等他回的时间不算你的\n"
        "·不归你管,说「转给财务」\n"
        "·「我手上的工单」「谁在跟华光公司」「转告小王合同盖好了」\n"
        "·「明早九点提醒我开会」"
    )


def answer(text: str, policy: Policy, sample: Sample | None, *, leads: bool, hears: bool) -> str | None:
    """The answer to a question about how things are done here; None where it names no topic. `hears`: voice can be
    heard now."""
    stages = [stage for stage in policy.stages if stage.name in text]
    if len(stages) == 1 and questions.asks_limit(text):
        return f"{stages[0].limit_words}({stages[0].name}),记一次跟进重新算,超了我先提醒你。"
    if stages and questions.asks_meaning(text):
        return "\n".join(about_stage(policy, stage) for stage in stages)
    topic = questions.topic_of(text)
    if topic == "media":
        return (HEARD if hears else UNHEARD) + FILES_UNREAD
    return ANSWERS[topic](policy, sample or NOBODY_YET, leads) if topic is not None else None


def about_stage(policy: Policy, stage: Stage) -> str:
    """What a stage is: its meaning, its place, its limit and what is asked there."""
    order = [known.key for known in policy.stages]
    place = order.index(stage.key) + 1
    following = policy.next_stage(stage.key)
    what = f"「{stage.name}」是第 {place} 步" + (f":{stage.about}" if stage.about else "")
    limit = f"在这一步 {stage.limit_words}没跟进,我会提醒"
    forced = ",记跟进时要选客户异议" if "objection" in stage.forced else ""
    gate = policy.gate(stage.key)
    needed = "、".join([*map(policy.evidence_name, gate.evidence), *gate.roles])
    entry = f"进这一步要先有{needed}。" if needed else ""
    after = f"再往下是「{following.name}」。" if following else f"再往下就是{policy.closed.get('won', '成交')}了。"
    return f"{what}。{entry}{limit}{forced}。{after}"


def _add_customer(policy: Policy, sample: Sample, leads: bool) -> str:
    first = policy.stages[0].limit_words
    return (
        "一句话就行,不用填表:「新线索:公司名,联系人,预算 30 万」。只有公司名也可以,别的以后再补。\n"
        f"记好后它归你,{first}内要有第一次跟进。已经有同事在跟的,我会请主管定。"
    )


def _who_sees(policy: Policy, sample: Sample, leads: bool) -> str:
    if leads:
        return "主管看得到本团队的客户和跟进,经理和管理员看得到全公司的,销售只看得到自己的。"
    return (
        "你的客户和跟进,你自己、你的主管、经理和管理员看得到,别的销售看不到。\n"
        "你跟我聊天的其他话不会转给谁;单子超时一直没动、或者你点「需要支持」时,主管会收到这一单的情况。"
    )


def why_reminded(policy: Policy, sample: Sample | None, *, leads: bool) -> str:
    """Why somebody is reminded at all."""
    return _why_reminded(policy, sample or NOBODY_YET, leads)


def _why_reminded(policy: Policy, sample: Sample, leads: bool) -> str:
    hours = round(policy.escalation.alert_after_working_hours)
    limits = "、".join(f"{stage.name} {stage.limit_words}" for stage in policy.stages)
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
    counted = "自然小时," if all(stage.limit_counts == "calendar" for stage in policy.stages) else ""
    return f"各阶段的时限({counted}记一次跟进重新计时):\n{limits}"


def _tickets(policy: Policy, sample: Sample, leads: bool) -> str:
    return (
        f"说给谁、什么事就行:「{sample.customer}要定制接口,请产品评估一下」「让财务看看能不能分三期」。\n"
        "我原话转给对应部门的人,他回了马上告诉你。「我的工单」看进度,不办了说「工单3不用了」。"
    )


def _tasks(policy: Policy, sample: Sample, leads: bool) -> str:
    return "说「今天我该跟谁」看当天要办的,「哪些快到期了」看这两天要到时限的,「哪些超时了」看已经超了的。"


def _hand_over(policy: Policy, sample: Sample, leads: bool) -> str:
    if leads:
        return f"说「把{sample.customer}转给小王」,换成同事的名字就行,单子和提醒一起过去。"
    return f"客户归谁由主管定。跟主管说一声,或者告诉我「{sample.customer}以后让小王跟」,我去问主管。"


def _ask_customer(policy: Policy, sample: Sample, leads: bool) -> str:
    return f"说「{sample.customer}现在什么情况」,联系人、单子、时限和最近的跟进都在。"


ANSWERS: Mapping[str, Answer] = {
    "snooze": _snooze,
    "support": _support,
    "why_reminded": _why_reminded,
    "who_sees": _who_sees,
    "correct": _correct,
    "remind": _remind,
    "add_customer": _add_customer,
    "limits": _limits,
    "hand_over": _hand_over,
    "move": _move,
    "close": _close,
    "log": _log,
    "ask_customer": _ask_customer,
    "tasks": _tasks,
    "tickets": _tickets,
}
