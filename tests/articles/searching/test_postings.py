"""By what an article is found among all."""

from hypothesis import given
from hypothesis import strategies as st

from articles.searching.postings import ALONE, IN_PAIRS, pair, postings

KEYWORDS = st.lists(
    st.tuples(st.integers(-(1 << 31), (1 << 31) - 1), st.integers(1, 10_000)),
    max_size=24,
    unique_by=lambda k: k[0],
)


def test_keywords_stand_alone_and_two_by_two():
    assert postings([(5, 9_000), (-7, 4_000)]) == [(5, 9_000), (-7, 4_000), pair((-7, 4_000), (5, 9_000))]
    assert postings([(5, 9_000)]) == [(5, 9_000)]
    assert postings([]) == []


def test_their_number_is_bounded():
    assert len(postings([(n, 100) for n in range(24)])) == ALONE + IN_PAIRS * (IN_PAIRS - 1) // 2 == 33


def test_two_make_one_number_whichever_is_first():
    assert pair((1, 8_000), (2, 5_000)) == pair((2, 5_000), (1, 8_000)) == (-2146483647, 10_000)


@given(KEYWORDS)
def test_all_fit_their_columns(keywords):
    assert all(
        -(1 << 31) <= number < 1 << 31 and 0 <= weight < 1 << 15 for number, weight in postings(keywords)
    )
