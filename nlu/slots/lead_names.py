"""The name of a customer that no lexicon knows yet, in the message that enters it."""

from __future__ import annotations

import re

from nlu.reading import Reading

Span = tuple[int, int]

_PIECE = re.compile(r"[^，,。；;！!？?\s：:／/|（）()、]+")
_CALLED = re.compile(
    r"(?:公司|店名|单位|客户名?|名字|名称|厂子?|学校|老板|客户|线索|商机|新的|条新的)?(?:叫做?|名叫|名为|是叫)(?P<name>[^，,。；;！!？?\s：:]{2,20})"
    r"|(?:客户名称?|公司名?|单位名?称?|店名|客户)(?:是|为|：|:|)(?P<labelled>[^，,。；;！!？?\s：:的]{3,20})"
)
_LEAD_IN = re.compile(
    r"^(?:刚才?|今天|今早|昨天|又|我这?有?|这有|帮我|帮忙|麻烦|请|给我|先|再|把|一个|一条|一家|一枚|个|条|家|来了?|有|做|录入?|登记|新建|建档|建|加|收|添|存|新增加?|新进|新开发?|新录|新来|新加|录进|新|潜在|意向|"
    r"客户|线索|商机|单位|公司|名片|资料|转介绍|介绍|朋友|推荐|陌生|生|的|叫|是|一下|下|那家|这家|隔壁的?|官网|热线|展会|上|老客户)+"
)
_TRAIL = re.compile(
    r"(?:是?新(?:的|来的|客户|单位|开)?|这家|那家|的|录[进入上]?(?:系统|去|一下)?|建(?:一个|一下|上|档)?|新建成客户|想.*|要.*|主动.*|来.*|找.*|打.*|来?咨询.+|来咨询|对.*|做.*|在.*|那边.*|进系统|加上|存一?下|先.*|没录.*|还没.*|收进.*|里的|老板.*|，)$"
)
_NOT_NAME = re.compile(
    r"线索|客户|商机|新增|录入|登记|建档|预算|行业|联系人|对接|负责人?|采购|电话|微信|名片|展会|介绍|热线|官网|公众号|小红书|抖音|需求|想|要|问|咨询|跟进|明天|下周|聊|约|说|意向|帮|先|还没|没有|推荐|留资|来源|系统|第一次|接触|认识|昨天|今天|上门|姓|我|你|他|她|谢|请|麻烦|"
    r"大概|左右|台|金额|盘子|的$|^的|了$|过$|吧$|一下|觉得|感兴趣|嫌|贵|方案|报价|合作|老板|采购部|设备科|后勤|一家|这个|那个|投标|招标|群里|先记|先录|记上"
)
_ORGANISATION = re.compile(
    r"(?:公司|集团|厂|店|院|校|所|局|行|社|中心|酒店|医院|学校|学院|大学|中学|小学|幼儿园|诊所|门诊|口腔|食品|科技|机械|机电|电子|电器|电气|物流|冷链|冷库|建材|陶瓷|瓷砖|家居|家具|装饰|设计|印刷|包装|彩印|纺织|印染|布业|服饰|服装|鞋业|皮革|化工|石化|制药|药业|医药|医疗|器械|生物|农业|农牧|种业|牧业|乳业|粮油|茶业|茶厂|酒业|酒坊|酒庄|饮料|餐饮|火锅|面馆|烘焙|超市|商贸|贸易|百货|商场|广场|物业|地产|置业|建设|建工|工程|钢构|钢铁|铝业|铜业|五金|模具|轴承|阀门|泵业|液压|仪表|仪器|自动化|智能|智造|软件|信息|网络|数据|通信|传媒|广告|文化|教育|培训|托育|旅游|旅行|民宿|体育|健身|影视|游戏|金融|银行|保险|证券|投资|租赁|能源|电力|热力|燃气|水务|环保|光伏|新能|新能源|储能|汽车|汽配|汽贸|轮胎|船舶|航运|港务|港口|码头|快递|速运|运输|供应链|矿业|煤业|水泥|玻璃|橡胶|塑料|塑业|管业|管道|电缆|照明|光电|安防|厨具|卫浴|门窗|木业|林业|水产|海产|渔业|养殖|饲料|化肥|花卉|园林|珠宝|眼镜|玩具|文具|乐器|工艺|造纸|纸业|日化|美容|美业|养生|康养|养老|果业|糖业|棉业|参茸|标准件|工坊|作坊|客栈|公馆|山庄|度假村|景区|会所|影城|书店|药房|连锁|联盟|合作社|宠物|咨询|服务|检测|口岸|花店|服务站|培训班|工作室|事务所|研究所|研究院|管理|经营部|商行|批发部|公寓|驾校|车行|美发|洗衣|家政|保洁|印染厂|基地|工业|实业|控股|股份|重工|精工|动力|装备|设备|材料|新材|纤维|针织|家纺|毛纺|制衣|食府|酒楼|饭店|茶楼|咖啡|茶饮|坊|轩|阁|庄|苑|府|汇|之家|之友)$"
)


def new_customer(reading: Reading) -> Span | None:
    """Where the new customer is named: what is said to be its name, else the piece most like an organisation's."""
    text = reading.text
    taken = {place for one in reading.names if one.kind != "region" for place in range(one.start, one.end)}
    taken |= {place for one in reading.times for place in range(one.start, one.end)}
    taken |= {place for one in reading.sums for place in range(one.start, one.end)}
    best: tuple[int, Span] | None = None
    for piece in _pieces(text, taken):
        if (rank := _likeness(text[piece[0] : piece[1]])) and (best is None or rank > best[0]):
            best = (rank, piece)
    if called := _CALLED.search(text):
        group = "name" if called["name"] else "labelled"
        span = _stripped(text, *called.span(group))
        free = span is not None and taken.isdisjoint(range(*span))
        if span and free and (group == "name" or (_likeness(text[span[0] : span[1]]) and (not best or best[0] < 3))):
            return span
    return best[1] if best else None


def _pieces(text: str, taken: set[int]) -> list[Span]:
    """The pieces between punctuation and other names, without what leads in or trails."""
    found = []
    for piece in _PIECE.finditer(text):
        start = piece.start()
        for place in range(piece.start(), piece.end() + 1):
            if place == piece.end() or place in taken:
                if place > start and (span := _stripped(text, start, place)):
                    found.append(span)
                start = place + 1
    return found


def _stripped(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    if lead := _LEAD_IN.match(words):
        start, words = start + lead.end(), words[lead.end() :]
    if trail := _TRAIL.search(words):
        words = words[: trail.start()]
    return (start, start + len(words)) if len(words) >= 2 else None


def _likeness(words: str) -> int:
    """0 for what is no name, or only the end of one (陶瓷), more the more it looks like one."""
    if _ORGANISATION.fullmatch(words):
        return 0
    if _ORGANISATION.search(words) and len(words) <= 18:
        return 4 if len(words) >= 4 else 2
    if _NOT_NAME.search(words) or not 2 <= len(words) <= 12:
        return 0
    return 1
