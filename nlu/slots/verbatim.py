"""Stretches of a message kept as they were said: what to be reminded of, the action of the day, a script."""

from __future__ import annotations

import re

from nlu.reading import Reading

Span = tuple[int, int]

_LAST_WEIGHS = 3  # code points by which the last of several pieces may be shorter: what it is about comes before it
_CALL = re.compile(
    r"(?:请|麻烦|劳烦|帮忙|帮我|给我|替我|你|到时候?|到点|一会儿?|待会儿?|等会儿?|晚点|回头|记得|别忘了?|千万|务必|再)*"
    r"(?:(?:设|定|建|来|加|弄|搞|记|做|订|上|添|新建|新增)(?:一?个|一?下|个|上)?(?:新?的)?(?:提醒|闹钟|闹铃|待办|备忘)(?:一下|吧)?"
    r"|(?:提醒|叫|喊|敲|催|通知|弹|呼|戳|踢|盯着?|招呼|吼|知会|告诉|摇|唤|cue|ping)(?:一下|一声|下)?(?:我|俺|咱们?|人家)(?:一下|一声|下(?=[，,。\s]|$)|们)?(?:提醒着|提醒|着)?"
    r"|(?:提个醒|提醒着?|提一?下醒)(?:一下|一声|下)?"
    r"|(?:吱|说|招呼|言语|叫|喊|提醒)(?:一)?声|弹个提醒|(?:设|定)(?:个|一个)?$|的提醒|个提醒|待办[：:]?|备忘[：:]?|闹钟|闹铃"
    r"|别让我忘了?|不要让我忘了?|我?怕忘(?:了|记)?|免得(?:我)?忘(?:了|记)?|别忘了?|记得|(?:帮我|替我|给我)?记(?:着|住|一下))"
)
_LEAD_IN = re.compile(
    r"^(?:[\s，,、:：。；;!！~]|一下|一声|我要|我得|我们?|俺|咱们?|要(?!求|紧)|得(?=去|给|把)|该|需要|记得|就|哈|啊|哦|的(?=$)|着(?=$)|去把(?=$)|个|说(?=$)|你|那边(?=$)|到(?=$)|帮(?=$)|帮我(?=$)|每(?=$)|(?:帮我|给我|麻烦|请)*[设定建加来弄要](?:一?个|一下)?(?=$))+"
)
_TRAIL = re.compile(
    r"(?:[\s，,、:：。；;!！~?？]|(?:的?(?:这|那)(?:件|个)?(?:事儿?|回事))|的事儿?|吧|啊|呀|哈|哦|呢|嘛|一下子|谢谢|别忘(?:了|记)?|到时候|麻烦|你|每|到|帮我|请)+$"
)
_NOTHING = re.compile(
    r"^(?:一下|我|着|了|下|的|在|好|行|吧|啊|嗯|哎|对了|还有|另外|这个|这条|那个|忙|哦|喂|老|小|咱|到时|那边|事)*$"
)

_ACTION_LEAD = re.compile(
    r"^[^：:，,。；;]{0,16}?(?:动作|一?件?事情?|亮点|一条|一招|一步|一个|有效|管用|有用|顶用|见效|值|得意|实在|成效|关键|突破|起作用|值得说|拿得出手"
    r"|收获|给力|出彩|漂亮|分量|高光|成果)(?:的)?(?:一?个?客户动作|一?个?动作|一?件?事情?|一条|一招|一步|一个)?(?:的)?"
    r"(?:报一?下|报告|汇报|上报|提交|补报|如下|报)?[，,]?(?:今天|今日|今儿)?(?:就?是|就数|要数|算是|当属|莫过于)?[\s：:，,。—-]*"
)
_SCRIPT = re.compile(r"[：:](?P<text>.+)$", re.DOTALL)
_SCRIPT_AFTER_COMMA = re.compile(
    r"^(?:投稿一?条?|[加添补存收]一?[条句段](?:话术|金句|说法|开场白)?|我有一?[句段条](?:好话|话术|说法|话|金句|回法|词儿?)|分享一?[句段条](?:话术|说法)?|献一[句条]|话术一[条句])[，,\s]+(?P<text>.+)$"
)
_SCRIPT_TRAIL = re.compile(
    r"[，,。；;\s]*(?:这[句段条]?)?(?:帮我|请|麻烦|能不能)?(?:收录|入库|放进去?|存起来|存上|存了|收了|收进|加进|记到|上架|收下|给收|进库|可以入)[^，,。]{0,8}$"
)
_QUOTES = " \t\"'“”‘’「」『』。"


def reminder(reading: Reading) -> Span | None:
    """What to be reminded of."""
    text = reading.text
    gaps = [(one.start, one.end) for one in reading.times if one.next_time is not None][:1]
    gaps += [found.span() for found in _CALL.finditer(text)]
    if not gaps:
        return None
    pieces = _between(len(text), sorted(gaps))
    first = min(start for start, _ in gaps)
    behind = [span for span in pieces if span[0] >= first]
    for group in (behind, [span for span in pieces if span[0] < first]):
        contents = [span for piece in group if (span := _trimmed(text, *piece, _LEAD_IN, _TRAIL))]
        contents = [span for span in contents if not _NOTHING.match(text[span[0] : span[1]])]
        if contents:
            return max(contents, key=lambda span: span[1] - span[0] + _LAST_WEIGHS * (span == contents[-1]))
    return None


def action_of_the_day(reading: Reading) -> Span | None:
    """The action without the lead-in."""
    text = reading.text
    lead = _ACTION_LEAD.match(text)
    start = lead.end() if lead else 0
    span = _trimmed(text, start, len(text), re.compile(r"^[\s，,：:。—-]+"), re.compile(r"[\s，,。!！~]+$"))
    return span if span and span[1] - span[0] >= 2 else None


def script(reading: Reading) -> Span | None:
    """The script itself, where the message holds one."""
    text = reading.text
    found = _SCRIPT.search(text) or _SCRIPT_AFTER_COMMA.match(text)
    if found is None:
        return None
    start, end = found.span("text")
    if trail := _SCRIPT_TRAIL.search(text, start, end):
        end = trail.start()
    while start < end and text[start] in _QUOTES:
        start += 1
    while end > start and text[end - 1] in _QUOTES:
        end -= 1
    return (start, end) if end - start >= 4 else None


def _between(length: int, gaps: list[Span]) -> list[Span]:
    pieces, last = [], 0
    for start, end in gaps:
        if start > last:
            pieces.append((last, start))
        last = max(last, end)
    return [*pieces, (last, length)] if last < length else pieces


def _trimmed(text: str, start: int, end: int, lead: re.Pattern[str], trail: re.Pattern[str]) -> Span | None:
    words = text[start:end]
    if found := lead.match(words):
        start, words = start + found.end(), words[found.end() :]
    if found := trail.search(words):
        words = words[: found.start()]
    return (start, start + len(words)) if words else None
