"""Index the live articles for searching."""

from django.core.management.base import BaseCommand, CommandError

from articles.related import recomputing
from articles.searching import frequencies, tasks
from hefei_site.management.options import add_processes
from statutes.importing.progress import Progress


class Command(BaseCommand):
    help = "把线上文章编入站内搜索的索引，先统计各词有多常见。可以重复运行；中断后用 --resume 接着做。"

    def add_arguments(self, parser):
        parser.add_argument("--resume", action="store_true", help="只做上次没有做完的。")
        add_processes(parser)

    def handle(self, *, resume, processes, **options):
        if not resume:
            frequencies.count()
            tasks.ask_all(tasks.Kind.INDEX)
        progress = Progress(self.stderr, what="编入索引 ")
        try:
            done = recomputing.in_processes(tasks.Kind.INDEX, max(1, processes), progress)
        except tasks.Failed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"编入索引 {done} 篇文章。")
