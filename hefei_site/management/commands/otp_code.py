"""Print the code that logs a sample account in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from firm import second_factor
from hefei_site import sample_accounts


class Command(BaseCommand):
    help = "打印示例账号现在的验证码。只用于示例账号；生产环境拒绝。"

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="USER")

    def handle(self, *, username, **options):
        if settings.HTTPS:
            raise CommandError("生产环境（HTTPS=on）不打印验证码。")
        device = sample_accounts.device(username)
        if device is None:
            raise CommandError(
                f"“{username}”不是有二次验证的示例账号，或者已经改过密码、换过验证器，不打印验证码。"
            )
        code, wait = second_factor.next_code(device)
        self.stdout.write(code)
        if wait:
            self.stderr.write(f"这半分钟的验证码已经用过，请等 {wait} 秒再输入上面这个。")
