"""Which sentences break a rule, and which only mention it."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
import yaml

from coaching.compliance import broken
from coaching.replies import Reply
from knowledge.embedding.word_vectors import WordVectors

ROOT = Path(__file__).parents[2]
TABLE = yaml.safe_load((Path(__file__).parent / "sentences.yml").read_text("utf-8"))
CASES = [
    (rule, kind == "breaks", sentence)
    for rule, kinds in TABLE.items()
    for kind, sentences in kinds.items()
    for sentence in sentences
]


@pytest.mark.parametrize(("rule", "breaks", "sentence"), CASES)
def test_a_sentence_breaks_the_rule_or_only_mentions_it(rule: str, breaks: bool, sentence: str) -> None:
    found = broken([Reply(1, "", sentence)], [rule] if rule else [], WordVectors().queries)
    assert bool(found) is breaks, found


def test_most_of_what_was_learned_from_is_told_apart() -> None:
    """Violations in words that patterns alone mostly miss, and few permitted mentions with them."""
    reported = {"V": 0, "P": 0}
    lines = (ROOT / "benchmarks" / "data" / "stance.tsv").read_text("utf-8").splitlines()[::3]
    for kind, rule, customer, sentence in (line.split("\t") for line in lines):
        reported[kind] += bool(broken([Reply(1, customer, sentence)], [rule], WordVectors().queries))
    count = {kind: sum(line.startswith(kind) for line in lines) for kind in reported}
    assert reported["V"] >= 0.85 * count["V"] and reported["P"] <= 0.07 * count["P"], (reported, count)


def test_only_what_the_scenario_forbids_is_weighed() -> None:
    text = "这套窗帘您挂到孙子结婚,轨道出毛病都是我的事,免费。"
    assert broken([Reply(1, "", text)], ["承诺终身免费维保"]) and not broken([Reply(1, "", text)], ())


def test_the_table_is_large_and_of_several_trades() -> None:
    assert len(CASES) >= 60 and len(TABLE) >= 9
    assert len({sentence for _, _, sentence in CASES}) == len(CASES)


def test_the_words_are_quoted_and_the_rule_is_the_scenarios_own() -> None:
    text = "质量您放心。回头我私下给您个人返两千，您别跟别人讲。"
    (first, *_) = broken([Reply(3, "", text)], ["承诺永不降价", "给采购返现"])
    violation = first.as_violation()
    assert violation.words in text and (violation.rule, violation.turn) == ("给采购返现", 3)


def test_a_promise_is_ascribed_to_the_item_that_speaks_of_the_like() -> None:
    forbidden = ["承诺鱼一条不死", "保证半年回本"]
    rules = [
        broken([Reply(1, "", text)], forbidden, WordVectors().queries)[0].rule
        for text in ("放了我的增氧机，塘里一条鱼都不会死。", "买回去半年铁定回本。")
    ]
    assert rules == forbidden


def test_what_is_taken_back_before_a_but_is_not_taken_back_behind_it() -> None:
    text = "公司不让返点，但我私下给您个人转三千。"
    assert [one.piece.quote for one in broken([Reply(1, "", text)], ["给回扣"])] == ["但我私下给您个人转三千"]


def test_an_act_that_is_promised_is_an_act() -> None:
    assert not broken([Reply(1, "", "您的担心我肯定放在心上。")], ["承诺给科室好处费"])


def test_company_rules_hold_where_the_scenario_forbids_nothing() -> None:
    rules = chain.from_iterable(
        (one.rule for one in broken([Reply(1, "", text)], ()))
        for text in ("您真是笨死了。", "我私下塞您三千块钱。", "我敢拿命担保不会出事。")
    )
    assert set(rules) == {"辱骂客户", "回扣与好处", "虚假承诺"}


@pytest.mark.parametrize(
    ("rule", "customer", "answer"),
    [
        ("承诺供货日期", "十号之前能到齐吗？", "没问题，肯定到。"),
        ("承诺随时退费", "上了一半不想上能退吗？", "能退，您放心。"),
        ("出具倒签的合同", "日期能写成六月的吗？", "可以，给您写六月的。"),
        ("许诺买断后免费升级", "", "买断以后，出多少新版都归我们管，不收钱。"),
        ("挂靠资质", "", "我们没有甲级，找一家有的挂个名就投了。"),
        ("规避公开招标", "", "一百万超线了，拆成三份小单，上会都免了。"),
        ("收款走私户", "", "尾款扫我微信就行，不用跑银行。"),
        ("先用后补手续", "", "证还没批您先开着，手续后面慢慢补。"),
        ("替客户签收", "", "您在外地不要紧，名字我替您写上。"),
        ("透露内部成本", "", "跟您交个底，出厂也就十六万。"),
    ],
)
def test_what_a_rule_is_about_is_found_in_other_words(rule: str, customer: str, answer: str) -> None:
    (found, *_) = broken([Reply(1, customer, answer)], [rule, "辱骂客户"])
    assert found.rule == rule and found.piece.quote in answer


@pytest.mark.parametrize(
    ("rule", "customer", "answer"),
    [
        ("承诺供货日期", "十号之前能到齐吗？", "我先问仓库，下午回您。"),
        ("承诺供货日期", "十号之前能到齐吗？", "能不能到要看排产，说死我不敢。"),
        ("出具倒签的合同", "日期能写成六月的吗？", "写不上去，系统自动打的。"),
        ("挂靠资质", "", "挂别人的名，查着了两家都得担。"),
        ("规避公开招标", "", "拆成几份就成规避招标了，咱别碰。"),
        ("给采购提成", "", "您说的个人那一份，咱就别聊了。"),
        ("收款走私户", "", "对公账户在合同最后一页，财务会开收据。"),
        ("宴请客户", "", "上回有个同事请人吃饭，第二周就调岗了。"),
    ],
)
def test_what_is_put_aside_in_soft_words_is_only_mentioned(rule: str, customer: str, answer: str) -> None:
    assert not broken([Reply(1, customer, answer)], [rule, "辱骂客户"])


def test_an_act_does_not_hide_another_one_of_the_same_sentence() -> None:
    text = "我这价永远是全国最低，高一分退您十倍，每吨单独给您个人八十。"
    rules = {one.rule for one in broken([Reply(1, "", text)], ["承诺最低价", "给采购个人现金"])}
    assert rules == {"承诺最低价", "给采购个人现金"}


def test_an_item_that_names_an_act_is_no_promise() -> None:
    assert not broken([Reply(1, "", "这个礼拜六摆上，让您家老爷子先试。")], ["提供赌博功能"])
