"""Import the texts of statutes, and check the articles again that cite what changed."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.law import rechecking
from statutes.importing.progress import Progress
from statutes.importing.run import import_statutes


class Command(BaseCommand):
    help = "导入法规文本（一个文件或一个文件夹，.md 或国家法律法规数据库的 .docx）。可以重复运行，中断后再运行即可。"

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, metavar="路径")
        parser.add_argument("--dry-run", action="store_true", help="试运行：只报告，不写入。")

    def handle(self, *, path, dry_run, **options):
        try:
            report = import_statutes(path, dry_run=dry_run, progress=Progress(self.stderr))
        except OSError as error:
            raise CommandError(f"读不了：{error.strerror or error}") from error
        self.stdout.write(report.words(dry_run=dry_run))
        if not dry_run:
            self._recheck_articles()
        if not report.is_whole:
            raise CommandError(
                "有文件没有写入，见上面的报告。" if report.files else "这里没有 .md 或 .docx 文件。"
            )

    def _recheck_articles(self):
        today = timezone.localdate()
        progress = Progress(self.stderr, what="重新核对文章 ")
        result = rechecking.recheck(rechecking.due(today), today, progress)
        if result.articles or result.failed:
            self.stdout.write(result.words())
