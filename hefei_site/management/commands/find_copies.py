"""Find the live articles that say nearly the same as others."""

from django.core.management.base import BaseCommand, CommandError

from articles.copies import stars
from articles.models import CopyStar
from statutes.importing.progress import Progress


class Command(BaseCommand):
    help = (
        "查找内容相近的线上文章，结果见后台“相近文章”。只比较新发布和改过的；可以重复运行，中断后再运行即可。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--afresh", action="store_true", help="全部重新读取和比较。")

    def handle(self, *, afresh, **options):
        progress = Progress(self.stderr)

        def told(what: str, done: int, total: int) -> None:
            progress.what = what
            progress(done, total)

        try:
            compared = stars.find(told, afresh=afresh)
        except stars.AlreadyRunning as error:
            raise CommandError(str(error)) from error
        groups = CopyStar.objects.count()
        self.stdout.write(f"比较了 {compared} 篇文章；现在有 {groups} 组相近文章。")
