"""Contacts as customer lists write them: several in a cell or in columns of their own, numbers, titles, roles."""

from __future__ import annotations

import pytest

from sales.importing import cells, headings, people
from sales.importing.cells import Unreadable
from sales.importing.files import Table
from sales.importing.people import Somebody


@pytest.mark.parametrize(
    ("written", "phones"),
    [
        ("139 1234 5678", ["13912345678"]),
        ("139-1234-5678", ["13912345678"]),
        ("+86 13912345678", ["13912345678"]),
        ("１３９１２３４５６７８", ["13912345678"]),
        ("0512-66778899", ["0512-66778899"]),
        ("(0512)66778899转801", ["(0512)66778899转801"]),
        ("400-800-1234", ["400-800-1234"]),
        ("13912345678/13800001111", ["13912345678", "13800001111"]),
        ("手机:13912345678 座机:0512-66778899", ["13912345678", "0512-66778899"]),
        ("13912345678(微信同号)", ["13912345678"]),
        ("13912345678、13912345678", ["13912345678"]),
    ],
)
def test_telephone_numbers(written: str, phones: list[str]) -> None:
    assert cells.phones(written) == phones


@pytest.mark.parametrize("written", ["139****1234", "1391234567", "139123456789", "问前台", "1.39E+10", "138", "李总"])
def test_what_is_no_telephone_number(written: str) -> None:
    with pytest.raises(Unreadable):
        cells.phones(written)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"contact": "李总 13912345678"}, [Somebody("李总", phone="13912345678")]),
        ({"contact": "李总(13912345678)"}, [Somebody("李总", phone="13912345678")]),
        ({"contact": "李总(采购经理)"}, [Somebody("李总", "采购经理")]),
        ({"contact": "李总(拍板人)"}, [Somebody("李总", None, "拍板人")]),
        (
            {"contact": "周总、吴工", "title": "总经理/工程师", "role": "拍板人、技术把关", "phone": "13912345678"},
            [Somebody("周总", "总经理", "拍板人", "13912345678"), Somebody("吴工", "工程师", "把关人")],
        ),
        (
            {"contact": "周总、吴工", "phone": "13912345678 13800001111"},
            [Somebody("周总", phone="13912345678"), Somebody("吴工", phone="13800001111")],
        ),
        (
            {"contact": "李总", "phone": 13912345678.0, "landline": "0512-66778899"},
            [Somebody("李总", phone="13912345678、0512-66778899")],
        ),
        (
            {"contact": "李总", "phone": "13912345678(微信同号)"},
            [Somebody("李总", phone="13912345678", weixin="13912345678")],
        ),
        (
            {"contact": "李总", "phone": "13912345678", "weixin": "同手机"},
            [Somebody("李总", phone="13912345678", weixin="13912345678")],
        ),
        ({"contact": "李总", "role": "总经理"}, [Somebody("李总", "总经理")]),
        ({"contact": "张 伟", "contact2": "王工", "role2": "dm"}, [Somebody("张伟"), Somebody("王工", None, "拍板人")]),
        ({"contact": "李总", "contact2": "李总", "phone2": "13800001111"}, [Somebody("李总", phone="13800001111")]),
        ({"contact": None, "phone": "13800001111"}, []),
    ],
)  # fmt: skip
def test_people_of_a_line(row: dict[str, object], found: list[Somebody]) -> None:
    problems: list[tuple[str, ...]] = []
    assert (list(people.read(row, problems)), problems) == (found, [])


@pytest.mark.parametrize(
    ("headed", "columns", "roles"),
    [
        (
            "客户名称,联系人1,联系人1电话,联系人2,联系人2职务,联系人2-角色",
            {"contact": 1, "landline": 2, "contact2": 3, "title2": 4, "role2": 5},
            {},
        ),
        ("公司,联系人,电话,联系人,电话", {"contact": 1, "landline": 2, "contact2": 3, "landline2": 4}, {}),
        ("公司,联系人(1),手机(1),联系人(2),手机(2)", {"contact": 1, "phone": 2, "contact2": 3, "phone2": 4}, {}),
        ("单位名称,姓名,第二联系人,第二联系人手机", {"contact": 1, "contact2": 2, "phone2": 3}, {}),
        ("客户,联系人,备用联系人,备用电话", {"contact": 1, "contact2": 2, "landline2": 3}, {}),
        (
            "客户,拍板人,拍板人电话,采购负责人,采购手机",
            {"contact": 1, "landline": 2, "contact2": 3, "phone2": 4},
            {"role": "拍板人", "role2": "采购"},
        ),
        ("客户,拍板人,手机", {"contact": 1, "phone": 2}, {"role": "拍板人"}),
        ("客户,采购负责人,联系人", {"contact": 2, "contact2": 1}, {"role2": "采购"}),
    ],
)
def test_columns_of_several_contacts(headed: str, columns: dict[str, int], roles: dict[str, str]) -> None:
    row = tuple(headed.split(","))
    layout = headings.layout_of([Table("", lambda: [row, ("大发", *row[1:])])])
    assert layout is not None and (layout.columns, layout.roles) == ({"customer": 0, **columns}, roles)
