"""Bring the archive of another site over."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.archive import running
from articles.archive.progress import Progress
from articles.archive.records import SourceRefused
from articles.archive.storing import Overtaken
from articles.archive.working_out import work_out_all
from articles.models import WaitingArticle


class Command(BaseCommand):
    help = (
        "导入旧站的文章：Z-BlogPHP（MySQL 导出或 SQLite 文件）、WordPress（WXR）、JSON Lines（见 docs/archive.md）。"
        "中断后加 --resume 继续，不会重复也不会遗漏。"
    )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("source", type=Path, metavar="来源")
        add("--dry-run", action="store_true", help="试运行：只报告，不写入。")
        add("--resume", action="store_true", help="从上次中断的地方继续。")
        add("--again", action="store_true", help="同一个来源再导入一遍，只补以前没有导入的。")
        add("--author", default="", metavar="律师", help="作者不在律师名录里的文章由谁署名：姓名或执业证号。")
        add("--notice", default="", metavar="声明", help="新建的栏目用哪份版权声明（名称）。")
        add("--prefix", default="", metavar="前缀", help="表前缀，如 zbp_；一个导出里有几个站点时需要。")
        add("--encoding", default="utf-8", metavar="编码", help="SQL 文件的编码，如 gbk。")
        add("--uploads", type=Path, metavar="文件夹", help="旧站的根目录，里面有 zb_users/upload 等图片。")
        add(
            "--article-address",
            default=running.ARTICLE_ADDRESS,
            metavar="网址",
            help="旧站有别名的文章的网址，如 /post/{alias}.html。",
        )
        add(
            "--stage", choices=["rows", "all"], default="all", help="rows：只写入文章，法条引用等以后再处理。"
        )

        add("--processes", type=int, default=1, metavar="个数", help="法条引用等同时用几个进程处理。")

    def handle(self, *, source, dry_run, resume, again, stage, processes, **options):
        chosen = running.Options(**{name: options[name] for name in running.Options.__slots__})
        progress = Progress(self.stderr, "已读 " if dry_run else "已导入 ")
        try:
            result = running.import_articles(
                source, chosen, progress, dry_run=dry_run, resume=resume, again=again
            )
        except running.NothingToResume as error:
            if stage != "all" or not WaitingArticle.objects.exists():
                raise CommandError(str(error)) from error
            self.stdout.write("文章已经全部导入，接着核对法条引用。")
            return self._work_out(processes)
        except (SourceRefused, Overtaken) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"读不了 {source}：{error.strerror or error}") from error
        self._tell(result, dry_run=dry_run)
        if result.broken:
            raise CommandError(f"{result.broken}前面的已经导入，修好来源后再导入一次，已有的会跳过。")
        if stage == "all" and not dry_run:
            self._work_out(processes)

    def _work_out(self, processes: int) -> None:
        done = work_out_all(Progress(self.stderr, "已处理 "), max(1, processes))
        self.stdout.write(f"核对了 {done} 篇文章的法条引用，并建立了检索。")

    def _tell(self, result: running.Result, *, dry_run: bool) -> None:
        told = "试运行，没有写入：" if dry_run else "导入："
        self.stdout.write(f"{told}{running.words(result.counts if dry_run else result.run.counts)}。")
        for why, times in result.reasons.most_common(20):
            self.stdout.write(f"  {times}　{why}")
        if not dry_run:
            self.stdout.write("详见后台“导入报告”。")
