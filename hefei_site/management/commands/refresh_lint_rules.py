"""The rules of the linting as this version of the site comes with them."""

from django.core.management.base import BaseCommand

from articles import lint_rules
from articles.models import LintRule


class Command(BaseCommand):
    help = "更新文字检查的规则。可以重复运行；管理员改过、停用过的地方保持原样。"

    def handle(self, **options):
        result = lint_rules.refresh(LintRule)
        self.stdout.write(f"新增 {result.added} 条规则，更新 {result.changed} 条。")
