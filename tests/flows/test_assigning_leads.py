"""A leader's lead goes to somebody: by one tap, in words, several at once, or in turn where policy says so."""

from __future__ import annotations

from testing import Company

from config.cadence_policy import LeadPolicy

LEAD = "新线索:宁波海潮瓷砖,王经理,华东的,预算大概30万"


def by_policy(company: Company, assign: str) -> None:
    company.policy = company.policy.model_copy(update={"leads": LeadPolicy(assign=assign)})
    company.restart()


def test_one_tap_gives_it_and_the_assignee_is_nudged_with_what_is_known(company: Company) -> None:
    boss = company.member("赵琳").says(LEAD)
    boss.hears("新线索记好了", choices=["交给阿新", "交给小吴", "交给别人", "撤回"])
    boss.taps("交给小吴").hears("宁波海潮瓷砖转给小吴跟了", choices=["撤回"])
    assignee = company.member("小吴")
    assignee.hears(
        "赵琳给你一条新线索:宁波海潮瓷砖",
        "王经理",
        "30 万元",
        "明天.*到时限",
        choices=["记一条跟进", "看看情况"],
        kind="nudge",
    )
    assignee.says("刚跟海潮王经理通了电话,挺感兴趣").hears("已记录")


def test_whoever_has_fewer_open_deals_comes_first(company: Company) -> None:
    boss = company.member("赵琳").says(LEAD)
    boss.hears("新线索记好了")
    boss.taps("交给别人").hears("交给谁", choices=["阿新·0 单", "小吴·1 单", "小周·4 单"])
    boss.says("给小周吧").hears("转给小周跟了")
    company.member("小周").hears("新线索")


def test_in_words_this_lead_and_several_at_once(company: Company) -> None:
    boss = company.member("赵琳").says(LEAD)
    boss.hears("新线索记好了")
    boss.says("把这条线索给小吴").hears("宁波海潮瓷砖转给小吴跟了")
    company.member("小吴").hears("新线索:宁波海潮瓷砖", kind="nudge")
    for name in ("嘉兴金鼎物业", "湖州蓝湾酒店", "台州东港船厂"):
        boss.says(f"新线索:{name}").hears("新线索记好了")
    boss.says("刚才那两条线索都给小周")
    boss.hears("东港船厂转给小周")
    boss.hears("蓝湾酒店转给小周")
    assignee = company.member("小周")
    assignee.hears("新线索:台州东港船厂", kind="nudge")
    assignee.hears("新线索:湖州蓝湾酒店", kind="nudge")


def test_a_reps_own_lead_is_offered_to_nobody(company: Company) -> None:
    company.member("小周").says(LEAD).hears("新线索记好了", choices=["撤回"])


def test_a_deal_on_its_way_is_handed_over_as_before(company: Company) -> None:
    company.member("赵琳").says("把鼎新转给小吴").hears("转给小吴跟了")
    company.member("小吴").hears("赵琳把杭州鼎新.*转给你跟", kind="receipt")
    company.member("小周").hears("转给小吴跟了", kind="receipt")


def test_in_turn(company: Company) -> None:
    by_policy(company, "round_robin")
    boss, takers = company.member("赵琳"), []
    for name in ("嘉兴金鼎物业", "湖州蓝湾酒店", "台州东港船厂"):
        company.advance("10m")
        heard = boss.says(f"新线索:{name}").hears("新线索记好了", "按顺序分给", choices=["撤回"])
        takers.append(heard.text.partition("按顺序分给")[2][:2])
    assert sorted(takers) == ["小吴", "小周", "阿新"]
    company.member(takers[0]).hears("新线索:嘉兴金鼎物业", kind="nudge")
    company.ignore()


def test_by_region_it_goes_to_the_team_there(company: Company) -> None:
    by_policy(company, "by_region")
    company.member("老板").says("新线索:广州白云冷链,华南的").hears("按顺序分给小郑")
    company.member("小郑").hears("老板给你一条新线索:广州白云冷链", kind="nudge")


def test_where_nobody_is_there_to_take_it_the_leader_keeps_it(company: Company) -> None:
    by_policy(company, "by_region")
    company.member("老板").says("新线索:西安秦川机床").hears("新线索记好了", choices=["交给阿新", "…"])


def test_the_old_button_gives_it_to_nobody_else_and_words_do(company: Company) -> None:
    boss = company.member("赵琳").says(LEAD)
    boss.hears("新线索记好了")
    boss.taps("交给小吴").hears("转给小吴跟了")
    company.member("小吴").hears("新线索")
    boss.taps("交给阿新").hears("这里你已经点过「交给小吴」了,没有再动")
    boss.says("海潮瓷砖转给阿新").hears("转给阿新")
    company.ignore("阿新", "小吴")
