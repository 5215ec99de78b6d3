"""An address has one stable key and one way to be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statutes.citations.address import Address

ADDRESSES = st.builds(
    Address, st.integers(1, 9999), st.integers(0, 99), st.integers(0, 999), st.integers(0, 999)
)


@pytest.mark.parametrize(
    ("address", "key", "words"),
    [
        (Address(1034), "1034", "第1034条"),
        (Address(120, 1), "120-1", "第120条之一"),
        (Address(1034, paragraph=2), "1034.p2", "第1034条第二款"),
        (Address(120, 1, 2, 3), "120-1.p2.i3", "第120条之一第二款第三项"),
        (Address(13, item=10), "13.i10", "第13条第十项"),  # an item of the only paragraph
    ],
)
def test_key_and_words(address, key, words):
    assert (address.key, str(address)) == (key, words)


@given(ADDRESSES)
def test_a_key_names_its_address(address):
    assert Address.parse(address.key) == address


@given(ADDRESSES)
def test_the_article_key_is_the_address_of_the_article(address):
    assert Address.parse(address.article_key) == Address(address.article, address.suffix)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "p2",  # no article
        "123456",  # no statute is so long
        "120-",
        "120-1.i3.p2",  # the wrong way round
        "1034.p2 ",  # a space
        "1034\n",
        "第1034条",
        "1034/../1",
    ],
)
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match="not an address"):
        Address.parse(key)


def test_addresses_sort_as_they_stand_in_the_statute():
    keys = ["2", "10", "120", "120.p1", "120.p2", "120-1", "121"]
    assert sorted(map(Address.parse, reversed(keys))) == [Address.parse(key) for key in keys]
