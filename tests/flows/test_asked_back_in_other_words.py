"""A department asks back in other words than 问回去, and who asked says that it is over in theirs."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize("words", ["把模板发来我过一眼", "这个要看现场湿度数据", "得先知道地面尺寸"])
def test_what_is_lacking_is_asked_of_the_rep(company: Company, words: str) -> None:
    company.member("小周").says("问下法务 联创的合同能不能用客户的模板").hears("法务小何")
    lawyer = company.member("法务小何")
    lawyer.hears("工单1", kind="nudge")
    lawyer.says(words).hears("已经问小周.工单1", "等他回的时间不算你的", kind="receipt")
    company.member("小周").hears(f"法务小何问你:「{words}」", kind="nudge")
    company.member("小周").says("发你邮箱了").hears("已经回法务")
    lawyer.hears("小周回你", kind="nudge")
    lawyer.says("看完了 第八条得改").hears("已经答复小周")
    rep = company.member("小周")
    rep.hears("解决了吗")
    rep.says("成 就按这个来").hears("算解决了吗")


@pytest.mark.parametrize("words", ["联创丢了 价格比对手高两成 孙总跟小吴说的", "联创黄了 听小吴说孙总跟对手是同学"])
def test_a_loss_is_heard_whoever_told_of_it(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("已记丢单.*苏州联创电子有限公司", kind="receipt")
    company.ignore()
