"""The backups in the admin: what was made, and to which moment the database could be restored now."""

from django.contrib import admin, messages
from django.template.defaultfilters import filesizeformat

from firm import backups
from firm.models import Backup
from firm.read_only import ReadOnlyAdmin


@admin.register(Backup)
class BackupAdmin(ReadOnlyAdmin):
    """To read; manage.py note_backup writes them."""

    list_display = ["label", "kind", "ended_at", "took", "size", "kept", "pictures", "gone_at"]
    fields = [
        "label",
        "kind",
        "started_at",
        "ended_at",
        "took",
        "timeline",
        "size",
        "kept",
        "pictures",
        "gone_at",
        "noted_at",
    ]

    def changelist_view(self, request, extra_context=None):
        standing = backups.standing()
        say = messages.warning if standing.is_worrying else messages.info
        say(request, str(standing))
        return super().changelist_view(request, extra_context)

    @admin.display(description="用时")
    def took(self, backup):
        return f"{(backup.ended_at - backup.started_at).total_seconds():.0f} 秒"

    @admin.display(description="数据库大小", ordering="bytes")
    def size(self, backup):
        return filesizeformat(backup.bytes)

    @admin.display(description="备份占用", ordering="kept_bytes")
    def kept(self, backup):
        return filesizeformat(backup.kept_bytes)

    @admin.display(description="图片")
    def pictures(self, backup):
        if backup.media_files is None:
            return "没有"
        return f"{backup.media_files} 个文件，{filesizeformat(backup.media_bytes)}"
