"""From an article's text to stored references and links."""

import re
from datetime import date, timedelta

import pytest

from articles.law.citing import cite, listed
from articles.law.links import CARD_LENGTH
from statutes.models import Provision, Statute, StatuteVersion

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 12)

# The three references of the article /hf/837828.html, as its author wrote them.
SEED = (
    "<p>《民法典》保护个人信息。</p><ol>"
    "<li><p>《中华人民共和国民法典》第1034条<br>明确自然人的个人信息受法律保护。</p></li>"
    "<li><p>《中华人民共和国消费者权益保护法》第29条<br>应当遵循合法、正当、必要的原则。</p></li>"
    "<li><p>《关于规范整顿“现金贷”业务的通知》(银办发〔2017〕141号)<br>明确禁止暴力催收行为。</p></li></ol>"
)


@pytest.fixture
def consumer_law(db):
    """《中华人民共和国消费者权益保护法》 with its 第29条."""
    statute = Statute.objects.create(
        title="中华人民共和国消费者权益保护法", slug="消费者权益保护法", kind="law"
    )
    version = StatuteVersion.objects.create(
        statute=statute, promulgated_on=date(2013, 10, 25), effective_from=date(2014, 3, 15)
    )
    text = "经营者收集、使用消费者个人信息，应当遵循合法、正当、必要的原则。"
    Provision.objects.create(version=version, number=29, key="29", path="第三章", text=text)
    return statute


@pytest.fixture
def library(civil_code, consumer_law, notice_of_2017):
    return {"code": civil_code, "consumer": consumer_law, "notice": notice_of_2017}


def test_the_three_references_of_the_seed(library):
    references = cite(SEED, DAY).references
    assert [(r.text, r.key, r.statute, r.verdict, r.is_held) for r in references] == [
        ("《民法典》", "", library["code"], "in_force", True),
        ("《中华人民共和国民法典》第1034条", "1034", library["code"], "in_force", True),
        ("《中华人民共和国消费者权益保护法》第29条", "29", library["consumer"], "in_force", True),
        (
            "《关于规范整顿“现金贷”业务的通知》(银办发〔2017〕141号)",
            "",
            library["notice"],
            "doc_number_differs",
            False,
        ),
    ]
    assert [r.position for r in references] == [0, 1, 2, 3]
    assert [r.provision and r.provision.key for r in references] == [None, "1034", "29", None]
    assert [r.doc_number for r in references] == ["", "", "", "银办发〔2017〕141号"]
    assert {(r.checked_on, r.holds_until) for r in references} == {(DAY, None)}


def test_the_seeds_links(library):
    """The law, its articles; the document of which the site holds no text is not linked."""
    html = cite(SEED, DAY).html
    code, consumer = library["code"].pk, library["consumer"].pk
    assert re.findall(r'<a class="cite" href="[^"]+"(?: data-law="([^"]+)")?[^>]*>([^<]+)</a>', html) == [
        ("", "《民法典》"),
        (f"law-{code}-1034", "《中华人民共和国民法典》第1034条"),
        (f"law-{consumer}-29", "《中华人民共和国消费者权益保护法》第29条"),
    ]
    assert re.sub(r"<a class[^>]*>|</a>", "", html) == SEED  # nothing else has changed


def test_a_card_quotes_the_law(library):
    [card] = re.findall(r'data-text="([^"]+)"', cite("<p>《消费者权益保护法》第29条</p>", DAY).html)
    assert (
        card == "《消费者权益保护法》第29条　经营者收集、使用消费者个人信息，应当遵循合法、正当、必要的原则。"
    )


def test_a_long_card_is_cut(library):
    Provision.objects.filter(key="29").update(text="长" * 1000)
    [card] = re.findall(r'data-text="([^"]+)"', cite("<p>《消费者权益保护法》第29条</p>", DAY).html)
    assert len(card) == CARD_LENGTH + 2
    assert card.endswith("长……")


def test_a_card_cannot_break_out_of_its_attribute(library):
    Provision.objects.filter(key="29").update(text='"><script>alert(1)</script>')
    html = cite("<p>《消费者权益保护法》第29条</p>", DAY).html
    assert "&quot;&gt;&lt;script&gt;" in html
    assert "<script" not in html


def test_links_and_list_agree(library):
    cited = cite(SEED + "<p>《民法典》第1034条第二款、《民法典》第111条</p>", DAY)
    linked = re.findall(r'data-law="([^"]+)"', cited.html)
    assert [r.anchor for r in listed(cited.references) if r.is_held] == list(dict.fromkeys(linked))


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            SEED,
            [
                "《中华人民共和国民法典》第1034条",
                "《中华人民共和国消费者权益保护法》第29条",
                "《关于规范整顿“现金贷”业务的通知》(银办发〔2017〕141号)",
            ],
        ),
        ("《民法典》和《中华人民共和国民法典》", ["《民法典》"]),  # the law alone, once
        ("《民法典》，《民法典》第111条", ["《民法典》第111条"]),  # left out where an article of it is listed
        ("《民法典》第111条，《民法典》第111条", ["《民法典》第111条"]),
        ("《民法典》第1034条第二款，《民法典》第1034条", ["《民法典》第1034条第二款"]),  # one 条, one entry
        (
            "《民法典》第1035条，《民法典》第111条",
            ["《民法典》第1035条", "《民法典》第111条"],
        ),  # in the text's order
        ("《民法典》第9999条，《民法典》第9999条", ["《民法典》第9999条"]),
        ("《未知法》第3条，《未知法》第3条，《未知法》", ["《未知法》第3条", "《未知法》"]),
        ("《民法典》，《消费者权益保护法》第29条", ["《民法典》", "《消费者权益保护法》第29条"]),
    ],
)
def test_listed(body, shown, library):
    assert [r.text for r in listed(cite(f"<p>{body}</p>", DAY).references)] == shown


@pytest.mark.parametrize(
    ("body", "verdict", "held"),
    [
        ("《民法典》第1034条", "in_force", True),
        ("《民法典》第10345条", "no_such_article", False),  # a slip of the finger
        ("《民法典》第1034条之一", "no_such_article", False),
        ("《关于规范整顿“现金贷”业务的通知》(整治办函〔2017〕141号)", "not_held", False),
        ("《关于规范整顿“现金贷”业务的通知》", "not_held", False),
        ("《没有的办法》第3条", "not_held", False),
    ],
)
def test_verdicts(body, verdict, held, library):
    [reference] = cite(f"<p>{body}</p>", DAY).references
    assert (reference.verdict, reference.is_held) == (verdict, held)


def test_a_verdict_holds_until_the_law_changes(civil_code):
    end = DAY + timedelta(days=9)
    civil_code.versions.update(effective_to=end)
    [reference] = cite("<p>《民法典》第111条</p>", DAY).references
    assert (reference.verdict, reference.holds_until) == ("in_force", end)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<p>前一句。依《民法典》第111条，要删除！后一句。</p>", "依《民法典》第111条，要删除！"),
        ("<p>前一段</p><p>依《民法典》第111条办</p><p>后一段</p>", "依《民法典》第111条办"),
        ("<p>《民法典》第111条</p>", "《民法典》第111条"),
        ("<p>甲；依《民法典》第111条；乙</p>", "依《民法典》第111条；"),
        ("<p>依<strong>《民法典》</strong>第111条。</p>", "依《民法典》第111条。"),
    ],
)
def test_the_sentence_around(body, sentence, civil_code):
    [reference] = cite(body, DAY).references
    assert reference.sentence == sentence


def test_a_citation_in_a_link_is_found_but_not_linked_twice(civil_code):
    body = '<p><a href="https://e.example/" rel="noopener nofollow">《民法典》第111条</a></p>'
    cited = cite(body, DAY)
    assert cited.html == body
    assert [r.key for r in cited.references] == ["111"]


def test_a_book_is_no_law(civil_code):
    assert cite("<p>《红楼梦》第3条，《借款合同》第5条</p>", DAY).references == ()


def test_queries_do_not_grow_with_the_citations(library, django_assert_num_queries):
    Statute.objects.lexicon()  # the process keeps it
    for body in (SEED, SEED * 20):
        with django_assert_num_queries(6):
            cite(body, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "《民法典》第10345条",  # a slip of the finger
        f"《{'甲' * 120}《{'乙' * 80}》{'丙' * 118}规定》",  # the longest title that counts as one
        f"《{'甲' * 117}的规定》（{'某' * 20}〔2017〕第12345号）第12345条",
    ],
    ids=["one digit too many", "longest title", "long title with a number"],
)
def test_whatever_is_cited_the_article_can_be_published_and_read(text, civil_code, publish, client):
    article = publish(body=f"<p>依{text}。</p>")
    page = client.get(article.get_absolute_url())
    assert [r.text for r in page.context["references"]] == [text]


def test_a_text_without_full_stops_is_no_endless_sentence(library):
    references = cite("<p>" + "依《民法典》第1034条，" * 400 + "</p>", DAY).references
    assert max(len(reference.sentence) for reference in references) < 700
