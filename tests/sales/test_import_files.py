"""Customer lists as programs write them, and files that are none."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from workbooks import workbook

from sales.importing import NotReadable, layout_of, read_tables
from sales.importing.files import excel_file, tables

TEXT = '客户名称,联系人,金额(万元)\r\n"苏州花间茶饮\r\n(园区店)",钱店长,36\r\n无锡大发,,5.5\r\n'
HEADINGS = ["客户名称", "联系人", "金额(万元)"]


def lines(data: bytes) -> list[tuple[int, dict[str, object]]]:
    layout = layout_of(read_tables(data))
    assert layout is not None
    return [(number, dict(cells)) for number, cells in layout.lines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_every_dress(encoding: str, separator: str) -> None:
    found = lines(TEXT.replace(",", separator).encode(encoding))
    assert [number for number, _ in found] == [2, 3]
    assert found[0][1] == {"customer": "苏州花间茶饮\r\n(园区店)", "contact": "钱店长", "amount": "36"}
    assert found[1][1] == {"customer": "无锡大发", "amount": "5.5"}


def test_headings_need_not_be_the_first_row_and_unknown_columns_are_named() -> None:
    rows = [
        ["2026 年客户台账"],
        [],
        ["序号", "*公司名称", "对接人", "跟进人员", "备注"],
        [1, "大发", "王总", "张伟", "老客户"],
    ]
    layout = layout_of(
        read_tables(workbook({"封面": [["说明"]], "客户": rows, "商机": [["客户", "阶段"], ["大发", "报价"]]}))
    )
    assert layout is not None and (layout.line, layout.table.name, layout.others) == (3, "客户", ("商机",))
    assert layout.columns == {"customer": 1, "contact": 2, "owner": 3}
    assert (layout.unused, layout.remarks) == (("序号",), (("备注", 4),))
    assert [(number, dict(cells)) for number, cells in layout.lines()] == [
        (4, {"customer": "大发", "contact": "王总", "owner": "张伟", "note": "老客户"})
    ]


@pytest.mark.parametrize(
    ("heading", "scale"),
    [("金额(万元)", 10_000), ("预算/万元", 10_000), ("预计金额（元）", 1), ("金额_千元", 1000), ("金额万元", 10_000)],
)
def test_the_unit_of_sums_stands_in_the_heading(heading: str, scale: int) -> None:
    layout = layout_of(read_tables(f"客户,{heading}\n大发,3\n".encode()))
    assert layout is not None and "amount" in layout.columns and layout.scale == scale


@pytest.mark.parametrize(
    "row",
    [
        ["序号", "名称", "单位", "数量", "单价", "金额"],
        ["客户名称", "苏州联创"],
        ["日期", "工作内容"],
        ["名称", "项目", "金额"],
    ],
)
def test_other_tables_are_no_customer_lists(row: list[str]) -> None:
    """A quotation has names and sums too, a form one customer."""
    assert layout_of(read_tables(workbook({"表": [row, [1, "电梯", "台", 2, 3, 6]]}))) is None


def test_a_cell_merged_downwards_counts_for_each_of_its_lines() -> None:
    rows = [["客户", "产品"], ["大发", "电梯"], [None, "水泵"], ["小发", "电梯"]]
    found = lines(workbook({"表": rows}, merged=["A2:A3"]))
    assert [cells["customer"] for _, cells in found] == ["大发", "大发", "小发"]


def test_totals_and_repeated_headings_are_no_customers() -> None:
    rows = [
        ["客户", "负责人", "金额"],
        ["大发", "张伟", 3],
        ["客户", "负责人", "金额"],
        ["合计", None, 3],
        [None, None, 3],
    ]
    assert [cells["customer"] for _, cells in lines(workbook({"表": rows}))] == ["大发"]


def test_of_a_formula_there_is_only_its_value() -> None:
    link = '<c r="A2" t="str"><f>HYPERLINK("http://x")</f><v>大发</v></c>'
    cells = f'<row r="2">{link}<c r="B2"><f>6*6</f><v>36</v></c></row>'
    assert lines(workbook({"表": [["客户", "金额"]]}, cells=cells)) == [(2, {"customer": "大发", "amount": 36.0})]


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b" " * (excel_file.MOST_UNPACKED + 1))
    return packed.getvalue()


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"%PDF-1.7 abc", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n", "not_a_table"),
        (bytes(range(256)) * 8, "encoding"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (workbook({"表": [HEADINGS]})[:-40], "damaged"),
        (excel_file.OLE + b"\x00" * 600 + excel_file.ENCRYPTED, "password"),
        (excel_file.OLE + b"\x00" * 2000, "damaged"),
        (workbook({"表": [HEADINGS]}, cells=FAR), "too_many_cells"),
        (workbook({"表": [HEADINGS]}, cells=FAR.replace('"', "'")), "too_large"),  # the library would end the process
        (workbook({"表": [HEADINGS]}, cells=FAR.replace("<c ", f"<c {'a' * 200}='' ")), "too_large"),
        (b"x" * (tables.LONGEST_FILE + 1), "too_large"),
        ("客户,联系人\n".encode("gbk") + b"\xff\xfe\xff\x81", "encoding"),
        (b"," * (tables.MOST_CELLS + 1), "too_many_cells"),
        (b"\n" * 2_000_000 + b"a,b", "too_many_cells"),
        (("客户,联系人\n" + "大发,王总\n" * tables.MOST_ROWS).encode(), "too_many_cells"),
        (("客户" + "," * 1_000_000 + "\n大发").encode(), "too_many_cells"),
        (b"x" * 1_200_000, "not_a_table"),
        (workbook({"表": [HEADINGS]}, cells=FAR.replace("XFD", "A").replace("1048576", "200000")), "too_many_cells"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_has_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotReadable) as error:
        read_tables(data)
    assert error.value.reason == reason


def test_a_long_list_with_room_around_it_is_no_larger_than_its_lines() -> None:
    text = "客户,联系人\n" + "大发,王总\n,\n" * 60_000 + "\n" * 90_000
    assert len(lines(text.encode())) == 60_000
    formatted = '<row r="1048576"><c r="A1048576" s="1"/></row>'
    assert lines(workbook({"表": [HEADINGS, ["大发", "王总", 3]]}, cells=formatted))[0][0] == 2


def test_a_small_file_that_unpacks_to_a_large_one_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_file, "MOST_UNPACKED", 4_000_000)
    with pytest.raises(NotReadable) as error:
        read_tables(bomb())
    assert error.value.reason == "too_large"


def test_a_quote_that_is_never_closed_is_named_by_its_line() -> None:
    with pytest.raises(NotReadable) as error:
        layout_of(read_tables(('客户,联系人\n大发,王总\n小发,"李' + "总\n" * 60_000).encode()))
    assert (error.value.reason, error.value.line) == ("quotes", 3)


def test_no_bytes_at_all_make_it_fail_otherwise() -> None:
    chance = random.Random(7)
    whole = workbook({"表": [HEADINGS, ["大发", "王总", 3]]})
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            if (layout := layout_of(read_tables(bytes(damaged)))) is not None:
                list(layout.lines())
        except NotReadable:
            pass
