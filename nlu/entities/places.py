"""Places of China as they stand before a company's name, and how sales people call its regions."""

from __future__ import annotations

import re
from functools import lru_cache

_PROVINCES = """
北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
"""
# Places whose names are also what companies call themselves (安康, 大同, 朝阳, …) are left out.
_CITIES = """
石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 阳泉 晋城 朔州 晋中 运城
忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口
阜新 辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山
伊春 佳木斯 七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江
泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 合肥 芜湖 蚌埠 淮南
马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州
南平 龙岩 晋江 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营
烟台 潍坊 济宁 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作
濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州
黄冈 咸宁 随州 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 广州 韶关
深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳
云浮 顺德 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚
三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 达州 雅安 巴中
资阳 贵阳 六盘水 遵义 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 拉萨 西安 铜川
宝鸡 咸阳 渭南 延安 汉中 榆林 商洛 兰州 嘉峪关 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 西宁
银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 昆山 江阴 张家港 常熟 太仓 慈溪 余姚 诸暨 石狮
番禺 丹阳 温岭 桐乡 海宁 平湖 龙口 招远 寿光 滕州 胶州 即墨 宜兴 靖江 如皋 启东 海门 泰兴 高邮 仪征 东台 永康 兰溪 瑞安
乐清 福清 南安 龙海 增城 从化 花都 开平 鹤山 嘉善 安吉 德清 桐庐 萧山 余杭 富阳 临安 奉化 象山 玉环 仙居 苍南 惠阳 三水
新会 巩义 禹州 长葛 新郑 浏阳 醴陵 邵东 潜江 仙桃 枝江 大冶 景洪 延边 恩施 湘西 凉山 红河 文山 楚雄 德宏 伊犁 昌吉 喀什
哈密
"""
_PROVINCE = frozenset(_PROVINCES.split())
_CITY = frozenset(_CITIES.split())
_LAST = frozenset("省市").union(name[-1] for name in _CITY | _PROVINCE)
PLACES_BEFORE = re.compile(rf"^(?:({'|'.join(_PROVINCES.split())})[省市]?)?(?:({'|'.join(_CITIES.split())})市?)?")
PLACES = tuple(sorted(_CITY | _PROVINCE, key=lambda name: (-len(name), name)))
PLACE = re.compile("|".join(PLACES))


def place_before(text: str, end: int) -> tuple[int, frozenset[str]]:
    """Where the province and city begin that stand right before `end`, and which they are; `end` where none does."""
    start, places = end, set()
    if text[end - 1 : end] not in _LAST:
        return end, frozenset()
    for known in (_CITY, _PROVINCE):
        for begin, last in _beginnings(text, start):
            if text[begin:last] in known:
                start = begin
                places.add(text[begin:last])
                break
    return start, frozenset(places)


@lru_cache(maxsize=4096)
def places_of(company: str) -> frozenset[str]:
    """The places that the name of a company begins with."""
    found = PLACES_BEFORE.match(company)
    return frozenset(filter(None, found.groups())) if found else frozenset()


def _beginnings(text: str, end: int) -> list[tuple[int, int]]:
    """The spans before `end` that might be a place, 省 and 市 left off, longest first."""
    last = end - 1 if end > 2 and text[end - 1] in "省市" else end
    return [(last - size, last) for size in (4, 3, 2) if last >= size]
