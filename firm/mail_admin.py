"""The mails in the admin: what was sent, what waits, what is stuck."""

from django.contrib import admin, messages

from firm import audit, mailing
from firm.read_only import ReadOnlyAdmin


class MailAdmin(ReadOnlyAdmin):
    """To read, and to try again; their text is for the one to whom they were written."""

    list_display = ["subject", "to", "written_at", "standing"]
    list_select_related = ["to"]
    fields = ["subject", "to", "written_at", "standing", "tries", "trouble"]
    show_full_result_count = False
    actions = ["send_again"]

    @admin.display(description="状态")
    def standing(self, mail):
        if mail.sent_at:
            return "已发出"
        return "发不出去，不再尝试" if mail.tries >= mailing.MOST_TRIES else "等待发送"

    @admin.action(description="重新发送没有发出的", permissions=["view"])
    def send_again(self, request, queryset):
        count = mailing.try_again(queryset)
        audit.record("重新发送邮件", by=request.user, reason=f"{count} 封")
        messages.success(request, f"{count} 封没有发出的邮件会在一分钟内再试。")
