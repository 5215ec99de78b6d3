"""The rules of the linting in the admin: all staff read them, administrators switch and word them."""

from django import forms
from django.contrib import admin, messages

from articles.linting.lint import lint
from articles.linting.passage import Manuscript
from articles.linting.values import PHRASES
from articles.models import LintRule
from firm import audit
from firm.admin import RecordedAdmin

MAX_TRIAL = 20_000  # characters
SAYS = ["code", "group", "name", "basis", "explanation", "suggestion", "severity", "is_on", "order"]
WORDING = ["phrases", "needs", "exceptions", "heeds_quotations", "heeds_context"]


class LintRuleForm(forms.ModelForm):
    """A rule, with a text to try it on."""

    trial = forms.CharField(
        label="试一试",
        required=False,
        max_length=MAX_TRIAL,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 90}),
        help_text="贴一段文字，保存时会告诉您这条规则在里面找到什么。文字不会留下。",
    )

    class Meta:
        model = LintRule
        fields = [*SAYS, *WORDING]
        widgets = {name: forms.Textarea(attrs={"rows": 8, "cols": 90}) for name in WORDING[:3]} | {
            name: forms.Textarea(attrs={"rows": 2, "cols": 90}) for name in ("explanation", "suggestion")
        }
        widgets["basis"] = forms.TextInput(attrs={"size": 90})


@admin.register(LintRule)
class LintRuleAdmin(RecordedAdmin):
    form = LintRuleForm
    list_display = ["name", "group", "severity", "is_on", "basis"]
    list_filter = ["group", "severity", "is_on"]
    search_fields = ["name", "phrases", "explanation"]
    actions = ["switch_on", "switch_off"]

    def get_fieldsets(self, request, obj=None):
        found = [(None, {"fields": SAYS})]
        if obj is None or obj.detector == PHRASES:
            found.append(("找什么", {"fields": WORDING}))
        elif obj.detector == "repeated_sentences":
            found.append(("找什么", {"fields": ["exceptions"]}))
        if obj is None or self.has_change_permission(request, obj):
            found.append(("试一试", {"fields": ["trial"]}))
        return found

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj is not None else []

    def has_delete_permission(self, request, obj=None):
        """Rules are switched off, not deleted: answers name them."""
        return False

    def save_model(self, request, obj, form, change):
        tried = form.cleaned_data.get("trial", "")
        form.changed_data = [name for name in form.changed_data if name != "trial"]
        if form.changed_data or not change:
            super().save_model(request, obj, form, change)
        if tried:
            _tell(request, obj, tried)

    @admin.action(description="启用所选的规则", permissions=["change"])
    def switch_on(self, request, queryset):
        self._switch(request, queryset, on=True)

    @admin.action(description="停用所选的规则", permissions=["change"])
    def switch_off(self, request, queryset):
        self._switch(request, queryset, on=False)

    def _switch(self, request, queryset, *, on: bool):
        done = list(queryset.exclude(is_on=on))
        for rule in done:
            audit.record("启用规则" if on else "停用规则", by=request.user, target=rule)
        queryset.update(is_on=on)
        messages.success(request, f"已{'启用' if on else '停用'} {len(done)} 条规则。")


def _tell(request, rule: LintRule, text: str) -> None:
    """Say what a rule finds in a text."""
    findings = lint(Manuscript(body=text), [rule.as_rule()])
    if findings:
        words = "、".join(f"“{finding.words[:30]}”" for finding in findings[:10])
        messages.warning(request, f"试一试：在这段文字里找到 {len(findings)} 处：{words}。")
    else:
        messages.info(request, "试一试：在这段文字里没有找到。")
