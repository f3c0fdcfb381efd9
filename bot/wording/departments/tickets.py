"""How tickets are put in words. Words of people are quoted as they were said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.conversation.attachments import Attachment, Document, Image
from bot.wording.undoing import quoted
from bot.wording.values import say_date, say_duration, say_time
from config.policy import Policy
from sales.gates.accepted import is_image
from sales.tickets import Note, NoteFile, TicketFact

SHORT = 24  # characters of a ticket's words in a list
OF_OWNER = ("reply", "more")  # kinds of notes
OF_DEPARTMENT = ("answer", "question")
WHICH = "说的是哪一张工单?点一下。"
WHICH_IN_HAND = "手上不止一张工单,说的是哪一张?点一下,原话就转过去。"
NO_EVIDENCE = "文件跟工单放在一起,没有存进单子。要当单子的材料,带上客户名字发我一遍。"
NO_TICKET_FOR_FILE = "文件收到了。你手上没有等你答复的工单,我没有归档;要给同事看,直接发给他。"
STAYS = "好,不转,还在你手上。直接打字就是答复。"


def title(ticket: TicketFact) -> str:
    """工单3(佛山恒泰瓷砖有限公司)."""
    return f"工单{ticket.id}({ticket.customer})" if ticket.customer else f"工单{ticket.id}"


def holder(policy: Policy, ticket: TicketFact) -> str:
    """产品孙浩: the department and who has it in hand."""
    return f"{policy.tickets.name(ticket.step.department)}{ticket.step.member}"


def raised(
    policy: Policy, ticket: TicketFact, limit_at: datetime, now: datetime, *, at_once: bool, stands_in: bool = False
) -> str:
    """To whoever raised it; `stands_in`: nobody is of that department, and whoever has it stands in."""
    verb = "已交给" if at_once else "这会儿不打扰,上班前交给"
    verb = f"{policy.tickets.name(ticket.step.department)}那边没有人,由同事代看。{verb}" if stands_in else verb
    number = f"工单{ticket.id}:{ticket.customer}" if ticket.customer else f"工单{ticket.id}"
    by_when = f"{needed(policy, ticket, now)}最晚{say_time(limit_at, now, policy.zone)}答复,有回音我告诉你。"
    return f"{verb}{holder(policy, ticket)}({number}):「{ticket.text}」\n{by_when}"


def needed(policy: Policy, ticket: TicketFact, now: datetime) -> str:
    """By when the rep needs it; nothing where nobody said."""
    if ticket.needed_at is not None:
        return f"时间:{say_time(ticket.needed_at, now, policy.zone)}。"
    if ticket.needed_on is not None:
        return f"时间:{say_date(ticket.needed_on, now.astimezone(policy.zone).date())}。"
    return ""


def at_step(policy: Policy, ticket: TicketFact, notes: Sequence[Note], limit_at: datetime, now: datetime) -> str:
    """To whoever has it in hand: what is asked, what was said so far, by when."""
    own = [note for note in notes if note.step_id == ticket.step.id]
    earlier = [note for note in notes if note.step_id != ticket.step.id]
    head = f"{title(ticket)},{ticket.owner}请{policy.tickets.name(ticket.step.department)}看:「{ticket.text}」"
    if own and own[-1].kind in OF_OWNER:
        verb = "回你" if own[-1].kind == "reply" else "再问"
        head = f"{title(ticket)},{own[-1].author}{verb}:「{own[-1].text}」\n原来的事:「{ticket.text}」"
    lines = [_said(policy, note) for note in earlier]
    when = f"{needed(policy, ticket, now)}请在{say_time(limit_at, now, policy.zone)}前答复,直接打字就行。"
    return "\n".join([head, *lines, when])


def over(ticket: TicketFact, over_by: timedelta) -> str:
    """To whoever has it in hand: it is over its limit."""
    return (
        f"{title(ticket)}等你答复,超了 {say_duration(over_by)}:「{quoted(ticket.text, SHORT)}」"
        f"{ticket.owner}在等。直接打字就是答复。"
    )


def several_over(found: Sequence[tuple[TicketFact, timedelta]]) -> str:
    """The same of several."""
    lines = [
        f"{place}. {title(ticket)},{ticket.owner}在等,超了 {say_duration(over_by)}:「{quoted(ticket.text, SHORT)}」"
        for place, (ticket, over_by) in enumerate(found, 1)
    ]
    return "\n".join([f"有 {len(found)} 张工单等你答复,都超时了:", *lines, "说「工单几」加上答复就行。"])


def stuck(policy: Policy, found: Sequence[tuple[TicketFact, timedelta]], not_shown: Collection[int] = ()) -> str:
    """To the superior of the owners: tickets that stand still. Of the steps `not_shown` nobody saw the nudge."""
    lines = [
        f"{title(ticket)}停在{holder(policy, ticket)}那里,超了 {say_duration(over_by)},"
        f"{'提醒还送不到他那里,打个电话吧' if ticket.step.id in not_shown else '提醒过他'}:"
        f"「{quoted(ticket.text, SHORT)}」({ticket.owner}提的)"
        for ticket, over_by in found
    ]
    if len(lines) == 1:
        return lines[0]
    return "\n".join([f"{len(lines)} 张工单没人答复:", *(f"{n}. {line}" for n, line in enumerate(lines, 1))])


def answered(policy: Policy, ticket: TicketFact, words: str) -> str:
    """To the owner."""
    return f"{title(ticket)},{holder(policy, ticket)}答复:「{words}」\n解决了吗?"


def in_new_hands(policy: Policy, ticket: TicketFact) -> str:
    """A ticket that somebody has from now on."""
    return f"{title(ticket)}现在由{holder(policy, ticket)}接着办。"


def moved(policy: Policy, ticket: TicketFact, left: str) -> str:
    """To the owner: whoever had it has left."""
    return f"{left}离职了,{in_new_hands(policy, ticket)}"


def added(ticket: TicketFact, by: str, words: str) -> str:
    """To the owner, and to whoever has it in hand: somebody who passed it on says more."""
    return f"{title(ticket)},{by}补充:「{words}」"


def passed(policy: Policy, ticket: TicketFact, by: str, words: str | None) -> str:
    """To the owner."""
    said = f",他说:「{words}」" if words else ""
    return f"{title(ticket)},{by}转给了{holder(policy, ticket)}{said}"


def asked(policy: Policy, ticket: TicketFact, words: str) -> str:
    """To the owner."""
    return f"{title(ticket)},{holder(policy, ticket)}问你:「{words}」\n直接打字就是回答;答了他接着办。"


def waits_for_owner(policy: Policy, ticket: TicketFact, said: str) -> str:
    """To the owner, once more: an answer or a question waits for their word."""
    quote = f":「{quoted(said, SHORT)}」" if said else ""
    if ticket.step.is_open:
        return f"{title(ticket)},{holder(policy, ticket)}还等你回{quote}\n直接打字就是回答,回了他接着办。"
    return f"{title(ticket)},{holder(policy, ticket)}答复过了{quote}\n解决了吗?你说一句就结掉。"


def state(policy: Policy, ticket: TicketFact, now: datetime, limit_at: datetime) -> str:
    """Where a ticket is now."""
    step = ticket.step
    if not ticket.is_open and ticket.closed_at is not None:
        how = "解决了" if ticket.solved else "撤了"
        return f"{say_time(ticket.closed_at, now, policy.zone)}{how}"
    if not step.is_open:
        return f"{holder(policy, ticket)}已经答复,等{ticket.owner}确认"
    if step.asked_at is not None:
        return f"{holder(policy, ticket)}在等{ticket.owner}补充"
    if limit_at <= now:
        return f"在{holder(policy, ticket)}手上,超了 {say_duration(now - limit_at)}"
    return f"在{holder(policy, ticket)}手上,{say_time(limit_at, now, policy.zone)}前该答复"


def line(policy: Policy, ticket: TicketFact, now: datetime, limit_at: datetime) -> str:
    """A ticket in a list."""
    return f"·{title(ticket)}「{quoted(ticket.text, SHORT)}」{state(policy, ticket, now, limit_at)}"


def shown(policy: Policy, ticket: TicketFact, notes: Sequence[Note], now: datetime, limit_at: datetime) -> str:
    """A ticket in full: what is asked, what everybody said, where it is."""
    raised_at = say_time(ticket.raised_at, now, policy.zone)
    said = [f"·{_at(note.at, policy)} {_said(policy, note)}" for note in notes]
    lines = [f"{title(ticket)},{ticket.owner}{raised_at}提的:「{ticket.text}」", *said]
    if when := needed(policy, ticket, now):
        lines.append(when)
    return "\n".join([*lines, f"现在:{state(policy, ticket, now, limit_at)}。"])


def attached(file: NoteFile) -> Attachment:
    """A file as it goes out."""
    return Image(file.key, file.name) if is_image(file.key) else Document(file.key, file.name)


def files_of(notes: Sequence[Note]) -> list[Attachment]:
    """The files with which a ticket was answered, each once."""
    return [attached(file) for file in dict.fromkeys(note.file for note in notes if note.file is not None)]


def _at(at: datetime, policy: Policy) -> str:
    local = at.astimezone(policy.zone)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def _said(policy: Policy, note: Note) -> str:
    """产品孙浩:「可以做,两周」; of the owner only the name."""
    department = "" if note.kind in OF_OWNER else policy.tickets.name(note.department)
    verb = {"question": "问", "reply": "答", "more": "再问"}.get(note.kind, "")
    return f"{department}{note.author}{verb}:「{note.text}」"


def still_which(words: str) -> str:
    """The question which ticket words answer, asked once more after another was answered."""
    return f"刚才那句「{words}」还没转,是这张的答复吗?"


def not_sent(words: str) -> str:
    """That words of which it was asked whether they answer a ticket went nowhere."""
    return f"刚才那句「{words}」没有转。是哪张工单的,带上号码再说一次。"


def whether_meant(found: Sequence[TicketFact]) -> str:
    """To whoever has tickets in hand that came long ago: is it one of them that the words answer?"""
    if len(found) == 1:
        return f"这句是答复{found[0].owner}的{title(found[0])}吗?"
    return "这句是答复工单的吗?是哪一张,点一下。"


def is_there(policy: Policy, ticket: TicketFact) -> str:
    """To whoever passes on what they have passed on already."""
    return f"工单{ticket.id}已经在{holder(policy, ticket)}那里了。"


def whether_to_add(ticket: TicketFact, to: str) -> str:
    """To whoever has dealt with a ticket and says more."""
    return f"工单{ticket.id}你已经答复过了,要把这句补给{to}吗?"


def whether_solved(ticket: TicketFact) -> str:
    """To the owner, who takes an answer as it is."""
    return f"好的。{title(ticket)}算解决了吗?"


def whether_to_ask(ticket: TicketFact, who: str) -> str:
    """To the owner, who says more after an answer."""
    return f"要把这句转给{who}再问吗?(工单{ticket.id})"


def whether_reply(found: Sequence[TicketFact]) -> str:
    """To the owner of tickets of which something was asked some time ago."""
    if len(found) == 1:
        return f"这句是回{found[0].step.member}的吗?{title(found[0])}还等你回。"
    return "这句是回工单的吗?是哪一张,点一下。"


def ticket_or_deal(ticket: TicketFact) -> str:
    """To the owner, whose words may end a ticket or a deal."""
    return f"说的是{title(ticket)},还是单子?点一下,免得记错。"


def not_answered_yet(policy: Policy, ticket: TicketFact) -> str:
    """To the owner, who closes a ticket that nobody has answered."""
    return f"{title(ticket)}{holder(policy, ticket)}还没答复。不用了就点一下,我告诉他。"


def whether_department(department: str | None, words: str) -> str:
    """To a rep who told what another department would have to do."""
    whom = department or "别的部门"
    return f"「{quoted(words)}」要请{whom}看看吗?点一下就转过去,还没记也没转。"


def reopened(by: str, ticket: TicketFact, member_id: int) -> str:
    """To a member who was told that the ticket had ended, which was taken back."""
    if ticket.is_with(member_id):
        return f"{by}改主意了,{title(ticket)}还要办:「{quoted(ticket.text)}」"
    return f"{by}改主意了,{title(ticket)}先不结:「{quoted(ticket.text)}」"


def interim(policy: Policy, ticket: TicketFact, words: str) -> str:
    """To the owner: it was seen, and the answer is still to come."""
    return f"{title(ticket)},{holder(policy, ticket)}看到了:「{words}」"


def away(held: Sequence[TicketFact]) -> str:
    """To whoever serves a department and is away."""
    head = "好。新工单照样先到你这;要同事替,说一句「我明天请假 找某某」,那几天新来的先给他。"
    if not held:
        return head
    lines = [f"·{title(one)}「{quoted(one.text, SHORT)}」" for one in held]
    return "\n".join([f"{head}手上还有 {len(held)} 张,急的可以转出去:", *lines])


def still_waits(found: Sequence[TicketFact]) -> str:
    """To the owner of tickets that were answered: has that solved them?"""
    lines = [f"·{title(ticket)}「{quoted(ticket.text, SHORT)}」" for ticket in found]
    return "\n".join([f"有 {len(found)} 张工单答复了,还等你一句,解决了吗?", *lines])


NOTHING_TO_URGE = "没找到在等他们答复的工单,没有催。要请他们帮忙,说清楚要什么,我原话转过去。"

HANDS = (
    "工单还不能按人改派。在谁手上,谁说「转给财务」就转走;"
    "要换成同部门的另一位,得等他离职:说「某某离职了」,他手上的会自动交给同事。"
)


def limits(policy: Policy) -> str:
    """How long departments have to answer, and how that is changed."""
    hours = "、".join(f"{known.name} {known.hours:g} 小时" for known in policy.tickets.departments)
    return (
        f"各部门答复工单的时限(工作时间):{hours}。\n"
        "要改,管理员或经理说一句就行,比如「财务回复时限改成 4 小时」;改了对在走的工单也算。"
    )
