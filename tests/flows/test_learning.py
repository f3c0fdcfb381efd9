"""What had to be chosen in chat is learnt once somebody has accepted it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select
from testing import CACHE, Company

from bot.admin import feedback
from bot.admin.feedback import NotAccepted
from bot.commands import review
from bot.turn.references.belonging import CLEAR
from nlu.engine import load_engine
from sales.names import lexicon_of
from storage.conversations import Candidate
from storage.people import Identity, Member

ODD = (
    "{}那厢唱的哪一出",
    "给我抖搂抖搂{}",
    "{}这锅粥熬到啥火候了",
    "瞅一眼{}到哪步田地了",
    "{}啥光景",
    "掰扯掰扯{}",
    "{}那摊子咋整的给我捋捋",
    "{}咋个回事嘛",
    "盘盘{}的底",
    "{}这一出唱到第几折",
    "给我捯饬捯饬{}",
    "{}搁那儿咋着呢",
    "{}眼下啥成色",
)


@pytest.fixture
def odd(company: Company, few_examples: Path) -> str:
    """A way to ask for a customer that the company's engine doubts: the first of ODD that it does."""
    company.engine = load_engine(CACHE, None, few_examples)
    company.restart()
    with company.db.read() as session:
        knowing = company.engine.with_lexicon(lexicon_of(session))
    for phrase in ODD:
        now = company.clock.now().astimezone(company.policy.zone)
        by_either_name = [knowing.parse(phrase.format(name), now) for name in ("鼎新", "杭州鼎新超市有限公司")]
        read = by_either_name[0]
        likely = (read.intent, *(intent for intent, _ in read.alternatives))
        if max(one.confidence for one in by_either_name) < CLEAR and "customer_info" in likely:
            return phrase
    pytest.fail("the engine understands all of these now: think of another")


def test_a_phrase_chosen_in_chat_is_learnt_after_review(
    company: Company, odd: str, few_examples: Path, tmp_path: Path
) -> None:
    rep = company.member("小周").says(odd.format("鼎新"))
    rep.hears("没听懂")
    rep.taps("看客户情况").hears("杭州鼎新超市有限公司", "需求确认")
    lines = "\n".join(review.review(company.db))
    assert f"1. {odd.format('[某客户](customer)')}" in lines and "应当是 customer_info" in lines
    assert "鼎新" not in lines
    file = tmp_path / "learnt.yml"
    review.accept(company.db, 1, None, None, file)
    assert "没有待看" in "\n".join(review.review(company.db))
    company.engine = load_engine(tmp_path / "cache", file, few_examples)
    rep.says(odd.format("联创")).hears("苏州联创电子有限公司", "方案报价")


def test_what_was_taken_back_or_corrected_is_shown_for_review(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟")
    rep.hears("已记录")
    rep.says("不对,是周四下午").hears("改好了")
    rep.says("撤回").hears("已撤回")
    lines = "\n".join(review.review(company.db))
    assert "记完又改了" in lines and "记完又撤回了" in lines
    assert "联创" not in lines and "孙总" not in lines


def test_nothing_is_kept_of_whom_did_not_agree(company: Company, odd: str) -> None:
    with company.db.write() as session:
        for identity in session.exec(
            select(Identity).join(Member).where(Member.id == Identity.member_id, Member.name == "小周")
        ):
            identity.consented_at = None
            session.add(identity)
    rep = company.member("小周").says(odd.format("鼎新"))
    rep.hears("没听懂")
    rep.taps("看客户情况").hears("鼎新")
    with company.db.read() as session:
        assert session.exec(select(Candidate)).all() == []


def test_somebody_goes_through_them_one_by_one(company: Company, tmp_path: Path) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录")
    rep.says("不对,是钟经理").hears("改好了")
    rep.says("撤回").hears("已撤回")
    answers, asked, file = iter(["", "y", "log_followup", "y", "n"]), [], tmp_path / "learnt.yml"

    def ask(question: str) -> str:
        asked.append(question)
        return next(answers)

    first = list(review.decide(company.db, file, ask))
    assert len(asked) == 3 and "记完又改了" in asked[0]
    assert "--intent" in first[0] and "收下了" in first[1] and first[-1] == "看完了。"
    second = list(review.decide(company.db, file, ask))
    assert "收下了" in second[0] and "不学" in second[1]
    assert list(review.decide(company.db, file, ask)) == ["没有待看的句子。"]


def test_a_candidate_needs_a_meaning_and_is_decided_once(company: Company, tmp_path: Path) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录")
    rep.says("撤回").hears("已撤回")
    with pytest.raises(NotAccepted, match="--intent"):
        review.accept(company.db, 1, None, None, tmp_path / "learnt.yml")
    assert not (tmp_path / "learnt.yml").exists()
    assert "不学" in review.drop(company.db, 1)
    with pytest.raises(NotAccepted, match="没有待看的第 1 条"):
        review.drop(company.db, 1)


def test_an_example_is_in_the_file_once_also_when_it_is_accepted_again_after_a_crash(
    company: Company, tmp_path: Path
) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录")
    rep.says("撤回").hears("已撤回")
    file = tmp_path / "learnt.yml"
    with company.db.read() as session:
        intent, example = feedback.example_of(session, 1, "log_followup", None)
    feedback.append(file, intent, example)  # and here the process died
    assert example in review.accept(company.db, 1, "log_followup", None, file)
    assert file.read_text("utf-8").count(example) == 1
    assert "没有待看" in "\n".join(review.review(company.db))
