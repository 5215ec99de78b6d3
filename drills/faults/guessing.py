"""Those who guess passwords, and those who claim to be somebody or somewhere else."""

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
        found.must(set(statuses) == {200, 429}, "none got in")
        found.must(
            statuses.count(429) == LONG,
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
