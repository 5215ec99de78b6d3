"""A list of the admin that stays fast however long it is: nothing is counted, nothing is sorted without an index."""

from django.contrib.admin.views.main import ChangeList

from articles.desk import finding

LAST_PAGE = 200


class LongList(ChangeList):
    """Newest number first; whether there is a next page is known by one row more."""

    has_next = False
    refused = ""  # why a page is not shown, in a Chinese sentence

    def get_ordering(self, request, queryset):
        return ["-pk"]

    def get_results(self, request):
        rows = self._rows() if self._is_in_reach() else []
        self.has_next = len(rows) > self.list_per_page and self.page_num < LAST_PAGE
        self.result_list = rows[: self.list_per_page]
        self.result_count = len(self.result_list)
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = True
        self.can_show_all = self.multi_page = False
        self.paginator = None

    def _is_in_reach(self) -> bool:
        if 1 <= self.page_num <= LAST_PAGE:
            return True
        self.refused = f"这里只能翻到第 {LAST_PAGE} 页；更早的文章请用搜索或筛选来找。"
        return False

    def _rows(self) -> list:
        start = (self.page_num - 1) * self.list_per_page
        return list(self.queryset[start : start + self.list_per_page + 1])

    @property
    def ends_early(self) -> bool:
        """Whether there may be more than is listed: the last page in reach, or the last that a search gives."""
        shown = self.page_num * self.list_per_page
        return not self.has_next and shown >= (
            finding.FOUND if self.query else LAST_PAGE * self.list_per_page
        )

    @property
    def previous_link(self) -> str:
        return self.get_query_string({"p": self.page_num - 1}) if 1 < self.page_num <= LAST_PAGE else ""

    @property
    def next_link(self) -> str:
        return self.get_query_string({"p": self.page_num + 1}) if self.has_next else ""
