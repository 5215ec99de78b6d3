"""What readers and machines are told of artificial intelligence."""

import json

import pytest

from articles import declaring
from articles.models import Article
from articles.models.content import AiUse

ASSISTED = "本文写作使用了人工智能辅助，内容由署名律师审定。"
GENERATED = "本文由人工智能生成，经署名律师审核。"


@pytest.mark.parametrize(
    ("declared", "shown", "label"),
    [
        ("", "", None),  # older than the question
        ("none", "", None),
        ("assisted", ASSISTED, "2"),
        ("generated", GENERATED, "1"),
    ],
)
def test_label_and_metadata(declared, shown, label):
    article = Article(pk=837828, ai_use=declared)
    assert declaring.label(article) == shown
    metadata = declaring.metadata(article, "浙江合飞律师事务所")
    if label is None:
        assert metadata == ""
    else:
        found = json.loads(metadata)
        assert (found["Label"], found["ContentProducer"], found["ProduceID"]) == (
            label,
            "浙江合飞律师事务所",
            "837828",
        )


@pytest.mark.django_db
@pytest.mark.parametrize("declared", AiUse.values)
def test_the_page_says_it_to_readers_and_machines(declared, publish, client):
    html = client.get(publish(ai_use=declared).get_absolute_url()).content.decode()
    shown = declaring.SHOWN.get(declared)
    assert (html.count('class="ai-label"'), html.count('<meta name="AIGC"')) == ((1, 1) if shown else (0, 0))
    if shown:
        assert f'<p class="ai-label">{shown}</p>' in html
