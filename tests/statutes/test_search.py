"""Searching the law by name, address and question."""

import pytest

from statutes.models import StatuteAlias
from statutes.search import search
from statutes.searching import index

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(civil_code, notice_of_2017):
    StatuteAlias.objects.create(statute=notice_of_2017, name="现金贷新规")
    index.refresh()


def found(query: str) -> list[str]:
    return [str(hit.provision or hit.statute) for hit in search(query)]


CODE, NOTICE = "《中华人民共和国民法典》", "《关于规范整顿“现金贷”业务的通知》"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("民法典", [CODE]),
        ("《中华人民共和国民法典》", [CODE]),
        ("现金贷新规", [NOTICE]),  # an alias that staff entered
        ("整治办函〔2017〕141号", [NOTICE]),  # its number
        ("整治办函[2017] 141号", [NOTICE]),
        ("民法典1034", [f"{CODE}第1034条"]),
        ("民法典 1034条", [f"{CODE}第1034条"]),
        ("民法典第一千零三十四条", [f"{CODE}第1034条"]),
        ("民法典１０３４条第二款", [f"{CODE}第1034条"]),
        ("《民法典》第1034条、第1035条", [f"{CODE}第1034条", f"{CODE}第1035条"]),
        ("民法典9999", [CODE]),  # no such article: the statute itself
        ("某某法第3条", []),  # nobody knows it
    ],
)
def test_names_and_addresses(library, query, expected):
    assert found(query) == expected


def test_a_part_of_a_name_and_what_is_said_of_it(library):
    assert found("现金贷") == [NOTICE]


def test_a_question(library):
    assert found("个人的健康信息和行踪受保护吗")[0] == f"{CODE}第1034条"


def test_an_address_within_a_question_comes_first(library):
    assert found("民法典第1035条说的过度处理")[0] == f"{CODE}第1035条"


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\0",
        "\ud800",
        "%",
        "_%'\"\\;--",
        "，。！？",
        "一" * 10_000,
        "第" * 10_000,
        "《" * 10_000,
        "民法典" * 3_000,
        "民法典" + "9" * 500,
        "民法典第十百条",
        "a" * 10_000,
        "👩‍⚖️",
        "民法典第1条之九十九第9999款",
        "民法典1条第99999款",
    ],
)
def test_no_query_is_an_error(library, query):
    assert len(search(query)) <= 50


def test_a_limit(library):
    assert len(search("个人信息", 2)) == 2
