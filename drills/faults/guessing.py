"""Those who guess passwords, and those who claim to be somebody or somewhere else."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from drills.browser import Browser
from drills.faults.ground import Ground, Stage
from drills.faults.row import Found

ADDRESSES, LONG, TRIES = 50, 12, 7  # so many addresses, so many of which try so often
FORGED = "198.51.100."


def many_addresses(stage: Stage, found: Found) -> None:
    """Fifty addresses guess at one lawyer's password, and one address that claims to be fifty; the lawyer logs in meanwhile."""
    with stage.ground("guessing") as ground:
        with ThreadPoolExecutor(6) as pool:
            sources = [(f"127.0.0.{n}", TRIES if n < 2 + LONG else 1) for n in range(2, 2 + ADDRESSES)]
            guesses = pool.map(lambda pair: _guess(ground, *pair), sources)
            victim = Browser(ground.address, source="127.0.1.1", timeout=60)
            entered = victim.log_in("lin", ground.accounts["lin"]["password"])
            statuses = [status for some in guesses for status in some]
        one = _guess(ground, "127.0.0.200", TRIES, forged=True)
        again = Browser(ground.address, source="127.0.1.1", timeout=60).log_in(
            "lin", ground.accounts["lin"]["password"]
        )
        found.say(f"{len(statuses)} guesses from {ADDRESSES} addresses")
        counted = dict(sorted(Counter(statuses).items()))
        found.must(set(counted) <= {200, 429}, f"none got in: answers {counted}")
        found.must(
            LONG <= statuses.count(429) <= 2 * LONG,
            f"who tried on was locked out after 6 ({statuses.count(429)} answers 429)",
        )
        found.must(
            entered.status == again.status == 302,
            f"the lawyer logged in meanwhile ({entered.seconds:.1f} s) and afterwards",
        )
        found.must(one[-1] == 429, "made-up X-Forwarded-For did not help the one who made them up")
        noted = ground.ask("SELECT count(*) FROM firm_auditrecord WHERE action = '登录失败'")
        found.must(noted >= statuses.count(200), f"{noted} failures stand in the record")
        addresses = ground.ask("SELECT count(*) FROM firm_auditrecord WHERE address LIKE %s", f"{FORGED}%")
        found.must(addresses == 0, "under the addresses that nginx saw, not those that were claimed")


def _guess(ground: Ground, source: str, tries: int, *, forged: bool = False) -> list[int]:
    browser = Browser(ground.address, source=source, timeout=60)
    browser.get("/admin/login/")
    sent = {"username": "lin", "next": "/admin/"}
    return [
        browser.post(
            "/admin/login/",
            sent | {"password": f"guess-{n}"},
            **({"X_Forwarded_For": f"{FORGED}{n}"} if forged else {}),
        ).status
        for n in range(tries)
    ]


def claims(stage: Stage, found: Found) -> None:
    """Hosts and addresses that a client makes up."""
    ground = stage.shared
    page = next(path for path in ground.paths if path.startswith("/hf/"))
    wrong = {
        "through nginx": Browser(ground.address, host="evil.example").get(page).status,
        "to a node": Browser(ground.directly, host="evil.example", direct=True).get(page).status,
        "with a port": Browser(ground.directly, host="evil.example:443", direct=True).get("/").status,
    }
    found.must(set(wrong.values()) == {400}, f"another host: {wrong}")
    claimed = {"X_Forwarded_Host": "evil.example", "X_Host": "evil.example", "Forwarded": "host=evil.example"}
    answers = [Browser(ground.address).get(path, **claimed) for path in (page, "/", "/sitemap.xml", "/atom.xml", "/robots.txt", "/admin/login/")]  # fmt: skip
    found.must(
        all(a.status == 200 and b"evil" not in a.body for a in answers), "X-Forwarded-Host appears on no page"
    )
    found.must(
        f'<link rel="canonical" href="https://law.example{page}">'.encode() in answers[0].body,
        "the canonical address is the site's own",
    )
    plain = Browser(ground.directly).get(page)
    found.must(
        plain.status == 301 and plain.headers["location"].startswith("https://law.example/"),
        "without TLS a page leads to https of the same host",
    )


def forged(stage: Stage, found: Found) -> None:
    """Every address: asked for by staff nothing changes; a form without its token, or from another site, is refused."""
    with stage.ground("forged") as ground:
        known = ground.inside("addresses")
        staff = ground.staff("guanli", direct=True)
        before = ground.inside("addresses")["rows"]
        got = {path: staff.get(path) for path in known["addresses"]}
        after = ground.inside("addresses")["rows"]
        changed = [name for name in before if before[name] != after[name]]
        failed = [f"{path} {answer.status}" for path, answer in got.items() if answer.status >= 500]
        answered = sum(answer.status == 200 for answer in got.values())
        found.must(
            not failed and answered > 40,
            f"{len(got)} addresses asked for by an administrator, {answered} answer 200, failed: {failed[:3] or 'none'}",
        )
        found.must(not changed, f"rows that changed by asking: {changed or 'none'}")
        posted = {path: staff.post(path, {"csrfmiddlewaretoken": ""}) for path in known["addresses"]}
        taken = [
            f"{path} {answer.status}"
            for path, answer in posted.items()
            if answer.status not in (403, 404, 405)
        ]
        open_to_all = [one for one in taken if not one.startswith("/preview/")]
        found.must(
            not open_to_all,
            f"posted without a token, not refused: {open_to_all[:4] or 'none'} (an invitation's form has a signature of its own)",
        )
        foreign = [
            path
            for path in known["addresses"]
            if path.startswith("/admin/")
            and staff.post(path, {}, Origin="https://evil.example").status != 403
        ]
        found.must(not foreign, f"from another site, with the token, not refused: {foreign[:4] or 'none'}")
        found.must(ground.inside("addresses")["rows"] == after, "and nothing has changed")
