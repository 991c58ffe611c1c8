from __future__ import annotations

import pytest

from corpus.model import Document, Kind, Outline, Role
from ingest.articles import outline_articles
from ingest.roles import role_of

LAW = """第一章 总则
第一条 为了加强样例管理，制定本法。
第二条 在国内从事样例活动，适用本法。
第三条 本法所称样例，是指供测试之用的文字。
第四条 国家鼓励样例技术的研究。
第五条 应急管理部门负责本行政区域内样例工作的监督管理。
第六条 生产经营单位应当建立样例台账。
第七条 任何单位和个人不得伪造样例。
禁止出借样例。
第八条 从事样例经营的单位，应当向应急管理部门提出申请。
第九条 从业人员有权拒绝违章指挥。
第十条 样例目录由国务院应急管理部门制定。
第十一条 生产经营单位应当做到：
（一）不得少记；
（二）每日核对。
第十二条 对被污染的样例，有关单位应当及时封存。
第十三条 对封存的样例，县级以上人民政府应当组织销毁。
第十四条 有下列情形之一的，为劣质样例：
（一）字迹不清；
（二）缺页。
第十五条 样例应当按照经主管部门核准的工艺印制。
第十六条 样例管理机关接到举报，需要核实的，应当立即核实。
第十七条 符合主管部门规定的等级的样例，可以收取工本费。
第十八条 读者的阅读权利受法律保护。
第二章 法律责任
第十九条 生产经营单位有下列行为之一的，处一万元以下的罚款：
（一）未建立台账的；
（二）伪造样例的。
第二十条 给他人造成损害的，依法承担赔偿责任。
第三章 附则
第二十一条 军队的样例管理，由中央军事委员会规定。
第二十二条 本法自2020年1月1日起施行。"""

CASES = [
    ("1.1", Role.OTHER),
    ("2.1", Role.OTHER),
    ("3.1", Role.DEFINITION),
    ("4.1", Role.OTHER),
    ("5.1", Role.MANDATE),
    ("6.1", Role.DUTY),
    ("6", Role.DUTY),
    ("7.1", Role.BAN),
    ("7.2", Role.BAN),
    ("8.1", Role.PROCEDURE),
    ("9.1", Role.OTHER),
    ("10.1", Role.MANDATE),
    ("11.1", Role.DUTY),
    ("11.1.1", Role.DUTY),  # an item does what its list does
    ("12.1", Role.DUTY),
    ("13.1", Role.MANDATE),
    ("14.1.2", Role.DEFINITION),
    ("15.1", Role.DUTY),
    ("16.1", Role.MANDATE),
    ("17.1", Role.OTHER),
    ("18.1", Role.OTHER),
    ("19.1", Role.PENALTY),
    ("19.1.2", Role.PENALTY),
    ("20.1", Role.OTHER),
    ("21.1", Role.CLOSING),
    ("22.1", Role.CLOSING),
    ("c2", Role.PENALTY),
]


@pytest.fixture(scope="module")
def outline() -> Outline:
    return Outline(outline_articles("样例法@2020-01-01", LAW.splitlines()))


@pytest.mark.parametrize(("locator", "role"), CASES)
def test_role(outline: Outline, locator: str, role: Role) -> None:
    document = Document("样例法@2020-01-01", "样例法", "样例法", Kind.STATUTE, None, "test")
    assert role_of(outline[f"样例法@2020-01-01#{locator}"], outline, document) is role


def test_procedure_law() -> None:
    outline = Outline(
        outline_articles(
            "x", ["第一章 处罚的管辖", "第一条 处罚由行为发生地的机关管辖。", "第二条 当事人有过错的，不予处罚。"]
        )
    )
    document = Document("x", "样例处罚法", "样例处罚法", Kind.STATUTE, None, "test")
    assert {role_of(outline[f"x#{n}.1"], outline, document) for n in (1, 2)} == {Role.PROCEDURE}
