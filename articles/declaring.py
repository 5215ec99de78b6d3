"""How readers and machines are told that artificial intelligence had a part in a text.

《人工智能生成合成内容标识办法》 (in force since 2025-09-01) asks for a label that a reader sees, in a text at its
beginning, end or a fitting place between (第四条), and for one in the metadata (第五条), whose form GB 45438-2025 gives.
"""

import json

from articles.models import Article
from articles.models.content import AiUse

SHOWN = {
    AiUse.ASSISTED: "本文写作使用了人工智能辅助，内容由署名律师审定。",
    AiUse.GENERATED: "本文由人工智能生成，经署名律师审核。",
}
# GB 45438-2025, field Label: 1 is AI content for certain, 2 may be.
LABEL = {AiUse.GENERATED: "1", AiUse.ASSISTED: "2"}


def label(article: Article) -> str:
    """The sentence under the title; empty where nothing was declared or nothing used."""
    return SHOWN.get(article.ai_use, "")


def metadata(article: Article, firm_name: str) -> str:
    """The JSON of <meta name="AIGC">; empty where there is no label."""
    if article.ai_use not in LABEL:
        return ""
    number = str(article.pk)
    fields = {
        "Label": LABEL[article.ai_use],
        "ContentProducer": firm_name,
        "ProduceID": number,
        "ReservedCode1": "",
        "ContentPropagator": firm_name,
        "PropagateID": number,
        "ReservedCode2": "",
    }
    return json.dumps(fields, ensure_ascii=False)
