"""Check the citations of all live articles again."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.law import rechecking
from statutes.importing.progress import Progress


class Command(BaseCommand):
    help = "重新核对线上文章的法条引用，按结果列出合计。可以重复运行，中断后再运行即可。"

    def add_arguments(self, parser):
        parser.add_argument("--due", action="store_true", help="只核对所引法规有变动、或结果已到期的文章。")

        parser.add_argument("--dry-run", action="store_true", help="试运行：只列出合计，不写入。")

    def handle(self, *, due, dry_run, **options):
        today = timezone.localdate()
        ids = rechecking.due(today) if due else rechecking.live()
        progress = Progress(self.stderr, what="重新核对 ")
        result = rechecking.recheck(ids, today, progress, dry_run=dry_run)
        self.stdout.write(("试运行，没有写入数据库。\n" if dry_run else "") + result.words())
        if result.failed:
            raise CommandError("有文章没有核对成。")
