"""Give the application's database role its rights."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from firm import grants


class Command(BaseCommand):
    help = (
        "给网站自己的数据库角色授权：可读写各表，对操作记录只能查和增，什么都不拥有。"
        "以表的所有者身份，在每次 migrate 之后运行；可以重复运行。"
    )

    def add_arguments(self, parser):
        parser.add_argument("role", metavar="角色")
        parser.add_argument("--print", action="store_true", help="只打印 SQL 语句，不执行。")

    def handle(self, *, role, **options):
        try:
            grants.refuse_wrong(role)
            if options["print"]:
                self.stdout.write("".join(f"{sql};\n" for sql in grants.statements(role)), ending="")
                return
            with transaction.atomic():
                grants.grant(role)
        except grants.RoleRefused as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"已给角色 {role} 授权。请把网站的 DATABASE_URL 改用它；migrate 仍用表的所有者。")
