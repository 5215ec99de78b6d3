"""Rehearses the worst day: all articles deleted and the disk lost, then the site restored to a moment and verified; both ways."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from drills import postgres, table
from drills.archive import Archive
from drills.load import Writers
from drills.postgres import NAME
from drills.processes import SERVER_USER, DrillError, place
from drills.restoring import MEGABYTE, Drill, Report
from drills.site import Node

ARTICLES = 3000
ENOUGH = 500  # megabytes from which on a rate says something
KILLED_AFTER = (0.5, 2)  # seconds
DISASTER = (
    "SET session_replication_role = replica; DELETE FROM articles_article; DELETE FROM articles_revision"
)


def main() -> int:
    """Run it; 0 where everything went as it should."""
    articles = int(os.environ.get("ARTICLES", ARTICLES))
    report = Report()
    with place("restore") as here:
        table.head()
        drill = Drill(here, report, Archive(here))
        drill.begin(articles, int(os.environ.get("BALLAST_MB", 0)))
        first_way(drill)
        second_way(drill)
        controls(drill)
    print()
    print("failed: " + "; ".join(report.failed) if report.failed else "all as it should be")
    return bool(report.failed)


def first_way(drill: Drill) -> None:
    """pgBackRest: backup, a moment, a disaster, the moment again."""
    report, archive, size = drill.report, drill.archive, drill.megabytes()
    _, seconds = report.done(
        "`hefei-backup`: full", lambda: archive.back_up(drill.server, drill.site()), last
    )
    rows, wal, files = (each / MEGABYTE for each in archive.sizes())
    words = f"{rows:,.0f} MB of {size:,.0f} (zstd, encrypted), WAL since the first day {wal:,.0f} MB, files {files:,.0f} MB"
    report.say("… what it takes", f"{words}; {rate(seconds, size)}")
    node = drill.node("node-first")
    early = drill.write_more(node, 10)
    drill.upload()
    report.done("new files copied", lambda: archive.back_up(drill.server, drill.site(), "media"))
    for seconds in KILLED_AFTER:
        archive.back_up_and_kill(drill.server, drill.site(), seconds)
    back_up = lambda: archive.back_up(drill.server, drill.site())  # noqa: E731
    after = "、".join(map(str, KILLED_AFTER))
    report.done(f"`hefei-backup` killed after {after} s, then a differential one", back_up, last)
    with drill.archive_away():
        is_worrying, said = drill.standing()
        report.expect("the archive is away", is_worrying and "归档失败" in said, f"the site says: {said}")
    is_worrying, said = drill.standing()
    report.expect("… and back", not is_worrying, f"the site says: {said}")
    manifest, late = worst_day(drill, node, "pgBackRest")
    best_day(drill, "pgBackRest", archive.restore, manifest, early, late)


def second_way(drill: Drill) -> None:
    """The restored site goes on with pg_basebackup and copied WAL, and has its worst day again."""
    report = drill.report
    drill.archive = Archive(drill.here, "second")
    drill.here.own(drill.here.own(drill.archive.folder, SERVER_USER) / "wal", SERVER_USER)
    drill.again(drill.archive.settings(second_way=True))
    back_up = lambda: drill.archive.back_up(drill.server, drill.site(), way="copy")  # noqa: E731
    _, seconds = report.done("second way: `hefei-backup`", back_up, last)
    words = f"{drill.archive.sizes()[0] / MEGABYTE:,.0f} MB (gzip); {rate(seconds, drill.megabytes())}"
    report.say("… what it takes", words)
    node = drill.node("node-second")
    early = drill.write_more(node, 5)
    manifest, late = worst_day(drill, node, "second way")
    best_day(drill, "second way", drill.archive.restore_copy, manifest, early, late)


def worst_day(drill: Drill, node: Node, way: str) -> tuple[Path, Writers]:
    """A moment with its manifest while lawyers write; then all is lost. The manifest, and who wrote after the moment."""
    report, manifest = drill.report, drill.here.folder / f"{way.replace(' ', '-')}.jsonl"
    with drill.writing(node):
        time.sleep(2)
        options = ["--write-manifest", str(manifest), "--hold-writers"]
        step = f"{way}: the moment, while lawyers write"
        (code, said), _ = report.done(step, lambda: drill.verify(*options), lambda found: last(found[1]))
        is_whole = code == 0
        report.expect(
            "… the manifest", is_whole, f"{manifest.stat().st_size / MEGABYTE:.2f} MB" if is_whole else said
        )
        code, said = drill.verify("--without-media", user=postgres.SITE)
        report.expect("… asked of the running site by its own role", code == 0, last(said))
        time.sleep(2)
    late = drill.write_more(node, 3)
    drill.server.one(DISASTER, name=NAME)
    drill.archived()
    said = drill.standing()[1]
    report.say(
        "… then", f"{late.report.acknowledged} more saved, all articles deleted; the site says: {said}"
    )
    node.process.kill()
    drill.lose()
    return manifest, late


def best_day(
    drill: Drill, way: str, restore: Callable, manifest: Path, early: Writers, late: Writers
) -> None:
    """All is there as of the moment, and nothing of after it."""
    report = drill.report
    moment = json.loads(manifest.read_text("utf-8").partition("\n")[0])["at"].replace("T", " ")
    (_, ready), _ = report.done(
        f"{way}: restored into a new cluster",
        lambda: drill.restored(f"{way.replace(' ', '-')}-new", restore, moment),
        lambda found: f"data there after {found[0]:.1f} s, taking writes after {found[1]:.1f} s",
    )
    size = drill.megabytes()
    many = f"{drill.count('articles_article'):,} articles, {drill.said_of_media()}"
    report.say("… what came", f"{size:,.0f} MB in {rate(ready, size)}; {many}")
    there = drill.server.url(SERVER_USER)
    saved, lost = early.report.acknowledged, len(early.lost(there))
    report.expect("… saved before the moment", saved > 0 == lost, f"{saved} acknowledged, {lost} lost")
    saved, gone = late.report.acknowledged, len(late.lost(there))
    report.expect(
        "… saved after the moment", saved == gone > 0, f"{saved} acknowledged, {saved - gone} there"
    )
    drill.server.one("CREATE EXTENSION IF NOT EXISTS amcheck", name=NAME)
    options = ["--against", str(manifest), "--addresses", "--sample", "0", "--indexes"]
    (code, said), seconds = report.done(
        f"{way}: `verify`", lambda: drill.verify(*options), lambda found: "says:"
    )
    for line in said.splitlines():
        if "已看" not in line:  # how far it is
            report.say("", line.strip())
    report.expect(f"{way}: the restored site is the one of the moment", code == 0, rate(seconds, size))
    drill.addresses_by_a_node()


def rate(seconds: float, megabytes: float) -> str:
    """Seconds a gigabyte, where there is enough to tell: what is small takes as long as its beginning and end."""
    if megabytes < ENOUGH:
        return f"{seconds:.0f} s (too little for a rate)"
    return f"{seconds:.0f} s, {seconds / megabytes * 1024:.0f} s a GB"


CONTROLS = (
    (
        "a body altered",
        "UPDATE articles_article SET body = body || '<p>另一句。</p>' WHERE id = (SELECT max(id) FROM articles_article WHERE state = 'live') RETURNING id",
        ("文章（表 articles_article）编号 {} 的内容变了", "文章 {} 的标题或正文与它的线上版本不同"),
    ),
    (
        "a row of the record altered",
        "UPDATE firm_auditrecord SET reason = '改过' WHERE position = 5 RETURNING position",
        ("第 {} 条记录", "的内容与校验值不符：它被改动过"),
    ),
    (
        "a sequence set back",
        "SELECT setval('articles_revision_id_seq', 7)",
        ("序列 articles_revision_id_seq 停在 {}", "现在退到了 {}"),
    ),
    (
        "an index that is invalid",
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'live_newest'::regclass RETURNING indexrelid::regclass::text",
        ("索引 {} 无效",),
    ),
)


def controls(drill: Drill) -> None:
    """That the drill can fail: each damage done to the restored copy is named by verify."""
    manifest = drill.here.folder / "controls.jsonl"
    drill.verify("--write-manifest", str(manifest))
    for step, damage, sentences in CONTROLS:
        found = drill.server.one(f"SET session_replication_role = replica; {damage}", name=NAME)
        _named(drill, manifest, step, [sentence.format(found) for sentence in sentences], "--without-media")
    _rotten(drill)
    name = min(path for path in (drill.media / "images").iterdir())
    name.unlink()
    _named(drill, manifest, "a picture's file gone", [f"文件 images/{name.name} 不见了"])


def _rotten(drill: Drill) -> None:
    """A copy in the backup that changed by itself is named by the next backup."""
    copy = min((drill.archive.folder / "media/files/images").iterdir())
    content = copy.read_bytes()
    copy.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    try:
        said = drill.archive.back_up(drill.server, drill.site(), way="copy")
    except DrillError as error:
        said = str(error)
    told = [line for line in said.splitlines() if copy.name in line or "的副本内容变了" in line]
    drill.report.expect("control: a copy in the backup altered", len(told) == 2, " ".join(told) or last(said))


def _named(drill: Drill, manifest: Path, step: str, sentences: list[str], *options: str) -> None:
    code, said = drill.verify("--against", str(manifest), *options)
    told = [
        next((line.strip() for line in said.splitlines() if sentence in line), "") for sentence in sentences
    ]
    words = "; ".join(filter(None, told)) or last(said)
    drill.report.expect(f"control: {step}", code == 1 and all(told), words)


def last(said: str) -> str:
    lines = said.strip().splitlines()
    return lines[-1].strip() if lines else "done"


if __name__ == "__main__":
    sys.exit(main())
