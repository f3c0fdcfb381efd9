"""How a person at a customer is named: 李总 is a surname and a title; 李大明副总经理 may be the same person."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

TITLES = {
    "总": "总", "老总": "总", "总经理": "总", "总裁": "总", "总监": "总监", "董事长": "董", "董": "董",
    "经理": "经理", "主任": "主任", "主管": "主管", "主席": "主席", "工": "工", "总工": "工", "工程师": "工",
    "院长": "院长", "校长": "校长", "园长": "园长", "处长": "处长", "处": "处长", "局长": "局长", "局": "局长",
    "厂长": "厂长", "店长": "店长", "部长": "部长", "科长": "科长", "科": "科长", "所长": "所长", "站长": "站长",
    "行长": "行长", "会长": "会长", "区长": "区长", "市长": "市长", "队长": "队长", "组长": "组长", "班长": "班长",
    "老板": "老板", "老师": "老师", "教授": "教授", "医生": "医生", "大夫": "医生", "护士长": "护士长", "书记": "书记",
    "助理": "助理", "秘书": "秘书", "会计": "会计", "律师": "律师", "师傅": "师傅", "先生": "先生", "女士": "女士",
    "小姐": "女士", "姐": "姐", "哥": "哥",
}  # fmt: skip
_LONGEST_FIRST = sorted(TITLES, key=len, reverse=True)
_DOUBLE = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 夏侯 司徒 南宫 端木 司空 轩辕 呼延 钟离"
DOUBLE = frozenset(_DOUBLE.split())
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花"
    "方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米"
    "贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支"
    "柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封芮储靳汲糜松井段富巫乌焦"
    "巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠"
    "蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向"
    "古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢"
    "关蒯相查后荆红游龚竺权逯盖益桓公冼区欧闫代覃付涂佘仝辜原苟揭由邸郜芦郏庹佟占阳"
)


@dataclass(frozen=True)
class Person:
    """A name taken apart; `given` is empty where only surname and title were said."""

    surname: str
    given: str
    title: str


def person(name: str) -> Person | None:
    """`name` taken apart; None where it is not a surname (and given name) with a title."""
    plain = tidy(name)
    for title in _LONGEST_FIRST:
        if plain.endswith(title) and (found := _named(plain[: -len(title)].removesuffix("副"), TITLES[title])):
            return found
    return None


def same_person(one: str, other: str) -> bool:
    """Whether two ways to name somebody at one customer may mean the same person: equal, or the same surname
    and title with given names that do not differ."""
    if tidy(one) == tidy(other):
        return True
    left, right = person(one), person(other)
    if left is None or right is None:
        return False
    given_agree = not left.given or not right.given or left.given == right.given
    return (left.surname, left.title) == (right.surname, right.title) and given_agree


def tidy(name: str) -> str:
    """A name as it is compared: width, spaces and case do not matter."""
    return unicodedata.normalize("NFKC", name).replace(" ", "").casefold()


def _named(body: str, title: str) -> Person | None:
    surname = body[:2] if body[:2] in DOUBLE else body[:1]
    given = body[len(surname) :]
    if (surname in DOUBLE or surname in SURNAMES) and len(given) <= 2:
        return Person(surname, given, title)
    return None
