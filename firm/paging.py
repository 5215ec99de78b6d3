"""Pages of a long list that are never counted to their end."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 10_000


class BoundedPaginator(Paginator):
    """Counts, and turns over, only the first most rows: to count a million takes longer than to show a page."""

    most = MOST

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[: self.most].count()

    @property
    def counted(self) -> str:
        """How many there are, in words."""
        return f"{self.count}{' 篇以上' if self.count == self.most else ' 篇'}"
