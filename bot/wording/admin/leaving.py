"""What is said when somebody leaves the company. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.wording.values import say_money
from sales.teamwork.leaving import Belongings, Held, TicketsLeft

LISTED = 12
CONFIRM, CHANGE, CANCEL = "确认", "改一家", "不办了"
EVENLY, NOBODY, LATER = "平均分给组里", "先空着", "到那天提醒我"
NOT_NOW = "好,先不办,什么也没动。"
LAST_ADMINISTRATOR = "{name}是唯一的管理员,走之前先要有别的管理员(命令行 import 里给一位成员加 admin: true),没有动。"
ONLY_HEADS = "人员离职要经理或管理员来办{who},没有动。"
HOW_OUT = (
    "有人走,经理或管理员跟我说一句「某某离职了,客户给某某」就行:他的客户、单子、提醒和工单先列给你看,"
    "你确认了才交接、停用账号;办错了十分钟内可以撤回。"
)
YOURSELF = "你自己离职要别的经理或管理员来办,没有动。"


def how_in(admins: Sequence[str], newcomer: str | None = None, former: str | None = None) -> str:
    """How somebody gets in, by whom; and how a `newcomer` then takes over from the `former` owner."""
    who, name = "、".join(admins) or "管理员", newcomer or "姓名"
    way = f"请{who}在服务器上运行「xiaoban invite {name}」,把邀请码发给他,他发「加入 邀请码」给我就进来了。"
    if newcomer is None:
        return f"新同事和换了聊天账号的,都凭邀请码进来:{way}"
    then = f"进来以后说「{former or '某某'}的客户都给{newcomer}」,我再转。"
    return f"{newcomer}还没进来,客户没动。{way}{then}"


def never_gone(name: str) -> str:
    """That somebody who is back has been there all the time."""
    return f"好,{name}的账号一直开着,不用办。之前转出去的客户要还给他,说「把{name}的客户还给他」。"


def how_back(name: str, admins: Sequence[str]) -> str:
    """How somebody who has left gets in again."""
    who = "、".join(admins) or "管理员"
    return (
        f"{name}的账号停用着,以前记的都还在。要回来:请{who}在服务器上运行「xiaoban invite {name}」,"
        f"把邀请码发给他,他发「加入 邀请码」给我就进来了。客户不会自动还回去,要转跟我说,比如「把鼎新转给{name}」。"
    )


def what_is_theirs(name: str, theirs: Belongings) -> str:
    """陈静名下有 5 家客户、7 单在跟(合计 120 万元),3 条提醒."""
    if not theirs.customers:
        parts = ["没有客户"]
    else:
        worth = sum(held.sum_fen for held in theirs.customers)
        worth_said = f"(合计 {say_money(worth)})" if worth else ""
        parts = [f" {len(theirs.customers)} 家客户、{theirs.deals} 单在跟{worth_said}"]
    parts += [f"{theirs.reminders} 条提醒"] if theirs.reminders else []
    parts += [f"{theirs.instructions} 件别人交代的事"] if theirs.instructions else []
    return f"{name}名下{'有' if theirs.customers else ''}{'、'.join(parts)}。"


def what_is_left(left: Sequence[Held]) -> str:
    """还有 2 家:鼎新、联创."""
    more = f"等 {len(left)} 家" if len(left) > LISTED else ""
    return f"还有{'、'.join(held.customer for held in left[:LISTED])}{more}。"


def preview(
    name: str,
    theirs: Belongings,
    plan: Sequence[tuple[int, int]],
    names: Mapping[int, str],
    successor: str | None,
    tickets: TicketsLeft,
    heir: str | None,
) -> str:
    """Who gets what, before it is done."""
    held = {one.customer_id: one for one in theirs.customers}
    lines = [f"·{_held(held[key])} → {names[to]}" for key, to in plan[:LISTED]]
    more = [f"……还有 {len(plan) - LISTED} 家"] if len(plan) > LISTED else []
    lead = [f"·组里由{successor}接任主管"] if successor else []
    handed = [f"·工单{number} → {heir or to or '没人能接,先挂着'}" for number, to in tickets.in_hand[:LISTED]]
    raised = [f"·提过的 {len(tickets.raised)} 张工单跟着客户走"] if tickets.raised and plan else []
    what = [*lines, *more, *lead, *handed, *raised]
    along = "设好的提醒、交代的事跟着走;" if plan else ""
    head = f"{name}离职,这样交接:" if what else f"{name}离职,手上没有要交接的。"
    return "\n".join([head, *what, f"{along}他马上进不来了,记过的东西都留着。确认吗?"])


def to_taker(
    name: str, by: str, customers: Sequence[str], deals: int, reminders: int, tickets: Sequence[int] = ()
) -> str:
    """What a taker hears, once."""
    numbers = "、".join(f"工单{number}" for number in tickets)
    if not customers:
        return f"{name}离职了,他提的{numbers}归你了,有回音会告诉你。"
    shown = _listed(customers)
    also = f",{reminders} 条提醒也转过来了" if reminders else ""
    also += f",他提的{numbers}也归你" if numbers else ""
    return f"{name}离职了,{by}把 {len(customers)} 家客户、{deals} 单转给你跟:{shown}{also}。超时的会重新提醒你。"


def to_superior(
    name: str,
    by: str,
    shares: Sequence[tuple[str, Sequence[str], int]],
    tickets: Sequence[str],
    successor: str | None,
) -> str:
    """What the superiors of who left and of who takes over hear, once: what went to whom."""
    lead = [f"·组里由{successor}接任主管"] if successor else []
    went = [f"·{to}:{len(given)} 家客户、{deals} 单({_listed(given)})" for to, given, deals in shares if given]
    what = [*lead, *went, *(f"·{line}" for line in tickets)]
    return "\n".join([f"{name}离职了,{by}办的{'交接' if what else ',手上没有要交接的'}{':' if what else '。'}", *what])


def receipt(name: str, customers: int, deals: int, cancelled: int, *, raised: int) -> str:
    """That it is done; `raised` are the leaver's tickets that somebody else has now."""
    went = f"{customers} 家客户、{deals} 单都交接好了。" if customers else ""
    went += f"他提的 {raised} 张工单也跟着转了。" if raised else ""
    own = f"他自己设的 {cancelled} 条提醒撤了。" if cancelled else ""
    return f"办好了:{name}已停用,进不来了。{went}{own}记录和跟进都留着,聊天账号解绑了;回来的话重新发邀请码就行。"


def _listed(customers: Sequence[str]) -> str:
    return "、".join(customers[:LISTED]) + (f"等 {len(customers)} 家" if len(customers) > LISTED else "")


def _held(held: Held) -> str:
    worth = f",{say_money(held.sum_fen)}" if held.sum_fen else ""
    return f"{held.customer}({held.deals} 单{worth})" if held.deals else held.customer
