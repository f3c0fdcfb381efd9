"""What the processor itself says: when words are unreadable, a button is old, somebody is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation import Flow
from bot.conversation.messages import Choice, SaidWords
from config.policy import Policy
from nlu import replies
from nlu.understanding import Understanding
from sales.errors import Reason

# What a person agrees to before anything of theirs is kept, in chat and on the page.
CONSENT = (
    "{name},欢迎。用之前说清楚:你发来的文字、语音和图片会保存在公司自己的系统里,用来记跟进、提醒和统计;"
    "你的主管能看到你名下的客户记录;要查看或删除自己的数据,找管理员。同意就开始。"
)
HOW_TO_JOIN = "你好,我是销伴,只陪公司同事聊工作。请向管理员或主管要一个邀请码,然后发「加入 邀请码」给我。"
NOT_AN_ANSWER = "这句我没对上。"
WELCOME = "不客气,有事随时叫我。"
HEARD = "好的。"
END_OF_LIST = "刚才的名单到头了,没有这一个。要看别的,直接说客户名字。"
WHICH_OF_THEM = "是哪一单?"
ANSWERED = {"no": "好,不提醒。", "done": "好,这条办完了。", "stop": "好,这条不再提醒。"}
BUTTON_UNKNOWN = "这个按钮我认不出来了,直接打字告诉我就行。"
QUESTION_CLOSED = "那个问题已经结束了。"
NOTHING_OPEN = "现在没有进行到一半的事。要撤回刚记的那条,发「撤回」。"
CANCELLED = "好,这件事先不弄了。"
CANCELLED_THE_REST = "好,剩下的先不弄了。前面已经存好的还在,要拿掉就发「撤回」。"
NO_WAY_BACK = "前面已经存好了,退不回去。发「撤回」可以整条拿掉。"
FIRST_STEP = "这就是第一步,前面没有了。不想弄了发「取消」。"
NOT_FETCHED = "刚才这个文件没取下来,我没收到,麻烦再发一次。"
STILL_WORKING = "这个要查一会儿,好了马上告诉你。"
HANDED_AWAY = "这一单现在由同事跟了,没有动,不用你处理。"
REASONS: Mapping[Reason, str] = {
    "gone": "这条刚刚不在了,可能被别人改动过,这次没有记。",
    "closed": "这一单刚刚已经结单了,这次没有记。",
    "moved": "这一单的阶段刚刚已经变了,没有再动它。",
    "restarted": "这一单刚刚有了新的跟进,时间已经重新算了,不用再处理。",
    "not_in_scope": HANDED_AWAY,
    "not_yours": "这条是同事记的,你改不了,跟他说一声吧。",
    "reminder_gone": "这个提醒已经不在了。",
    "reminder_passed_on": "这个提醒已经跟着客户转给同事了,没有动,到点他会收到。",
    "decides": "这件事现在不归你定,没有动。",
    "ticket_closed": "这张工单已经结了,没有动。",
    "ticket_confirmed": "对方已经确认解决了,这条撤不回,没有动。有变化直接跟他说一声。",
    "ticket_goes_on": "这张工单后面已经有人接着办了,这条撤不回,没有动。要改就直接说一句,我转过去。",
    "ticket_moved": "这张工单已经不在你手上了,没有动,不用你处理。",
    "ticket_answered": "这一步对方已经处理完了,不用再回了。",
    "ticket_asked_again": "这张工单已经退回去再问了,等对方答复就行。",
    "ticket_passed_on": "这张工单已经跟着客户转给同事了,没有动。",
    "ticket_unserved": "公司里现在没有人能接这件事,没有转出去,找管理员加一下这个部门的人。",
    "gate": "这一步要的东西还没齐,没有动。",
    "script_gone": "这条话术已经下架了,没有动。",
    "script_not_yours": "这条话术不归你管,没有动。哪里不对,跟它的负责人或者经理说一声。",
    "built_on": "这条之后已经有人接着办了,撤不回,没有动。哪里不对直接说一句。",
    "holdings": "他名下的客户刚刚变了,这次没有动,再说一遍就行。",
}
LONGEST_TEXT = 4000


def unreadable(text: str, *, sells: bool = True) -> str:
    """Why a message cannot be read, or nothing; `sells`: to somebody of sales."""
    if not text.strip():
        return f"这条是空的,没有字。{'说说刚跟哪位客户聊了什么?' if sells else '有事直接打字就行。'}"
    if len(text) > LONGEST_TEXT:
        return (
            f"这条有 {len(text):,} 个字,太长了,我没法一次读完(最多 {LONGEST_TEXT:,} 字)。"
            "原文我留着,挑要紧的分几条发给我吧。"
        )
    if not any(c.isalnum() for c in text):
        return "收到。要记跟进的话,直接说事就行,比如「刚跟李总通完电话,周三再去」。" if sells else "收到。"
    return ""


def files_of_a_day(most_mb: int) -> str:
    """A member has sent as much in files as is taken in a day."""
    return f"你今天发的文件快到 {most_mb:,} MB 了,这个收不下,没收。明天再发,或者压缩、拆小一点。"


def files_in_all(most_mb: int) -> str:
    """As much of a member's files is kept as may be."""
    return f"你发来的文件一共最多存 {most_mb:,} MB,这个收不下,没收。请管理员把上限调大。"


def too_many(open_messages: int) -> str:
    """A stranger writes faster than is read."""
    return f"你发得太快了,前面 {open_messages} 条我还没看完,后面的先没收。等我回了你,要紧的再发一次。"


NOT_WRITTEN = "好,不记。哪句要记,再说一声。"
WRITTEN_LATER = "好,先不记。想记的时候把话再发我一遍就行。"


def write_now(words: str) -> list[Choice]:
    """Logs at once what was to be written down later."""
    return [Choice("现在就记", opens=SaidWords("log_followup", words))]


SMALL_TALK = {
    "tired": "辛苦了,歇口气。有要记的随时说。",
    "laughs": "哈哈,那就好。",
    "busy": "好,你先忙,回头说。",
    "scolds": "是我没弄明白,对不住。换个说法,我再听一遍。",
    "leaves": "辛苦了,回头见。",
    "waits": "好,先不动,有变化说一声。",
    "nothing_more": "好。",
}


def small_talk(text: str) -> str | None:
    """One sentence in answer to talk that asks for nothing; None if the words are none."""
    kind = replies.small_talk(text)
    return SMALL_TALK[kind] if kind is not None else None


def not_mine(*, sells: bool) -> str:
    """Something is asked that is no work of the bot's; `sells`: by somebody of sales."""
    work = "客户跟进、提醒和商机" if sells else "工单、提醒和给同事带话"
    return f"这个我帮不上,我只管{work}。"


def unclear(text: str, customer: str | None = None) -> str:
    """Words that were not understood; the customer that they name."""
    quote = text if len(text) <= 20 else text[:20] + "…"
    if customer is not None:
        return f"「{quote}」这句我没听懂,怕记错。{customer}这边,是要记下来,还是想看情况?点一下。"
    return f"「{quote}」这句我没听懂,怕记错。换个说法?也可以发「帮助」看看我能做什么。"


def may_be_over(text: str, customer: str, *, lost: bool) -> str:
    """Words that may say that a deal is lost, or won."""
    return f"「{text.strip()}」是说{customer}这单{'丢了' if lost else '成了'},还是先记一笔跟进?点一下。"


def nearest(text: str) -> str:
    """Words that were not understood, where questions that are near to them are offered."""
    return f"「{text.strip()}」这句我没听懂。想问的是下面哪个?点一下。"


def said_by_others(speaker: str, wanted: Sequence[str]) -> str:
    """Words of somebody else's would do something (`wanted`), which only the person may order."""
    asked = f"要{'、'.join(wanted)}吗?点一下才算。" if wanted else "要记下来就点一下。"
    return f"这是{speaker or '别人'}的话,我没照着做。{asked}"


def wanted_by_others(flow: Flow, act: Understanding, policy: Policy) -> str:
    """What words of somebody else's would do, as a button that does it; empty where none can."""
    stage = act.slots.get("stage")
    match act.intent:
        case "advance_stage" if isinstance(stage, str):
            return f"推进到{policy.stage_name(stage)}"
        case "close_deal":
            return "记丢单" if stage == "lost" else "记成交"
        case "buying_role":
            return "记到决策链"
        case _:
            return flow.title


def again(question: str, hint: str = "") -> str:
    """A question once more, in one line: the last of its lines, up to its question mark."""
    line = question.rsplit("\n", 1)[-1]
    asked, mark, _ = line.partition("?")
    return f"{hint or '还等你一句:'}{asked}{mark}"


def question_label(question: str) -> str:
    """A question on a button: the last of its lines, up to its question mark."""
    line = question.rsplit("\n", 1)[-1].partition("?")[0]
    return line if len(line) <= LONGEST_QUESTION else f"{line[: LONGEST_QUESTION - 1]}…"


def going_on(said: str) -> str:
    """Before the question of what `said` began, which is taken up again."""
    return f"接着记「{said if len(said) <= 20 else said[:20] + '…'}」:"


def set_aside(brief: str) -> str:
    """A question that was put often enough is not put any more."""
    return f"那先放着:{again(brief)[len('还等你一句:') :]}想好了点一下,我接着记。"


def answered_already(label: str) -> str:
    """A button about what was answered by another one of its message, or by this one."""
    return f"这里你已经点过「{label}」了,没有再动。要改主意,直接说一句。"


def not_handled(words: str) -> str:
    """A message that failed again and again was set aside."""
    if not words:
        return "刚才那一下我没处理成,已经留了记录。"
    return f"刚才这句我没处理成:「{words[:20]}」。原话我留着,没有丢。"


WHICH_QUESTION = "这句是回哪一个的?点一下。"
OF_TODAY = "今天的有效动作"
LONGEST_QUESTION = 24  # characters of a question on a button
SEVERAL_WAIT = "等你回话的不止一件,是哪一件?点一下。"


def not_for_you(flow: Flow) -> str:
    """A flow that the speaker's role does not admit: who does it instead."""
    names = {"supervisor": "主管", "manager": "经理", "rep": "销售", "new_hire": "新人"}
    who = [name for role, name in names.items() if flow.roles and role in flow.roles]
    if not who:
        return "这件事你这边办不了,找管理员问问。"
    if flow.only_answers:
        return f"这个归{'、'.join(who)}看,我不能给你看。要问谁,说「问一下某某……」,我转过去。"
    return f"这件事由{'、'.join(who)}来做,你这边办不了。"


def drifted(said: str) -> str:
    """A conversation that an upgrade has broken off; `said` began it."""
    back = f"你说过的是:「{said[:60]}」" if said else "麻烦再说一次。"
    return f"不好意思,我刚升级,之前那段对话接不上了。{back}"


def maybe_missed(text: str) -> str:
    """A message that may never have arrived, once more."""
    return f"之前这条不确定你收到没有:\n{text}"


def not_read_to_the_end(read: int) -> str:
    """Of a message that is too long only the first `read` characters were understood."""
    return f"这条太长了,前{read}字我读了,后面的没读。没读到的分开再发一次吧。"


def part_dropped(*customers: str) -> str:
    """What was told of these customers is not recorded."""
    return f"好,{'、'.join(customers)}这条不记了。"
