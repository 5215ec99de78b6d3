"""Words given to a provision are held against its own: what repeats it, retells it, changes it."""

import pytest

from statutes.citations.quotes import Difference, Match, claim_of, compare, is_quoted

RETURN = (
    "经营者采用网络、电视、电话、邮购等方式销售商品，消费者有权自收到商品之日起七日内退货，且无需说明理由，"
    "但下列商品除外：\n（一）消费者定作的；"
)
PENALTY = "约定的违约金过分高于造成的损失的，人民法院或者仲裁机构可以根据当事人的请求予以适当减少。"
DUTY = "当事人一方不履行合同义务的，应当承担继续履行、采取补救措施或者赔偿损失等违约责任。"


@pytest.mark.parametrize(
    ("claim", "provision", "match"),
    [
        (PENALTY, PENALTY, Match.EXACT),
        (
            "约定的违约金过分高于造成的损失的,人民法院或者仲裁机构可以根据当事人的请求予以适当减少",
            PENALTY,
            Match.EXACT,
        ),  # width
        ("消费者有权自收到商品之日起七日内退货", RETURN, Match.EXACT),  # a whole clause of it
        (
            "消费者有权自收到商品之日起七日内退货，且无需说明理由。本所建议您保留包装。",
            RETURN,
            Match.EXACT,
        ),  # advice follows
        ("消费者有权自收到商品之日起十五日内退货，且无需说明理由", RETURN, Match.DIFFERS),  # another term
        (
            "约定的违约金高于造成的损失的，人民法院可以根据当事人的请求予以适当减少",
            PENALTY,
            Match.DIFFERS,
        ),  # 过分
        ("网购的东西七天内可以退，不用说明理由", RETURN, Match.PARAPHRASE),
        ("一方不履行合同的，要继续履行、采取补救措施或者赔偿损失", DUTY, Match.PARAPHRASE),
        ("夫妻一方的婚前财产归其个人所有", RETURN, Match.NOTHING),
        ("", RETURN, Match.NOTHING),
    ],
)
def test_compare(claim, provision, match):
    assert compare(claim, provision).match is match


def test_the_difference_is_shown():
    found = compare("消费者有权自收到商品之日起十五日内退货", RETURN)
    assert found.differences == (Difference("十五", "七"),)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("根据《甲法》第5条，应当承担赔偿责任的。", "应当承担赔偿责任的。"),
        ("《甲法》第5条规定：“应当承担全部的赔偿责任”。后面是评论。", "应当承担全部的赔偿责任"),
        ("法律依据：《甲法》第5条 应当承担赔偿责任。", "应当承担赔偿责任。"),
        ("应当承担赔偿责任，见《甲法》第5条。", "应当承担赔偿责任"),  # said before it
        ("应当承担赔偿责任（《甲法》第5条）。", "应当承担赔偿责任"),
    ],
)
def test_claim_of(text, claim):
    start = text.index("《")
    assert claim_of(text, (start, text.index("条") + 1)).strip("。") == claim.strip("。")


@pytest.mark.parametrize(
    ("behind", "quoted"),
    [
        ("规定：“应当承担赔偿责任”", True),
        (" 应当承担赔偿责任", True),  # as a statute prints it
        ("，应当承担赔偿责任", False),
        ("要求承担责任", False),
    ],
)
def test_is_quoted(behind, quoted):
    assert is_quoted("《甲法》第5条" + behind, (0, 7)) is quoted
