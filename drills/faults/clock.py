"""Clocks that are wrong: that of a node, that of the database, that of somebody's phone."""

import glob
import time

from drills.browser import Browser
from drills.faults.ground import Ground, Stage
from drills.faults.row import Found
from drills.processes import DrillError
from drills.site import Node, get

DAY = 86_400


def jumped(stage: Stage, found: Found) -> None:
    """A node whose clock is a day ahead, then a day behind, then a database two days ahead: what is to come out when is the database's matter."""
    with stage.ground("clock") as ground:
        pk = ground.ask("SELECT article_id FROM articles_storedpage ORDER BY article_id DESC LIMIT 1")
        title = ground.ask("SELECT title FROM articles_article WHERE id = %s", pk)
        ground.ask("UPDATE articles_article SET published_at = now() + interval '12 hours' WHERE id = %s", pk)
        for name, offset in {"a day ahead": DAY, "a day behind": -DAY}.items():
            node = _node(ground, f"node{offset}", offset)
            where = f"http://127.0.0.1:{node.port}"
            seen = get(f"{where}/hf/{pk}.html", X_Forwarded_Proto="https")
            lists = [
                get(f"{where}{path}", X_Forwarded_Proto="https")
                for path in ("/", "/columns/debt/", "/atom.xml", "/sitemap.xml")
            ]
            is_hidden = seen.status in (404, 410) and all(
                a.status == 200 and title.encode() not in a.body for a in lists
            )
            found.must(is_hidden, f"a node {name}: what comes out in 12 hours is not shown ({seen.status})")
            browser = Browser(where, direct=True)
            entered = browser.log_in("lin", ground.accounts["lin"]["password"]).status
            found.must(
                (entered, browser.get("/admin/").status) == (302, 200), "a lawyer logs in there and stays in"
            )
            answer = get(f"{where}/hf/{pk - 1}.html", X_Forwarded_Proto="https")
            found.must(answer.status in (200, 404, 410), f"other pages answer {answer.status}")
            node.process.stop()
        before = get(f"{ground.directly}/hf/{pk}.html", X_Forwarded_Proto="https").status
        ground.server.stop()
        ground.server.environment = faked(
            2 * DAY, "libfaketime.so.1"
        )  # of one thread, as each of its processes
        ground.server.start()
        time.sleep(2)
        after = [get(f"{ground.directly}/hf/{pk}.html", X_Forwarded_Proto="https") for _ in range(2)][-1]
        found.must(
            before in (404, 410) and after.status == 200,
            f"the database two days ahead: {before} becomes {after.status}",
        )
        found.must(
            Browser(ground.directly, direct=True).log_in("shen", ground.accounts["shen"]["password"]).status
            == 302,
            "people log in",
        )
        ground.server.stop()
        ground.server.environment = {}
        ground.server.start()
        time.sleep(2)
        again = [get(f"{ground.directly}/hf/{pk}.html", X_Forwarded_Proto="https") for _ in range(2)][-1]
        found.must(
            again.status in (404, 410),
            f"its clock put right, the page waits for its hour again ({again.status})",
        )


OFFSETS = {0: True, 20: True, -20: True, 300: False, -300: False}  # seconds; whether a phone's code is taken


def second_factor(stage: Stage, found: Found) -> None:
    """The codes of a phone whose clock is right, at nodes whose clocks are not; each code once."""
    with stage.ground("factor", nodes=0) as ground:
        for offset, is_taken in OFFSETS.items():
            node = _node(ground, f"node{offset}", offset)
            ground.ask(
                "UPDATE otp_totp_totpdevice SET last_t = -1, throttling_failure_count = 0, throttling_failure_timestamp = NULL"
            )
            code = ground.code("shenhe", time.time())
            first, second = _enter(ground, node, code), _enter(ground, node, code)
            found.must(
                first == is_taken and not second,
                f"{offset:+} s: {'taken' if first else 'refused'}, the same code again {'taken' if second else 'refused'}",
            )
            if offset == 0:
                recovery = ground.accounts["shenhe"]["recovery_codes"][0]
                ground.ask(
                    "UPDATE otp_totp_totpdevice SET throttling_failure_count = 0, throttling_failure_timestamp = NULL"
                )
                once, twice = _enter(ground, node, recovery), _enter(ground, node, recovery)
                found.must(once and not twice, "a recovery code: once")
                wrong = Browser(f"http://127.0.0.1:{node.port}", direct=True)
                wrong.log_in("shenhe", ground.accounts["shenhe"]["password"])
                found.must(wrong.get("/admin/").status == 302, "who has given the password alone is not in")
            node.process.stop()


def _enter(ground: Ground, node: Node, code: str) -> bool:
    """Whether somebody with the password and this code is let in."""
    browser = Browser(f"http://127.0.0.1:{node.port}", direct=True)
    if browser.log_in("shenhe", ground.accounts["shenhe"]["password"]).status != 302:
        raise DrillError("the password of shenhe was not taken")
    return browser.post("/admin/login/code/", {"code": code}).status == 302


def _node(ground: Ground, name: str, offset: int) -> Node:
    node = Node(ground.here, name, ground.environment | (faked(offset) if offset else {}))
    node.start()
    return node


def faked(offset: int, library: str = "libfaketimeMT.so.1") -> dict[str, str]:
    """The environment of a process whose clock is so many seconds off. Raises DrillError without faketime."""
    libraries = glob.glob(f"/usr/lib/*/faketime/{library}")
    if not libraries:
        raise DrillError("faketime is not on this machine (Debian: apt install faketime)")
    return {"LD_PRELOAD": libraries[0], "FAKETIME": f"{offset:+}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
