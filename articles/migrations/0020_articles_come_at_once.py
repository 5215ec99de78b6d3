"""Articles that come by the thousand mark their pages once a statement, not once a row; and an article's neighbours are
those of the moment of the question, not of the transaction's beginning."""

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


# Who stands just before and behind a moment in a column, as readers see it.
NEIGHBOURS = """
CREATE OR REPLACE FUNCTION articles_neighbours(in_column bigint, moment timestamptz, me bigint) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY[
        (SELECT id FROM articles_article WHERE column_id = in_column AND id <> me AND PUBLIC
            AND (published_at, id) < (moment, me) ORDER BY published_at DESC, id DESC LIMIT 1),
        (SELECT id FROM articles_article WHERE column_id = in_column AND id <> me AND PUBLIC
            AND (published_at, id) > (moment, me) ORDER BY published_at, id LIMIT 1)
    ]
$$;
"""
PUBLIC = "state = 'live' AND published_at <= MOMENT AND (expires_at IS NULL OR expires_at > MOMENT)"


def with_clock(moment: str) -> str:
    """The function by one of the database's clocks."""
    return NEIGHBOURS.replace("PUBLIC", PUBLIC.replace("MOMENT", moment))


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_stored_pages")]
    operations = [
        migrations.RunSQL(CAME, AS_BEFORE),
        migrations.RunSQL(with_clock("statement_timestamp()"), with_clock("now()")),
    ]
