"""What is said of files that are to come into the library: what they hold, what is wrong, what has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.wording.library.scripts import KINDS
from knowledge.files import Trouble

Read = Mapping[str, Any]
MOST_PROBLEMS = 20
UNREADABLE: Mapping[str, str] = {
    "empty": "文件是空的,里面没有内容。",
    "password": "文件加了密码(或者不许复制文字),我打不开。去掉密码另存一份再发。",
    "damaged": "文件打不开,可能传坏了,或者不是它的后缀说的那种文件。打开另存一份再发。",
    "no_text": "里面只有图片,没有文字(像是扫描件)。先用文字识别转成 Word 或可以选中文字的 PDF。",
    "too_large": "文件太大,或者解开以后大得不正常,没有读。一个文件最多 25 MB,拆开或压缩图片再发。",
    "encoding": "文字编码认不出来,存成 UTF-8 再发。",
    "old_word": "这是旧版 Word(.doc、.rtf、.wps),我读不了。用 Word 或 WPS 打开,另存为 .docx 再发。",
    "not_a_table": "这种文件我不会读。可以发 Excel、CSV、Word(.docx)、PDF、Markdown。",
    "no_headings": "没找到表头。要有一行写明每一列是什么,至少有「标题」和「话术」(或「问题」和「答案」)。",
    "no_sections": "里面没有能当话术的内容:标题下面都没有字。",
    "too_many_cells": "表太大了,右边和下面不要有多余的格子,或者拆开再发。",
    "outside": "这是一个链接,没有跟过去读。把文件本身放进来。",
    "too_many": "一次太多了,从这里起没有读。分几次导。",
    "page": "这一页读不出来,可能坏了。",
    "null": "有一个坏掉的字符(NUL),后面读不下去了。删掉它,或者用 Excel 打开另存为 .xlsx。",
}
NOT_YOURS = "导入话术库要经理或管理员来,这份文件我没有动。自己的好话术,录一段语音或者发文字给主管就行。"
SEND_IT = "好,把文件发给我:Excel 或 CSV(要有「标题」「话术」两列)、Word、PDF、Markdown 都行。"
NOTHING_TO_DO = "这份里没有能导的。"
NOT_IMPORTED = "好,没有导,什么也没动。"
AS_SCRIPTS = "好,按话术来读,马上给你看。"
AS_CUSTOMERS = "好,按客户表来读。"
FAILED = "这份文件没处理成,什么也没动。稍后再发一次;还不行,告诉管理员看一下日志。"
READING = "收到,文件有点大,正在读,好了给你看。"
IMPORT, ONLY_GOOD, NO = "导入", "只导没问题的", "不要"
TAKE_BACK = "撤回导入"
ASK = "这份要导进话术库吗?"
WHICH_LIST = "这份表看着像客户表,也像话术。是哪一种?"
CUSTOMER_LIST, SCRIPT_LIST = "客户表", "话术"
ONLY_A_PREVIEW = "只是预览,还没有导。导入去掉 --preview;有问题又想先导别的,加 --only-good。"
HOW_TO_RETIRE = "要撤下,加 --retire-missing。"


def preview(name: str, read: Read) -> str:
    """What a file, or a folder, holds, and what bringing it in would change."""
    brings = read["added"] + read["updated"] + read["unchanged"]
    kinds = "、".join(f"{KINDS.get(kind, '话术')} {count} 条" for kind, count in read["kinds"].items())
    many = f" {read['files']} 个文件" if read["files"] > 1 else ""
    parts = [f"「{name}」{many}读好了:{kinds}。" if brings else f"「{name}」{many}读完了。"]
    if brings:
        parts.append(f"新增 {read['added']} 条,更新 {read['updated']} 条,没变 {read['unchanged']} 条。")
    if read["examples"]:
        parts += ["比如:", *(_example(each, read["files"] > 1) for each in read["examples"])]
    parts += problems(name, read)
    parts += [said for note in read["notes"] if (said := _note(Trouble.of(note), name))]
    if read["gone_count"]:
        parts.append(gone(read))
    return "\n".join(parts)


def problems(name: str, read: Read) -> list[str]:
    """What is wrong, by file and line."""
    count = read["problem_count"]
    if not count:
        return []
    lines = [problem(Trouble.of(each), name) for each in read["problems"]]
    more = [f"还有 {count - len(lines)} 处"] if count > len(lines) else []
    return [f"有 {count} 处问题:", *lines, *more]


def refused(name: str, read: Read) -> str:
    """Nothing was brought in, because something is wrong."""
    found = [Trouble.of(each) for each in read["problems"]]
    by_line = all(each.line and each.file == name for each in found)
    head, *lines = problems(name, read)
    what = f"{name} 里有 {read['problem_count']} 行有问题" if by_line else head.rstrip(":")
    return "\n".join([f"{what},一条也没导:", *lines])


def problem(trouble: Trouble, name: str) -> str:
    """One thing that is wrong, and where."""
    place = f"第 {trouble.line} 行" if trouble.line else f"第 {trouble.page} 页" if trouble.page else ""
    where = " ".join(part for part in (trouble.file if trouble.file != name else "", place) if part)
    return f"{where}:{_what(trouble)}" if where else _what(trouble)


def gone(read: Read) -> str:
    """Items that are in the library, and no longer in the documents that they came from."""
    titles = "、".join(f"「{title[:20]}」" for _, title in read["gone"][:6])
    more = f"等 {read['gone_count']} 条" if read["gone_count"] > 6 else f" {read['gone_count']} 条"
    return f"库里有、这次的文件里没有了的:{titles}{more},都还留着。"


def retired(count: int) -> str:
    """Items that are found no more."""
    return f"文件里没有了的 {count} 条已经撤下。"


def receipt(done: Read) -> str:
    """What has come."""
    counts = f"新增 {done['added']} 条,更新 {done['updated']} 条,没变 {done['unchanged']} 条"
    return f"导好了:{counts}。大家现在就找得到,比如问「客户嫌贵怎么回」。十分钟内可以整批撤回。"


def brought_in(done: Read) -> str:
    """The same, on the command line."""
    return f"话术库:新增 {done['added']} 条,更新 {done['updated']} 条,没变 {done['unchanged']} 条。"


def left_out(count: int) -> str:
    """Something was wrong, and the rest was brought in."""
    return f"有问题的 {count} 处没导。"


def taken_back(done: Read) -> str:
    """What an import was taken back."""
    if done.get("gone"):
        return "这次导入刚才已经撤回过了。"
    kept = f"有 {done['kept']} 条之后又改过,留着没动。" if done["kept"] else ""
    return f"已整批撤回:{done['back']} 条恢复成导入前的样子。{kept}"


def too_late(minutes: int) -> str:
    """An import that can no longer be taken back."""
    return f"没有能撤回的话术导入:过了 {minutes} 分钟就撤不回了。改好文件再导一次,会更新。"


def undo_question(file_name: str, items: int) -> str:
    """Whether an import is to be taken back."""
    return f"「{file_name}」导进来的 {items} 条,整批撤回?"


def made_ready(number: int) -> str:
    """How far a large library is."""
    return f"内容都在了,正在排好供查找:排好 {number:,} 条。"


def file_read(name: str, number: int, of: int) -> str:
    """How far a folder is."""
    return f"已读 {number} / {of} 个文件:{name}"


def _example(example: Sequence[Any], with_file: bool) -> str:
    title, kind, whom, file = example
    for_whom = f"({'、'.join([KINDS.get(kind, '话术'), *whom[:4]])})"
    return f"· {title[:40]}{for_whom}{f'——{file}' if with_file else ''}"


def _what(trouble: Trouble) -> str:
    first, _, second = trouble.detail.partition("\n")
    match trouble.reason:
        case "item":
            return trouble.detail
        case "twice":
            return f"「{first[:30]}」和前面的({second.strip(':')})是同一条:编号一样,或者标题、产品线、版本都一样"
        case "quotes":
            return "引号没有配对,后面读不下去了。用 Excel 打开另存为 .xlsx。"
        case "gone":
            return f"读不到:{trouble.detail}"
        case "too_large":
            return f"{f'有 {trouble.detail}。' if trouble.detail else ''}{UNREADABLE['too_large']}"
    return UNREADABLE[trouble.reason]


def _note(note: Trouble, name: str) -> str:
    where = f"{note.file}:" if note.file not in ("", name) else ""
    first, _, second = note.detail.partition("\n")
    match note.reason:
        case "cut":
            page = f"(第 {note.page} 页)" if note.page else ""
            return f"{where}「{first}」{page}很长,分成了 {second} 条。"
        case "pictures":
            return f"{where}第 {note.detail} 页只有图片,没有文字,没有读。"
        case "unused":
            return f"{where}没用上的列或工作表:{note.detail.replace(chr(10), '、')}。"
        case "unknown":
            *names, count = note.detail.split("\n")
            return f"不会读的文件 {count} 个,跳过了:{'、'.join(names)}{'…' if int(count) > len(names) else ''}"
    return ""
