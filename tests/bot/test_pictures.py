"""Pictures: drawn from what the outbox keeps, in Chinese, named by content; never in the way of the words."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import col, select
from structlog.testing import capture_logs
from testing import Company

from analytics import charts
from analytics.charts import (
    Cell,
    DecisionChain,
    FunnelBar,
    FunnelBars,
    Lane,
    Matrix,
    MatrixRow,
    Node,
    Score,
    ScoreSheet,
    TeamScore,
)
from bot.channels.pictures import Pictures
from bot.channels.pictures.canvas import MARGIN, TEXT, WIDTH, fitted, lines_of, width_of
from bot.channels.pictures.drawing import DRAW
from bot.channels.pictures.matrix import head_of, size_in
from bot.channels.pictures.qr_code import HEAD, INNER, QUIET, qr_code
from bot.conversation.attachments import Chart
from bot.conversation.messages import Message
from bot.messaging import outbox
from storage.conversations import Conversation
from storage.media import FolderStore
from storage.people import Member

ROOT = Path(__file__).parents[2]
SHEET = ScoreSheet(
    "华南组 过程健康度简报",
    "11月16日-11月22日",
    (
        Score("平均跟进时效", 18.4, "18.4 小时", 26.1, "上周 26.1 小时", "better"),
        Score("工单", 0.0, "0 小时", teams=(TeamScore("东区", None, "没有"), TeamScore("南区", 0.01, "0 小时"))),
    ),
    "最该看的三单",
    ("宏远建材:$停了$ 96 小时, ¥36万_税",),
)
CHAIN = DecisionChain(
    "恒泰医疗 决策链",
    "",
    (Lane("拍板人", (), "还没人说过"), Lane("使用者", tuple(Node(f"王{n}", "", n, "for", n > 3) for n in range(1, 6)))),
    ("支持", "中立", "反对", "还不知道"),
)


LONG = "客户内部立项与技术协议双重审批确认阶段"
FUNNEL = FunnelBars(
    f"{LONG}漏斗",
    "11月,和10月比",
    (
        FunnelBar("线索", 12, "12 单·360 万元", 15, "10月 15 单", "8 单往后走(67%)"),
        FunnelBar(LONG, 2, "123456 单·1,234,567 万元", 0, "10月 0 单", is_small=True),
    ),
    ("这段时间", "10月", "不到 5 单"),
    ("方案报价丢得最多" * 9,),
)
MATRIX = Matrix(
    "丢单率·按人",
    "",
    tuple(f"{LONG}{number}" for number in range(12)),
    tuple(
        MatrixRow(name, (Cell(None, "–"), *(Cell(n / 11, "100%", f"{n}/11", n < 5) for n in range(11))))
        for name in ("Alexander Montgomery-Smythe III", LONG, "张伟")
    ),
    bad=True,
    legend=("丢得少", "丢得多", "不到 5 单"),
)
CODE = charts.Code("小周的邀请码", "七天内有效", "https://t.me/xiaoban_sales_bot?start=ABCD2345")
SPECIFICATIONS = [SHEET, CHAIN, FUNNEL, MATRIX, CODE]


@pytest.mark.parametrize("chart", SPECIFICATIONS, ids=["score sheet", "decision chain", "funnel", "matrix", "code"])
def test_a_specification_outlives_the_outbox_and_draws_the_same_picture(tmp_path: Path, chart: charts.Chart) -> None:
    kept = Chart.of(charts.as_json(chart), "")
    assert charts.from_json(json.loads(kept.specification)) == chart
    media = FolderStore(tmp_path)
    key = Pictures(media).draw(kept)
    png = media.read(key)
    assert png.startswith(b"\x89PNG") and struct.unpack(">I", png[16:20]) == (WIDTH,)
    assert key == hashlib.sha256(png).hexdigest()[:32] + ".png"
    assert DRAW[type(chart)](chart).png() == png


def test_words_of_twelve_columns_stay_in_them() -> None:
    step = (WIDTH - 96) * 0.78 / 12
    assert all(width_of(line, 19) <= step for line in head_of(LONG, 19, step))
    assert len(head_of(LONG, 19, step)) == 3
    assert width_of("100%", size_in("100%", step)) <= step


def test_every_kind_can_be_drawn() -> None:
    assert set(DRAW) == set(charts.KINDS.values())


@pytest.mark.parametrize("data", [{"kind": "hologram"}, {"kind": "score_sheet", "title": "只有标题"}])
def test_what_is_no_specification_is_refused(data: dict[str, str]) -> None:
    with pytest.raises((LookupError, ValueError)):
        charts.from_json(data)


def test_the_font_knows_every_character_that_we_write() -> None:
    from matplotlib.font_manager import get_font
    from pylopdf_fonts_zh_cn import sans_path

    font = get_font(str(sans_path()))
    folders = ("bot/wording", "bot/channels/pictures", "config")
    texts = [path.read_text("utf-8") for name in folders for path in sorted((ROOT / name).rglob("*.[py]*[yml]"))]
    letters = {letter for text in texts for letter in text if "一" <= letter <= "鿿"}
    assert len(letters) > 1000
    assert not {letter for letter in letters | set("喆燚犇骉曌㛃龘▲✓×–·¥") if not font.get_char_index(ord(letter))}


def test_long_words_are_cut_or_broken() -> None:
    assert fitted("恒泰医疗", TEXT, 500) == "恒泰医疗"
    cut = fitted("恒泰医疗设备股份有限公司", TEXT, 200)
    assert cut.endswith("…") and width_of(cut, TEXT) <= 200
    lines = lines_of("恒泰医疗设备股份有限公司", TEXT, 200)
    assert "".join(lines) == "恒泰医疗设备股份有限公司" and all(width_of(line, TEXT) <= 200 for line in lines)
    ends = lines_of("恒泰医疗," * 6, TEXT, 4.2 * width_of("恒", TEXT))
    assert "".join(ends) == "恒泰医疗," * 6 and not any(line.startswith(",") for line in ends)


def send(company: Company, name: str, *charts: Chart) -> None:
    with company.db.write() as session:
        member = session.exec(select(Member).where(col(Member.name) == name)).one()
        of_member = select(Conversation).where(col(Conversation.member_id) == member.id)
        conversation = session.exec(of_member).one()
        outbox.put(session, conversation.id or 0, Message("上周的简报", attachments=charts), company.clock.now())
    company.advance("1m")


def test_a_picture_lies_where_the_transcript_says_after_the_process_is_gone(company: Company) -> None:
    company.member("小周").says("早").hears("小周")
    send(company, "小周", Chart.of(charts.as_json(SHEET), ""))
    shown = company.member("小周").hears("^上周的简报$")
    line = shown.as_line(company.policy.zone, 1, company.media.place_of)
    company.restart()
    picture = Path(line["image"])
    assert picture.is_absolute() and picture.stem == hashlib.sha256(picture.read_bytes()).hexdigest()[:32]


def test_a_picture_that_cannot_be_drawn_leaves_the_words_and_the_others(company: Company) -> None:
    company.member("小周").says("早").hears("小周")
    good = Chart.of(charts.as_json(SHEET), "平均跟进时效 18.4 小时")
    with capture_logs() as logs:
        send(company, "小周", replace(good, specification="{}", text="工单 3 张"), good)
    shown = company.member("小周").hears("^上周的简报\n工单 3 张$")
    assert shown.image and [entry["event"] for entry in logs] == ["a chart was not drawn"]


def test_a_code_stands_in_the_picture_module_by_module_with_a_quiet_edge(tmp_path: Path) -> None:
    matrix = qr_code(CODE.content)
    media = FolderStore(tmp_path)
    picture = Image.open(media.open(Pictures(media).draw(Chart.of(charts.as_json(CODE), "")))).convert("L")
    step = INNER / (len(matrix) + 2 * QUIET)
    scale = picture.width / WIDTH

    def is_dark(column: int, row: int) -> bool:
        x, y = MARGIN + (column + QUIET + 0.5) * step, HEAD + (row + QUIET + 0.5) * step
        return bool(picture.getpixel((round(x * scale), round(y * scale))) < 128)

    assert all(is_dark(x, y) == dark for y, row in enumerate(matrix) for x, dark in enumerate(row))
    assert not any(is_dark(-1, y) or is_dark(len(matrix), y) for y in range(len(matrix)))


def test_what_is_too_long_for_any_code_is_refused() -> None:
    with pytest.raises(ValueError):
        qr_code("m" * 3000)
