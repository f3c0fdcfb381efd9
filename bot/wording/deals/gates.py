"""What a deal needs for a stage, files kept with it, and the way it came: how they are said, and the buttons under
them. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.conversation.attachments import Attachment, Document, Image
from bot.conversation.messages import Choice
from bot.wording.offers import AnswerGate, DecideOverride, ShowFile
from bot.wording.stages import deal_name
from bot.wording.values import say_date, say_time
from config.policy import Policy
from sales.deals import DealFact
from sales.gates import Missing
from sales.gates.accepted import Refusal, is_image
from sales.gates.files import FileFact
from sales.gates.history import LetIn, StageStep
from sales.gates.requests import KeptOut, RequestFact

VOICE = "语音收到,已经存好,不过我现在还听不了,麻烦打字再说一遍。"
SEND_AGAIN = "文件麻烦再发一次,写上是哪家客户的。"
REFUSED: Mapping[Refusal, str] = {
    "empty": "「{name}」是空的,没有内容,我没收。重新导出一份再发我。",
    "runnable": "「{name}」是能运行的程序,不安全,我没收。文件请用 PDF、Word、Excel 或图片发。",
    "packed": "「{name}」是压缩包,我没收。把里面的文件解开,直接发我就行。",
    "unknown": "「{name}」这种格式我不收。用 PDF、Word、Excel 或图片发我。",
}
WHO = {
    "拍板人": "拍板的是谁",
    "影响者": "谁说话有分量",
    "使用者": "谁来用",
    "采购": "谁管采购",
    "把关人": "谁把关",
}
OTHER_PAPER = "其他资料"
LONGEST_WORDS = 60  # characters of what somebody said
ASK_SUPERIOR, LET_IN, DROP = "请主管放行", "直接放行", "先不推了"
NOBODY_TO_ASK = "公司里还没有你的主管,没人能放行,找管理员加一下。东西补齐了我照样推进。"
SETTLED = "这件事已经不用定了,{deal}现在在{stage}。"
NO_MOVE_WAITS = "现在没有等着推进的单子,什么都没动。"
NOTHING_WAITS = "现在没有等着放行的单子。"
WHICH_MOVE = "是哪一单?"
NOT_YOURS = "这件事现在不归你定,没有动。"
NO_LONGER_SEEN = "这个文件现在不归你看了,没有发。"
WHY_NEEDED = "放行的原因说一句就行,会记在阶段记录里。"
WHY_REFUSED = "不写原因放不了行。不放了就说「取消」。"
LETS_IN, KEEPS_OUT = "放行", "不放行"
NOT_THEIRS = "{name}放不了这一单。"
NOTHING_SENT = "最近没有你发来归档的文件。是哪份?带上客户名字说一句。"


def refused(name: str, refusal: Refusal) -> str:
    """Why a file was not taken."""
    return REFUSED[refusal].format(name=name or "这个文件")


def lacks(policy: Policy, missing: Missing) -> str:
    """技术协议、拍板人."""
    return "、".join([*(policy.evidence_name(kind) for kind in missing.evidence), *missing.roles])


def gate_question(policy: Policy, deal: DealFact, stage: str, missing: Missing) -> str:
    """What a deal lacks for the stage, and how it is given."""
    head = f"{deal_name(deal)}进{policy.stage_name(stage)}还差:{lacks(policy, missing)}。"
    return f"{head}\n{_how(policy, missing)}"


def still_lacks(policy: Policy, stage: str, missing: Missing) -> str:
    """What is still missing once something came."""
    return f"进{policy.stage_name(stage)}还差:{lacks(policy, missing)}。{_how(policy, missing)}"


def _how(policy: Policy, missing: Missing) -> str:
    papers = "、".join(policy.evidence_name(kind) for kind in missing.evidence)
    send = f"{papers}直接发我" if papers else ""
    tell = f"{WHO[missing.roles[0]]},说一句就行" if missing.roles else ""
    return f"{';'.join(filter(None, (send, tell)))}。齐了我马上推进。"


def won_without(policy: Policy, missing: Missing) -> str:
    """What a deal that was won never showed on its way: it may still be given."""
    papers = "、".join(policy.evidence_name(kind) for kind in missing.evidence)
    send = f"{papers}直接发我" if papers else ""
    tell = f"{WHO[missing.roles[0]]},说一句" if missing.roles else ""
    return f"\n路上还差:{lacks(policy, missing)}。{';'.join(filter(None, (send, tell)))},补上归档。"


def who_question(customer: str, role: str) -> str:
    """宏远建材有限公司拍板的是谁?"""
    return f"{customer}{WHO[role]}?"


def gate_choices(request_id: int, *, leads: bool) -> list[Choice]:
    """What may be done about a gate beside giving what is missing."""
    label = LET_IN if leads else ASK_SUPERIOR
    return [
        Choice(label, opens=AnswerGate(request_id, override=True)),
        Choice(DROP, opens=AnswerGate(request_id, override=False)),
    ]


def not_moved(policy: Policy, deal: DealFact) -> str:
    """A move is not wanted any more."""
    return f"好,没动,{deal.customer}还在{policy.stage_name(deal.stage)}。发来的文件都留着。"


def override_request(policy: Policy, by: str, deal: DealFact, stage: str, missing: Missing) -> str:
    """A rep asks a leader to let a deal in."""
    return f"{by}想把{deal_name(deal)}推进到{policy.stage_name(stage)},还差:{lacks(policy, missing)}。放行吗?"


def override_choices(request_id: int, files: Sequence[FileFact]) -> list[Choice]:
    """What the leader may do."""
    see = [Choice("看文件", opens=ShowFile(customer=files[0].customer_id))] if files else []
    return [
        Choice(LETS_IN, opens=DecideOverride(request_id, granted=True)),
        Choice(KEEPS_OUT, opens=DecideOverride(request_id, granted=False)),
        *see,
    ]


def asked_for(request: RequestFact) -> str:
    """A leader who moves the deal is reminded that a rep has asked for it."""
    return f"{request.asked_by}已经请过放行了,定一下?"


def asked_superior(boss: str, deal: DealFact) -> str:
    """The leader was asked."""
    return f"已经请{boss}给{deal_name(deal)}放行了,定了我告诉你。这期间东西补齐了,我也会直接推进。"


def refused_by(policy: Policy, by: str, deal: DealFact, stage: str, missing: Missing) -> str:
    """A leader did not let the deal in."""
    return f"{by}没放行{deal_name(deal)}进{policy.stage_name(stage)},先补:{lacks(policy, missing)}。发我就推进。"


def own_words(name: str, words: str) -> str:
    """What somebody said, as it is passed on."""
    return f"\n{name}说:「{words.strip()[:LONGEST_WORDS]}」" if words.strip() else ""


def lets_in_question(policy: Policy, deal: DealFact, stage: str) -> str:
    """Whether a leader meant to let the deal in."""
    return f"{deal_name(deal)}进{policy.stage_name(stage)}:放行,还是先不放?"


def only_by_leader(policy: Policy, boss: str, deal: DealFact, stage: str, missing: Missing) -> str:
    """What is said to the question whether it goes without what is missing."""
    who = f"要{boss}放行才行" if boss else "要主管放行才行"
    return f"{deal_name(deal)}进{policy.stage_name(stage)}还差:{lacks(policy, missing)}。差着东西{who},要请吗?"


def waits_on(policy: Policy, deal: DealFact, stage: str, missing: Missing) -> str:
    """A move waits for what comes later."""
    head = f"好,{deal_name(deal)}先在{policy.stage_name(deal.stage)}。"
    return f"{head}进{policy.stage_name(stage)}还差:{lacks(policy, missing)}。{_how(policy, missing)}"


def not_decided(policy: Policy, request: RequestFact, now: datetime) -> str:
    """A leader who was asked to let a deal in has said nothing yet."""
    at = say_time(request.asked_at, now, policy.zone) if request.asked_at is not None else ""
    return f"{deal_name(request.deal)}放行的事{at}请的,主管还没定。定了我马上告诉你。"


def kept_out(policy: Policy, request: RequestFact, refused: KeptOut, now: datetime) -> str:
    """A leader did not let the deal in, and what they said."""
    at, stage = say_time(refused.at, now, policy.zone), policy.stage_name(request.stage)
    return f"{refused.by}{at}没放行{deal_name(request.deal)}进{stage}。{own_words(refused.by, refused.words)}".strip()


def entry_state(policy: Policy, deal: DealFact, stage: str, missing: Missing) -> str:
    """Whether a deal may enter a stage."""
    here = f"{deal_name(deal)}现在在{policy.stage_name(deal.stage)}。"
    if not missing:
        return f"{here}进{policy.stage_name(stage)}要的东西都齐了,可以推进。"
    return f"{here}进{policy.stage_name(stage)}还差:{lacks(policy, missing)}。"


def wrong_file_question(policy: Policy, file: FileFact) -> str:
    """Whether a file sent some time ago is the one that was wrong."""
    return f"是{file.customer}的{paper_name(policy, file.kind, file.name)}不对,不算数了?"


def taken_out(policy: Policy, file: FileFact, deal: DealFact, kind: str | None, back_from: str | None) -> str:
    """A file does not count as what it was taken for; the deal went back if it had come on it."""
    now_is = f"改存成{policy.evidence_name(kind)}" if kind is not None else "留作资料"
    head = f"好,「{file.name}」不算{policy.evidence_name(file.kind)}了,{now_is}。"
    back = f"{deal_name(deal)}退回{policy.stage_name(deal.stage)}。" if back_from is not None else ""
    return f"{head}{back}"


def let_in_list(policy: Policy, found: Sequence[LetIn], days: int, now: datetime) -> str:
    """The deals that were let in lately, a line each."""
    if not found:
        return f"最近 {days} 天没有放行过的单子。"
    lines = [
        f"·{say_time(one.at, now, policy.zone)} {'·'.join(filter(None, (one.customer, one.product_line)))}"
        f" 进{policy.stage_name(one.stage)},{one.by}放行:{one.why}"
        for one in found
    ]
    return "\n".join([f"最近 {days} 天放行了 {len(found)} 次:", *lines])


def let_in(policy: Policy, reason: str, missing: Missing) -> str:
    """The line that says why a deal was let in, and what was not waited for."""
    return f"放行原因:{reason}(还差:{lacks(policy, missing)})" if missing else f"放行原因:{reason}"


def paper_name(policy: Policy, kind: str | None, name: str) -> str:
    """技术协议「技术协议_宏远.pdf」."""
    return f"{policy.evidence_name(kind)}「{name}」"


def kept(policy: Policy, deal: DealFact, kind: str | None, name: str, *, is_new: bool) -> str:
    """A file was kept with a deal."""
    paper = paper_name(policy, kind, name)
    return f"收到,{deal_name(deal)}的{paper}存好了。" if is_new else f"{deal_name(deal)}的{paper}之前存过,没有重复存。"


def kept_for(policy: Policy, by: str, deal: DealFact, kind: str | None, name: str) -> str:
    """A leader kept a file with somebody's deal."""
    return f"{by}给{deal_name(deal)}存了一份{paper_name(policy, kind, name)}。"


def named(customer: str, person: str, role: str) -> str:
    """Somebody's role at a customer was noted."""
    return f"记下了,{customer}的{role}是{person}。"


def kind_question(name: str, customer: str) -> str:
    """Which kind of file it is."""
    return f"收到「{name}」,存到{customer}。这是哪种文件?"


def see_files(customer_id: int) -> Choice:
    """Shows the files of a customer's deals."""
    return Choice("看文件", opens=ShowFile(customer=customer_id))


def file_label(policy: Policy, file: FileFact, now: datetime) -> str:
    """A file on a button: 技术协议·今天(11月23日)."""
    day = say_date(file.at.astimezone(policy.zone).date(), now.astimezone(policy.zone).date())
    return f"{policy.evidence_name(file.kind)}·{day}"


def file_line(policy: Policy, file: FileFact, now: datetime) -> str:
    """A file with its deal, who sent it and when."""
    product = f"{file.product_line}·" if file.product_line else ""
    paper = paper_name(policy, file.kind, file.name)
    return f"{product}{paper},{file.by} {say_time(file.at, now, policy.zone)}发来"


def file_list(policy: Policy, customer: str, files: Sequence[FileFact], now: datetime) -> str:
    """The files of a customer, a line each."""
    lines = [f"·{file_line(policy, file, now)}" for file in files]
    return "\n".join([f"{customer}存了 {len(files)} 份文件,要哪份点一下:", *lines])


def no_files(policy: Policy, customer: str, kind: str | None) -> str:
    """Nothing is kept."""
    what = policy.evidence_name(kind) if kind is not None else "文件"
    return f"{customer}还没有存过{what}。要存的话直接发我,写上客户名字。"


def attached(file: FileFact) -> Attachment:
    """The file as it goes out."""
    return Image(file.key, file.name) if is_image(file.key) else Document(file.key, file.name)


def history(policy: Policy, deal: DealFact, steps: Sequence[StageStep], now: datetime) -> str:
    """The way of a deal, a step a line, and where it is now."""
    head = f"{deal_name(deal)}的阶段记录:"
    lines = [f"{number}. {_step(policy, step, now)}" for number, step in enumerate(steps, 1)]
    days = (now - deal.stage_entered_at).days
    since = f",到今天 {days} 天" if days and not deal.closed else ""
    return "\n".join([head, *lines, f"现在:{policy.stage_name(deal.stage)}{since}"])


def _step(policy: Policy, step: StageStep, now: datetime) -> str:
    at = say_time(step.at, now, policy.zone)
    to = policy.stage_name(step.stage_to)
    move = f"{policy.stage_name(step.stage_from)} → {to}" if step.stage_from else f"进入{to}"
    by = f",{step.by}" if step.by else ""
    papers = [paper_name(policy, kind, name) for kind, name in step.files]
    grounds = "、".join([*papers, *(f"{role}{person}" for role, person in step.roles)])
    why = "、".join(policy.say("objections", key) for key in step.reason)
    notes = [
        f"凭:{grounds}" if grounds else "",
        f"放行:{step.override}" if step.override else "",
        f"原因:{why}" if why else "",
    ]
    return "\n   ".join(filter(None, [f"{at} {move}{by}", *notes]))
