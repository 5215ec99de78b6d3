"""Rendered pages, and the triggers that say when one no longer holds.

Each trigger stands on a table of which an article's page shows something, and adds a PageChange for each page that
shows it: reference, tag, list, signature, neighbour. Statement triggers where many rows come at once.
"""

import django.db.models.deletion
from django.db import migrations, models

MARK = """
CREATE FUNCTION articles_mark(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO articles_pagechange (article, at)
        SELECT DISTINCT id, clock_timestamp() FROM unnest(ids) AS id WHERE id IS NOT NULL;
$$;
CREATE FUNCTION articles_mark_with_lists(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT articles_mark(ids);
    INSERT INTO firm_listchange (at) VALUES (clock_timestamp());
$$;
"""

# Who stands just before and behind a moment in a column, as readers see it now.
NEIGHBOURS = """
CREATE FUNCTION articles_neighbours(in_column bigint, moment timestamptz, me bigint) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY[
        (SELECT id FROM articles_article WHERE column_id = in_column AND state = 'live' AND id <> me
            AND published_at <= now() AND (expires_at IS NULL OR expires_at > now())
            AND (published_at, id) < (moment, me) ORDER BY published_at DESC, id DESC LIMIT 1),
        (SELECT id FROM articles_article WHERE column_id = in_column AND state = 'live' AND id <> me
            AND published_at <= now() AND (expires_at IS NULL OR expires_at > now())
            AND (published_at, id) > (moment, me) ORDER BY published_at, id LIMIT 1)
    ]
$$;
"""

# An article's own page; where its title, place or standing change, also the pages that name it.
ARTICLE = """
CREATE FUNCTION articles_article_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was boolean := TG_OP = 'UPDATE' AND OLD.state = 'live';
    concerned bigint[] := ARRAY[NEW.id];
BEGIN
    IF NOT (was OR NEW.state = 'live') THEN
        RETURN NULL;
    END IF;
    IF NOT was OR (OLD.title, OLD.excerpt, OLD.state, OLD.published_at, OLD.expires_at, OLD.column_id)
            IS DISTINCT FROM (NEW.title, NEW.excerpt, NEW.state, NEW.published_at, NEW.expires_at, NEW.column_id) THEN
        concerned := concerned || articles_neighbours(NEW.column_id, NEW.published_at, NEW.id)
            || ARRAY(SELECT article_id FROM articles_relatedarticle WHERE other_id = NEW.id);
        IF was THEN
            concerned := concerned || articles_neighbours(OLD.column_id, OLD.published_at, OLD.id);
        END IF;
    END IF;
    PERFORM articles_mark_with_lists(concerned);
    RETURN NULL;
END $$;
CREATE TRIGGER articles_article_on_pages AFTER UPDATE ON articles_article FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION articles_article_changed();
CREATE TRIGGER articles_article_new_on_pages AFTER INSERT ON articles_article FOR EACH ROW
    WHEN (NEW.state = 'live') EXECUTE FUNCTION articles_article_changed();
"""

# Tables whose rows name the article whose page shows them. old_rows and new_rows hold what a statement changed.
ROWS = """
CREATE FUNCTION articles_rows_came() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT %I(ARRAY(SELECT %I FROM new_rows))', TG_ARGV[0], TG_ARGV[1]);
    RETURN NULL;
END $$;
CREATE FUNCTION articles_rows_went() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT %I(ARRAY(SELECT %I FROM old_rows))', TG_ARGV[0], TG_ARGV[1]);
    RETURN NULL;
END $$;
"""
WITH_ROWS = {
    "articles_relatedarticle": ("articles_mark", "article_id"),  # which no list shows
    "articles_statutereference": ("articles_mark_with_lists", "article_id"),
    "articles_taggedarticle": ("articles_mark_with_lists", "content_object_id"),
    "articles_article_coauthors": ("articles_mark_with_lists", "article_id"),
}
ON_ROWS = """
CREATE TRIGGER {table}_came AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION articles_rows_came('{mark}', '{column}');
CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION articles_rows_came('{mark}', '{column}');
CREATE TRIGGER {table}_went AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION articles_rows_went('{mark}', '{column}');
"""

# What stands on the pages of many: a lawyer's name, a tag's, a statute's, a provision's words, a version's dates.
SHOWN = """
CREATE FUNCTION articles_lawyer_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_mark(ARRAY(
        SELECT id FROM articles_article WHERE author_id = NEW.id AND state = 'live'
        UNION SELECT id FROM articles_article WHERE law_confirmed_by_id = NEW.id AND state = 'live'
        UNION SELECT article_id FROM articles_article_coauthors WHERE lawyer_id = NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER firm_lawyer_on_pages AFTER UPDATE ON firm_lawyer FOR EACH ROW
    WHEN ((OLD.name, OLD.title, OLD.licence_number, OLD.licence_expires_on, OLD.is_trainee)
        IS DISTINCT FROM (NEW.name, NEW.title, NEW.licence_number, NEW.licence_expires_on, NEW.is_trainee))
    EXECUTE FUNCTION articles_lawyer_changed();

CREATE FUNCTION articles_tag_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_mark_with_lists(ARRAY(SELECT content_object_id FROM articles_taggedarticle WHERE tag_id = NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER articles_tag_on_pages AFTER UPDATE ON articles_tag FOR EACH ROW
    WHEN ((OLD.name, OLD.slug) IS DISTINCT FROM (NEW.name, NEW.slug)) EXECUTE FUNCTION articles_tag_changed();

CREATE FUNCTION articles_statute_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_mark(ARRAY(SELECT article_id FROM articles_statutereference WHERE statute_id = NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER statutes_statute_on_pages AFTER UPDATE ON statutes_statute FOR EACH ROW
    WHEN ((OLD.title, OLD.slug, OLD.issuer, OLD.doc_number, OLD.is_unverified)
        IS DISTINCT FROM (NEW.title, NEW.slug, NEW.issuer, NEW.doc_number, NEW.is_unverified))
    EXECUTE FUNCTION articles_statute_changed();

CREATE FUNCTION articles_version_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_mark(ARRAY(SELECT article_id FROM articles_statutereference WHERE statute_id = NEW.statute_id));
    RETURN NULL;
END $$;
CREATE TRIGGER statutes_version_on_pages AFTER UPDATE ON statutes_statuteversion FOR EACH ROW
    WHEN ((OLD.statute_id, OLD.promulgated_on, OLD.effective_from)
        IS DISTINCT FROM (NEW.statute_id, NEW.promulgated_on, NEW.effective_from))
    EXECUTE FUNCTION articles_version_changed();

CREATE FUNCTION articles_provision_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM articles_mark(ARRAY(
        SELECT article_id FROM articles_statutereference WHERE provision_id = NEW.id
        UNION SELECT article_id FROM articles_statutereference WHERE current_id = NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER statutes_provision_on_pages AFTER UPDATE ON statutes_provision FOR EACH ROW
    WHEN ((OLD.version_id, OLD.number, OLD.suffix, OLD.key, OLD.text, OLD.is_section)
        IS DISTINCT FROM (NEW.version_id, NEW.number, NEW.suffix, NEW.key, NEW.text, NEW.is_section))
    EXECUTE FUNCTION articles_provision_changed();
"""

# Columns and notices: few rows, shown on very many pages.
SITE = """
CREATE TRIGGER articles_column_around AFTER INSERT OR DELETE ON articles_column FOR EACH ROW
    EXECUTE FUNCTION firm_site_changed('0');
CREATE TRIGGER articles_column_moved AFTER UPDATE ON articles_column FOR EACH ROW
    WHEN ((OLD.name, OLD.slug) IS NOT DISTINCT FROM (NEW.name, NEW.slug)
        AND (OLD."order", OLD.description) IS DISTINCT FROM (NEW."order", NEW.description))
    EXECUTE FUNCTION firm_site_changed('0');
CREATE TRIGGER articles_column_on_pages AFTER UPDATE ON articles_column FOR EACH ROW
    WHEN ((OLD.name, OLD.slug) IS DISTINCT FROM (NEW.name, NEW.slug)) EXECUTE FUNCTION firm_site_changed('1');
CREATE TRIGGER statutes_statute_in_lists AFTER INSERT OR UPDATE OR DELETE ON statutes_statute FOR EACH STATEMENT
    EXECUTE FUNCTION firm_lists_changed();
CREATE TRIGGER statutes_version_in_lists AFTER INSERT OR UPDATE OR DELETE ON statutes_statuteversion
    FOR EACH STATEMENT EXECUTE FUNCTION firm_lists_changed();
CREATE TRIGGER statutes_provision_in_lists AFTER INSERT OR UPDATE OR DELETE ON statutes_provision
    FOR EACH STATEMENT EXECUTE FUNCTION firm_lists_changed();
CREATE TRIGGER articles_notice_on_pages AFTER UPDATE ON articles_copyrightnotice FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION firm_site_changed('1');
"""

TRIGGERS = "".join(
    [MARK, NEIGHBOURS, ARTICLE, ROWS]
    + [ON_ROWS.format(table=table, mark=mark, column=column) for table, (mark, column) in WITH_ROWS.items()]
    + [SHOWN, SITE]
)
FUNCTIONS = (
    "provision_changed",
    "version_changed",
    "statute_changed",
    "tag_changed",
    "lawyer_changed",
    "rows_went",
    "rows_came",
    "article_changed",
)
IN_LISTS = {
    "statute": "statutes_statute",
    "version": "statutes_statuteversion",
    "provision": "statutes_provision",
}
WITHOUT = "".join(
    ["DROP TRIGGER articles_notice_on_pages ON articles_copyrightnotice;"]
    + [f"DROP TRIGGER articles_column_{name} ON articles_column;" for name in ("on_pages", "moved", "around")]
    + [f"DROP TRIGGER statutes_{name}_in_lists ON {table};" for name, table in IN_LISTS.items()]
    + [f"DROP FUNCTION articles_{name}() CASCADE;" for name in FUNCTIONS]
    + [
        "DROP FUNCTION articles_neighbours(bigint, timestamptz, bigint);"
        "DROP FUNCTION articles_mark_with_lists(bigint[]); DROP FUNCTION articles_mark(bigint[]);"
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0018_push"),
        ("firm", "0006_freshness"),
        ("statutes", "0007_shingles_at_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("article", models.BigIntegerField(db_index=True, verbose_name="文章")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "网页变动",
                "verbose_name_plural": "网页变动",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="StoredPage",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stored_page",
                        serialize=False,
                        to="articles.article",
                        verbose_name="文章",
                    ),
                ),
                ("column", models.BigIntegerField(verbose_name="栏目")),
                ("head", models.BinaryField(verbose_name="页头")),
                ("main", models.BinaryField(verbose_name="正文部分")),
                ("digest", models.CharField(max_length=32, verbose_name="摘要")),
                ("rendering", models.CharField(max_length=16, verbose_name="模板版本")),
                ("content", models.BigIntegerField(verbose_name="内容版本")),
                ("made_at", models.DateTimeField(verbose_name="生成时间")),
                ("holds_until", models.DateTimeField(verbose_name="有效至")),
            ],
            options={
                "verbose_name": "网页缓存",
                "verbose_name_plural": "网页缓存",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["holds_until"], name="pages_by_end"),
                    models.Index(fields=["rendering", "content"], name="pages_by_rendering"),
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, WITHOUT),
    ]
