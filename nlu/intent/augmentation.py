"""Training messages about customers whom no lexicon knows: the name in a message is replaced by one made up, and not
marked as a name, so that a request stays what it is when the name in it is new."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlu.intent.examples import Entity, Example

ONE_IN = 2  # of so many messages that name one customer, one is repeated
SIZES = (2, 2, 2, 3, 3, 4)
LETTERS = (
    "安百邦宝保博晨成诚川大德鼎东发方丰峰福富港高格冠光广国海汉行航豪合和恒宏鸿虹湖华欢辉汇惠吉佳家嘉建江金锦京晶景聚君凯康科坤乐力立利联良林龙隆绿"
    "满美民明铭南宁欧鹏品普奇启千乾强庆泉荣瑞润三森山尚盛胜世舒顺思松泰腾天通同万旺威维文西祥翔新鑫信星兴雄旭雅亚阳耀一宜益银英永优友余宇玉裕元圆源远岳云泽展长兆振正中众洲卓紫"
    "阿爱奥巴白贝彼碧冰波伯朝辰春达帝蝶鼎豆芳飞枫凤甘谷桂果海河荷鹤黑红花黄极骥佳健骄杰锦鲸九酷兰蓝老雷莲零鹿露罗麦梅萌梦米木牧鸟诺帕派鹏七巧勤青晴秋犬仁如睿沙杉珊山狮石蜀树爽水松塔堂桃藤图沃雾禧"
    "霞仙香小晓馨星熊绣雪燕羊野逸鹰樱渔玉园悦云赞知竹子"
)


def augmented(examples: Sequence[Example]) -> Iterator[Example]:
    """Messages repeated with another customer, whose name nothing marks as one; the same in every run."""
    for example in examples:
        chance = random.Random(example.text)
        customers = [entity for entity in example.entities if entity.kind == "customer"]
        if len(customers) == 1 and chance.randrange(ONE_IN) == 0:
            name = "".join(chance.sample(LETTERS, chance.choice(SIZES)))
            yield _renamed(example, customers[0], name)


def _renamed(example: Example, customer: Entity, name: str) -> Example:
    text = example.text[: customer.start] + name + example.text[customer.end :]
    moved = len(name) - (customer.end - customer.start)
    others = (entity for entity in example.entities if entity is not customer)
    entities = (
        replace(entity, start=entity.start + moved, end=entity.end + moved) if entity.start > customer.start else entity
        for entity in others
    )
    return Example(text, example.intent, tuple(entities))
