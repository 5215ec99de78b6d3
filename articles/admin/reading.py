"""The text on the review page: whole, or what differs from what is live or was returned, comments beside it."""

from django.http import HttpRequest

from articles.comparing import bodies
from articles.law.citing import Cited
from articles.models import Article, Revision
from articles.reviewing import changes, comments
from articles.reviewing.baseline import Baseline, baselines

VIEWS = {"text": "全文", "compare": "对比", "changes": "只看改动"}


class Reading:
    """What ArticleAdmin shows of a text to who reads it before it is published."""

    def _shown(self, request: HttpRequest, article: Article, newest: Revision, cited: Cited) -> dict:
        """The context of the text: ?view= and ?against= choose, and nothing chosen is the difference, if there is one."""
        among = baselines(article, newest)
        asked = request.POST if request.method == "POST" else request.GET
        against = next(
            (one for one in among if one.name == asked.get("against")), among[0] if among else None
        )
        view = asked.get("view") if against else "text"
        view = view if view in VIEWS else "compare"
        context = self._talk(request, article, newest.body) | {
            "view": view,
            "views": VIEWS,
            "against": against,
            "baselines": among,
        }
        context |= (
            {"layout": bodies(cited.html, cited.html).layout}
            if view == "text"
            else self._difference(against, newest)
        )
        comments.lay_beside(context["layout"], context["threads"])
        return context

    def _difference(self, against: Baseline, newest: Revision) -> dict:
        found = changes.between(against.revision, newest)
        return {"changes": found, "layout": found.body.layout}
