"""A statute is known by every spelling of its names."""

import pytest

from statutes.citations.lexicon import Lexicon

LEXICON = Lexicon.of(
    [
        ("中华人民共和国民法典", "中华人民共和国民法典"),
        ("中华人民共和国消费者权益保护法", "中华人民共和国消费者权益保护法"),
        ("消法", "中华人民共和国消费者权益保护法"),
        ("消法", "浙江省消防条例"),  # claims a name that is taken
    ]
)


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("中华人民共和国民法典", "中华人民共和国民法典"),
        ("民法典", "中华人民共和国民法典"),  # the short title
        (" 民法典　", "中华人民共和国民法典"),  # stray spaces
        ("消法", "中华人民共和国消费者权益保护法"),  # an alias; the first who has the name keeps it
        ("消费者权益保护法", "中华人民共和国消费者权益保护法"),
        ("民法", None),  # a part of a title is no title
        ("民法典理解与适用", None),  # neither is more than a title
        ("", None),
    ],
)
def test_resolve(written, official):
    assert LEXICON.resolve(written) == official


def test_a_lexicon_is_frozen():
    with pytest.raises(TypeError):
        LEXICON.official["民法"] = "民法"
