"""Numbers and addresses of people: made-up ones with right check digits, and what only looks like them."""

import pytest

from articles.linting.lint import DETECTORS, lint
from articles.linting.passage import Manuscript
from articles.linting.personal import is_card_number, is_identity_number
from articles.linting.values import Rule

OWN = frozenset(["057100000000", "13800138000", "浙江省杭州市示例路1号示例大厦12层1201室"])


def found(detector: str, body: str) -> list[str]:
    assert detector in DETECTORS
    return [finding.words for finding in lint(Manuscript("标题", body, own=OWN), [Rule("x", detector)])]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("身份证号11010519491231002X。", ["11010519491231002X"]),  # the example of GB 11643
        ("身份证号 11010519491231002x，住北京。", ["11010519491231002x"]),
        ("公民身份号码：440524188001010014", ["440524188001010014"]),
        ("号码１１０１０５１９４９１２３１００２Ｘ", ["１１０１０５１９４９１２３１００２Ｘ"]),  # full width
        ("身份证号110105491231002", ["110105491231002"]),  # fifteen digits, as until 1999
        ("身份证号110105194912310021", []),  # the check digit is wrong
        ("身份证号11010519490231002X", []),  # 31 February
        ("身份证号99010519491231002X", []),  # no such province
        ("订单号110105491231002已发货", []),  # fifteen digits of something else
        ("执业证号13301200000000001", []),
        ("身份证号110105********002X", []),  # masked
        ("统一社会信用代码91330106MA27XXXX1A", []),
        ("流水号911010519491231002X1", []),  # within a longer number
    ],
)
def test_identity_numbers(body, words):
    assert found("identity_numbers", body) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("请联系13912345678。", ["13912345678"]),
        ("电话：139-1234-5678", ["139-1234-5678"]),
        ("电话 139 1234 5678", ["139 1234 5678"]),
        ("手机号１３９１２３４５６７８", ["１３９１２３４５６７８"]),
        ("+8613912345678", ["+8613912345678"]),
        ("微信同号19912345678", ["19912345678"]),
        ("电话13800138000", []),  # the firm's own
        ("电话0571-00000000", []),
        ("电话138****5678", []),
        ("电话12912345678", []),  # no such network
        ("拨打12345或者12378", []),
        ("合同编号2024139123456780001", []),  # within a longer number
        ("金额13912345678.00元不对", ["13912345678"]),  # better asked once too often
        ("证书A13912345678", []),
    ],
)
def test_mobile_numbers(body, words):
    assert found("mobile_numbers", body) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("打到6222021234567890128这张卡", ["6222021234567890128"]),
        ("卡号6222 0212 3456 7890 128。", ["6222 0212 3456 7890 128"]),
        ("卡号4111111111111111", []),  # a drawing: two digits only
        ("卡号4532015112830366", ["4532015112830366"]),
        ("卡号 5425-2334-3010-9903", ["5425-2334-3010-9903"]),
        ("卡号6222021234567890127", []),  # the check digit is wrong
        ("订单2024031512345678901", []),  # no bank's beginning
        ("尾号0128的银行卡", []),
        ("身份证号11010519491231002X", []),
        ("快递单号7722021234567890128", []),
        ("金额6222.02元", []),
    ],
)
def test_bank_cards(body, words):
    assert found("bank_cards", body) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("王某住杭州市西湖区文三路100号3幢2单元501室。", ["杭州市西湖区文三路100号3幢2单元501室"]),
        ("送达地址：南山花园12幢301室", ["南山花园12幢301室"]),
        ("住上海市中山北路1号2号楼1203室", ["上海市中山北路1号2号楼1203室"]),
        ("她家在翠苑小区八幢二单元六零一室", ["翠苑小区八幢二单元六零一室"]),
        ("本所在浙江省杭州市示例路1号示例大厦12层1201室。", []),
        ("住杭州市西湖区某小区某幢某室", []),
        ("住杭州市西湖区", []),
        ("到文三路100号的法院立案", []),  # no room
        ("在第三会议室谈过", []),
        ("住**路**号**室", []),
    ],
)
def test_homes(body, words):
    assert found("homes", body) == words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("驾驶浙A12B34小客车", ["浙A12B34"]),
        ("浙A·12345号轿车", ["浙A·12345"]),
        ("京AD12345新能源车", ["京AD12345"]),
        ("沪C 9X8Y7号货车", ["沪C 9X8Y7"]),
        ("浙A牌照的车", []),
        ("浙A·***12小客车", []),
        ("沪01民终12345号", []),  # a case
        ("新A股开户", []),
        ("浙江ABCDE公司", []),
    ],
)
def test_plates(body, words):
    assert found("plates", body) == words


def test_check_digits():
    """Each other last character of a right number is wrong: GB 11643 and Luhn find any one slip."""
    assert [c for c in "0123456789X" if is_identity_number("11010519491231002" + c)] == ["X"]
    assert [c for c in "0123456789" if is_card_number("453201511283036" + c)] == ["6"]
