"""What happens to PostgreSQL under the site: restarted, full of connections, locked, only read, gone, damaged."""

import subprocess
import threading
import time
from contextlib import closing
from uuid import uuid4

import psycopg2

from drills.browser import Browser
from drills.faults.ground import Ground, Stage
from drills.faults.row import Found
from drills.faults.wrk import DIRECT, Wrk
from drills.load import AUTOSAVE
from drills.postgres import binaries
from drills.processes import SERVER_USER, as_user, until
from drills.site import Answer

SEARCHES = ("/search/?q=%E7%BD%91%E8%B4%B7", "/laws/search/?q=%E5%80%9F%E6%AC%BE")
NOT_SAVED = "这一次没有保存".encode()


def restarted(stage: Stage, found: Found) -> None:
    """PostgreSQL ends as in a crash, three times, while people read and write."""
    with stage.ground("restarted") as ground:
        with (
            ground.readers(30) as through,
            ground.readers(20, direct=True) as direct,
            ground.writers(8) as writers,
        ):
            for _ in range(3):
                time.sleep(4)
                ground.server.stop("immediate")
                time.sleep(1)
                ground.server.start()
            until("writers write again", lambda: writers.report.acknowledged and _is_up(ground), 20)
            time.sleep(3)
        lost = writers.lost(ground.server.url())
        found.say(
            f"through nginx {through.report}; straight to the node {direct.report}; writers {writers.report}"
        )
        found.must(set(direct.report.failed) <= {503}, "what could not be answered was 503")
        found.must(
            not through.report.failed or set(through.report.failed) == {503},
            "through nginx kept pages or 503",
        )
        found.must(
            through.report.traces + direct.report.traces + writers.report.traces == 0, "no inside shown"
        )
        found.must(
            not lost and writers.report.acknowledged > 20,
            f"{len(lost)} of {writers.report.acknowledged} acknowledged writes lost",
        )
        found.must(_is_up(ground), "the next request is answered")


def connections_used_up(stage: Stage, found: Found) -> None:
    """Somebody else has taken nearly all connections that PostgreSQL has, while many read; then they let go."""
    with stage.ground("connections", max_connections="24", superuser_reserved_connections="3") as ground:
        asked = [*SEARCHES, *ground.paths[:10]]
        others = [psycopg2.connect(ground.server.url()) for _ in range(19)]
        counted = Wrk(ground.here, ground.directly, asked, 8, connections=40, headers=DIRECT).result()
        for other in others:
            other.close()
        found.say(f"40 at once, 2 connections free: {counted}")
        found.must(set(counted.statuses) <= {200, 503}, "200 or 503, nothing else")
        found.must(counted.statuses.get(503, 0) > 0, "some had to be refused")
        found.must(counted.p99 < 5, "nobody waited longer than 5 s")
        time.sleep(1)
        after = Wrk(ground.here, ground.directly, asked, 5, connections=16, headers=DIRECT).result()
        found.must(after.failed == 0, f"when the others have let go: {after}")


def locked(stage: Stage, found: Found) -> None:
    """Somebody holds a table, then a row; then two who wait for each other."""
    with stage.ground("locked") as ground:
        lawyer = ground.lawyer()
        with closing(psycopg2.connect(ground.server.url("hefei_owner"))) as other:
            cursor = other.cursor()
            cursor.execute("LOCK TABLE articles_workingcopy, articles_revision IN ACCESS EXCLUSIVE MODE")
            with ground.readers(20) as readers:
                answers = [autosave(lawyer) for _ in range(3)]
                waited = max(answer.seconds for answer in answers)
            other.rollback()
        found.must(
            [a.status for a in answers] == [503] * 3 and waited < 8, f"a table held: 503 after {waited:.1f} s"
        )
        found.must(NOT_SAVED in answers[0].body, "which says in Chinese that nothing was saved")
        found.must(not readers.report.failed, f"visitors meanwhile: {readers.report}")
        found.must(autosave(lawyer).status == 200, "let go, the next save is kept")
        status, seconds = _deadlock(ground, lawyer)
        found.must(
            status == 503 and seconds < 8,
            f"a deadlock: the site's side gives way after {seconds:.1f} s with {status}",
        )
        found.must(autosave(lawyer).status == 200, "the next try is kept")


def _deadlock(ground: Ground, lawyer: Browser) -> tuple[int, float]:
    """The site holds an article and wants a working copy; another session the other way round, and is patient."""
    article = ground.ask(
        "SELECT pk FROM (SELECT r.article_id AS pk FROM articles_revision r JOIN articles_article a ON a.id=r.article_id JOIN firm_lawyer l ON l.id=a.author_id JOIN firm_user u ON u.id=l.user_id WHERE u.username='lin' ORDER BY 1 LIMIT 1) x"
    )
    key = uuid4().hex
    if autosave(lawyer, key=key, article=str(article)).status != 200:
        return 0, 0.0
    answers = []
    with closing(psycopg2.connect(ground.server.url("postgres"))) as other:
        cursor = other.cursor()
        cursor.execute("SET deadlock_timeout = '30s'")
        cursor.execute("SELECT 1 FROM articles_workingcopy WHERE key = %s FOR UPDATE", [key])
        asking = threading.Thread(
            target=lambda: answers.append(autosave(lawyer, key=key, article=str(article), serial="2"))
        )
        asking.start()
        until(
            "the site waits",
            lambda: ground.ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"),
            5,
            0.02,
        )
        cursor.execute("SELECT 1 FROM articles_article WHERE id = %s FOR UPDATE", [article])
        asking.join()
        other.rollback()
    return answers[0].status, answers[0].seconds


def only_read(stage: Stage, found: Found) -> None:
    """PostgreSQL takes no writes, as in the moments of a failover."""
    with stage.ground("read-only") as ground:
        lawyer = ground.lawyer()
        before = autosave(lawyer)
        _read_only(ground, "on")
        with ground.readers(20) as readers, ground.readers(10, direct=True) as direct:
            time.sleep(2)
            tried, form = (
                autosave(lawyer),
                lawyer.post("/admin/articles/article/add/", {"title": "只读时写的"}),
            )
            desk = lawyer.get("/admin/")
            time.sleep(2)
        found.must(before.status == 200, "before, an autosave is kept")
        found.must(
            not readers.report.failed and not direct.report.failed,
            f"visitors: {readers.report}; straight to the node {direct.report}",
        )
        found.must(
            tried.status == 503 and "retry-after" in tried.headers,
            f"an autosave: {tried.status} with Retry-After, which the editor's script takes as a broken line: it keeps the text and tries again",
        )
        found.must(
            form.status == 503 and NOT_SAVED in form.body,
            f"a form: {form.status}, and the page says that nothing was saved and how the text is had back",
        )
        found.must(desk.status == 200, f"the desk is still shown: {desk.status}")
        _read_only(ground, "off")
        found.must(
            autosave(lawyer).status == 200, "afterwards the next autosave is kept, in the same session"
        )


def stopped(stage: Stage, found: Found) -> None:
    """PostgreSQL is not there at all: the pages that say so must not need it."""
    with stage.ground("stopped") as ground:
        kept = ground.paths[0]
        through, node = Browser(ground.address), Browser(ground.directly, direct=True)
        warm = through.get(kept)
        time.sleep(1.5)
        ground.server.stop("immediate")
        asked = ["/hf/999999.html", "/nowhere/", "/search/?q=a", "/admin/", "/preview/abc/", "/laws/"]
        answers = {path: node.get(path) for path in asked}
        posted = node.post("/admin/login/", {"username": "lin", "password": "x"})
        bad = node._ask("GET", "/", None, {"Host": "evil.example"})
        statuses = {path: answer.status for path, answer in answers.items()}
        found.must(set(statuses.values()) <= {503, 302}, f"straight to the node: {statuses}")
        texts = [a.body.decode() for a in [*answers.values(), posted] if a.status == 503]
        found.must(
            all('lang="zh' in text and "Traceback" not in text for text in texts),
            "each page is whole, in Chinese, without anything of the inside",
        )
        found.must(
            all(a.seconds < 5 for a in answers.values()),
            f"the slowest after {max(a.seconds for a in answers.values()):.1f} s",
        )
        found.must(posted.status in (403, 503), f"a login: {posted.status}")
        found.must(bad.status == 400, f"a wrong host: {bad.status}")
        found.must(node.get("/healthz").status in (200, 301), "the process says that it lives")
        shown = through.get(kept)
        found.must(
            (warm.status, shown.status) == (200, 200) and shown.body == warm.body,
            "nginx shows the page that it kept",
        )
        found.must(through.get("/hf/999998.html").status == 503, "and of others its own 503")
        ground.server.start()
        until("the node answers again", lambda: node.get("/laws/").status == 200, 10)
        found.say("started again, it answers by itself")


def damaged(stage: Stage, found: Found) -> None:
    """A page of a copy of the data is changed on the disk: is it noticed?"""
    with stage.ground("damaged", nodes=0) as ground:
        table = ground.data_file("articles_article")
        index = ground.data_file("articles_article_pkey")
        ground.server.stop()
        for file in (table, index):
            _flip(file)
        checked = _says(ground, "pg_checksums", "--check", "-D", ground.server.data)
        found.must(
            "bad checksums" in checked.lower() or "checksum verification failed" in checked.lower(),
            "pg_checksums finds both pages"
            if checked.count("verification failed") >= 2
            else f"pg_checksums: {checked[-200:]}",
        )
        ground.server.start()
        amcheck = _says(
            ground,
            "pg_amcheck",
            "-h",
            "127.0.0.1",
            "-p",
            str(ground.server.port),
            "-U",
            "postgres",
            "--install-missing",
            "-d",
            "hefei",
            "-t",
            "articles_article",
        )
        found.must(
            "checksum" in amcheck or "corrupt" in amcheck or "invalid page" in amcheck,
            "pg_amcheck names the table",
        )
        dumped = _says(
            ground,
            "pg_dump",
            "-h",
            "127.0.0.1",
            "-p",
            str(ground.server.port),
            "-U",
            "postgres",
            "-f",
            "/dev/null",
            "hefei",
        )
        found.must(
            "invalid page" in dumped or "could not read" in dumped,
            "a backup by pg_dump fails loudly instead of leaving rows out",
        )


def _says(ground: Ground, name: str, *arguments) -> str:
    done = subprocess.run(
        [*as_user(SERVER_USER), str(binaries() / name), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    return f"{done.stdout}{done.stderr}" if done.returncode else ""


def _flip(file) -> None:
    with file.open("r+b") as page:
        page.seek(4096)
        byte = page.read(1)[0]
        page.seek(4096)
        page.write(bytes([byte ^ 0xFF]))


def _read_only(ground: Ground, value: str) -> None:
    ground.ask(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
    ground.ask("SELECT pg_reload_conf()")
    time.sleep(0.5)


def autosave(browser: Browser, **changes: str) -> Answer:
    """What the site answers to the window of a lawyer that saves what is typed, of a new article unless changes say otherwise."""
    key = uuid4().hex
    sent = {
        "key": key,
        "tab": key,
        "serial": "1",
        "seen": "0",
        "article": "",
        "title": key,
        "body": f"<p>{key}</p>",
    }
    sent |= changes
    return browser.post(AUTOSAVE, sent | {"tab": sent["key"]})


def _is_up(ground: Ground) -> bool:
    return Browser(ground.directly, direct=True).get("/laws/").status == 200
