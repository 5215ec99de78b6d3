"""What is personal does not get into a log; what only looks like it does."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firm.masking import CARD, EMAIL, IDENTITY, LANDLINE, MOBILE, masked, without_rows


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678转王", f"电话{MOBILE}转王"),  # between Chinese words
        ("tel13812345678x", f"tel{MOBILE}x"),  # between letters
        ("138-1234-5678", MOBILE),
        ("138 1234 5678", MOBILE),
        ("138.1234.5678", MOBILE),
        ("1381234 5678", MOBILE),
        ("１３８１２３４５６７８", MOBILE),  # full width, as an input method leaves it
        ("+86 138 1234 5678", MOBILE),
        ("＋86-13812345678", MOBILE),
        ("008613812345678", MOBILE),
        ("8613812345678", MOBILE),
        ("013812345678", MOBILE),  # with the 0 of long distance
        ("2026-11-27 13812345678", f"2026-11-27 {MOBILE}"),  # a date before it is no part of it
        ("13812345678,13912345678", f"{MOBILE},{MOBILE}"),
        ("0571-87654321", LANDLINE),
        ("0571 8765 4321", LANDLINE),
        ("(0571)87654321", f"({LANDLINE}"),
        ("（010）6512-3456", f"（{LANDLINE}"),
        ("+86 571 8765 4321", LANDLINE),
        ("+86 10 65123456", LANDLINE),
        ("+1 415 555 2671", LANDLINE),  # abroad
        ("330102199001011234", IDENTITY),
        ("33010219900101123X", IDENTITY),
        ("33010219900101123x。", f"{IDENTITY}。"),
        ("330102 19900101 1234", IDENTITY),
        ("330102900101123", IDENTITY),  # 15 digits, before 1999
        ("6222021234567890128", CARD),
        ("6222 0212 3456 7890 128", CARD),
        ("622202 1234567890128", CARD),
        ("4111-1111-1111-1111", CARD),
        ("378282246310005", CARD),  # American Express has 15
        ("a.b+c@firm.com.cn", EMAIL),
        ("请联系zhang@firm.cn，", f"请联系{EMAIL}，"),
        ("Key (email)=(zhang@firm.cn)", f"Key (email)=({EMAIL})"),
        ("postgres://hefei:secret@db:5432/x", "postgres://…@db:5432/x"),  # who reads logs is no administrator
    ],
)
def test_what_is_masked(text, shown):
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "/hf/837828.html",  # an article
        "articles 837828, 837829, 837830",  # several: a comma is no gap
        "第 20261127 号",  # a date
        "2026-11-27 15:30:21.123456+08:00",  # a moment
        "2026-11-27T03:17:25.123456Z",
        "20261127153021",  # a file's name
        "1764213445123",  # milliseconds since 1970
        "1764213445123456789",  # nanoseconds
        "0/16B3748",  # places in the WAL
        "3/A2F00028 B374D848/13812345",
        "000000010000000A000000FE",  # a file of the WAL
        "139.196.123.23",  # an IPv4 address whose digits would make a mobile number
        "10.0.13.134:54321",
        "2001:db8:1381:2345:678::1",
        "took 0.05712345678 s",  # a fraction, not 0571
        "1381234567",  # ten digits
        "138123456789",  # twelve
        "23812345678",  # no mobile begins with 2
        "12012345678",  # nor with 12
        "(2013)浙杭商终字第1234567号",  # a court's number
        "91330100MA27XXXX0T",  # a firm's number is not a person's
        "999999999999999999",  # 18 digits without a day of birth
        "330102199013011234",  # month 13
        "6222021234567890127",  # a wrong check digit: no card
        "e3b0c44298fc13812345678149afbf4c",  # a request id with eleven digits in it
        "13812345-678a-41d4-a716-446655440000",  # a UUID
        "127.0.0.1@localhost",  # no host with a dot
        "@login_required",
        "13301200000000001",  # a licence of a lawyer, 17 digits, is public
    ],
)
def test_what_stays(text):
    assert masked(text) == text


WORDS = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=30)


@given(
    WORDS, st.integers(13, 19), st.lists(st.integers(0, 9), min_size=9, max_size=9), st.integers(1, 10), WORDS
)
def test_no_mobile_number_survives_among_words(before, head, rest, cut, after):
    digits = f"{head}" + "".join(map(str, rest))
    for gap in ("", " ", "-", "－", "　", " - ", "–"):
        number = digits[:cut] + gap + digits[cut:]
        shown = masked(f"{before}{number}{after}")
        assert (number in shown, digits in shown) == (False, False)


@given(st.text("0123456789 -+()@.xab/:\n　１８", max_size=200))
def test_masking_twice_is_masking_once(text):
    once = masked(text)
    assert masked(once) == once


HOSTILE = [
    "1",
    "1 ",
    "13",
    "a",
    "a@",
    "a.",
    "0  -",
    "+86 ",
    "://a",
    "330102 ",
    "4444 ",
    "１",
    "x@a.1",
    "86 ",
    "(1",
    "0571",
    "f",
    "1-",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length_alone(piece):
    """Twenty thousand characters, which is all of a text that a log line holds, within a tenth of a second (loaded machines: 0.5)."""
    text = piece * (20_000 // len(piece))
    begun = time.process_time()
    masked(text)
    without_rows("DETAIL" + text)
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            'null value\nDETAIL:  Failing row contains (1, 王某，\n借款 (2万), null).\n  File "x"',
            'null value\nDETAIL:  Failing row contains (…).\n  File "x"',
        ),
        (
            "错误\nDETAIL:  失败, 行包含(1, 王某).\n",
            "错误\nDETAIL:  失败, 行包含(…).\n",
        ),  # lc_messages = zh_CN
        ("DETAIL:  Failing row contains (1, 王某", "DETAIL:  Failing row contains (…)."),  # cut off
        ("DETAIL:  Key (username)=(王(某)) already exists.", "DETAIL:  Key (username)=(…) already exists."),
        ("DETAIL:  Process 12 waits for ShareLock on transaction 34.",) * 2,
    ],
)
def test_what_the_database_quotes_from_rows(text, shown):
    assert without_rows(text) == shown
