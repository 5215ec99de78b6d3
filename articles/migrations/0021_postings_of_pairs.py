"""Articles are found by their first keywords two by two as well: all postings are written anew from the documents."""

from django.db import migrations

ANEW = """
TRUNCATE articles_keywordposting;
INSERT INTO articles_keywordposting (term, weight, article_id)
SELECT one.term, one.weight, d.article_id
FROM articles_searchdocument d
CROSS JOIN LATERAL (
    SELECT term, weight FROM unnest(d.keywords[1:12], d.weights[1:12]) AS alone (term, weight)
    UNION
    SELECT (
        ((least(a.term, b.term)::bigint * 1000003 # greatest(a.term, b.term)::bigint) & 4294967295) - 2147483648
    )::integer, (a.weight::integer * b.weight / 4000)::smallint
    FROM unnest(d.keywords[1:7], d.weights[1:7]) WITH ORDINALITY AS a (term, weight, place)
    JOIN unnest(d.keywords[1:7], d.weights[1:7]) WITH ORDINALITY AS b (term, weight, place) ON a.place < b.place
) one
ORDER BY one.term, one.weight, d.article_id
"""
BEFORE = """
TRUNCATE articles_keywordposting;
INSERT INTO articles_keywordposting (term, weight, article_id)
SELECT DISTINCT one.term, one.weight, d.article_id
FROM articles_searchdocument d CROSS JOIN LATERAL unnest(d.keywords, d.weights) AS one (term, weight)
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_articles_come_at_once")]

    operations = [migrations.RunSQL(ANEW, BEFORE)]
