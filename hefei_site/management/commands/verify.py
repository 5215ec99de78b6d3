"""Verify that the site is whole, as after it was restored; write down what there is, or compare with what was."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from firm.verifying import structure, tables
from firm.verifying.comparing import Comparison
from firm.verifying.facts import ManifestError, read
from hefei_site.verifying.addresses import Addresses
from hefei_site.verifying.checking import Check, Done, Step
from hefei_site.verifying.moment import one_moment
from hefei_site.verifying.progress import Progress, clear

SAMPLE = 1000
UNKNOWN = 2  # the exit code where it could not be found out


class Command(BaseCommand):
    help = (
        "核对网站的数据是否完好（只读，可在运行中的网站上做）：每张表的行数和每一行的校验值、线上正文与发布的版本、"
        "序列、操作记录的链、约束和索引和触发器、图片文件；加 --addresses 还逐个访问公开的网址。"
        "退出码：0 完好，1 有问题（逐条列出），2 没能核对。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--write-manifest", type=Path, metavar="文件", help="把现有的一切写成清单（每行一条 JSON）。"
        )
        parser.add_argument("--against", type=Path, metavar="文件", help="与以前写的清单比较，指出不同之处。")
        parser.add_argument(
            "--hold-writers", action="store_true",
            help="取清单的那一刻让写入等几毫秒，恢复到那一刻时才能一行不差；要以表的拥有者身份运行。",
        )  # fmt: skip
        parser.add_argument(
            "--without-media", action="store_true", help="不读图片文件（在对象存储上时很慢）。"
        )
        parser.add_argument("--addresses", action="store_true", help="也访问公开的网址。")
        parser.add_argument(
            "--sample", type=int, default=SAMPLE, metavar="个数",
            help=f"每类网址抽查几个（每天换一批），默认 {SAMPLE}；0 是全部。",
        )  # fmt: skip
        parser.add_argument(
            "--indexes",
            action="store_true",
            help="也用 amcheck 扩展通读所有 B 树索引（要有扩展和使用它的权限）。",
        )

    def handle(self, *, write_manifest, against, **options):
        try:
            wrong = self._verify(write_manifest, against, options)
        except ManifestError as error:
            raise CommandError(str(error), returncode=UNKNOWN) from error
        except FileNotFoundError as error:
            raise CommandError(f"没有文件或文件夹 {error.filename}。", returncode=UNKNOWN) from error
        except OSError as error:
            raise CommandError(f"{error.filename}：{error.strerror}", returncode=UNKNOWN) from error
        except DatabaseError as error:
            raise CommandError(f"没能核对完：{str(error).strip()}", returncode=UNKNOWN) from error
        if wrong:
            raise CommandError(f"有 {wrong:,} 处不对，见上。")
        self.stdout.write("完好。")

    def _verify(self, target: Path | None, against: Path | None, options: dict) -> int:
        expected = Comparison.with_manifest(read(against)) if against else None
        schema = structure.amcheck() if options["indexes"] else None
        if options["indexes"] and not schema:
            raise CommandError(
                "不能用 amcheck：请由超级用户在这个数据库里 CREATE EXTENSION amcheck，并以超级用户运行或授予 EXECUTE。",
                returncode=UNKNOWN,
            )
        hold = [table.name for table in tables.tables()] if options["hold_writers"] else []
        with _whole(target) as manifest, one_moment(hold) as moment:
            self.stdout.write(f"核对的时刻：{timezone.localtime(moment.at).isoformat(' ')}")
            check = Check(manifest, expected, not options["without_media"], self._following)
            wrong = sum(self._told(done) for done in check.run(moment))
        if schema:
            broken = Step("索引通读", lambda progress: structure.broken_indexes(schema, progress), "个")
            wrong += self._told(Check(following=self._following).done(broken))
        return wrong + (self._addresses(options["sample"]) if options["addresses"] else 0)

    def _addresses(self, sample: int) -> int:
        asked = Addresses(sample, self._following("网址"))
        step = Step("网址", lambda progress: asked.findings(), "个")
        done = Check().done(step)
        wrong = self._told(Done(step, asked.asked, done.seconds, done.findings))
        self.stdout.write(
            f"  其中公开的文章 {asked.articles:,} 篇，{asked.kept:,} 篇的网页已存好、现在有效。"
        )
        return wrong

    def _told(self, done: Done) -> int:
        """Say what a step found; how many things are wrong."""
        clear(sys.stderr)
        rate = f"，每秒 {done.many / done.seconds:,.0f}" if done.many > 1000 else ""
        looked = f"{done.many:,} {done.step.unit}，" if done.many else ""
        words = f"{done.wrong:,} 处不对" if done.wrong else "完好"
        self.stdout.write(f"{done.step.name}：{looked}{words}（{done.seconds:.1f} 秒{rate}）")
        for finding in done.findings:
            self.stdout.write(f"  {'✗' if finding.is_wrong else '·'} {finding.sentence}")
        return done.wrong

    def _following(self, what: str) -> Progress:
        return Progress(sys.stderr, what)


@contextmanager
def _whole(path: Path | None) -> Iterator:
    """A file that gets its name only when it is whole; nothing where none is wanted."""
    if path is None:
        yield None
        return
    partial = path.with_name(f"{path.name}.part")
    with partial.open("w", encoding="utf-8") as out:
        yield out
    partial.replace(path)
