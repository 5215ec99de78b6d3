"""The words that a text gives to a provision are found where they really stand."""

from datetime import date

import pytest

from statutes.checking import check
from statutes.citations.carry import carry
from statutes.citations.find import find
from statutes.findings import Verdict
from statutes.language.shingles import fingerprints
from statutes.models import Provision, Statute, StatuteVersion
from statutes.quoting import with_quotes, with_quotes_many
from tests.conftest import CIVIL_CODE

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def findings(text: str):
    return with_quotes(text, check(carry(find(text, Statute.objects.lexicon())), TODAY), TODAY)


def told(text: str) -> list[tuple[str, str]]:
    return [(finding.result, finding.sentence) for finding in findings(text)]


def test_a_paragraph_that_only_an_older_version_has(civil_code):
    """Its words are superseded, which says more than that there is no such 款."""
    older = StatuteVersion.objects.create(
        statute=civil_code,
        promulgated_on=date(2017, 3, 15),
        effective_from=date(2017, 10, 1),
        effective_to=date(2021, 1, 1),
    )
    gone = "处理个人信息的同意可以随时撤回，但是撤回以前的处理仍然有效。"
    text = f"{CIVIL_CODE[1034]}\n{gone}"
    Provision.objects.create(version=older, number=1034, key="1034", text=text, shingles=fingerprints(text))
    (finding,) = findings(f"《民法典》第1034条第四款规定：“{gone}”")
    assert (finding.verdict, finding.is_older_place) == (Verdict.NO_SUCH_ARTICLE, True)
    assert finding.sentence == (
        "文中的话是《中华人民共和国民法典》第1034条第四款旧版本的条文，现行条文已经不同，请核对。"
    )


def test_the_seeds_first_reference(civil_code):
    """The words given to 第1034条 are those of 第111条."""
    text = (
        "1. 《中华人民共和国民法典》第1034条\n明确自然人的个人信息受法律保护，"
        "任何组织或者个人不得非法收集、使用、加工、传输他人个人信息。"
    )
    assert told(text) == [
        ("条号不对", "文中的话不在《中华人民共和国民法典》第1034条，而在《中华人民共和国民法典》第111条。")
    ]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("《民法典》第1034条规定：自然人的个人信息受法律保护。", "现行有效"),
        ("处理个人信息要合法、正当、必要，不能过度处理（《民法典》第1035条）。", "现行有效"),  # retold
        ("《民法典》第1035条规定：“处理个人信息的，应当遵循合法、正当原则，不得过度处理。”", "引文有出入"),
        ("《民法典》第1034条另有规定。", "现行有效"),  # nothing is said of it
    ],
)
def test_results(civil_code, text, result):
    assert [result_ for result_, _ in told(text)] == [result]


def test_words_of_an_older_version(civil_code):
    """The article has been rewritten; the text still gives its old words."""
    old = StatuteVersion.objects.create(
        statute=civil_code,
        promulgated_on=date(2000, 1, 1),
        effective_from=date(2000, 1, 1),
        effective_to=date(2021, 1, 1),
    )
    words = "个人信息由其本人自行保管，遗失的责任由本人承担。"
    Provision.objects.create(version=old, number=111, key="111", text=words, shingles=fingerprints(words))
    assert told(f"《民法典》第111条规定：{words}") == [
        ("旧条文", "文中的话是《中华人民共和国民法典》第111条旧版本的条文，现行条文已经不同，请核对。")
    ]


def test_a_law_named_inside_the_words_is_not_judged_by_itself(civil_code):
    version = civil_code.versions.get()
    words = "违反本法第一百一十一条规定的，应当依照造成的损失的二倍向受害人支付赔偿金。"
    Provision.objects.create(
        version=version, number=1200, key="1200", text=words, shingles=fingerprints(words)
    )
    found = findings(f"根据《民法典》第1200条，{words}")
    assert [(f.citation.address.key, f.quote is None, f.is_problem) for f in found] == [
        ("1200", False, False),
        ("111", True, False),
    ]


def provision(statute, number: int, words: str) -> Provision:
    return Provision.objects.create(
        version=statute.versions.get(),
        number=number,
        key=str(number),
        text=words,
        shingles=fingerprints(words),
    )


@pytest.mark.parametrize(
    ("text", "results"),
    [
        # words that stand in one of the articles of a list
        (
            "根据《民法典》第1034条、第1035条，处理个人信息的，应当遵循合法、正当、必要原则。",
            ["现行有效", "现行有效"],
        ),
        # another law's article inside the quoted words is not judged by itself
        (
            "《民法典》第1200条规定：“依照《民法典》第1034条受到侵害的，受害人可以请求赔偿。”",
            ["现行有效", "现行有效"],
        ),
        # quoted words belong to the citation before them, not to the one behind
        (
            "《民法典》第1034条规定：“自然人的个人信息受法律保护。”《民法典》第1035条：处理个人信息的，应当遵循合法、正当、必要原则。",
            ["现行有效", "现行有效"],
        ),
        # …… leaves out what it likes
        (
            "《民法典》第111条规定：“自然人的个人信息受法律保护……不得非法买卖、提供或者公开他人个人信息。”",
            ["现行有效"],
        ),
        ("《民法典》第111条规定：“任何组织或者个人可以收集、使用、加工、传输他人个人信息”", ["引文有出入"]),
    ],
)
def test_whose_words(civil_code, text, results):
    provision(civil_code, 1200, "依照《民法典》第1034条受到侵害的，受害人可以请求赔偿。")
    assert [result for result, _ in told(text)] == results


def test_words_of_a_repealed_statute_are_no_right_place(civil_code):
    words = "网络运营者应当妥善保管用户留下的各项资料，不得遗失。"
    old = Statute.objects.create(title="旧法", slug="旧法", kind="law", repealed_on=date(2020, 1, 1))
    StatuteVersion.objects.create(
        statute=old, promulgated_on=date(2000, 1, 1), effective_from=date(2000, 1, 1)
    )
    provision(old, 3, words)
    assert [f.quote.right_place for f in findings(f"《民法典》第1034条规定：{words}")] == [None]


@pytest.mark.parametrize("wrong", [1, 12])
def test_all_claims_are_looked_up_at_once(civil_code, django_assert_num_queries, wrong):
    words = "任何组织或者个人需要获取他人个人信息的，应当依法取得并确保信息安全。"
    text = f"《民法典》第1034条规定：{words}\n" * wrong
    found = check(carry(find(text, Statute.objects.lexicon())), TODAY)
    with django_assert_num_queries(
        4
    ):  # older texts; places; their provisions; the versions of their statutes
        judged = with_quotes(text, found, TODAY)
    assert [f.quote.right_place.key for f in judged] == ["111"] * wrong


def test_many_texts_at_once_are_judged_as_each_by_itself(civil_code, django_assert_num_queries):
    words = "任何组织或者个人需要获取他人个人信息的，应当依法取得并确保信息安全。"
    texts = [
        f"《民法典》第1034条规定：{words}",
        "没有引用的一段。",
        f"《民法典》第1034条规定：“{CIVIL_CODE[1034]}”",
        f"甲。《民法典》第1034条规定：{words}",  # what another text says too, of another place in it
    ]
    found = [check(carry(find(text, Statute.objects.lexicon())), TODAY) for text in texts]
    with django_assert_num_queries(4):
        many = with_quotes_many(texts, found, TODAY)
    assert many == [with_quotes(text, some, TODAY) for text, some in zip(texts, found, strict=True)]
    assert [[f.quote.right_place and f.quote.right_place.key for f in some] for some in many] == [
        ["111"],
        [],
        [None],
        ["111"],
    ]


def test_a_text_with_too_many_claims_gains_nothing_from_its_neighbour(civil_code, monkeypatch):
    monkeypatch.setattr("statutes.whereabouts.LOOKED_UP", 1)
    words = "任何组织或者个人需要获取他人个人信息的，应当依法取得并确保信息安全。"
    long = f"《民法典》第1034条规定：本条说的是别的事情，与此毫无关系可言。《民法典》第1034条规定：{words}"
    texts = [long, f"《民法典》第1034条规定：{words}"]
    found = [check(carry(find(text, Statute.objects.lexicon())), TODAY) for text in texts]
    many = with_quotes_many(texts, found, TODAY)
    assert many == [with_quotes(text, some, TODAY) for text, some in zip(texts, found, strict=True)]
    assert [f.quote.right_place for f in many[0]] == [None, None]
