"""Articles that come by the thousand mark their pages once a statement, not once a row."""

from django.db import migrations

CAME = """
CREATE FUNCTION articles_articles_came() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    live bigint[] := ARRAY(SELECT id FROM new_rows WHERE state = 'live');
BEGIN
    IF cardinality(live) > 0 THEN
        PERFORM articles_mark_with_lists(live || ARRAY(
            SELECT unnest(articles_neighbours(column_id, published_at, id)) FROM new_rows WHERE state = 'live'));
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER articles_article_new_on_pages ON articles_article;
CREATE TRIGGER articles_article_new_on_pages AFTER INSERT ON articles_article REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION articles_articles_came();
"""
AS_BEFORE = """
DROP TRIGGER articles_article_new_on_pages ON articles_article;
CREATE TRIGGER articles_article_new_on_pages AFTER INSERT ON articles_article FOR EACH ROW
    WHEN (NEW.state = 'live') EXECUTE FUNCTION articles_article_changed();
DROP FUNCTION articles_articles_came();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_stored_pages")]
    operations = [migrations.RunSQL(CAME, AS_BEFORE)]
