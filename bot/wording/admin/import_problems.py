"""What is said of single lines of a customer list: what is wrong with them, and which may be a known customer."""

from __future__ import annotations

from sales.importing import Found, MaySame, Problem

COLUMNS = {
    "customer": "客户名称",
    "short": "简称",
    "code": "客户编码",
    "contact": "联系人",
    "title": "职务",
    "phone": "手机",
    "landline": "电话",
    "weixin": "微信",
    "email": "邮箱",
    "role": "采购角色",
    "grade": "客户等级",
    "note": "备注",
    "industry": "行业",
    "region": "地区",
    "product": "产品",
    "owner": "负责人",
    "amount": "金额",
    "stage": "阶段",
    "entered": "进入阶段时间",
    "close": "预计成交",
}
SAME_FIRST = "先说这两家是不是同一家,再导。"


def say_where(found: Found) -> str:
    """第 3 行「明远」, 第 3、4、7 行."""
    if found.count == 1:
        return f"第 {found.lines[0]} 行{f'「{found.name[:20]}」' if found.name else ''}"
    more = f"等 {found.count:,} 行" if found.count > len(found.lines) else ""
    return f"第 {'、'.join(map(str, found.lines))} 行{more}"


def same_question(pair: MaySame, left: int) -> str:
    """Whether two customers are the same; `left` are still to be asked about, with this pair."""
    other = f"第 {pair.other_line} 行的「{pair.other}」" if pair.other_line else f"公司里已有的「{pair.other}」"
    more = f"(还有 {left - 1} 处)" if left > 1 else ""
    return f"第 {pair.line} 行「{pair.name}」和{other}{_in_common(pair.by, pair.words)},是同一家吗?{more}"


def _in_common(by: str, words: str) -> str:
    return f"电话一样({words})" if by == "phone" else f"名字像,联系人都是{words}"


def say_problem(problem: Problem) -> str:
    """A problem of a line, after its number and name."""
    kind, *words = problem
    said = words[0] if words else ""
    match kind:
        case "no_owner" | "owner_left":
            return f"负责人「{said}」不是成员"
        case "no_name":
            return "没有客户名称"
        case "too_long":
            return f"{COLUMNS[said]}太长(最多 {words[2]} 个字):「{words[1]}…」"
        case "no_amount":
            return f"金额「{said}」看不懂"
        case "no_stage":
            return f"阶段「{said}」不认识"
        case "no_entered":
            return f"进入阶段时间「{said}」看不懂"
        case "entered_later":
            return f"进入阶段时间「{said}」还没到"
        case "no_phone":
            return f"电话「{said}」看不懂"
        case "no_email":
            return f"邮箱「{said}」看不懂"
        case "no_grade":
            return f"客户等级「{said}」不认识(A、B、C)"
        case "no_close":
            return f"预计成交「{said}」看不懂"
        case "code_clash":
            return f"编码「{said}」和{_other(words[1], words[2])}一样,名称不一样"
        case "not_own":
            return f"负责人写的是「{said}」,你只能导自己的客户"
        case "not_team":
            return f"负责人「{said}」不是你组里的人"
        case "owner_sells_not":
            return f"负责人「{said}」不是销售,客户先不分人"
        case "near":
            other = f"第 {words[1]} 行的「{said}」" if words[1] else f"已有的「{said}」"
            return f"和{other}{_in_common(words[2], words[3])},没说是不是同一家,先不导"
        case "taken":
            return "公司里已经有同事在跟这家"
        case "other_owner":
            return f"已经是{words[1]}的客户,不换负责人"
        case "owner_differs":
            return f"和第 {said} 行写的负责人不一样"
        case "alike":
            return f"和{_other(said, words[1])}像是同一家"
        case "deal_again":
            product = f"「{said}」" if said else "这一单"
            return f"同一家的{product}前面有过一行,会建成两单"
        case "deal_without_owner":
            return "商机要有负责人,只能导客户"
    return "负责人不是成员"


def _other(name: str, line: str) -> str:
    where = f"第 {line} 行的" if line else "公司里的" if name else "公司里的一家客户"
    return f"{where}「{name}」" if name else where
