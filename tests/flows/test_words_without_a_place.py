"""What a report tells and no field takes is shown in the receipt, in the person's own words."""

from __future__ import annotations

from testing import Company


def test_a_receipt_shows_what_found_no_place(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,他嫌贵,他们换了财务总监,周三下午再去")
    rep.hears("已记录", "价格敏感", "再去", "\n没归类:他们换了财务总监\n", choices=["撤回", "谁拍板"])
    rep.says("对了他们仓库要搬到苏州").hears("补进刚才那条", "没归类:他们仓库要搬到苏州")
    rep.says("不是周三,是周四").hears("改好了", "没归类:他们换了财务总监;他们仓库要搬到苏州\n")


def test_what_is_said_at_the_forced_question_counts_too(company: Company) -> None:
    rep = company.member("小周").says("联创孙总今天聊得不错,周五送样")
    rep.hears("异议")
    rep.says("嫌贵,另外他们要扩建二期厂房").hears("价格敏感", "没归类:他们要扩建二期厂房")


def test_politeness_and_what_is_kept_already_are_not_shown(company: Company) -> None:
    rep = company.member("小周").says("早,刚跟鼎新薛总通完电话,聊得挺愉快,他很感兴趣,周三下午再去,辛苦啦谢谢")
    rep.hears("已记录", "感兴趣", never=["没归类"])
