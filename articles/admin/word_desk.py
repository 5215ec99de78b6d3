"""Word in the admin: what is pasted from it is cleaned, a document is read into the editor or becomes a new draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles.html import sanitise
from articles.importing.docx import read_docx
from articles.importing.form import WordForm, stem
from articles.importing.pictures import Brought, bring
from articles.importing.word import WordRefused, pasted

PAGE = "admin/articles/article/from_word.html"
LEFT_OUT = "文档里有 {} 张图片没有带过来（粘贴时浏览器读不到它们），请另外插入，或者改用“从 Word 文档导入”。"


class WordDesk:
    """What ArticleAdmin does with documents of Word and WPS."""

    def word_urls(self, wrap) -> list:
        return [
            path("word/", wrap(require_POST(self.clean_pasted)), name="articles_article_word"),
            path("docx/", wrap(require_POST(self.read_document)), name="articles_article_docx"),
            path("from-word/", wrap(self.from_word), name="articles_article_from_word"),
        ]

    def clean_pasted(self, request: HttpRequest) -> JsonResponse:
        """The HTML of a clipboard as the editor's HTML."""
        self.refuse_readers(request)
        return _answer(lambda: _cleaned(request.POST.get("html", "")))

    def read_document(self, request: HttpRequest) -> JsonResponse:
        """The text of a .docx with its pictures, for the editor that is open."""
        self.refuse_readers(request)
        if "file" not in request.FILES:
            return JsonResponse({"error": "请选择一个 .docx 文件。"}, status=400)
        file = request.FILES["file"]
        return _answer(lambda: bring(read_docx(file), stem(file), request.user))

    def from_word(self, request: HttpRequest) -> HttpResponse:
        """A page with a form, which works without JavaScript: a document becomes a new draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = WordForm(request.POST or None, request.FILES or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            article = form.save(by=request.user)
            messages.success(request, "文档已经成为一篇草稿。请核对文字、补上标签，再提交审核。")
            if form.brought.note:
                messages.warning(request, form.brought.note)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        context = self.admin_site.each_context(request)
        context |= {"title": "从 Word 文档导入", "opts": self.opts, "form": form}
        return TemplateResponse(request, PAGE, context)


def _cleaned(html: str) -> Brought:
    found = pasted(html)
    note = LEFT_OUT.format(found.images) if found.images else ""
    return Brought(sanitise(found.html), found.title, note)


def _answer(read) -> JsonResponse:
    """What was read as JSON, or the reason in Chinese why it was not."""
    try:
        found = read()
    except WordRefused as error:
        return JsonResponse({"error": str(error)}, status=400)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    return JsonResponse({"html": found.html, "title": found.title, "note": found.note})
