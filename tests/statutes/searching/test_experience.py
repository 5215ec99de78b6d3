"""What earlier questions taught."""

from statutes.searching.experience import Experience, experience, learnt

TEXT = "用人单位自用工之日起超过一个月不满一年未与劳动者订立书面劳动合同的，应当支付二倍的工资。"


def test_the_words_that_the_provision_lacks_are_kept_with_it():
    lines = learnt([("老板不签合同", "劳动合同法", "", TEXT), ("老板没签", "劳动合同法", "", TEXT)])
    known = Experience.of(lines)
    assert known.laws == {"劳动合同法": 2}
    ((place, count),) = known.words["老板"]
    assert (place[0], count) == ("劳动合同法", 2)
    assert "合同" not in known.words  # it has that word itself


def test_no_sentence_of_anybody_is_kept():
    """Words in the order of the alphabet, each at most as long as a term."""
    known = experience()
    assert max(map(len, (term for term in known.words if not term.isascii()))) == 2
    assert len(known.laws) > 100
