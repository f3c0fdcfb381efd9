"""What is said of customer lists: why a file cannot be read, what it would bring, what it has brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.wording.admin.import_problems import COLUMNS, say_problem, say_where
from bot.wording.values import say_money
from config.policy import Policy
from sales.importing import (
    ALL,
    MOST_LINES,
    UNWRITTEN,
    Amendments,
    Counts,
    Example,
    Imported,
    Preview,
    Problem,
)

MOST_NAMED = 12  # unused columns
UNREADABLE = {
    "empty": "文件是空的,里面没有内容。",
    "password": "文件加了密码,我打不开。去掉密码另存一份,再发给我。",
    "not_a_table": "这不是表格文件。客户表请存成 Excel(.xlsx)或 CSV 再发。",
    "damaged": "文件打不开,可能传坏了。用 Excel 打开另存为 .xlsx,再发一次。",
    "too_large": "文件太大,或者解开以后大得不正常,没有读。请拆成几份(每份 25 MB 以内)再发。",
    "too_many_cells": f"表太大了:一次最多 {MOST_LINES:,} 行,右边和下面也不要有多余的格子。请拆开再发。",
    "encoding": "文字编码认不出来。用 Excel 打开另存为 .xlsx,或者存成 UTF-8 的 CSV,再发一次。",
    "null": "第 {line} 行有一个坏掉的字符(NUL),什么也没导。删掉它,或者用 Excel 打开另存为 .xlsx,再发一次。",
    "no_headings": "没找到表头。第一行要写明每一列是什么,至少有「客户名称」,还可以有联系人、电话、负责人、产品、金额。",
}
WHICH_COLUMN = "哪一列是客户名称?"
PUT_RIGHT = (
    "能直接跟我说的:哪几行不导(「第 3 行不导」)、给谁(「第 4 行给小王」「没写负责人的都给小王」)。"
    "格子里的内容请在表里改好再发一次,我重新核对;就这样导,点「导入」。"
)
NONE_GOOD = "没问题的行里没有要新导的,还没导。剩下的都有看不懂的格子:改好再发一次,要空着那些格子就导,点「导入」。"
UNOWNED = "没写负责人的,线索和商机先记在你名下,导完点人就能分出去;现在就定也行,说「没写负责人的都给小王」。"
NOT_YOURS = "客户表要主管、经理或管理员来导,销售可以导自己名下的。这份我没有动。"
NOTHING_LEFT = "没有可以撤回的导入。"
NOT_IMPORTED = "好,没有导,什么也没动。改好了再发给我就行。"
CHANGED_MEANWHILE = "刚才公司里的客户有变动,我按现在的情况重新核对了一遍:"
READING = "客户表收到,正在核对,好了告诉你。"
FAILED = "这份表没处理成,什么也没动。稍后再发一次;还不行,告诉管理员看一下日志。"


def unreadable(reason: str, line: int) -> str:
    """Why a file cannot be read."""
    if reason == "quotes":
        return f"第 {line} 行附近的引号没有配对,后面读不下去了。用 Excel 打开另存为 .xlsx,再发一次。"
    return UNREADABLE[reason].format(line=line)


def lines_read(lines: int) -> str:
    return f"正在核对,已读 {lines:,} 行。"


def begun(lines: int) -> str:
    return f"开始导入,共 {lines:,} 行。"


def planned(deals: int, of: int) -> str:
    return f"客户和商机都在了,正在排各单的时限:{deals * 100 // of}%。"


def preview(policy: Policy, found: Preview) -> str:
    """What an import would bring, and what is wrong with its lines."""
    sheet = f"的「{found.sheet}」" if found.sheet and found.others else ""
    parts = [f"「{found.file_name}」{sheet}读好了,共 {found.lines:,} 行。"]
    if found.everything.any or not found.near:
        parts.append(f"可以导:{say_counts(found.everything)}。" if found.everything.any else "没有要新导的。")
    if found.nothing_new:
        parts.append(f"没有新内容的 {found.nothing_new:,} 行不动(已经有的、表里重复的):不改名、不换负责人、不覆盖。")
    if found.everything.filled:
        parts.append("补空的只填原来没有的行业、地区、编码、等级、备注、负责人。")
    kept = next((lines for note, lines in found.notes if note[0] == "kept"), 0)
    if kept:
        parts.append(f"没写负责人的 {kept:,} 家先记在你名下,导完一句话就能分给组里。")
    if found.examples:
        parts += ["比如:", *(_example(policy, example) for example in found.examples)]
    parts += _problems(found)
    if taken := [said for note, lines in found.notes if (said := _taken(policy, note, lines))]:
        parts.append(f"这样理解的,不对就改表再发:{';'.join(taken)}。")
    if found.unused:
        more = f"等 {len(found.unused)} 列" if len(found.unused) > MOST_NAMED else ""
        parts.append(f"这些列用不上,不导:{'、'.join(name[:12] for name in found.unused[:MOST_NAMED])}{more}。")
    if found.others:
        parts.append(f"还有工作表没看:{'、'.join(found.others)}。要导,另存成单独的文件发我。")
    return "\n".join(parts)


def unusual_headings(headings: Sequence[str]) -> str:
    """The question which column holds the customers."""
    listed = "、".join(heading[:12] for heading in headings)
    return f"表头和我认识的不一样:{listed}。{WHICH_COLUMN}别的列也可以一起说,比如「谁在管就是负责人」。"


def amended(said: Amendments) -> list[str]:
    """What of a list is read otherwise, because the person has said so."""
    parts = [f"第 {line} 行不导" for line in said.left_out]
    parts += [f"第 {line} 行给{name}" for line, name in said.of_lines]
    parts += [
        f"{f'「{written}」' if written != UNWRITTEN else '没写负责人的'}算{name}" for written, name in said.of_owners
    ]
    parts += [f"「{heading}」当作{COLUMNS[field]}" for heading, field in said.columns]
    parts += [f"「{written}」就是「{name}」" for written, name in said.same]
    parts += ["像的都是另一家" if written == ALL else f"「{written}」是另一家" for written in said.apart]
    more = f"等 {len(parts)} 处" if len(parts) > MOST_NAMED else ""
    return [f"按你说的:{';'.join(parts[:MOST_NAMED])}{more}。"] if parts else []


def not_in_list(unclear: Sequence[str]) -> str:
    """That nothing in the list, or nobody, is called so."""
    return f"「{'」「'.join(unclear)}」在表里、同事里都没对上,没有改。{PUT_RIGHT}"


def ask(found: Preview) -> str:
    """The question behind a preview."""
    if not found.bad_lines or found.good == found.everything:
        return "导入吗?"
    if not found.good.any:
        return "导入吗?看不懂的格子空着。"
    return f"「导入」:看不懂的格子空着;「只导没问题的」:{say_counts(found.good)}。导吗?"


def lines_shown(policy: Policy, lines: Sequence[Example]) -> str:
    """What lines hold of which something was asked."""
    return "\n".join(["表里是这样写的:", *(_example(policy, line) for line in lines)])


def say_counts(counts: Counts) -> str:
    """新客户 98 家、联系人 97 位、商机 60 单."""
    parts = [
        (counts.customers, f"新客户 {counts.customers:,} 家"),
        (counts.contacts, f"联系人 {counts.contacts:,} 位"),
        (counts.deals, f"商机 {counts.deals:,} 单"),
        (counts.filled, f"给已有客户补空 {counts.filled:,} 家"),
        (counts.completed, f"给已有联系人补电话、角色等 {counts.completed:,} 位"),
    ]
    return "、".join(text for count, text in parts if count) or "没有"


def receipt(counts: Counts, undo_hours: float) -> str:
    """What an import has brought."""
    clock = "时限从表里的进入阶段时间算,没写的从现在算;已经超时的,几分钟后开始提醒负责人。" if counts.deals else ""
    return f"导好了:{say_counts(counts)}。{clock}{undo_hours:g} 小时内可以整批撤回,有人跟进过的会留下。"


def given(who: str, customers: int, deals: int) -> str:
    """To somebody who has got customers by an import."""
    parts = [text for count, text in ((customers, f"客户 {customers:,} 家"), (deals, f"商机 {deals:,} 单")) if count]
    return f"{who}导入了客户表,分到你名下:{'、'.join(parts)}。问我「今天我该跟谁」就能看到先跟哪家。"


def taken_away(who: str, customers: int, deals: int) -> str:
    """To somebody whose customers came by an import that was taken back."""
    parts = [text for count, text in ((customers, f"客户 {customers:,} 家"), (deals, f"商机 {deals:,} 单")) if count]
    return f"{who}把导入的客户表撤回了,你名下少了:{'、'.join(parts)}。你跟进过的都还在。"


def next_step(found: Preview, *, left_out: bool, administers: bool) -> str:
    """What to do after an import that named people who are no members; `left_out`: their lines were; `administers`:
    whoever imported can let people in."""
    names = "、".join(name for name, _ in found.owners)
    first, theirs = found.owners[0][0], "这次没导" if left_out else "先没分人"
    invites = f"在服务器上运行「xiaoban invite {first} --role rep」把人加进来" if administers else "请管理员把人加进来"
    return (
        f"接下来:{names}还不是成员,他们的客户{theirs}。{invites},再把这张表发一次,就会分到各人名下,已经有的不会重复。"
    )


def undo_question(policy: Policy, done: Imported) -> str:
    """Whether an import is to be taken back."""
    at = done.at.astimezone(policy.zone)
    return (
        f"撤回 {at.month}月{at.day}日 {at:%H:%M} 导入的「{done.file_name}」:"
        f"客户 {done.customers:,} 家、商机 {done.deals:,} 单。有人跟进过、改过的会留下。撤吗?"
    )


def undone(result: Mapping[str, object]) -> str:
    """What was taken back."""
    customers, deals, kept = result["customers"], result["deals"], result["kept"]
    names = result["names"]
    text = f"已撤回这批导入:客户 {customers:,} 家、商机 {deals:,} 单。"
    if not kept or not isinstance(names, list):
        return text
    more = "等" if isinstance(kept, int) and kept > len(names) else ""
    return f"{text}留下 {kept:,} 家,因为之后有人动过:{'、'.join(names)}{more}。"


def _example(policy: Policy, example: Example) -> str:
    money = say_money(example.amount_fen) if example.amount_fen else None
    stage = policy.stage_name(example.stage) if example.stage else None
    person = "".join(filter(None, (example.contact, f"({example.role})" if example.role else None)))
    parts = (example.name, person, example.phone, example.owner or "没分人", example.product, stage, money)
    return f"第 {example.line} 行 {'·'.join(part for part in parts if part)}"


def _problems(found: Preview) -> list[str]:
    if not found.bad_lines:
        return []
    fatal = f",其中 {found.skipped_lines:,} 行导不了" if found.skipped_lines else ""
    lines = [f"有问题的 {found.bad_lines:,} 行{fatal}:"]
    if found.owners:
        names = "、".join(f"{name}({count} 行)" for name, count in found.owners)
        lines.append(f"· 负责人还不是成员:{names}。这些客户先不分人,商机不导")
    for where, same in groupby(found.problems, say_where):
        lines.append(f"· {where}:{';'.join(say_problem(one.problem) for one in same)}")
    if found.more_problems:
        lines.append(f"· 还有 {found.more_problems} 种,改好这些再发就看得到")
    return lines


def _taken(policy: Policy, note: Problem, lines: int) -> str:
    """How cells were taken that could be meant otherwise."""
    kind, *words = note
    many = f"({lines:,} 行)" if lines > 1 else ""
    if kind == "stage":
        return f"阶段「{words[0]}」→{policy.stage_name(words[1])}{many}"
    if kind == "grade":
        return f"客户等级由主管来定,这次不记{many}"
    if kind == "deal_called":
        return f"产品「{words[0]}」就是已有的「{words[1]}」那单,不另建{many}"
    return f"金额「{words[0]}」→{say_money(int(words[1]))}{many}" if kind == "middle" else ""


def problems(found: Preview) -> str:
    """What is wrong with a list."""
    return "\n".join([*_problems(found), ""]) if found.bad_lines else "没有有问题的行。"
