"""Work out the related lists of the live articles anew."""

from django.core.management.base import BaseCommand, CommandError

from articles.copies import stars
from articles.related import recomputing
from articles.searching import tasks
from hefei_site.management.options import add_processes
from statutes.importing.progress import Progress


class Command(BaseCommand):
    help = (
        "重新排出线上文章的相关文章；先要用 index_articles 编好索引。可以重复运行；中断后用 --resume 接着做。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--resume", action="store_true", help="只做上次没有做完的。")
        add_processes(parser)

    def handle(self, *, resume, processes, **options):
        if not resume:
            tasks.ask_all(tasks.Kind.RELATE)
        self._sketch()
        progress = Progress(self.stderr, what="排相关文章 ")
        try:
            done = recomputing.in_processes(tasks.Kind.RELATE, max(1, processes), progress)
        except tasks.Failed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"重新排出 {done} 篇文章的相关文章。")

    def _sketch(self) -> None:
        """By its sketch each article's copies are known and left out."""
        progress = Progress(self.stderr, what="读取文章 ")
        try:
            stars.sketch_all(lambda what, done, total: progress(done, total))
        except stars.AlreadyRunning as error:
            raise CommandError(str(error)) from error
