"""Take redirects from old addresses to new ones out of a CSV file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.archive import addresses

SHOWN = 50


class Command(BaseCommand):
    help = "载入旧网址的转向（CSV，每行：旧网址，新网址）。可以重复运行，同一旧网址以最后一次为准。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="文件")

    def handle(self, *, file, **options):
        try:
            loaded = addresses.load(file)
        except UnicodeError as error:
            raise CommandError(f"{file.name} 不是 UTF-8 编码，请另存为“CSV UTF-8”。") from error
        except OSError as error:
            raise CommandError(f"读不了 {file}：{error.strerror or error}") from error
        for one in loaded.refused[:SHOWN]:
            self.stderr.write(f"第 {one.line} 行没有载入：{one.why}（{one.old}）")
        self.stdout.write(f"载入了 {loaded.taken} 条，没有载入 {len(loaded.refused)} 条。")
        if loaded.refused:
            raise CommandError("有几行没有载入，改好后再运行即可。")
