"""The site's own work in danger: publishing killed, the minute's command twice at once, articles that break it, an import killed."""

import json
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg2

from drills.faults.ground import Ground, Stage
from drills.faults.row import Found
from drills.processes import Process
from drills.site import ROOT, get

KILLS = 30
STEPS = {"articles_storedpage": "article_id", "articles_statutereference": "article_id", "articles_searchdocument": "article_id"}  # fmt: skip


def publishing_killed(stage: Stage, found: Found) -> None:
    """A process that publishes is killed with -9 at thirty random moments; after each: all or nothing, and the repeat finishes it."""
    with stage.ground("killed-publishing", more={"INDEXNOW_KEY": "0123456789abcdef"}) as ground:
        told = ground.inside("killed", str(KILLS))
        found.say(", ".join(f"{words} {many}" for words, many in told["told"].items()))
        found.must(
            told["told"].get("killed before it was committed", 0) > 3,
            f"of {KILLS}, within {told['seconds']:.2f} s each",
        )
        found.must(
            not told["wrong"],
            f"halves after a kill or a repeat: {told['wrong'][:3] or 'none'} (article, revision, references, index, tags, copies, record, page, pushes)",
        )
        answers = [get(f"{ground.address}/hf/{pk}.html").status for pk in told["pks"]]
        found.must(set(answers) == {200}, f"{len(answers)} pages answer")
        found.must("完好" in ground.manage("verify_audit"), "the record's chain is whole")


def twice_at_once(stage: Stage, found: Found) -> None:
    """Three of the minute's commands begin at the same moment with the same work."""
    with stage.ground("twice", nodes=0) as ground:
        made = ground.inside("minute", "prepare", "12")
        runs = [_run_due(ground, f"run-{n}") for n in range(3)]
        statuses = [run.running.wait() for run in runs]
        found.must(statuses == [0, 0, 0], f"3 runs at once ended with {statuses}{_why(runs, statuses)}")
        left = ground.inside("minute", "look", *map(str, made["pks"]))
        found.must(
            not left,
            f"{len(made['pks'])} articles released, checked, rendered, indexed once each; not so: {left or 'none'}",
        )
        mails = ground.ask("SELECT count(*) - count(DISTINCT (to_id, subject, text)) FROM firm_mail")
        found.must(mails == 0, "no mail was written twice")
        found.must(
            ground.ask("SELECT count(*) FROM firm_mail WHERE sent_at IS NULL") == 0, "all mails went out"
        )


def poisoned(stage: Stage, found: Found) -> None:
    """Whatever is stored for one article fails: its page, its references, its place in the index."""
    with stage.ground("poison") as ground:
        pks = ground.inside("minute", "prepare", "6")["pks"]
        bad, *good = pks
        for table, column in STEPS.items():
            _refuse(ground, table, column, bad)
        run = _run_due(ground, "run")
        status = run.running.wait()
        left = ground.inside("minute", "look", *map(str, good))
        found.must(
            not left, f"{len(good)} others released, checked, rendered, indexed; not so: {left or 'none'}"
        )
        found.must(status == 1, f"the command ends with {status}, for the timer's log")
        desk = ground.staff().get("/admin/").body.decode()
        found.must(
            "有事没有办成" in desk and f"（{bad}）" in desk, "staff see which article and what of it failed"
        )
        found.must(get(f"{ground.address}/hf/{bad}.html").status == 200, "its page is still read")
        for table in STEPS:
            ground.ask(f"DROP TRIGGER poison ON {table}")
        ground.ask("UPDATE articles_searchtask SET due_at = now()")
        status = _run_due(ground, "again").running.wait()
        left = ground.inside("minute", "look", str(bad))
        desk = ground.staff().get("/admin/").body.decode()
        found.must(
            status == 0 and not left and "有事没有办成" not in desk,
            f"mended, the next run does it all and the note goes ({status}, {left or 'nothing left'})",
        )


def _refuse(ground: Ground, table: str, column: str, pk: int) -> None:
    """Let the database refuse whatever is stored there for an article."""
    ground.ask(
        "CREATE OR REPLACE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'poison'; END $$"
    )
    ground.ask(f"CREATE TRIGGER poison BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW WHEN (NEW.{column} = {pk}) EXECUTE FUNCTION poison()")  # fmt: skip


def _run_due(ground: Ground, name: str) -> Process:
    return ground.here.start(
        name, [sys.executable, ROOT / "manage.py", "run_due"], environment=ground.environment
    )


def _why(runs: list[Process], statuses: list[int]) -> str:
    return "".join(f": {run.tail(2)}" for run, status in zip(runs, statuses, strict=True) if status)


RECORDS, IMPORT_KILLS = 4000, 8


def import_killed(stage: Stage, found: Found) -> None:
    """An import is killed with -9 at random moments and resumed until it is done; then every record is compared with its source."""
    with stage.ground("import", nodes=0) as ground:
        source = _source(ground.here.folder / "archive.jsonl")
        rng, killed, told = random.Random(29), 0, ""  # noqa: S311
        for turn in range(IMPORT_KILLS * 3):
            resume = ["--resume"] if ground.ask("SELECT count(*) FROM articles_importrun") else []
            run = _import(ground, turn, source, resume)
            if _ends(run, rng.uniform(1.5, 5) if killed < IMPORT_KILLS else 300):
                told = run.tail(3)
                break
            run.kill()
            killed += 1
        found.must(
            run.running.poll() == 0 and killed >= 3,
            f"killed {killed} times, then it came to its end: {told.splitlines()[-1] if told else ''}",
        )
        again = _import(ground, 99, source, ["--again"]).running.wait()
        wrong = _compare(ground, source)
        found.must(
            not wrong,
            f"{RECORDS} records compared with the source (number, title, body, day, tags, old address), different: {wrong[:3] or 'none'}",
        )
        twice = ground.ask(
            "SELECT count(*) - count(DISTINCT article_id) FROM articles_revision WHERE article_id >= 500000 AND article_id < 600000"
        )
        found.must(twice == 0 and again == 0, "imported once more, nothing is there twice")


def _ends(process: Process, within: float) -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.running.wait(within)
        return True
    return False


def _import(ground: Ground, turn: int, source: Path, more: list[str]) -> Process:
    command = [
        sys.executable,
        ROOT / "manage.py",
        "import_articles",
        source,
        "--author",
        "林知远",
        "--notice",
        "本所原创",
        *more,
    ]
    return ground.here.start(f"import-{turn}", command, environment=ground.environment)


def _source(path: Path) -> Path:
    rows = ({"number": 500_000 + n, "title": f"第{n}篇：借款到期以后", "body": f"<p>第{n}篇。依据《民法典》第六百七十五条，应当按期返还。</p>",
             "column": "金融债务", "author": "林知远", "tags": ["征信", f"演练{n % 7}"], "published_at": "2020-01-01T08:00:00",
             "addresses": [f"/old/{n}.html"]} for n in range(RECORDS))  # fmt: skip
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


ROWS = """
SELECT a.id, a.title, r.body, to_char(a.published_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS'),
    (SELECT array_agg(t.name ORDER BY t.name) FROM articles_taggedarticle x JOIN articles_tag t ON t.id = x.tag_id WHERE x.content_object_id = a.id),
    (SELECT array_agg(o.old ORDER BY o.old) FROM articles_oldaddress o WHERE o.article_id = a.id)
FROM articles_article a JOIN articles_revision r ON r.article_id = a.id WHERE a.id >= 500000 AND a.id < 600000
"""


def _compare(ground: Ground, source: Path) -> list[str]:
    asked = psycopg2.connect(ground.server.url())
    try:
        with asked.cursor() as cursor:
            cursor.execute(ROWS)
            there = {row[0]: row[1:] for row in cursor.fetchall()}
    finally:
        asked.close()
    wrong = []
    for line in source.read_text("utf-8").splitlines():
        row = json.loads(line)
        wanted = (row["title"], row["body"], row["published_at"], sorted(row["tags"]), row["addresses"])
        if (found := there.pop(row["number"], None)) != wanted:
            wrong.append(f"{row['number']}: {found}")
    return wrong + [f"{number}: not in the source" for number in there]
