"""What a reader's page is read by becomes a function: PostgreSQL keeps its plan, which took more time than the reading."""

from django.db import migrations

# Whether the article is public is not asked: withdrawing it is a change, and expiry is a page's end.
READ = """
CREATE FUNCTION articles_stored_page(wanted bigint, code text)
RETURNS TABLE (head bytea, main bytea, digest varchar, "column" bigint, made_at timestamptz, shell bigint, changed_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 1 AS $$
BEGIN
    RETURN QUERY
    SELECT page.head, page.main, page.digest, page."column", page.made_at, version.shell, version.changed_at
    FROM articles_storedpage page
    JOIN firm_siteversion version ON version.id = 1 AND version.content = page.content
    WHERE page.article_id = wanted AND page.rendering = code AND page.holds_until > now()
        AND NOT EXISTS (SELECT FROM articles_pagechange change WHERE change.article = page.article_id);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_postings_of_pairs"), ("firm", "0006_freshness")]
    operations = [migrations.RunSQL(READ, "DROP FUNCTION articles_stored_page(bigint, text)")]
