"""Walk the chain of the record and say whether it is whole."""

from django.core.management.base import BaseCommand, CommandError

from firm import chain


class Command(BaseCommand):
    help = (
        "核对操作记录：逐条重算校验值，指出第一处被改动、删除、插入或调换的记录（退出码 1）。"
        "请把打印出来的最后一个校验值另外保存；下次用 --expect-last 带上它，才能发现末尾被删除或整条链被重写。"
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--expect-last",
            default="",
            metavar="校验值",
            help="以前某次核对打印的最后一个校验值：它必须仍在链上。",
        )

    def handle(self, *, expect_last, **options):
        found = chain.verify(expect_last.strip().lower())
        whole = f"最后一条的校验值：{found.last_hash}" if found.count else "还没有记录。"
        if not found.is_whole:
            self.stdout.write(f"到此为止完好的有 {found.count} 条，{whole}")
            raise CommandError(found.broken)
        self.stdout.write(f"操作记录完好，共 {found.count} 条。{whole}")
