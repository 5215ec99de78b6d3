"""Each page knows the firm, and shows what the firm has filled in."""

import re

import pytest

from firm.models import Firm


def footer(client) -> str:
    html = " ".join(client.get("/privacy/").content.decode().split())
    return re.search(r"<footer.*</footer>", html)[0]


def test_numbers_that_are_not_filled_in_are_not_shown(client, db):
    assert "beian" not in footer(client)


@pytest.mark.parametrize(
    ("field", "number", "link"),
    [
        (
            "icp_number",
            "浙ICP备2026000000号-1",
            '<a href="https://beian.miit.gov.cn/" rel="noopener nofollow">浙ICP备2026000000号-1</a>',
        ),
        (
            "police_number",
            "浙公网安备 33010602000000 号",
            '<a href="https://beian.mps.gov.cn/#/query/webSearch?code=33010602000000" rel="noopener nofollow">'
            "浙公网安备 33010602000000 号</a>",
        ),
    ],
)
def test_numbers_link_to_their_registers(field, number, link, client, db):
    Firm.objects.update(**{field: number})
    assert re.findall(r'<a href="https://beian.*?</a>', footer(client)) == [link]


def test_a_page_that_does_not_speak_of_the_firm_does_not_ask_for_it(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")
