"""Search the law for anybody's own questions."""

from hefei_site.record_command import RecordCommand
from statutes import records


class Command(RecordCommand):
    help = "在法规库里搜索：每行一个 JSON {query_id, query}，写出 {query_id, results: [{law, article}]}，最多 100 条。“-”是标准输入或输出。"
    required = "query"

    def answering(self):
        return records.results
