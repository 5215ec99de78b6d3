"""Who holds an answer already is not sent it again, by one rule for everything that is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.utils.http import http_date

from firm import conditional

DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER, EARLIER = (http_date((DAY + days * timedelta(days=1)).timestamp()) for days in (1, -1))
HEADERS = {
    "ETag": '"a"',
    "Cache-Control": "public",
    "Last-Modified": http_date(DAY.timestamp()),
    "X-Of-Ours": "1",
}

CASES = {  # what a client sends: the status by tag alone, and where the date counts, too
    "nothing": ({}, 200, 200),
    "the tag": ({"if-none-match": '"a"'}, 304, 304),
    "the tag made weak on the way": ({"if-none-match": 'W/"a"'}, 304, 304),
    "several tags": ({"if-none-match": '"b", "a"'}, 304, 304),
    "any tag": ({"if-none-match": "*"}, 304, 304),
    "another tag": ({"if-none-match": '"b"'}, 200, 200),
    "a date": ({"if-modified-since": LATER}, 200, 304),
    "an older date": ({"if-modified-since": EARLIER}, 200, 200),
    "nonsense for a date": ({"if-modified-since": "gestern"}, 200, 200),
    "another tag and a date: the tag counts": (
        {"if-none-match": '"b"', "if-modified-since": LATER},
        200,
        200,
    ),
    "the tag and an older date: the tag counts": (
        {"if-none-match": '"a"', "if-modified-since": EARLIER},
        304,
        304,
    ),
    "only if it is another": ({"if-match": '"b"'}, 412, 412),
}


@pytest.mark.parametrize(("sent", "by_tag", "by_date"), CASES.values(), ids=CASES)
def test_what_a_client_is_sent(sent, by_tag, by_date, rf):
    for modified, status in ((None, by_tag), (DAY, by_date)):
        made = []
        response = conditional.unless_held(
            rf.get("/", headers=sent),
            HEADERS,
            lambda made=made: made.append(1) or HttpResponse(b"x"),
            modified,
        )
        assert (response.status_code, len(made)) == (status, 1 if status == 200 else 0)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, {*HEADERS, "Content-Type"}),
        ({"if-none-match": '"a"'}, {"ETag", "Cache-Control", "Last-Modified"}),
        ({"if-match": '"b"'}, {"Content-Type"}),  # or nginx would show it to others for a second
    ],
    ids=["200", "304", "412"],
)
def test_which_headers_it_bears(sent, said, rf):
    response = conditional.unless_held(rf.get("/", headers=sent), HEADERS, lambda: HttpResponse(b"x"))
    assert set(dict(response.items())) == said


def test_the_tag_is_of_the_bytes(rf):
    one, other = (conditional.whole(rf.get("/"), content, "text/plain") for content in (b"1", b"2"))
    assert (one["ETag"] != other["ETag"], len(one["ETag"])) == (True, 34)
    again = conditional.whole(rf.get("/", headers={"if-none-match": one["ETag"]}), b"1", "text/plain", DAY)
    assert (again.status_code, again.content, again["Last-Modified"]) == (
        304,
        b"",
        http_date(DAY.timestamp()),
    )
