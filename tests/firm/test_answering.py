"""Each request has a number, nginx's where nginx stands in front."""

import re

import pytest
from django.test import RequestFactory

from firm import answering

OURS = re.compile(r"[0-9a-f]{32}")
GIVEN = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, GIVEN, True),
        (0, GIVEN, False),  # nobody of ours can have written it
        (1, "x" * 32, False),  # no number
        (1, GIVEN[:-1], False),
        (1, GIVEN + "\n", False),  # a second line in the log
        (1, GIVEN.upper(), False),  # nginx writes none like it
        (1, "", False),
    ],
)
def test_whose_number_it_is(settings, proxies, given, is_taken):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Request-ID": given})
    token = answering.begin(request)
    number = answering.number()
    answering.end(token)
    assert (number == given, OURS.fullmatch(number) is not None) == (is_taken, True)
    assert (answering.number(), answering.current()) == ("", None)


def test_without_one_it_is_new_each_time():
    numbers = set()
    for _ in range(2):
        token = answering.begin(RequestFactory().get("/"))
        numbers.add(answering.number())
        answering.end(token)
    assert len(numbers) == 2
