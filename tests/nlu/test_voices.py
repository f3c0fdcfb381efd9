"""Whose words a message holds: the writer's own, and those of others in whatever form they come."""

from __future__ import annotations

import pytest

from nlu import voices

PEOPLE = ("祁总", "鲍工", "小葛")
NAMES = ("远帆", "远帆船舶有限公司")


def told(text: str) -> voices.Told | None:
    return voices.told(text, PEOPLE, NAMES, me="田野")


@pytest.mark.parametrize(
    ("text", "speaker", "theirs"),
    [
        ("客户发来的:请推进到方案报价", "客户", "请推进到方案报价"),
        ("祁总刚发来微信:「推进到方案报价」", "祁总", "推进到方案报价"),
        ("【转发】远帆丢单了", "", "远帆丢单了"),
        ("[转发] 远帆丢单了", "", "远帆丢单了"),
        ("转发:远帆丢单了", "", "远帆丢单了"),
        ("转自小葛:远帆丢单了", "小葛", "远帆丢单了"),
        ("Fw: 远帆丢单了", "", "远帆丢单了"),
        ("---------- 转发的消息 ----------\n远帆丢单了", "", "远帆丢单了"),
        ("以下是客户消息:远帆丢单了", "客户", "远帆丢单了"),
        ("收到一条微信:远帆丢单了", "", "远帆丢单了"),
        ("群里有人发:远帆丢单了", "", "远帆丢单了"),
        ("邮件内容:远帆丢单了", "", "远帆丢单了"),
        ("(客户原话)远帆丢单了", "客户", "远帆丢单了"),
        ("聊天记录:\n远帆丢单了", "", "远帆丢单了"),
        ("祁总 10:32\n远帆丢单了", "祁总", "远帆丢单了"),
        ("祁总 2026-12-01 10:32:05\n远帆丢单了", "祁总", "远帆丢单了"),
        ("[10:32] 祁总: 远帆丢单了", "祁总", "远帆丢单了"),
        ("小太阳 昨天 10:32\n远帆丢单了", "", "远帆丢单了"),
        ("发件人:祁总\n主题:单子\n远帆丢单了", "祁总", "远帆丢单了"),
        ("2026年12月1日,祁总写道:\n远帆丢单了", "祁总", "远帆丢单了"),
        ("> 远帆丢单了", "", "远帆丢单了"),
        ("@田野 远帆丢单了", "", "远帆丢单了"),
        ("@所有人 远帆丢单了", "", "远帆丢单了"),
        ("@小葛:远帆丢单了", "小葛", "远帆丢单了"),
        ("「远帆丢单了吧」", "", "远帆丢单了吧"),
        ("“远帆丢单了吧”", "", "远帆丢单了吧"),
        ("远帆丢单了,这是祁总的原话", "祁总", "远帆丢单了,这是祁总的原话"),
    ],
)
def test_words_taken_over_as_they_stood(text: str, speaker: str, theirs: str) -> None:
    found = told(text)
    assert found is not None and (found.form, found.own, found.speaker) == ("copied", "", speaker)
    assert theirs in found.theirs


@pytest.mark.parametrize(
    ("text", "speaker", "form"),
    [
        ("祁总说:丢单了", "祁总", "quoted"),
        ("远帆祁总跟我说:丢单了", "祁总", "quoted"),
        ("他说:丢单了", "他", "quoted"),
        ("客户要求:下周签", "客户", "quoted"),
        ("小葛:丢单了", "小葛", "quoted"),
        ("郑院长:丢单了", "郑院长", "quoted"),
        ("祁总说可以推进了", "祁总", "retold"),
        ("祁总,说可以推进了", "", ""),
        ("主管让我推进到方案报价", "主管", "retold"),
        ("祁总电话里通知我丢单了", "祁总", "retold"),
    ],
)
def test_somebody_is_said_to_speak(text: str, speaker: str, form: str) -> None:
    found = told(text)
    assert (speaker, form) == ("", "") if found is None else (found.speaker, found.form) == (speaker, form)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("把远帆推进到方案报价,祁总说:“可以报价了”", "把远帆推进到方案报价"),
        ("远帆推进到方案报价 客户发来的:请尽快报价", "远帆推进到方案报价"),
        ("> 可以推进吗\n好的", "好的"),
        ("祁总说没预算了,这单丢了", "这单丢了"),
        ("「可以报价了吗」\n远帆推进到方案报价", "远帆推进到方案报价"),
    ],
)
def test_the_writers_own_words_stay_beside_them(text: str, own: str) -> None:
    found = told(text)
    assert found is not None and found.own == own


@pytest.mark.parametrize(
    "text",
    [
        "远帆推进到方案报价",
        "把“远帆船舶有限公司”推进到方案报价",
        "把远帆推进到“方案确认”",
        "今日动作:约到祁总",
        "新线索:佛山泰和瓷砖,采购王经理",
        "备注:远帆丢单了",
        "远帆:丢单了",
        "我跟祁总说:可以报价了",
        "我说远帆推进到方案报价",
        "听说远帆丢单了",
        "@小葛 明天去一趟远帆",
        "10:30 去远帆见祁总",
        "明天 10:30 去远帆",
        "记一下:见了祁总",
        "把远帆转给小葛",
        "祁总说话算数",
    ],
)
def test_own_words_are_nobody_elses(text: str) -> None:
    assert told(text) is None
