"""Render the articles' pages that do not hold, as after a release or an import."""

from math import inf

from django.core.management.base import BaseCommand, CommandError

from articles.rendering import keeping
from statutes.importing.progress import Progress


class Command(BaseCommand):
    help = (
        "把内容有变动、或模板更新后的文章网页重新生成。run_due 每分钟也会做一部分；大批导入或发布新版程序之后，"
        "运行本命令更快。可以重复运行，中断后再运行即可。"
    )

    def handle(self, **options):
        rendered = keeping.keep_due(inf, Progress(self.stderr, what="生成网页 "))
        self.stdout.write(f"生成了 {rendered.pages} 篇文章的网页。")
        if rendered.failed:
            numbers = "、".join(map(str, rendered.failed[:10]))
            raise CommandError(
                f"有 {len(rendered.failed)} 篇没有生成（{numbers}），原因见日志；这些网页仍能访问，只是慢一些。"
            )
