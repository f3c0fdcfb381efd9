"""撤回 restores every table. Where somebody has built on the record, that stays, is named, and is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from laws.steps import Step, says, taps
from sqlalchemy import select
from testing import Company

from knowledge import importing
from storage.changes import UNRECORDED
from storage.tables import METADATA

BOOKKEEPING = UNRECORDED | {"conversation", "inbox", "job", "identity"}
Rows = dict[tuple[str, object], dict[str, object]]
few = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # an example is a whole conversation: its transcript says more than a shorter one
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass(frozen=True)
class Action:
    """What somebody does, when, and what others must have done before."""

    steps: Sequence[Step]
    until: str | None = None
    first: Sequence[Step] = ()

    @property
    def who(self) -> str:
        return self.steps[-1].who


FOLLOWUP = "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟"
ANOTHER = "刚跟鼎新丁经理打完电话,挺感兴趣,预算20万,周五上午去演示"
ASKED = says("小周", "鼎新要改违约条款,请法务看一下")
GIVEN = [says("小周", "入库:先别跟他比价,跟他比停机一小时赔多少钱"), taps("小周", "交上去")]
NUDGED, ALERTED = "2026-11-26 10:20", "2026-11-26 14:40"  # nothing falls due in the next minutes
ACTIONS = {
    "log_followup": Action([says("小周", ANOTHER)]),
    "log_followup, asked": Action([says("小周", "刚跟联创孙总通完电话,周三下午再去"), taps("小周", "功能疑虑")]),
    "log_followup, two records": Action([says("小周", f"{ANOTHER};另外{FOLLOWUP}")]),
    "log_lead": Action([says("小周", "新线索:佛山锦绣陶瓷有限公司,黄经理,预算大概30万,想看分拣设备")]),
    "log_lead, another deal": Action(
        [says("小周", "新线索:杭州鼎新超市,黄经理,想上能耗终端,预算8万"), taps("小周", "再开一单")]
    ),
    "log_lead, a colleague's": Action([says("小周", "新线索:宁波海川物流,侯总,想看分拣设备")]),
    "received_media": Action([Step("小周", file="联创的订单.pdf"), taps("小周", "其他资料")]),
    "advance_stage": Action([says("小周", "鼎新那单推进到合同审批"), taps("小周", "对,")]),
    "close_deal": Action([says("小周", "联创签了,38万")]),
    "person_leaves": Action(
        [says("老板", "小周离职了,客户给小吴和阿新"), taps("老板", "确认")],
        first=[says("小周", "三小时后提醒我给孙总寄样品"), says("小周", "三小时后提醒我交日报")],
    ),
    "assign": Action([taps("赵琳", "交给小吴")], first=[says("赵琳", "新线索:宁波海潮瓷砖,王经理")]),
    "share_leads": Action(
        [says("赵琳", "这两条线索轮流分给组里")],
        first=[says("赵琳", "新线索:宁波海潮瓷砖"), says("赵琳", "新线索:海宁皮革城")],
    ),
    "acknowledge": Action([taps("赵琳", "我来处理")], until=ALERTED),
    "grade_customer": Action([says("赵琳", "联创是A类客户")]),
    "set_reminder": Action([says("小周", "三小时后提醒我给孙总寄样品")]),
    "cancel_reminder": Action([says("小周", "取消寄发票的提醒")], first=[says("小周", "三小时后提醒我寄发票")]),
    "snooze": Action([taps("小周", "缓一缓"), taps("小周", "2 小时后")], NUDGED),
    "need_support": Action([taps("小周", "需要支持"), taps("小周", "报价或折扣")], NUDGED),
    "hold_deal": Action([taps("赵琳", "再给两天")], ALERTED),
    "decide_claim": Action([taps("赵琳", "转给小周")], first=[says("小周", "新线索:宁波海川物流,侯总")]),
    "raise_ticket": Action([ASKED]),
    "answer_ticket": Action([says("法务小何", "可以改,已批注")], first=[ASKED]),
    "pass_ticket": Action([taps("法务小何", "转给别的部门"), taps("法务小何", "产品赵琳")], first=[ASKED]),
    "ask_back": Action([says("法务小何", "要改哪一条?")], first=[ASKED]),
    "reply_ticket": Action([says("小周", "第七条那个")], first=[ASKED, says("法务小何", "要改哪一条?")]),
    "close_ticket": Action([taps("小周", "解决了")], first=[ASKED, says("法务小何", "可以改,已批注")]),
    "close_ticket, not solved": Action(
        [says("小周", "还没解决,赔付比例也要改")], first=[ASKED, says("法务小何", "可以改,已批注")]
    ),
    "drop_ticket": Action([says("小周", "鼎新那个工单不用了")], first=[ASKED]),
    "daily_action": Action([says("小周", "今日动作:陪薛总验收了样机")], first=[says("小周", "今日动作:约到孙总")]),
    "contribute_script": Action(GIVEN),
    "decide_contribution": Action([taps("赵琳", "通过")], first=GIVEN),
    "decide_contribution, returned": Action([taps("赵琳", "退回"), taps("赵琳", "不用了")], first=GIVEN),
    "rate_script": Action([taps("小周", "有用")], first=[says("小周", "鼎新嫌贵怎么回")]),
    "correct_record": Action([says("小周", FOLLOWUP), says("小周", "不是孙总,是钟经理,周四下午去")]),
}
BEFORE = [
    says("小周", "刚跟鼎新薛总打完电话,挺感兴趣,下周一发方案"),
    says("小周", "两小时后提醒我看合同"),
    says("小周", "新线索:佛山万隆板材有限公司,黄经理,预算大概30万"),
    says("赵琳", "海川那单推进到合同审批"),
    says("小吴", "刚拜访了海川侯总,嫌价格高,周四再联系"),
    says("小周", "刚拜访了联创钟经理,他们老板还没点头"),
]


class Scenario:
    """A company in which steps are carried out, with everything that people are shown."""

    def __init__(self, company: Company) -> None:
        self.company = company
        company.simulation.settle()  # the day has begun: what it brings is planned

    def does(self, step: Step) -> None:
        before = len(self.screens)
        if step.file:
            self.company.member(step.who).sends(step.file)
        elif step.tap:
            self.company.say(step.who, {"tap": self._label(step)})
        else:
            self.company.say(step.who, {"text": step.text})
        assert len(self.screens) > before, f"{step} was not answered"

    def last(self, who: str) -> str:
        return [shown.text for shown in self.screens if shown.to == who][-1]

    def rows(self) -> Rows:
        """Every row of what undo is about, by table and key. Of the library what can be found: an item that was let in
        and taken back stays as a row, because others may name it."""
        found: Rows = {}
        with self.company.db.read() as session:
            library = {item.code for item in importing.everything(session)}
            for table in METADATA.sorted_tables:
                if table.name not in BOOKKEEPING:
                    (key,) = table.primary_key.columns
                    for row in session.execute(select(table)).mappings():
                        if table.name != "script" or row["code"] in library:
                            found[table.name, row[key.name]] = dict(row)
        return found

    @property
    def screens(self) -> list[object]:
        return self.company.simulation.screens.shown  # type: ignore[return-value]

    def _label(self, step: Step) -> str:
        labels = [
            label
            for message in reversed(self.company.simulation.screens.shown)
            if message.to == step.who
            for label, _ in message.buttons
            if label.startswith(step.tap)
        ]
        assert labels, f"{step.who} was shown no {step.tap}\n{self.company.transcript()}"
        return labels[0]


@contextmanager
def company_from(template: Path) -> Iterator[Scenario]:
    with TemporaryDirectory() as folder:
        company = Company(Path(folder), template, restarts=False)
        company.open_gates()
        try:
            yield Scenario(company)
        finally:
            company.close()


def come_to(scenario: Scenario, action: Action, before: Sequence[Step]) -> None:
    """The moment just before the action."""
    for step in before:
        scenario.does(step)
    if action.until:
        scenario.company.until(action.until)
    for step in action.first:
        scenario.does(step)


@pytest.mark.parametrize("name", ACTIONS)
@few
@given(before=st.lists(st.sampled_from(BEFORE), unique=True, max_size=3), minutes=st.integers(0, 9))
def test_undo_restores_every_table(name: str, before: list[Step], minutes: int, template: Path) -> None:
    action = ACTIONS[name]
    with company_from(template) as scenario:
        come_to(scenario, action, before)
        rows_then = scenario.rows()
        for step in action.steps:
            scenario.does(step)
        assert scenario.rows() != rows_then, scenario.company.transcript()
        scenario.company.advance(f"{minutes}m")
        scenario.does(says(action.who, "撤回"))
        assert "已撤回" in scenario.last(action.who), scenario.company.transcript()
        assert scenario.rows() == rows_then, scenario.company.transcript()


MOVED = [says("赵琳", "联创那单推进到方案确认")]
FOLLOWED_UP = [says("赵琳", "刚跟联创孙总打完电话,还是嫌价格高,周五再联系")]
LOST = [says("赵琳", "联创丢单了,选了竞品")]
BUILT_ON = {
    **{
        f"{name}, {built}": (ACTIONS[name], steps, "阶段和计时")
        for name in ("log_followup, asked", "log_followup, two records", "correct_record")
        for built, steps in (("moved", MOVED), ("followed up", FOLLOWED_UP), ("lost", LOST))
    },
    "need_support, held": (
        Action(
            ACTIONS["need_support"].steps,
            NUDGED,
            first=[*ACTIONS["snooze"].steps, says("小吴", "三小时后提醒我看合同")],
        ),
        [taps("赵琳", "再给两天")],
        "提醒的时间",
    ),
    "log_lead, followed up": (ACTIONS["log_lead"], [says("赵琳", "刚跟锦绣陶瓷黄经理打完电话,挺感兴趣")], "客户资料"),
    "log_lead, won": (ACTIONS["log_lead"], [says("赵琳", "锦绣陶瓷签了,38万")], "客户资料"),
}


@pytest.mark.parametrize("name", BUILT_ON)
def test_what_was_built_on_stays_and_is_asked_about(name: str, template: Path) -> None:
    action, building, named = BUILT_ON[name]
    with company_from(template) as scenario:
        come_to(scenario, action, ())
        rows_then = scenario.rows()
        for step in action.steps:
            scenario.does(step)
        rows_done = scenario.rows()
        for step in building:
            scenario.does(step)
        rows_built = scenario.rows()
        scenario.does(says(action.who, "撤回"))
        asked = scenario.last(action.who)
        assert "又有人动过" in asked and named in asked and "保持现在的样子" in asked, scenario.company.transcript()
        assert scenario.rows() == rows_built
        scenario.does(taps(action.who, "其余的撤回"))
        assert "已撤回" in scenario.last(action.who), scenario.company.transcript()
        for key, row in scenario.rows().items():
            assert row == rows_then.get(key) or row == rows_built[key], key
        for key in rows_built.keys() | rows_done.keys():
            if rows_built.get(key) != rows_done.get(key):
                assert scenario.rows().get(key) == rows_built.get(key), key


def test_a_button_of_something_taken_back_means_nothing_later(template: Path) -> None:
    with company_from(template) as scenario:
        scenario.does(says("小周", "新线索:宁波海川物流,侯总,想看分拣设备"))
        scenario.does(says("小周", "撤回"))
        scenario.does(says("小郑", "新线索:宁波海川物流,侯总,想看分拣设备"))
        scenario.does(taps("赵琳", "转给小周"))
        assert "不用定了" in scenario.last("赵琳"), scenario.company.transcript()
        scenario.does(says("小郑", "海川现在什么情况"))
        assert "没有「" in scenario.last("小郑"), scenario.company.transcript()


def test_what_was_saved_before_a_cancel_is_said_and_can_be_taken_back(template: Path) -> None:
    with company_from(template) as scenario:
        rows_then = scenario.rows()
        scenario.does(says("小周", "上午去了鼎新见薛总,他挺感兴趣,下周一发方案;联创孙总还在考虑"))
        assert "异议" in scenario.last("小周"), scenario.company.transcript()
        scenario.does(says("小周", "取消"))
        assert "已经存好的还在" in scenario.last("小周") and "撤回" in scenario.last("小周")
        assert scenario.rows() != rows_then
        scenario.does(says("小周", "撤回"))
        assert scenario.rows() == rows_then
