"""The made-up archive: the same each time, from any place on, with what benchmarks need in it."""

from collections import Counter

from articles.html import sanitise, text_of
from hefei_site.generating.archive import Archive

SOME = list(Archive(1).articles(0, 400))


def test_an_article_depends_on_its_number_and_the_seed_alone():
    """So that a run that was killed goes on in the middle."""
    assert list(Archive(1).articles(250, 260)) == SOME[250:260]
    assert Archive(2).article(250).body != SOME[250].body


def test_a_body_is_what_the_sanitiser_leaves():
    assert [sanitise(text.body) for text in SOME[:50]] == [text.body for text in SOME[:50]]


def test_texts_have_the_length_of_the_archives():
    lengths = sorted(len(text_of(text.body)) for text in SOME)
    assert lengths[len(SOME) // 20] >= 600
    assert 800 <= lengths[len(SOME) // 2] <= 950
    assert lengths[len(SOME) * 19 // 20] <= 1200


def test_a_third_are_near_copies_of_an_earlier_one():
    copies = [text for text in SOME if text.source is not None]
    assert 0.25 <= len(copies) / len(SOME) <= 0.35
    for text in copies:
        source = SOME[text.source]
        changed = sum(one != other for one, other in zip(text.sentences, source.sentences, strict=True))
        assert source.number < text.number
        assert changed <= 8
        assert text.topic == source.topic


def test_half_stand_in_one_column():
    assert 0.4 <= sum(text.field.column == 0 for text in SOME) / len(SOME) <= 0.6


def test_topics_and_sentences_are_many():
    assert len({text.topic for text in SOME}) > 150
    sentences = Counter(sentence for text in SOME if text.source is None for sentence in set(text.sentences))
    assert sum(1 for times in sentences.values() if times == 1) / len(sentences) > 0.95


def test_tags_are_common_and_rare():
    many = Archive(1).articles(0, 1500)
    times = Counter(name for text in many for name in text.tag_names)
    assert max(times.values()) > 100
    assert sum(1 for name, n in times.items() if name.startswith("专题") and n == 1) >= 2


def test_the_law_is_cited_by_statute_and_number():
    cited = [text for text in SOME if any("条" in s and "第" in s for s in text.sentences)]
    assert 0.5 <= len(cited) / len(SOME) <= 0.9


def test_the_foot_of_the_old_theme_comes_on_demand():
    plain, footed = Archive(1).article(7), Archive(1).article(7, with_foot=True)
    assert footed.body.startswith(plain.body)
    assert "版权声明" in footed.body[len(plain.body) :]
