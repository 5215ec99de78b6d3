"""Words given to a provision are held against its own: what repeats it, retells it, changes it."""

import pytest

from statutes.citations.claims import Manner
from statutes.citations.quotes import Difference, Match, compare, likeness

RETURN = (
    "经营者采用网络、电视、电话、邮购等方式销售商品，消费者有权自收到商品之日起七日内退货，且无需说明理由，"
    "但下列商品除外：\n（一）消费者定作的；"
)
PENALTY = "约定的违约金过分高于造成的损失的，人民法院或者仲裁机构可以根据当事人的请求予以适当减少。"
DUTY = "当事人一方不履行合同义务的，应当承担继续履行、采取补救措施或者赔偿损失等违约责任。"
INJURY = (
    "所在单位应当自事故伤害发生之日起30日内提出工伤认定申请。\n"
    "用人单位未提出工伤认定申请的，工伤职工在事故伤害发生之日起1年内，可以直接提出工伤认定申请。"
)
GUARANTEE = "当事人在保证合同中对保证方式没有约定或者约定不明确的，按照一般保证承担保证责任。"
PERIOD = "债权人与保证人没有约定保证期间的，保证期间为主债务履行期限届满之日起六个月。"
SAFETY = (
    "第三人造成损害，经营者未尽到安全保障义务的，承担相应的补充责任。经营者承担补充责任后，可以向第三人追偿。"
)
RECORDS = "征信机构对个人不良信息的保存期限，自不良行为或者事件终止之日起为5年；超过5年的，应当予以删除。"
LEASE = "租赁期限不得超过二十年。超过二十年的，超过部分无效。\n租赁期限届满，当事人可以续订租赁合同。"
INVESTIGATION = (
    "医学会应当自接到材料之日起45日内组织鉴定。\n医学会可以向双方当事人调查取证，进行调查取证时不得少于2人。"
)


@pytest.mark.parametrize(
    ("claim", "provision", "match"),
    [
        (PENALTY, PENALTY, Match.EXACT),
        (PENALTY.replace("，", ",").rstrip("。"), PENALTY, Match.EXACT),  # width
        ("工伤职工在事故伤害发生之日起一年内，可以直接提出工伤认定申请", INJURY, Match.EXACT),  # 1年, 一年
        ("消费者有权自收到商品之日起七日内退货", RETURN, Match.EXACT),  # a whole clause of it
        ("但下列商品除外：……（一）消费者定作的；", RETURN, Match.EXACT),  # the number of an item
        (
            "消费者有权自收到商品之日起七日内退货，且无需说明理由。本所建议您保留包装。",
            RETURN,
            Match.EXACT,
        ),  # advice
        (
            "租赁期限不得超过二十年。租赁期限届满，当事人可以续订租赁合同。",
            LEASE,
            Match.EXACT,
        ),  # a sentence left out
        ("消费者有权自收到商品之日起十五日内退货，且无需说明理由", RETURN, Match.DIFFERS),  # another term
        (
            "约定的违约金高于造成的损失的，人民法院可以根据当事人的请求予以适当减少",
            PENALTY,
            Match.DIFFERS,
        ),  # 过分
        (
            "第三人造成损害，经营者未尽到安全保障义务的，承担连带责任。",
            SAFETY,
            Match.DIFFERS,
        ),  # the kind of liability
        ("按照连带责任保证承担保证责任", GUARANTEE, Match.DIFFERS),  # a short claim
        (
            "债务人与保证人没有约定保证期间的，保证期间为主债务履行期限届满之日起六个月",
            PERIOD,
            Match.DIFFERS,
        ),  # who
        (
            "医学会应当向双方当事人调查取证",
            INVESTIGATION,
            Match.DIFFERS,
        ),  # 应当 for 可以, in the second sentence
        ("网购的东西七天内可以退，不用说明理由", RETURN, Match.PARAPHRASE),
        ("一方不履行合同的，要继续履行、采取补救措施或者赔偿损失", DUTY, Match.PARAPHRASE),
        (
            "单位应在事故发生之日起30日内申请工伤认定；单位不申请的，职工可以在1年内自行申请",
            INJURY,
            Match.PARAPHRASE,
        ),
        (
            "不良信息的保存期限为五年，自不良行为或者事件终止之日起算",
            RECORDS,
            Match.PARAPHRASE,
        ),  # 为五年 is moved
        (
            "单位应在事故发生之日起15日内申请工伤认定；单位不申请的，职工可以在1年内自行申请",
            INJURY,
            Match.DIFFERS,
        ),
        ("夫妻一方的婚前财产归其个人所有", RETURN, Match.NOTHING),
        ("", RETURN, Match.NOTHING),
    ],
)
def test_compare(claim, provision, match):
    assert compare(claim, provision).match is match


SHORTENED = "当事人一方不履行合同义务的，应当承担继续履行或者赔偿损失等违约责任。"


@pytest.mark.parametrize(
    ("claim", "manner", "match"),
    [
        (SHORTENED, Manner.QUOTED, Match.DIFFERS),  # what stands in quotation marks is repeated word by word
        (SHORTENED, Manner.TOLD, Match.PARAPHRASE),
        (
            SHORTENED.replace("继续履行或者", "继续履行、……或者"),
            Manner.QUOTED,
            Match.EXACT,
        ),  # what …… stands for
        ("应当承担继续履行、采取补救措施、赔偿损失等违约责任", Manner.PRINTED, Match.DIFFERS),
        (
            "允许一方要求继续履行、采取补救措施或者赔偿损失",
            Manner.WOVEN,
            Match.PARAPHRASE,
        ),  # the author's verb
    ],
)
def test_the_manner_in_which_words_are_given(claim, manner, match):
    assert compare(claim, DUTY, manner).match is match


@pytest.mark.parametrize(
    ("claim", "provision", "differences"),
    [
        ("消费者有权自收到商品之日起十五日内退货", RETURN, (Difference("十五", "七"),)),  # the whole numeral
        ("债务人与保证人没有约定保证期间的", PERIOD, (Difference("债务人", "债权人"),)),
        ("约定的违约金高于造成的损失的", PENALTY, (Difference("", "过分"),)),
    ],
)
def test_the_difference_is_shown(claim, provision, differences):
    assert compare(claim, provision).differences == differences


def test_likeness_is_that_of_the_meaning():
    """Other words for the same do not count, nor does their order."""
    assert likeness("法院可以适当减少违约金", PENALTY) > 0.8
    assert likeness("夫妻一方的婚前财产", PENALTY) < 0.4
