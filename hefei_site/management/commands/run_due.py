"""What the clock must do; to be run each minute."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles import rechecking, releasing
from articles.copies import stars
from firm import lockout


class Command(BaseCommand):
    help = "办理到时该办的事：批准了定时发布的版本，到时上线；所引法规有变动、或核对结果到期的文章，重新核对；新发布的文章，与存量比较。可以重复运行，每分钟一次。"

    def handle(self, **options):
        lockout.forget()
        released = releasing.release_due()
        if released.articles:
            self.stdout.write(f"到时发布了 {len(released.articles)} 篇文章的新版本。")
        if released.returned:
            self.stdout.write(f"到时不能发布、退回作者的有 {len(released.returned)} 篇，见后台首页。")
        today = timezone.localdate()
        result = rechecking.recheck(rechecking.due(today), today)
        if result.articles or result.failed:
            self.stdout.write(result.words())
        stars.compare_new()
        if result.failed or released.failed:
            raise CommandError("有文章没有核对成，或没有发布成，原因见日志。")
