-- A version that another reading of the same bytes replaced is no change of the outlet's.
CREATE OR REPLACE VIEW article_changes AS
WITH ordered AS (
    SELECT
        article_versions.*,
        lag(article_versions.title) OVER step AS title_before,
        string_split(article_versions.text, E'\n\n') AS paragraphs,
        lag(string_split(article_versions.text, E'\n\n')) OVER step AS paragraphs_before,
        lag(article_versions.version_id) OVER step AS version_id_before
    FROM article_versions
    JOIN article USING (version_id)
    WHERE article.superseded_by IS NULL
    WINDOW step AS (
        PARTITION BY article_versions.article_id
        ORDER BY article_versions.ingested_at, article_versions.version_id
    )
)
SELECT
    source,
    title,
    nullif(title_before, title) AS title_before,
    list_filter(paragraphs, lambda paragraph: NOT list_contains(paragraphs_before, paragraph))
        AS added,
    list_filter(paragraphs_before, lambda paragraph: NOT list_contains(paragraphs, paragraph))
        AS removed,
    updated_at,
    ingested_at,
    url,
    article_id,
    version_id,
    version_id_before
FROM ordered
WHERE version_id_before IS NOT NULL
ORDER BY ingested_at DESC, version_id;

COMMENT ON VIEW article_changes IS 'What each outlet changed in its articles after we first saw them: a row for each version but the first, newest first.';
COMMENT ON COLUMN article_changes.source IS 'The outlet.';
COMMENT ON COLUMN article_changes.title IS 'Title of this version.';
COMMENT ON COLUMN article_changes.title_before IS 'Title of the version before; NULL where it is the same.';
COMMENT ON COLUMN article_changes.added IS 'Paragraphs that the version before had not.';
COMMENT ON COLUMN article_changes.removed IS 'Paragraphs of the version before that are gone or changed.';
COMMENT ON COLUMN article_changes.updated_at IS 'When the outlet says it updated the article (UTC).';
COMMENT ON COLUMN article_changes.ingested_at IS 'When this version entered the warehouse (UTC).';
COMMENT ON COLUMN article_changes.url IS 'Canonical URL, or empty.';
COMMENT ON COLUMN article_changes.article_id IS 'Key of the article.';
COMMENT ON COLUMN article_changes.version_id IS 'Key of this version.';
COMMENT ON COLUMN article_changes.version_id_before IS 'Key of the version before.';
