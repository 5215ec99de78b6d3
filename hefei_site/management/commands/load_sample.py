"""Load the sample content."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hefei_site import sample_content


class Command(BaseCommand):
    help = "载入示例内容（律所、律师、文章和所引条文）。可以重复运行；生产环境拒绝。"

    def handle(self, **options):
        if settings.HTTPS:
            raise CommandError("生产环境（HTTPS=on）不载入示例内容。")
        loaded = sample_content.load()
        self.stdout.write(
            f"新增账号 {loaded.accounts} 个、法规 {loaded.statutes} 部、文章 {loaded.articles} 篇。"
        )
