"""Pictures in the admin: the library, where each is used, and what the editor asks of it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from articles import uploading
from articles.models import Article, Image, Revision
from firm.admin import RecordedAdmin
from statutes.language.normalise import clean_line

RECENT = 24
SHOWN = 5  # titles in a sentence
LISTED = 200  # articles named on a picture's page
NO_FILE = "请选择一张图片。"
NO_ALT = "请填写替代文字：用一句话说出图里有什么。"


class ImageForm(forms.ModelForm):
    """A picture's words; the file itself is chosen once."""

    file = forms.FileField(
        label="图片文件",
        help_text="JPEG、PNG 或 WebP，不超过 10 MB。拍摄地点等信息会自动去掉。",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": NO_FILE, "missing": NO_FILE, "empty": "这个文件是空的。"},
    )

    class Meta:
        model = Image
        fields = ["alt", "is_generated"]
        error_messages = {"alt": {"required": NO_ALT}}

    user = None  # who uploads; the admin sets it on the class that it makes for a request

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)

    def clean_alt(self):
        alt = clean_line(self.cleaned_data["alt"])
        if not alt:
            raise ValidationError(NO_ALT)
        if "alt" in self.changed_data:
            self.instance.awaits_alt = False
        return alt

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("file") and not self.errors:
            content = {name: cleaned[name] for name in ("alt", "is_generated")}
            try:
                self.stored = uploading.store(cleaned["file"], by=self.user, **content)
            except ValidationError as error:
                self.add_error("file", error)
        return cleaned


@admin.register(Image)
class ImageAdmin(RecordedAdmin):
    form = ImageForm
    list_display = ["picture", "alt", "uploaded_by", "uploaded_at"]
    list_display_links = ["alt"]
    list_select_related = ["uploaded_by"]
    search_fields = ["alt"]
    show_full_result_count = False
    list_per_page = 50
    actions = None
    change_form_template = "admin/articles/image/change_form.html"

    class Media:
        css = {"all": ["css/pictures.css"]}

    # Who may what -------------------------------------------------------------------------------------

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _is_theirs(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _is_theirs(request, obj)

    # Uploading, and the page of one picture -----------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def get_fields(self, request, obj=None):
        return ["alt", "is_generated"] if obj else ["file", "alt", "is_generated"]

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.pk = form.stored.pk
            obj.refresh_from_db()

    def log_addition(self, request, obj, message):
        """Our own record tells of it."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {"used": used_in(obj) if obj else []}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def delete_view(self, request, object_id, extra_context=None):
        """What is used stays: an old version that shows it may be restored."""
        image = self.get_object(request, object_id)
        if image is not None and self.has_delete_permission(request, image) and image.uses.exists():
            messages.error(request, refusal(image))
            return HttpResponseRedirect(reverse("admin:articles_image_change", args=[image.pk]))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        uploading.delete_files(obj)

    @admin.display(description="图片")
    def picture(self, image):
        return format_html('<img class="thumbnail" src="{}" alt="">', image.thumbnail)

    # What the editor asks -----------------------------------------------------------------------------

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(require_POST(self.upload)), name="articles_image_upload"),
            path("recent/", wrap(require_safe(self.recent)), name="articles_image_recent"),
            *super().get_urls(),
        ]

    def upload(self, request: HttpRequest) -> JsonResponse:
        """Store the picture that the editor sends, and say how it is named in a text."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.get_form(request)(request.POST, request.FILES)
        if not form.is_valid():
            words = "".join(message for found in form.errors.values() for message in found)
            return JsonResponse({"error": words}, status=400)
        return JsonResponse(_named(form.stored) | {"alt": form.cleaned_data["alt"]})

    def recent(self, request: HttpRequest) -> JsonResponse:
        """The newest pictures that this user may see, those whose words fit what is asked."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_queryset(request).filter(alt__icontains=request.GET.get("q", "")[:50])
        return JsonResponse({"images": [_named(image) for image in found[:RECENT]]})


def used_in(image: Image) -> list[dict]:
    """The articles that show a picture, each once, with the versions in which they do."""
    uses = Revision.objects.filter(image_uses__image=image).order_by("-article_id", "-number")
    found: dict[int, dict] = {}
    for revision in uses.defer("body").select_related("article")[: LISTED * 10]:
        of_article = found.setdefault(revision.article_id, {"article": revision.article, "states": []})
        if revision.get_state_display() not in of_article["states"]:
            of_article["states"].append(revision.get_state_display())
    return list(found.values())[:LISTED]


def refusal(image: Image) -> str:
    """Why a picture cannot be deleted, naming what shows it."""
    articles = Article.objects.filter(revisions__image_uses__image=image).distinct().order_by("pk")
    titles = "".join(f"《{title}》" for title in articles.values_list("title", flat=True)[:SHOWN])
    others = "等" if articles.count() > SHOWN else ""
    return f"不能删除：{articles.count()} 篇文章用着这张图片（{titles}{others}）。旧版本也算，因为它们随时可以恢复。"


def _is_theirs(request: HttpRequest, image: Image | None) -> bool:
    every = request.user.has_perm("articles.edit_every_article")
    return image is None or every or image.uploaded_by_id == request.user.pk


def _named(image: Image) -> dict:
    name = {"name": str(image), "thumbnail": image.thumbnail}
    return {"image": image.pk, "src": image.src, "alt": image.words} | name
