"""Whoever may no longer do something does not do it: not by an old button, not by a question that still waits, not in
words. A customer was handed over, the person has another role or team, has left, or their address was taken away: then
a tap changes no row, they hear one sentence, and nobody else hears anything."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from laws.steps import Step, says, taps
from recorded import sound
from sqlalchemy import Table
from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select
from testing import Company, Verbatim

from bot import access
from bot.admin.board_links import BoardLinks
from bot.channels.simulated import Shown
from bot.conversation.messages import Choice, Message
from bot.handlers.shared.leading.passing_on import handed_over
from bot.messaging import inbox, outbox
from bot.runtime.simulation import Simulation
from bot.wording import turn as wording
from bot.wording.offers import (
    OFFERS,
    Acknowledge,
    AnswerGate,
    AnswerInstruction,
    AnswerStep,
    AnswerSupport,
    AnswerTicket,
    AppealCall,
    AppealDrill,
    AskAlong,
    AskBack,
    AskUnlock,
    Assign,
    CancelReminder,
    ChangeAmount,
    ChangeContact,
    CloseTicket,
    Contribute,
    DaysOffToo,
    DecideClaim,
    DecideContribution,
    DecideHandover,
    DecideOverride,
    DecideRecording,
    DecideRedemption,
    DrillHistory,
    DropReminders,
    DropTicket,
    ExamProgress,
    ExplainLoss,
    FillLibrary,
    FindScripts,
    HandInCall,
    Help,
    HoldDeal,
    KeepCall,
    KeepRecordings,
    LearnScript,
    LogFollowup,
    MyTasks,
    NameDecider,
    NeedSupport,
    OneByOne,
    OpenBoard,
    PassTicket,
    PlanStep,
    PlayCall,
    PlayDrill,
    PlayItem,
    Practise,
    PrepareVisit,
    RateScript,
    Redeem,
    ReopenDeal,
    ReplyOrder,
    ReplyTicket,
    ReportAction,
    RequireScript,
    Retry,
    ReviewScript,
    RevokeUnlock,
    SendMaterial,
    SetReminder,
    SettleAppeal,
    SettleCall,
    SettleUnlock,
    ShowCall,
    ShowCalls,
    ShowChain,
    ShowCustomer,
    ShowDeals,
    ShowDrill,
    ShowExam,
    ShowFile,
    ShowFunnel,
    ShowHealth,
    ShowPoints,
    ShowScript,
    ShowTickets,
    ShowWanted,
    ShowWeights,
    Snooze,
    TakeBackScripts,
    TakeExam,
    Undo,
    UndoImport,
    UrgeReports,
    UrgeTicket,
    WantScript,
    WhySignal,
)
from coaching.outcomes import weights
from config import policy as policies
from knowledge.points import ledger
from scheduler import stage_clock
from storage.changes import UNRECORDED
from storage.coaching import Exam, ExamRecording
from storage.conversations import Inbox
from storage.deals import Customer, FollowUp, Opportunity
from storage.library import Script
from storage.people import Identity, Member, Team
from storage.tables import METADATA

BOOKKEEPING = UNRECORDED - {"drill", "drillappeal"} | {"conversation", "inbox", "identity", "job"}
BOSS, LEADER, REP, COLLEAGUE = "老板", "赵琳", "小周", "小郑"  # the colleague is of another team
LEGAL = "法务小何"
DINGXIN, LIANCHUANG = "杭州鼎新超市有限公司", "苏州联创电子有限公司"
EVENING = "2026-11-23 17:45"
NUDGED, ALERTED, MANY = "2026-11-25 09:40", "2026-11-25 14:40", "2026-11-26 09:40"
REFUSED = (
    "现在由同事跟了,没有动|已经跟着客户转给同事了|不归你定,没有动|你这边办不了|我不能给你看|不归你看|没有还没到点的提醒了"
    "|不归你管,没有动|还没有你的主管|名下的客户刚刚变了|只有本人和主管能看|^你好,我是销伴"
)
HANDED, ROLE, TEAM, LEFT, BLOCKED = "handed over", "another role", "another team", "has left", "address taken away"
RIGHTS = (HANDED, ROLE, TEAM)
EVENTS = 1000  # more than a situation takes
Rows = dict[tuple[str, object], dict[str, object]]


@dataclass(frozen=True)
class Key:
    """Something that somebody can still do about a customer: how it came to that, and which changes leave it theirs."""

    does: Step
    before: Sequence[Step] = ()
    until: str | None = None
    after: Sequence[Step] = ()  # steps once that time has come
    customer: str = DINGXIN
    role: str = "legal"  # the other one
    keeps: frozenset[str] = frozenset()
    daily: bool = False  # in a company that asks for the actions of the day
    prepare: Callable[[Company], None] = field(default=lambda company: None)


OWN = frozenset({TEAM})  # one's own customers and deals come along to another team
OWNED = frozenset({ROLE, TEAM})  # it goes along with its customer, whatever the role
PERSONAL = frozenset({HANDED, ROLE, TEAM})  # nobody else's business, whatever one's role
REMARK = frozenset({HANDED, TEAM})
HANDED_ON = frozenset({HANDED})  # goes along with no customer


def with_page(company: Company) -> None:
    """The company has a web page."""
    company.board = BoardLinks("a long secret for the tests", "https://chat.example.com")
    company.simulation.app = company.rebuild()


def set_aside(company: Company) -> None:
    """The rep's message failed three times, and they were offered to have it tried again."""
    with company.db.write() as session:
        row = session.exec(select(Inbox).order_by(col(Inbox.id).desc())).first()
        assert row is not None and row.id is not None
        inbox.set_aside(session, row.id, company.clock.now())
        again = Message(wording.not_handled("你好"), (Choice("再试一次", opens=Retry(row.id)),))
        outbox.put(session, row.conversation_id, again, company.clock.now(), address=("simulated", REP))
    company.simulation.settle()


def step_asked(company: Company) -> None:
    """The rep was asked what became of the step that was promised last."""
    with company.db.write() as session:
        followup = session.exec(select(FollowUp).order_by(col(FollowUp.id).desc())).first()
        assert followup is not None and followup.id is not None
        choices = [
            Choice(label, opens=AnswerStep(followup.id, missed=missed))
            for label, missed in (("改天", False), ("没去成", True))
        ]
        conversation = inbox.conversation_of_member(session, id_of(session, REP))
        outbox.put(session, conversation, Message("办了吗?", tuple(choices), "nudge"), company.clock.now())
    company.simulation.settle()


def all_overdue(company: Company) -> None:
    """All deals of the rep pass their limits in the same night."""
    with company.db.write() as session:
        for deal in session.exec(select(Opportunity).where(Opportunity.owner_id == id_of(session, REP))):
            assert deal.id is not None
            deal.stage, deal.clock_started_at = "quote", datetime(2026, 11, 22, 18, tzinfo=UTC)
            session.add(deal)
            session.flush()
            stage_clock.watch(session, company.policy, deal.id, company.clock.now())


def aged(company: Company) -> None:
    """The items of the script library were not checked for most of a year: the manager is shown the first."""
    with company.db.write() as session:
        for script in session.exec(select(Script)):
            script.changed_at = script.changed_at.replace(month=3)
            session.add(script)
    company.say(BOSS, {"text": "核对话术"})


def sent(company: Company) -> None:
    """The manager has sent a customer list."""
    path = Path(str(company.db.engine.url.database)).with_name("客户表.csv")
    path.write_text("客户名称,负责人,产品\n常州明远机械有限公司,小周,电梯\n南通海安药房,小吴,\n", "utf-8")
    company.say(BOSS, {"file": str(path)})


def imported(company: Company) -> None:
    """The manager has imported customers for others."""
    sent(company)
    company.say(BOSS, {"tap": "导入"})


def rich(company: Company) -> None:
    """The rep has points."""
    with company.db.write() as session:
        today, member = company.clock.now().date(), id_of(session, REP)
        ledger.give(session, ledger.APPROVED, "rich", member, 300, "话术", today, company.clock.now())


GIVEN = [says(REP, "入库:先别跟他比价,跟他比停机一小时赔多少钱"), taps(REP, "交上去")]
REDEEMED = [says(REP, "兑换"), taps(REP, "换培训名额")]
DRILLED = [says(REP, "陪练一下,校长嫌贵"), says(REP, "我理解,换谁都要问一句,您现在用的几年了?"), says(REP, "结束")]
SCORE_APPEALED = [*DRILLED, taps(REP, "分数不对"), says(REP, "我问了他用了几年")]


def call_recorded(company: Company) -> None:
    """The rep has kept a recorded call with a customer."""
    company.member(REP).sends("录音.wav", "今天跟鼎新的通话录音", sound())


def weights_fitted(company: Company) -> None:
    """What dimensions of drills count was fitted."""
    with company.db.write() as session:
        weights.keep(session, "2026-10", {"需求挖掘": 20.0}, 30, company.clock.now())


def asked_about_recordings(company: Company) -> None:
    """The rep was asked whether the recordings of drills are kept, in one that is over."""
    company.hearing = Verbatim()
    company.simulation.app = company.rebuild()
    company.member(REP).says("陪练一下,校长嫌贵").says("结束")


def drilled_by_voice(company: Company) -> None:
    """The rep's drill was recorded, and the supervisor looks at it."""
    asked_about_recordings(company)
    company.member(REP).taps("同意保留录音").says("陪练一下,校长嫌贵").speaks("我理解,您现在用的几年了?").says("结束")
    company.member(LEADER).says("看看小周的陪练")
    company.ignore()
    history = company.simulation.screens.shown[-1]
    company.member(LEADER).taps(history.buttons[0][0])


def scripts_sent(company: Company) -> None:
    """The manager has sent a table of scripts."""
    company.member(BOSS).sends("话术.csv", "", "标题,话术\n堵门怎么接,先请进来。\n".encode())


def scripts_imported(company: Company) -> None:
    """The manager has brought scripts into the library."""
    scripts_sent(company)
    company.say(BOSS, {"tap": "导入"})


def recorded_by_rep(company: Company) -> None:
    """A rep wants a recording in the library."""
    company.member(REP).sends("录音.wav", "这段是我答价格质疑的", sound())


def recorded_without_title(company: Company) -> None:
    """The supervisor wants a recording in the library, and has not said what it is."""
    company.member(LEADER).sends("录音.wav", "存进话术库", sound())


def recorded_by_leader(company: Company) -> None:
    """The supervisor's recording is in the library."""
    company.member(LEADER).sends("录音.wav", "这段是我答价格质疑的", sound())


def recorded_for_nothing(company: Company) -> None:
    """A rep has sent a voice message."""
    company.member(REP).sends("录音.wav", "", sound())


def examined(company: Company, total: int = 400) -> None:
    """The rep has taken the exam."""
    at = company.clock.now() - timedelta(days=2)
    times = {"started_at": at, "ends_at": at + timedelta(minutes=30), "finished_at": at}
    with company.db.write() as session:
        member = id_of(session, REP)
        exam = Exam(member_id=member, run_id=999, total=total, passed=total >= 800, ended="handed_in", **times)
        session.add(exam)


def earned(company: Company) -> None:
    """The rep has passed the exam and handed in all recordings."""
    examined(company, 900)
    with company.db.write() as session:
        for number in range(company.policy.exam.recordings):
            about = {"media": f"{number}", "status": "clean", "at": company.clock.now()}
            session.add(ExamRecording(member_id=id_of(session, REP), **about))


def unlocked(company: Company) -> None:
    """The rep has unlocked what was earned."""
    earned(company)
    company.say(REP, {"text": "申请解锁"})
    company.say(LEADER, {"text": "同意解锁"})


def objected(company: Company) -> None:
    """Something was found in a call of the rep's."""
    found = [{"words": "终身免费", "rule": "承诺终身免费维保", "at": 312}]
    with company.db.write() as session:
        about = {"media": "1", "status": "violated", "violations": found, "at": company.clock.now()}
        session.add(ExamRecording(member_id=id_of(session, REP), **about))


PROGRESS = says(REP, "我还差几次录音能解锁")
APPEALED = [says(REP, "录音判错了"), says(REP, "客户自己问的")]
TRY_FIRST = "有没有先拿一家店试的话术"
SUPPORT = [taps(REP, "需要支持"), taps(REP, "报价或折扣")]
LOST = [says(REP, "鼎新丢单了,选了竞品")]
TWICE = says(REP, "刚跟鼎新薛总打完电话,挺感兴趣,下周一发方案")
GLAD = says(REP, "刚给鼎新薛总打了电话,他很感兴趣")
CLAIM = [says(REP, "新线索:宁波海川物流,侯总,想看分拣设备")]
ASKED = [says(REP, "把鼎新转给小吴吧,我这边忙不过来")]
ASKED_LEGAL = [says(REP, "鼎新要改违约条款,请法务看一下")]
LEAP = "鼎新那单推进到合同审批"
GATE = [says(REP, LEAP), taps(REP, "对,")]
FILED = Step(REP, file="鼎新的技术协议.pdf")
HAICHUAN = "宁波海川物流有限公司"
HAICHAO, LEAD = "宁波海潮瓷砖", says(LEADER, "新线索:宁波海潮瓷砖,王经理")
NO_BUDGET = [says(REP, f"刚跟鼎新薛总打电话,{words}") for words in ("他说预算还没批", "还是说预算没定,再等等")]
REFUSED_MEETINGS = [says(REP, f"鼎新薛总{words}") for words in ("说忙,不见", "又推了,不肯见面", "拒绝见面了")]
BUTTONS: Mapping[type, Mapping[str, Key]] = {
    ChangeContact: {"": Key(taps(REP, "更换对接人"), REFUSED_MEETINGS, keeps=OWN)},
    AskAlong: {"": Key(taps(REP, "约主管一起去"), REFUSED_MEETINGS, keeps=OWN)},
    SendMaterial: {"": Key(taps(REP, "竞品对比表"), REFUSED_MEETINGS, keeps=OWN)},
    WhySignal: {"": Key(taps(REP, "为什么提醒我"), REFUSED_MEETINGS, keeps=OWN)},
    LogFollowup: {
        "under a nudge": Key(taps(REP, "已跟进"), until=NUDGED, keeps=OWN),
        "under a reminder": Key(
            taps(REP, "记一条跟进"), [says(REP, "两小时后提醒我给鼎新薛总回电话")], "2026-11-23 12:10", keeps=OWN
        ),
        "once more": Key(taps(REP, "再记一条"), [TWICE, TWICE], keeps=OWN),
    },
    ExplainLoss: {"": Key(taps(REP, "价格敏感"), [says(REP, "鼎新丢单了")], keeps=REMARK)},
    ReopenDeal: {"": Key(taps(REP, "重新打开"), [*LOST, says(REP, "鼎新丢单了,选了竞品")], keeps=OWN)},
    ChangeAmount: {
        "": Key(taps(REP, "金额改成 15 万元"), [says(REP, "刚跟鼎新薛总通电话,报价15万,他说再看看")], keeps=OWN)
    },
    AnswerGate: {
        "let in": Key(taps(REP, "请主管放行"), GATE, keeps=OWN),
        "not wanted": Key(taps(REP, "先不推了"), GATE, keeps=OWN),
        "let in by a leader": Key(taps(LEADER, "直接放行"), [says(LEADER, LEAP), taps(LEADER, "对,")], role="rep"),
    },
    DecideOverride: {
        "granted": Key(taps(LEADER, "放行"), [*GATE, taps(REP, "请主管放行")], role="rep"),
        "not granted": Key(taps(LEADER, "不放行"), [*GATE, taps(REP, "请主管放行")], role="rep"),
    },
    ShowFile: {"": Key(taps(REP, "看文件"), [FILED], keeps=OWN)},
    DropReminders: {"": Key(taps(REP, "撤掉提醒"), [says(REP, "后天上午十点提醒我给鼎新送样品"), *LOST], keeps=OWN)},
    FindScripts: {"": Key(taps(REP, "不限行业和角色"), [says(REP, "鼎新嫌贵怎么回")], keeps=PERSONAL)},
    RateScript: {"": Key(taps(REP, "有用"), [says(REP, "鼎新嫌贵怎么回")], keeps=PERSONAL)},
    Contribute: {"": Key(taps(REP, "我有更好的"), [says(REP, "鼎新嫌贵怎么回"), taps(REP, "没用")], keeps=PERSONAL)},
    DecideContribution: {
        "let in": Key(taps(LEADER, "通过"), GIVEN, role="rep", keeps=frozenset({HANDED})),
        "returned": Key(taps(LEADER, "退回"), GIVEN, role="rep", keeps=frozenset({HANDED})),
    },
    ShowPoints: {"": Key(taps(REP, "看我的积分"), [*GIVEN, taps(LEADER, "通过")], keeps=PERSONAL)},
    Redeem: {"": Key(taps(REP, "换培训名额"), prepare=rich, after=[says(REP, "兑换")], keeps=PERSONAL)},
    DecideRedemption: {
        "granted": Key(taps(BOSS, "同意"), prepare=rich, after=REDEEMED, keeps=REMARK),
        "not granted": Key(taps(BOSS, "不同意"), prepare=rich, after=REDEEMED, keeps=REMARK),
    },
    PlayItem: {"": Key(taps(LEADER, "发给我语音"), keeps=PERSONAL, prepare=recorded_by_leader)},
    FillLibrary: {"": Key(taps(REP, "存进话术库"), keeps=PERSONAL, prepare=recorded_for_nothing)},
    DecideRecording: {
        "granted": Key(taps(LEADER, "通过"), role="rep", keeps=frozenset({HANDED}), prepare=recorded_by_rep),
        "returned": Key(taps(LEADER, "退回"), role="rep", keeps=frozenset({HANDED}), prepare=recorded_by_rep),
    },
    TakeBackScripts: {"": Key(taps(BOSS, "撤回导入"), keeps=REMARK, prepare=scripts_imported)},
    PrepareVisit: {"": Key(taps(REP, "不限行业和角色"), [says(REP, "明天去鼎新帮我备一下")], keeps=REMARK)},
    Practise: {"": Key(taps(REP, "陪练一下"), [says(REP, "明天去鼎新帮我备一下")], keeps=PERSONAL)},
    ShowDrill: {"": Key(taps(LEADER, "看对话"), SCORE_APPEALED, role="rep", keeps=frozenset({HANDED}))},
    DrillHistory: {
        "": Key(taps(LEADER, "看小周的"), [*DRILLED, says(LEADER, "团队陪练")], role="rep", keeps=frozenset({HANDED}))
    },
    AppealDrill: {"": Key(taps(REP, "分数不对"), DRILLED, keeps=PERSONAL)},
    PlayDrill: {"": Key(taps(LEADER, "听录音"), prepare=drilled_by_voice, role="rep", keeps=frozenset({HANDED}))},
    KeepCall: {"": Key(taps(REP, "存到客户名下"), prepare=recorded_for_nothing, keeps=frozenset({HANDED, TEAM}))},
    PlayCall: {"": Key(taps(REP, "听录音"), prepare=call_recorded, keeps=OWN)},
    ShowCalls: {
        "": Key(taps(REP, "通话录音"), prepare=call_recorded, after=[says(REP, "鼎新现在什么情况")], keeps=OWN)
    },
    ShowWeights: {
        "": Key(taps(BOSS, "改回默认"), prepare=weights_fitted, after=[says(BOSS, "陪练占比")], keeps=REMARK)
    },
    KeepRecordings: {
        "kept": Key(taps(REP, "同意保留录音"), prepare=asked_about_recordings, keeps=PERSONAL),
        "not kept": Key(taps(REP, "只留文字"), prepare=asked_about_recordings, keeps=PERSONAL),
    },
    SettleAppeal: {
        "stays": Key(taps(LEADER, "维持原分"), SCORE_APPEALED, role="rep", keeps=frozenset({HANDED})),
        "changes": Key(taps(LEADER, "改分"), SCORE_APPEALED, role="rep", keeps=frozenset({HANDED})),
    },
    TakeExam: {"": Key(taps(REP, "去考试"), [PROGRESS], keeps=PERSONAL)},
    ShowExam: {"": Key(taps(REP, "看错题"), prepare=examined, after=[PROGRESS], keeps=PERSONAL)},
    ExamProgress: {
        "": Key(
            taps(LEADER, "看小周的"),
            prepare=examined,
            after=[says(LEADER, "组里的考试情况")],
            role="rep",
            keeps=HANDED_ON,
        )
    },
    HandInCall: {"": Key(taps(REP, "算考核录音"), prepare=recorded_for_nothing, keeps=PERSONAL)},
    ShowCall: {"": Key(taps(REP, "看第 1 段"), prepare=objected, after=[PROGRESS], keeps=PERSONAL)},
    AppealCall: {
        "": Key(taps(REP, "判错了"), prepare=objected, after=[PROGRESS, taps(REP, "看第 1 段")], keeps=PERSONAL)
    },
    SettleCall: {
        "granted": Key(taps(LEADER, "不算违规"), prepare=objected, after=APPEALED, role="rep", keeps=HANDED_ON),
        "not granted": Key(taps(LEADER, "维持"), prepare=objected, after=APPEALED, role="rep", keeps=HANDED_ON),
    },
    AskUnlock: {"": Key(taps(REP, "请主管解锁"), prepare=earned, after=[PROGRESS], keeps=PERSONAL)},
    RevokeUnlock: {
        "taken away": Key(
            taps(LEADER, "收回权限"),
            prepare=unlocked,
            after=[says(LEADER, "小周考得怎么样")],
            role="rep",
            keeps=HANDED_ON,
        ),
        "given back": Key(
            taps(LEADER, "还给他"),
            prepare=unlocked,
            after=[says(LEADER, "把小周的权限收回来,录音太生")],
            role="rep",
            keeps=HANDED_ON,
        ),
    },
    SettleUnlock: {
        "granted": Key(
            taps(LEADER, "同意解锁"), prepare=earned, after=[says(REP, "申请解锁")], role="rep", keeps=HANDED_ON
        ),
        "not granted": Key(
            taps(LEADER, "先不"), prepare=earned, after=[says(REP, "申请解锁")], role="rep", keeps=HANDED_ON
        ),
    },
    ShowScript: {"": Key(taps(REP, "嫌"), [says(REP, "明天去鼎新帮我备一下")], keeps=PERSONAL)},
    ReviewScript: {
        "still holds": Key(taps(BOSS, "还对"), role="rep", keeps=REMARK, prepare=aged),
        "goes": Key(taps(BOSS, "下架"), role="rep", keeps=REMARK, prepare=aged),
    },
    RequireScript: {
        "": Key(taps(LEADER, "设为新人必学"), [says(LEADER, TRY_FIRST)], role="rep", keeps=REMARK),
        "no more": Key(
            taps(LEADER, "移出新人必学"),
            [says(LEADER, TRY_FIRST), taps(LEADER, "设为新人必学"), says(LEADER, TRY_FIRST)],
            role="rep",
            keeps=REMARK,
        ),
    },
    LearnScript: {
        "": Key(
            taps(REP, "学完了"),
            [says(LEADER, TRY_FIRST), taps(LEADER, "设为新人必学"), says(REP, "必学")],
            keeps=frozenset({HANDED, TEAM}),
        )
    },
    WantScript: {"": Key(taps(REP, "记到悬赏"), [says(REP, "客户问卫星通信加密怎么回")], keeps=PERSONAL)},
    ShowWanted: {
        "": Key(taps(REP, "看悬赏清单"), [says(REP, "客户问卫星通信加密怎么回"), taps(REP, "记到悬赏")], keeps=PERSONAL)
    },
    MyTasks: {"": Key(taps(REP, "今天我该跟谁"), [says(REP, "帮助")], keeps=PERSONAL)},
    ShowCustomer: {"": Key(taps(LEADER, "看看情况"), until=ALERTED)},
    OpenBoard: {
        "": Key(
            taps(REP, "再要一个链接"), prepare=with_page, after=[says(REP, "看板")], keeps=frozenset({HANDED, TEAM})
        )
    },
    ShowFunnel: {"": Key(taps(REP, "按产品线看"), [says(REP, "漏斗")], keeps=frozenset({HANDED, TEAM}))},
    ShowDeals: {"": Key(taps(REP, "方案报价 2 单"), [says(REP, "漏斗")], keeps=frozenset({HANDED, TEAM}))},
    ShowHealth: {
        "": Key(taps(BOSS, "上海安宁医院"), [says(BOSS, "哪些客户不健康")], role="rep", keeps=frozenset({HANDED, TEAM}))
    },
    ShowChain: {"": Key(taps(REP, "决策链"), [says(REP, "鼎新拍板的是薛总")], keeps=OWN)},
    NameDecider: {
        "": Key(taps(REP, "谁拍板"), [says(REP, "鼎新谁拍板")], keeps=OWN),
        "of a signal": Key(taps(REP, "写上谁拍板"), NO_BUDGET, keeps=OWN),
    },
    SetReminder: {"": Key(taps(REP, "到时提醒我"), [says(REP, "周五再提醒我一下")], keeps=PERSONAL)},
    PlanStep: {
        "": Key(taps(REP, "提醒我"), [says(REP, "明天下午去一趟鼎新")], keeps=OWN),
        "asked for": Key(taps(REP, "安排下一步"), [*REFUSED_MEETINGS, taps(REP, "竞品对比表")], keeps=OWN),
    },
    CancelReminder: {
        "one's own": Key(
            taps(REP, "不再提醒"), [says(REP, "每天十一点提醒我交日报")], "2026-11-23 11:05", keeps=PERSONAL
        ),
        "a customer's": Key(
            taps(REP, "不再提醒"),
            [says(REP, "每天十一点提醒我给鼎新薛总打电话")],
            "2026-11-23 11:05",
            keeps=frozenset({ROLE, TEAM}),
        ),
    },
    DaysOffToo: {"": Key(taps(REP, "休息日也提醒"), [says(REP, "每天十一点提醒我交日报")], keeps=PERSONAL)},
    Snooze: {
        "a deal": Key(taps(REP, "缓一缓"), until=NUDGED, keeps=OWN),
        "a reminder": Key(
            taps(REP, "缓一缓"), [says(REP, "两小时后提醒我给鼎新薛总回电话")], "2026-11-23 12:10", keeps=OWN
        ),
        "one's own reminder": Key(
            taps(REP, "缓一缓"), [says(REP, "两小时后提醒我交周报")], "2026-11-23 12:10", keeps=PERSONAL
        ),
    },
    NeedSupport: {"": Key(taps(REP, "需要支持"), until=NUDGED, keeps=OWN)},
    OneByOne: {"": Key(taps(REP, "逐个处理"), until=MANY, keeps=REMARK, prepare=all_overdue)},
    HoldDeal: {"": Key(taps(LEADER, "再给两天"), until=ALERTED, role="rep")},
    Acknowledge: {
        "one deal": Key(taps(LEADER, "我来处理"), until=ALERTED, role="rep"),
        "all": Key(taps(LEADER, "知道了"), until="2026-11-26 13:50", role="rep", prepare=all_overdue, keeps=REMARK),
    },
    Assign: {
        "to somebody": Key(taps(LEADER, "交给小吴"), [LEAD], customer=HAICHAO, role="rep", keeps=OWN),
        "to whom is asked": Key(taps(LEADER, "交给别人"), [LEAD], customer=HAICHAO, role="rep", keeps=OWN),
    },
    DecideClaim: {
        "granted": Key(taps(LEADER, "转给小周"), CLAIM, customer=HAICHUAN, role="rep"),
        "not granted": Key(taps(LEADER, "仍归小吴"), CLAIM, customer=HAICHUAN, role="rep"),
    },
    DecideHandover: {
        "granted": Key(taps(LEADER, "同意"), ASKED, role="rep"),
        "not granted": Key(taps(LEADER, "不同意"), ASKED, role="rep"),
    },
    AnswerInstruction: {
        "done": Key(taps(REP, "办好了"), [says(LEADER, "让小周明天把鼎新的合同发我")], keeps=PERSONAL),
        "a problem": Key(taps(REP, "有问题"), [says(LEADER, "让小周明天把鼎新的合同发我")], keeps=PERSONAL),
    },
    ReplyOrder: {
        "": Key(
            taps(LEADER, "回小周"), [says(LEADER, "让小周明天去趟鼎新"), says(REP, "去不了,薛总出差")], keeps=PERSONAL
        ),
    },
    AnswerStep: {
        "another day": Key(taps(REP, "改天"), [TWICE], keeps=OWN, prepare=step_asked),
        "missed": Key(taps(REP, "没去成"), [TWICE], keeps=OWN, prepare=step_asked),
    },
    AnswerSupport: {"": Key(says(LEADER, "可以给他95折,但要预付一半"), until=NUDGED, after=SUPPORT, role="rep")},
    AnswerTicket: {"": Key(taps(LEGAL, "答复"), ASKED_LEGAL, keeps=PERSONAL, role="rep")},
    PassTicket: {"": Key(taps(LEGAL, "转给别的部门"), ASKED_LEGAL, keeps=PERSONAL, role="rep")},
    AskBack: {"": Key(taps(LEGAL, "问回去"), ASKED_LEGAL, keeps=PERSONAL, role="rep")},
    ReplyTicket: {
        "": Key(taps(REP, "回答"), [*ASKED_LEGAL, says(LEGAL, "要改哪一条?")], keeps=frozenset({ROLE, TEAM}))
    },
    CloseTicket: {
        "solved": Key(taps(REP, "解决了"), [*ASKED_LEGAL, says(LEGAL, "可以改,已批注")], keeps=OWNED),
        "not solved": Key(taps(REP, "还没解决"), [*ASKED_LEGAL, says(LEGAL, "可以改,已批注")], keeps=OWNED),
    },
    DropTicket: {"": Key(taps(REP, "不用了"), [*ASKED_LEGAL, says(REP, "工单1")], keeps=OWNED)},
    UrgeTicket: {
        "one's own": Key(taps(REP, "催一下"), [*ASKED_LEGAL, says(REP, "工单1")], keeps=OWNED),
        "of the team": Key(taps(LEADER, "催一下"), [*ASKED_LEGAL, says(LEADER, "工单1")], role="rep"),
    },
    ShowTickets: {"": Key(taps(LEADER, "工单1"), [*ASKED_LEGAL, says(LEADER, "组里的工单")], role="rep")},
    ReportAction: {
        "what was logged": Key(taps(REP, "给鼎新薛总"), [GLAD], EVENING, keeps=REMARK, daily=True),
        "none": Key(taps(REP, "今天没有"), until=EVENING, keeps=REMARK, daily=True),
    },
    UrgeReports: {
        "": Key(
            taps(LEADER, "提醒一下"),
            until=EVENING,
            after=[says(LEADER, "谁今天没报有效动作")],
            role="rep",
            keeps=REMARK,
            daily=True,
        )
    },
    Undo: {
        "a ticket": Key(taps(REP, "撤回"), ASKED_LEGAL, keeps=OWNED),
        "an action of the day": Key(taps(REP, "撤回"), [says(REP, "今日动作:约到薛总演示")], keeps=OWN),
        "a record": Key(taps(REP, "撤回"), [TWICE], keeps=OWN),
        "a leader's record": Key(taps(LEADER, "撤回"), [says(LEADER, "鼎新那单推进到方案报价")], role="rep"),
        "a hand-over": Key(taps(LEADER, "撤回"), [says(LEADER, "把鼎新转给小吴")], role="rep"),
        "one's own reminder": Key(taps(REP, "撤回"), [says(REP, "两小时后提醒我交周报")], keeps=PERSONAL),
        "a customer's reminder": Key(
            taps(REP, "撤回"), [says(REP, "两小时后提醒我给鼎新薛总回电话")], keeps=frozenset({ROLE, TEAM})
        ),
        "an item that went": Key(
            taps(BOSS, "撤回"), [says(BOSS, "下架「嫌贵:先拿一家店试」")], role="rep", keeps=REMARK
        ),
        "what is to be learnt": Key(
            taps(LEADER, "撤回"), [says(LEADER, TRY_FIRST), taps(LEADER, "设为新人必学")], role="rep", keeps=REMARK
        ),
        "a limit": Key(
            taps(BOSS, "撤回"), [says(BOSS, "把报价时限改成48小时"), taps(BOSS, "改")], role="rep", keeps=REMARK
        ),
    },
    UndoImport: {"": Key(taps(BOSS, "撤回导入"), keeps=REMARK, prepare=imported)},
    Retry: {"": Key(taps(REP, "再试一次"), [says(REP, "你好")], keeps=PERSONAL, prepare=set_aside)},
    Help: {"": Key(taps(REP, "看看能做什么"), [says(REP, "今天天气怎么样")], keeps=PERSONAL)},
}

ANNING = "上海安宁医院"
QUESTIONS: Mapping[str, Key] = {
    "snooze": Key(taps(REP, "2 小时后"), until=NUDGED, after=[taps(REP, "缓一缓")], keeps=OWN),
    "snooze, a time in words": Key(says(REP, "下午三点"), until=NUDGED, after=[taps(REP, "缓一缓")], keeps=OWN),
    "snooze, a reminder": Key(
        taps(REP, "2 小时后"),
        [says(REP, "两小时后提醒我给鼎新薛总回电话")],
        "2026-11-23 12:10",
        [taps(REP, "缓一缓")],
        keeps=OWN,
    ),
    "need_support": Key(taps(REP, "报价或折扣"), until=NUDGED, after=[taps(REP, "需要支持")], keeps=OWN),
    "need_support, in words": Key(says(REP, "想要个样品"), until=NUDGED, after=[taps(REP, "需要支持")], keeps=OWN),
    "log_followup, how it went": Key(
        says(REP, "挺感兴趣,下周一发方案"), until=NUDGED, after=[taps(REP, "已跟进")], keeps=OWN
    ),
    "log_followup, a forced field": Key(
        taps(REP, "功能疑虑"), [says(REP, "刚跟联创孙总通完电话,周三下午再去")], customer=LIANCHUANG, keeps=OWN
    ),
    "log_followup, a forced field in words": Key(
        says(REP, "嫌贵"), [says(REP, "刚跟联创孙总通完电话,周三下午再去")], customer=LIANCHUANG, keeps=OWN
    ),
    "log_followup, which deal": Key(
        taps(REP, "能耗终端"), [says(REP, "刚拜访了安宁温主任,挺感兴趣的")], customer=ANNING, keeps=OWN
    ),
    "log_followup by a leader": Key(
        taps(LEADER, "功能疑虑"), [says(LEADER, "刚跟联创孙总通完电话,周三下午再去")], customer=LIANCHUANG, role="rep"
    ),
    "log_lead, another deal": Key(taps(REP, "再开一单"), [says(REP, "新线索:鼎新超市,黄经理,想上能耗终端")], keeps=OWN),
    "advance_stage": Key(taps(REP, "方案报价"), [says(REP, "推进鼎新")], keeps=OWN),
    "advance_stage, a step back": Key(taps(REP, "对,"), [says(REP, "鼎新那单退回到线索")], keeps=OWN),
    "advance_stage by a leader": Key(taps(LEADER, "对,"), [says(LEADER, "鼎新那单退回到线索")], role="rep"),
    "advance_stage, who decides": Key(
        says(REP, "孙总"), [says(REP, "联创那单推进到方案确认")], customer=LIANCHUANG, keeps=OWN
    ),
    "decide_override, why": Key(
        says(LEADER, "客户催得急"), [*GATE, taps(REP, "请主管放行"), taps(LEADER, "放行")], role="rep"
    ),
    "close_deal, a doubtful sum": Key(taps(REP, "1200 万"), [says(REP, "鼎新签了,1200万")], keeps=OWN),
    "name_decider": Key(taps(REP, "薛总"), [says(REP, "鼎新谁拍板"), taps(REP, "谁拍板")], keeps=OWN),
    "name_decider, in words": Key(says(REP, "薛总拍板"), [says(REP, "鼎新谁拍板"), taps(REP, "谁拍板")], keeps=OWN),
    "set_reminder": Key(says(REP, "明早九点"), [says(REP, "提醒我交周报")], keeps=PERSONAL),
    "cancel_reminder": Key(
        taps(REP, "都取消"),
        [says(REP, "三小时后提醒我给鼎新送样品"), says(REP, "四小时后提醒我给鼎新寄发票"), says(REP, "取消鼎新的提醒")],
        keeps=frozenset({ROLE, TEAM}),
    ),
    "undo, built on": Key(
        taps(REP, "其余的撤回"), [TWICE, says(LEADER, "鼎新那单推进到方案报价"), says(REP, "撤回刚才那条")], keeps=OWN
    ),
    "correct_record": Key(says(REP, "是周四下午去"), [TWICE, says(REP, "鼎新那条记错了")], keeps=OWN),
    "daily_action, too long": Key(
        taps(REP, "就用这句"),
        [says(REP, "今日动作:跟鼎新薛总在他们会议室聊了一个多小时,把付款方式从五五谈成了三七开")],
        keeps=REMARK,
    ),
    "daily_action, which customer": Key(
        taps(REP, DINGXIN), [says(REP, "今日动作:把联创和鼎新的报价都送到了")], keeps=REMARK
    ),
    "change_limit": Key(taps(BOSS, "改"), [says(BOSS, "把报价时限改成48小时")], role="rep", keeps=REMARK),
    "give_up": Key(
        taps(LEADER, "记丢单"), until=ALERTED, after=[says(LEADER, "鼎新放弃吧,没戏")], role="rep", keeps=REMARK
    ),
    "person_leaves": Key(
        taps(BOSS, "确认"),
        [says(BOSS, "小吴离职了,客户给小周")],
        customer=HAICHUAN,
        role="rep",
        keeps=frozenset({TEAM}),
    ),
    "reassign, to whom": Key(says(LEADER, "小吴"), [says(LEADER, "把鼎新转给")], role="rep"),
    "reassign, asked by a rep": Key(says(REP, "小吴"), [says(REP, "把鼎新转给")], keeps=OWN),
    "import_customers": Key(taps(BOSS, "导入"), keeps=REMARK, prepare=sent),
    "import_scripts": Key(taps(BOSS, "导入"), keeps=REMARK, prepare=scripts_sent),
    "take_back_scripts": Key(
        taps(BOSS, "整批撤回"), prepare=scripts_imported, after=[taps(BOSS, "撤回导入")], keeps=REMARK
    ),
    "save_recording": Key(taps(LEADER, "答价格敏感"), role="rep", keeps=REMARK, prepare=recorded_without_title),
    "undo_import": Key(taps(BOSS, "整批撤回"), prepare=imported, after=[taps(BOSS, "撤回导入")], keeps=REMARK),
    "assign, to whom": Key(says(LEADER, "小吴"), [LEAD, taps(LEADER, "交给别人")], customer=HAICHAO, role="rep"),
    "change_contact": Key(says(REP, "采购部黄经理"), [*REFUSED_MEETINGS, taps(REP, "更换对接人")], keeps=OWN),
    "plan_step, the next step": Key(
        says(REP, "周五下午三点去拜访"),
        [*REFUSED_MEETINGS, taps(REP, "竞品对比表"), taps(REP, "安排下一步")],
        keeps=OWN,
    ),
    "answer_instruction": Key(
        says(REP, "合同还没盖章"), [says(LEADER, "让小周明天把鼎新的合同发我"), taps(REP, "有问题")], keeps=PERSONAL
    ),
}
SAY_ONLY = {"give_up", "answer_instruction", "a nudge, support"}  # what goes on without a row being changed
NAMES_NOTHING = "没有等着放行的单子|你名下没有「|哪家客户|没有要缓的提醒|恢复不了了"  # words do not refer to it
WORDS: Mapping[str, Key] = {
    "a nudge put off": Key(says(REP, "缓两小时"), until=NUDGED, keeps=OWN),
    "a nudge, support": Key(says(REP, "鼎新需要支持"), until=NUDGED, keeps=OWN),
    "a nudge answered": Key(says(REP, "打过电话了,挺感兴趣"), until=NUDGED, keeps=OWN),
    "an alert, held": Key(says(LEADER, "再给两天"), until=ALERTED, role="rep"),
    "an alert, taken over": Key(says(LEADER, "这家我来跟"), until=ALERTED, role="rep"),
    "a claim": Key(says(LEADER, "给小周"), CLAIM, customer=HAICHUAN, role="rep"),
    "a hand-over": Key(says(LEADER, "同意"), ASKED, role="rep"),
    "an order": Key(says(REP, "办好了"), [says(LEADER, "让小周明天把鼎新的合同发我")], keeps=PERSONAL),
    "a deal let in": Key(says(LEADER, "放行,客户催得急"), [*GATE, taps(REP, "请主管放行")], role="rep"),
    "a ticket answered": Key(says(LEGAL, "可以改,已批注"), ASKED_LEGAL, keeps=PERSONAL, role="rep"),
    "a ticket not needed any more": Key(says(REP, "工单1不用了"), ASKED_LEGAL, keeps=OWNED),
    "a record taken back": Key(says(REP, "撤回"), [TWICE], keeps=OWN),
    "a record corrected": Key(says(REP, "不对,是下周二发方案"), [TWICE], keeps=OWN),
    "a record added to": Key(says(REP, "就是预算没下来"), [TWICE], keeps=OWN),
    "a record brought back": Key(says(REP, "撤错了,恢复刚才那条"), [TWICE, says(REP, "撤回")], keeps=OWN),
    "a deal opened again": Key(says(REP, "没丢呢,记错了"), LOST, keeps=OWN),
    "a reminder put off": Key(
        says(REP, "一小时后再提醒我"), [says(REP, "两小时后提醒我给鼎新薛总回电话")], "2026-11-23 12:10", keeps=OWN
    ),
}


def change(session: Session, company: Company, what: str, key: Key) -> None:
    """Let `what` happen, behind the person's back."""
    member = session.exec(select(Member).where(Member.name == key.does.who)).one()
    match what:
        case "handed over":
            boss = access.speaker(session, id_of(session, BOSS))
            customer = session.exec(select(Customer.id).where(Customer.name == key.customer)).one()
            assert boss is not None and customer is not None
            handed_over(session, boss, company.policy, customer, id_of(session, COLLEAGUE), company.clock.now())
        case "another role":
            member.role, member.admin = key.role, False
        case "another team":
            member.team_id = session.exec(select(Team.id).where(Team.name == "南区")).one()
        case "has left":
            member.active = False
        case "address taken away":
            session.delete(session.exec(select(Identity).where(Identity.member_id == member.id)).one())


def id_of(session: Session, name: str) -> int:
    found = session.exec(select(Member.id).where(Member.name == name)).one()
    assert found is not None
    return found


def rows(company: Company) -> Rows:
    """Every row that is not bookkeeping, by table and key."""
    found: Rows = {}
    with company.db.read() as session:
        for table in METADATA.sorted_tables:
            if table.name not in BOOKKEEPING:
                found |= rows_of(session, table)
    return found


def rows_of(session: Session, table: Table) -> Rows:
    (key,) = table.primary_key.columns
    return {(table.name, row[key.name]): dict(row) for row in session.execute(select_rows(table)).mappings()}


def do(company: Company, step: Step) -> None:
    line = {"text": step.text}
    if step.file:
        company.member(step.who).sends(step.file)
        return
    if step.tap:
        labels = [
            label
            for shown in company.simulation.screens.shown[::-1]
            if shown.to == step.who
            for label, _ in shown.buttons
        ]
        label = next((label for label in labels if step.tap in label), None)
        assert label is not None, f"{step.who} was shown no {step.tap}\n{company.transcript()}"
        line = {"tap": label}
    company.say(step.who, line)


def come_to(company: Company, key: Key) -> None:
    """The moment in which the person holds the key."""
    company.simulation.settle()
    for step in key.before:
        do(company, step)
    key.prepare(company)
    if key.until:
        company.until(key.until)
    for step in key.after:
        do(company, step)


def copied(company: Company, folder: Path) -> Company:
    """The company as it is now, once more."""
    with company.db.engine.connect() as connection:
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    again = Company(folder, Path(str(company.db.engine.url.database)), company.policy, restarts=False)
    again.clock.move_to(company.clock.now())
    again.simulation = Simulation(again.rebuild(), again.clock, again.rebuild, first_event=EVENTS)
    again.simulation.screens = deepcopy(company.simulation.screens)
    return again


def outcome(company: Company, key: Key) -> tuple[bool, list[Shown]]:
    """Whether what the person does changes a row, and what is said then."""
    before, shown = rows(company), len(company.simulation.screens.shown)
    do(company, key.does)
    return rows(company) != before, company.simulation.screens.shown[shown:]


def check(
    key: Key, template: Path, folder: Path, changes: Sequence[str], refused_by: str = REFUSED, *, acts: bool = False
) -> None:
    """After each change the key is refused, or where it stays theirs, goes on working; `acts`: by changing rows."""
    company = Company(folder, template, policies.load() if key.daily else None, restarts=False)
    come_to(company, key)
    wrong = []
    for number, what in enumerate(changes):
        (folder / str(number)).mkdir()
        if company.media_folder.exists():
            shutil.copytree(company.media_folder, folder / str(number) / "media")
        again = copied(company, folder / str(number))
        with again.db.write() as session:
            change(session, again, what, key)
        again.simulation.settle()  # what follows from it by itself
        changed, shown = outcome(again, key)
        refused = len(shown) == 1 and shown[0].to == key.does.who and re.search(refused_by, shown[0].text)
        if (changed or not refused) if what not in key.keeps else (refused or not shown or (acts and not changed)):
            said = "\n    ".join(f"{message.to}: {message.text}" for message in shown)
            wrong.append(f"{what}: {'rows changed' if changed else 'no effect'}, heard\n    {said}")
        again.close()
    company.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(key, id=f"{offer.__name__} {name}".strip())
        for offer, keys in BUTTONS.items()
        for name, key in keys.items()
    ],
)
def test_an_old_button(key: Key, template: Path, tmp_path: Path) -> None:
    check(key, template, tmp_path, (*RIGHTS, LEFT, BLOCKED))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_that_still_waits(name: str, template: Path, tmp_path: Path) -> None:
    check(QUESTIONS[name], template, tmp_path, RIGHTS, f"{REFUSED}|{NAMES_NOTHING}", acts=name not in SAY_ONLY)


@pytest.mark.parametrize("name", WORDS)
def test_words_that_mean_the_same(name: str, template: Path, tmp_path: Path) -> None:
    check(WORDS[name], template, tmp_path, RIGHTS, f"{REFUSED}|{NAMES_NOTHING}", acts=name not in SAY_ONLY)


def test_every_kind_of_button_has_a_situation() -> None:
    assert set(BUTTONS) == set(OFFERS)
