"""Questions about many deals or people at once: the figure first, then why, then a button; within what one may see."""

from __future__ import annotations

import pytest
from testing import Company

pytestmark = pytest.mark.world("lifts")


def refused(company: Company) -> Company:
    """祁红 is refused a meeting twice, 晏博 once and altogether once; 池大鹏, of the other team, once."""
    company.member("祁红").says("给滨河汤经理打电话约见面,他拒绝见面,嫌价格高")
    company.member("祁红").says("又给滨河汤经理打了电话,约他见面他还是不肯见,嫌贵")
    company.member("晏博").says("新航葛校长拒绝见面,说没空")
    company.member("晏博").says("凤凰妇幼栾院长电话里拒绝了,预算没批")
    company.member("池大鹏").says("望山荣总拒绝见面,嫌价格高")
    company.ignore()
    return company


def test_deals_with_nobody_who_decides(company: Company) -> None:
    leader, rep = company.member("佟磊"), company.member("祁红")
    leader.says("哪些单子还没有拍板人").hears(
        "^旧改组在谈的有 6 单还没有拍板人,合计 288.6 万元:",
        "\n1. 保定直隶商业广场.祁红.·自动扶梯·130 万元·方案确认,认识焦总",
        choices=["看看·直隶", "看看·凤凰妇幼", "看看·滨河"],
        never=["望山"],
    )
    rep.says("我还有几单没找到拍板的人").hears(
        "^你在谈的有 3 单", choices=["谁拍板·直隶", "谁拍板·滨河", "谁拍板·槐安"]
    )
    rep.taps("谁拍板·滨河").hears("滨河.*谁拍板")
    rep.says("汤经理").hears("拍板的是汤经理")
    rep.says("哪些单子还缺拍板人").hears("^你在谈的有 2 单")
    company.member("车总").says("新梯组谁的单子没找到拍板的").hears("^新梯组在谈的有 1 单")
    leader.says("新梯组哪些单子没有拍板人").hears("新梯组的数据只有他们主管和经理能看")


def test_meetings_that_were_refused(company: Company) -> None:
    leader = refused(company).member("佟磊")
    leader.says("这周约见被拒几次").hears(
        "^旧改组.*约见被拒 3 次,2 家客户:\n按人:祁红 2 次、晏博 1 次",
        "\n1. 天津滨河物业管理有限公司.祁红.:拒绝见面 2 次,最近今天.*,价格敏感",
        choices=["看看·新航", "看看·滨河", "约见话术"],
        never=["望山"],
    )
    leader.says("谁被拒绝了").hears("^旧改组.*被拒 4 次,3 家客户", "唐山凤凰妇幼医院.晏博.:拒绝了 1 次")
    leader.says("上周呢").hears("^旧改组11月23日到11月29日没有被拒的记录")
    company.member("祁红").says("我这周被拒了几次").hears("^你.*被拒 2 次,1 家客户:\n1. 天津滨河")
    company.member("祁红").says("晏博这周被拒了几次").hears("晏博的数据只有他自己、他的主管和经理能看")


def test_who_follows_up_how_fast_beside_their_own_past(company: Company) -> None:
    company.member("祁红").says("给滨河汤经理打了电话,他嫌贵").hears("已记录")
    company.member("晏博").says("给新航葛校长打了电话,他挺感兴趣").hears("已记录")
    company.member("佟磊").says("谁跟进最慢").hears(
        "^旧改组.*各人的平均跟进时效,慢的在前.括号里跟各人自己.*比.:",
        "\n·祁红:28.1 小时.之前数据不足.,跟了 1 次\n·晏博:5.1 小时",
        "数据不足:石榴\n手上单子多少、难易不一样,只跟各人自己比",
        choices=["祁红手上几单", "晏博手上几单"],
    )
    company.member("佟磊").says("谁跟得快").hears("快的在前.*:\n·晏博")
    company.member("佟磊").says("新梯组谁跟得慢").hears("新梯组的数据只有他们主管和经理能看")
    company.member("车总").says("谁的有效动作占比最低").hears("^全公司.*有效动作占比还没有数据")
    company.member("祁红").says("谁跟进最慢").hears("每个人的快慢只有主管和经理能看", choices=["我的跟进时效"])
    company.member("祁红").taps("我的跟进时效").hears("平均跟进时效 28.1 小时")


def test_teams_beside_each_other(company: Company) -> None:
    company.member("祁红").says("给滨河汤经理打了电话,他嫌贵").hears("已记录")
    company.member("池大鹏").says("给望山荣总打了电话,他嫌贵").hears("已记录")
    company.member("车总").says("旧改组和新梯组哪个跟得好").hears(
        "^旧改组、新梯组,11月30日到12月6日.括号里跟自己11月23日到11月29日比.:",
        "·平均跟进时效:旧改组 28.1 小时,新梯组 22.1 小时;新梯组快 6 小时",
        "·超时:旧改组 1 单、新梯组 0 单",
        choices=["看旧改组的过程健康度简报", "看新梯组的过程健康度简报"],
    )
    company.member("车总").says("上周呢").hears("^旧改组、新梯组,11月23日到11月29日")
    company.member("佟磊").says("旧改和新梯比一下").hears(
        "^新梯组的数据只有他们主管和经理能看。你能看的是旧改组的。\n旧改组,", never=["新梯组 22"]
    )
    company.member("祁红").says("两个组比一下").hears("各组的数据要主管、经理来问")


def test_figures_compared_with_days_longer_ago(company: Company) -> None:
    boss = company.member("车总")
    boss.says("本周跟上上周比").hears("^过程健康度简报·全公司.11月30日到12月6日,和11月16日到11月22日比")
    boss.says("这个月漏斗跟上个月同期比").hears("^全公司漏斗.12月.*和11月1日到11月2日比")
    boss.says("跟两周前比").hears("^全公司漏斗.11月30日到12月6日.*和11月16日到11月22日比")
    boss.says("两个组比一下").hears("跟自己11月23日到11月29日比")
    boss.says("跟三周前比").hears("^旧改组、新梯组.*跟自己11月9日到11月15日比")


def test_support_that_waits_for_an_answer(company: Company) -> None:
    leader, rep = company.member("佟磊"), company.member("祁红")
    rep.says("滨河能不能请领导出面吃个饭").hears("已经告诉佟磊了")
    company.member("晏博").says("找谁批").hears("要批什么")
    company.member("晏博").says("新航想要3个点").hears("已转告佟磊")
    company.ignore()
    company.advance("2h")
    company.ignore()
    leader.says("谁在等我支持").hears(
        "^等你回的有 2 件:\n1. 祁红需要支持:滨河能不能请领导出面吃个饭.天津滨河物业管理有限公司,今天.*等了 2 小时.",
        "\n2. 晏博请你定:新航想要3个点",
        choices=["回祁红·滨河", "回晏博"],
    )
    leader.says("祁红那个要支持什么").hears("^祁红等你回的有 1 件:\n1. 祁红需要支持:滨河")
    rep.says("还有哪些支持请求没回").hears("^你提的还有 1 件没回:\n1. 佟磊还没回:需要支持:滨河")
    leader.taps("回祁红·滨河").hears("要回祁红什么")
    leader.says("周五我陪你去").hears("已经回给祁红")
    leader.says("还有哪些支持请求没回").hears("^等你回的有 1 件:\n1. 晏博", choices=["回晏博"])
    leader.taps("回晏博").hears("「新航想要3个点」要回什么")
    leader.says("最多2个点").hears("已经告诉晏博:最多2个点")
    leader.says("谁在等我支持").hears("^现在没有等你回的支持请求")
    company.ignore()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("祁红这个月报了几次价", "^祁红12月报价 1 次,1 家客户.*:天津滨河物业管理有限公司"),
        ("谁报价最多", "^旧改组12月报价 1 次.*:\n·祁红:1 次,1 家\n·晏博:0 次"),
        ("祁红这周打了几个电话", "^祁红.*电话 0 次"),
        ("祁红的单子按金额排一下", "^祁红在谈的金额最大的 3 单,合计 183 万元:\n1. 保定直隶"),
        ("祁红的单子按产品分", "^祁红在谈的 3 单,合计 183 万元,按产品分:\n·自动扶梯 1 单,130 万元"),
        ("祁红的单子都在什么阶段", "按阶段分:\n·方案确认 1 单"),
        ("谁的单子总额最大", "^旧改组在谈的 6 单.*按人分:\n·祁红 3 单,183 万元"),
        ("谁手上单子最少", "最少:\n·石榴:1 单"),
        ("祁红今年每个月签了几单", "^0 单。祁红1月1日到12月2日还没有记成交"),
        ("池大鹏的单子按产品分", "池大鹏的数据只有他自己、他的主管和经理能看"),
    ],
)
def test_one_persons_deals_and_acts(company: Company, words: str, answer: str) -> None:
    company.member("佟磊").says(words).hears(answer)


def test_what_was_won_month_by_month(company: Company) -> None:
    company.open_gates()
    company.member("祁红").says("槐安签了").hears("恭喜成交")
    company.ignore()
    company.member("车总").says("今年各月成交").hears(
        "^全公司.*签了 1 单,合计 8 万元,按月:\n·1月 0 单", "·12月 1 单,8 万元"
    )


def test_any_list_may_come_again(company: Company) -> None:
    leader = company.member("佟磊")
    leader.says("每天早上八点半发我超时的单子").hears(
        "^好,每天早上八点半发你超时的单子,第一次在明天.12月3日.早上八点半"
    )
    leader.says("没有拍板人的单子每周五下午五点发我").hears("^好,每周五下午五点发你没有拍板人的单子")
    leader.says("每天下班前发我今天谁没报").hears("^好,每天下班前发你今天谁没报,第一次在今天.12月2日.晚上六点")
    leader.says("每周一发我东方明珠").hears()
    company.until("2026-12-03 08:40")
    lists = [m for m in company.simulation.screens.shown if m.to == "佟磊" and m.text.startswith("超时的有")]
    assert len(lists) == 1 and "(晏博)" in lists[0].text
    company.ignore()
    leader.says("下一个").hears("^唐山凤凰妇幼医院")
    company.until("2026-12-04 17:10")
    assert any(m.to == "佟磊" and "还没有拍板人" in m.text for m in company.simulation.screens.shown)
    company.ignore()
    leader.says("别再发我超时的单子了").hears("^好,超时的单子不再定时发了")
    leader.says("有哪些定时报表").hears("^定时发给你的:\n·每周五 17:00 没有拍板人的单子\n·每个工作日 18:00 今天谁没报$")


def test_the_next_of_a_list(company: Company) -> None:
    leader = company.member("佟磊")
    leader.says("哪些单子还没有拍板人").hears("1. 保定直隶商业广场", "6. ")
    leader.says("第三个呢").hears("^天津滨河物业管理有限公司\n")
    leader.says("下一个").hears("^邯郸丛台家园业委会\n")
    leader.says("上一个").hears("^天津滨河物业管理有限公司\n")
    leader.says("最后一个").hears("^廊坊新航学校\n")
    leader.says("下一家").hears("名单到头了")
    leader.says("祁红有哪些客户").hears("石家庄槐安大酒店")
    leader.says("第二个").hears("^石家庄槐安大酒店\n")
    company.member("祁红").says("我手上有几单").hears("^祁红手上 3 单")
    company.member("祁红").says("下一单").hears("^天津滨河物业管理有限公司\n")
    company.member("祁红").says("我的单子").hears("^祁红手上 3 单")
