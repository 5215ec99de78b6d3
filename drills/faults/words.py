"""Visitors who type what was not meant to be typed: endless and senseless words, SQL."""

import random
from urllib.parse import quote, urlencode

from drills.browser import Browser
from drills.faults.ground import Ground, Stage
from drills.faults.row import Found

WORDS = [
    "长" * 10_000, "a " * 5_000, "%", "_", "%%%%", "' OR 1=1 --", "\0", "网\0贷", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ".*" * 50, "(a+)+$", "[" * 100, "\\" * 100, "第" * 3_000, "第一百二十条之一" * 400, "《" * 2_000, "《民法典》第" + "九" * 2_000 + "条",
    "的", "了 的 是 在", "借款合同 逾期 利息 违约金 " * 60, "<script>alert(1)</script>", "\u202e\u2066\u200b", "🙂" * 500, "NEAR(" * 50, "a & | ! <-> b :*",
]  # fmt: skip
DEEP = ["page=99999", "page=0", "page=-1", "page=abc", "page=" + "9" * 200, "year=99999", "year=x", "tag=0", "tag=9999999999999999999999", "column=x'--", "after=1&before=2", "oldest=x"]  # fmt: skip


def searched(stage: Stage, found: Found) -> None:
    """Words that a search was not made for, and pages far behind."""
    ground = stage.shared
    rng = random.Random(24)  # noqa: S311
    words = WORDS + [
        "".join(
            chr(
                rng.choice(
                    (
                        rng.randrange(32, 127),
                        rng.randrange(0x4E00, 0x9FFF),
                        rng.randrange(0x110000 - 0x2000) or 1,
                    )
                )
            )
            for _ in range(rng.randrange(1, 200))
        )
        for _ in range(60)
    ]
    words = [word.encode("utf-8", "ignore").decode() for word in words]
    paths = [
        f"{place}?q={quote(word)}"
        for word in words
        for place in ("/search/", "/laws/search/", "/search/suggest/")
    ]
    paths += [
        f"{place}?q=%E7%BD%91%E8%B4%B7&{more}" for more in DEEP for place in ("/search/", "/laws/search/")
    ]
    paths += [
        "/search/?q=%ff%fe",
        "/search/?q=%ed%a0%80",
        "/search/?q=%",
        "/search/?q=a&q=b",
        "/search/?q[]=a",
        "/search/",
    ]
    _judge(ground, paths, found, slowest=4.0)


SQL = ["'", "\"", "1'--", "1 OR 1=1", "1;DROP TABLE articles_article", "' UNION SELECT password FROM firm_user--", "1 AND pg_sleep(5)", "'||pg_sleep(5)||'", "(SELECT 1)", "-1", "1e9", "NULL", "$$", "\\", "%27", "title__regex", "password"]  # fmt: skip
PUBLIC = ["/columns/debt/?{}", "/?{}", "/search/?{}", "/laws/?{}", "/laws/search/?{}", "/lawyers/?{}"]
PUBLIC_NAMES = [
    "page",
    "id",
    "p",
    "before",
    "after",
    "oldest",
    "q",
    "year",
    "tag",
    "column",
    "law",
    "on",
    "version",
    "from",
    "to",
]
STAFF = [
    "/admin/articles/article/?{}",
    "/admin/firm/auditrecord/?{}",
    "/admin/firm/user/?{}",
    "/admin/articles/push/?{}",
]
STAFF_NAMES = [
    "o",
    "q",
    "p",
    "state",
    "author",
    "column__id__exact",
    "user__password__startswith",
    "author__user__password__regex",
    "e",
    "_popup",
]


def injected(stage: Stage, found: Found) -> None:
    """Pieces of SQL in every parameter of lists that visitors and staff see, and in addresses."""
    ground = stage.shared
    paths = [
        where.format(urlencode({name: piece}))
        for where in PUBLIC
        for name in PUBLIC_NAMES
        for piece in _some(name)
    ]
    paths += [f"/hf/{quote(piece, safe='')}.html" for piece in SQL] + [
        f"/tags/{quote(piece, safe='')}-x/" for piece in SQL
    ]
    _judge(ground, paths, found, slowest=4.0)
    staff = ground.staff("guanli", direct=True)
    asked = [
        where.format(urlencode({name: piece}))
        for where in STAFF
        for name in STAFF_NAMES
        for piece in _some(name)
    ]
    answers = {path: staff.get(path) for path in asked}
    bad = [
        f"{path} {answer.status}"
        for path, answer in answers.items()
        if answer.status >= 500 or answer.seconds > 4
    ]
    told = [path for path, answer in answers.items() if b"pbkdf2" in answer.body or b"scrypt" in answer.body]
    found.must(not bad and not told, f"staff: {len(asked)} asked, wrong: {bad[:3] or 'none'}")


def _some(name: str) -> list[str]:
    """Six pieces of SQL for a parameter, so that all are tried with some."""
    return random.Random(name).sample(SQL, 6)  # noqa: S311


def _judge(ground: Ground, paths: list[str], found: Found, *, slowest: float) -> None:
    browser = Browser(ground.directly, direct=True)
    answers = {path: browser.get(path) for path in paths}
    bad = [f"{path[:60]} {a.status}" for path, a in answers.items() if a.status >= 500 or not a.status]
    late = [f"{path[:60]} {a.seconds:.1f} s" for path, a in answers.items() if a.seconds > slowest]
    times = sorted(a.seconds for a in answers.values())
    found.must(not bad, f"{len(paths)} asked, failed: {bad[:4] or 'none'}")
    found.must(
        not late,
        f"median {times[len(times) // 2] * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms{f': {late[:3]}' if late else ''}",
    )
