"""Write a made-up archive of any size, for benchmarks and for trying things out."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from hefei_site.generating import rows
from hefei_site.generating.archive import Archive
from statutes.importing.progress import Progress

REAL = "这个数据库里已有线上文章，生成的样例会和它们一起公开。确实要这样，请加 --beside。"


class Command(BaseCommand):
    help = "生成任意多篇样例文章（同一种子总是同一批），供测速和试用。可以重复运行，中断后再运行即可。"

    def add_arguments(self, parser):
        parser.add_argument("many", type=int, metavar="篇数")
        parser.add_argument("--seed", type=int, default=1, metavar="种子", help="另一个种子是另一批文章。")
        parser.add_argument("--first", type=int, default=1, metavar="编号", help="第一篇的编号。")
        parser.add_argument("--beside", action="store_true", help="已有线上文章时也生成。")
        parser.add_argument(
            "--topics",
            type=Path,
            metavar="文件",
            help="另存每篇的题目类别和它抄自哪一篇（TSV），不进数据库。",
        )

    def handle(self, *, many, seed, first, beside, topics, **options):
        if many < 1 or first < 1:
            raise CommandError("篇数和编号都要大于零。")
        plan = rows.Plan(many, first, seed)
        ours = Article.objects.filter(revisions__note=plan.note)
        if not beside and Article.objects.published().exists() and not ours.exists():
            raise CommandError(REAL)
        try:
            rows.generate(plan, Progress(self.stderr, what="生成 "))
        except rows.NumbersTaken as error:
            raise CommandError(str(error)) from error
        if topics:
            _write_topics(topics, plan)
        rows.vacuum()
        self.stdout.write(
            f"样例文章共 {many} 篇，编号 {first} 至 {first + many - 1}。法条引用等用 work_out_articles 处理。"
        )


def _write_topics(path: Path, plan: rows.Plan) -> None:
    """For each article its number, its topic, and the number of the one it copies, if any."""
    with path.open("w", encoding="utf-8") as out:
        for text in Archive(plan.seed).articles(0, plan.many):
            source = "" if text.source is None else plan.first + text.source
            out.write(f"{plan.first + text.number}\t{text.topic}\t{source}\n")
