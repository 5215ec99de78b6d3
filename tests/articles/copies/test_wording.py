"""What of a text counts when it is compared: letters alone, and nothing that stands under every article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.copies.wording import digest, letters_of, sentence_digests, wording_of


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("借款，要还。", "借款要还"),  # marks
        ("借 款\n要　还", "借款要还"),  # spaces of both widths, lines
        ("ＬＰＲ的４倍", "lpr的4倍"),  # width and case
        ("①先核对", "1先核对"),
        ("《民法典》第1034条", "民法典第1034条"),
        ("", ""),
        ("……！", ""),
    ],
)
def test_letters(text, letters):
    assert (letters_of(text), wording_of(text).letters) == (letters, letters)


@pytest.mark.parametrize(
    "stock",
    [
        "版权声明：本文由合飞律师事务所原创。",
        "扫描二维码，关注我们。",
        "请长按下方二维码咨询。",
        "本文链接：https://example.com/hf/1.html",
        "关键词提示：网贷、逾期",
        "未经书面许可，转载请注明出处。",
        "本文由合飞律师事务所原创，转载请附链接。",
    ],
)
def test_what_stands_under_every_article_does_not_count(stock):
    assert wording_of(f"借款要还。\n{stock}\n利息另算。").letters == "借款要还利息另算"


@pytest.mark.parametrize(
    "kept",
    [
        "版权声明是权利人所作的说明。",  # an article about it
        "法院扫描了合同。",
        "关键词搜索广告是否侵权，要看是否混淆。",
        "转载请求被拒绝以后怎么办。",
    ],
)
def test_what_only_looks_like_it_counts(kept):
    assert wording_of(kept).letters == letters_of(kept)


def test_sentences_known_as_stock_do_not_count():
    stock = {digest(letters_of("欢迎来所里坐一坐。"))}
    assert wording_of("借款要还。欢迎来所里，坐一坐！利息另算。", stock).letters == "借款要还利息另算"
    assert stock == set(sentence_digests("欢迎来所里坐一坐。"))


@given(st.text())
def test_words_are_the_text_as_it_was_written(text):
    """From the first letter to the last, however letters were folded."""
    wording = wording_of(text)
    assert len(wording.places) == len(wording.letters)
    assert list(wording.places) == sorted(wording.places)
    if wording.letters:
        words = wording.words(0, len(wording.letters))
        assert words in text
        assert wording_of(words).letters in wording.letters
