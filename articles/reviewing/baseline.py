"""Which earlier revision a new one is held against in review."""

from dataclasses import dataclass

from articles.models import Article, Revision


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier revision, the word for it in addresses, and what it is called."""

    name: str
    label: str
    revision: Revision


def baselines(article: Article, newest: Revision) -> list[Baseline]:
    """What the newest revision may be held against: what is live, or was last; and what was last returned."""
    earlier = article.revisions.exclude(pk=newest.pk)
    whole = earlier.select_related("written_by", "column__notice", "own_notice", "author")
    found = []
    live = whole.filter(pk=article.live_revision_id).first()
    if live is not None:
        label = "线上版本" if article.state == Article.State.LIVE else "曾在线上的版本"
        found.append(Baseline("live", label, live))
    returned = whole.exclude(reason="").first()
    if returned is not None:
        found.append(Baseline("returned", "上次退回的版本", returned))
    return found
