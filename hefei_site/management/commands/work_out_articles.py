"""Work out what waits after an import: references, links, sketches."""

from django.core.management.base import BaseCommand, CommandError

from articles.archive import working_out
from articles.archive.progress import Progress
from articles.models import WaitingArticle
from hefei_site.management.options import add_processes


class Command(BaseCommand):
    help = "为导入或生成的文章核对法条引用、登记站内链接和文字指纹。可以同时运行几个，中断后再运行即可。"

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", dest="everything", help="全部文章重新处理。")
        add_processes(parser)

    def handle(self, *, everything, processes, **options):
        if everything:
            working_out.wait_for_all()
        done = working_out.work_out_all(Progress(self.stderr, "已处理 "), max(1, processes))
        self.stdout.write(f"处理了 {done} 篇文章。")
        if left := WaitingArticle.objects.count():
            raise CommandError(f"还有 {left} 篇没有处理成，原因见日志。")
