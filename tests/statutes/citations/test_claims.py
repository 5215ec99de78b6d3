"""The words that belong to a citation, behind it or before it."""

import pytest

from statutes.citations.claims import Claim, Manner, claim_of, is_inside

WORDS = "应当承担全部的赔偿责任"


def claim(text: str) -> tuple[str, Manner]:
    start = text.index("《")
    found = claim_of(text, (start, text.index("条") + 1))
    return found.words.strip("。"), found.manner


@pytest.mark.parametrize(
    ("text", "words", "manner"),
    [
        (f"根据《甲法》第5条，{WORDS}。", WORDS, Manner.TOLD),
        (f"按照《甲法》第5条的规定，{WORDS}。", WORDS, Manner.TOLD),
        (f"《甲法》第5条规定：“{WORDS}”。后面是评论。", WORDS, Manner.QUOTED),
        (
            f"《甲法》第5条规定：“{WORDS}，但是有‘特别约定’的“除外情形”除外”。",
            f"{WORDS}，但是有‘特别约定’的“除外情形”除外",
            Manner.QUOTED,
        ),
        (f"《甲法》第5条早有规定：{WORDS}。", WORDS, Manner.PRINTED),
        (f"法律依据：《甲法》第5条 {WORDS}。", WORDS, Manner.PRINTED),
        (f"{WORDS}，见《甲法》第5条。", WORDS, Manner.TOLD),  # said before it
        (
            f"{WORDS}（《甲法》第5条）。本所建议及时固定证据，以免错过时机。",
            WORDS,
            Manner.TOLD,
        ),  # advice follows
        (f"“{WORDS}，不得推诿拖延。”（《甲法》第5条）", f"{WORDS}，不得推诿拖延", Manner.QUOTED),
        (f"《甲法》第5条要求他{WORDS}。", f"他{WORDS}", Manner.WOVEN),
        (
            "遭受损害的一方可以依《甲法》第5条要求对方赔偿损失。",
            "遭受损害的一方可以要求对方赔偿损失",
            Manner.WOVEN,
        ),
    ],
)
def test_claim_of(text, words, manner):
    assert claim(text) == (words, manner)


def test_quoted_words_belong_to_one_citation():
    """What was given to the one before is not given again."""
    text = f"《甲法》第5条规定：“{WORDS}，不得推诿拖延。”《乙法》第6条规定了时效期间的起算和中断。"
    start = text.index("《乙")
    found = claim_of(text, (start, start + 7), None, text.index("”") + 1)
    assert found == Claim("时效期间的起算和中断。", Manner.WOVEN)


def test_the_gist_is_the_first_sentence():
    assert Claim(f"{WORDS}。本所建议您及时固定证据。").gist == WORDS


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("应当依照本法第四十七条规定的经济补偿标准的三倍支付", True),  # changed behind, but the same before
        ("请参看本法第四十七条，那里另有说法", False),
    ],
)
def test_a_citation_of_the_provisions_own(text, inside):
    provision = "用人单位违法解除的，应当依照本法第四十七条规定的经济补偿标准的二倍支付赔偿金。"
    start = text.index("本法")
    assert is_inside(text, (start, text.index("条") + 1), provision) is inside
