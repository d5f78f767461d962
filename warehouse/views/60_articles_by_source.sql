CREATE OR REPLACE VIEW articles_by_source AS
SELECT
    articles.source,
    count(*) AS articles,
    coalesce(sum(told.announcements), 0)::BIGINT AS announcements,
    coalesce(sum(told.first_reports), 0)::BIGINT AS first_reports,
    count(*) FILTER (published_basis = 'none') AS undated,
    min(articles.as_of) AS first_as_of,
    max(articles.as_of) AS last_as_of
FROM articles
LEFT JOIN (
    SELECT
        version_id,
        count(*) AS announcements,
        count(*) FILTER (change IN ('new', 'changed')) AS first_reports
    FROM latest_announcements
    GROUP BY version_id
) AS told USING (version_id)
GROUP BY articles.source
ORDER BY count(*) DESC, articles.source;

COMMENT ON VIEW articles_by_source IS 'What each outlet brings.';
COMMENT ON COLUMN articles_by_source.source IS 'The outlet; empty where it is not known.';
COMMENT ON COLUMN articles_by_source.articles IS 'Its articles.';
COMMENT ON COLUMN articles_by_source.announcements IS 'What they announce as their own news.';
COMMENT ON COLUMN articles_by_source.first_reports IS 'Those of them that opened or changed a thread.';
COMMENT ON COLUMN articles_by_source.undated IS 'Its articles whose publication time is not known.';
COMMENT ON COLUMN articles_by_source.first_as_of IS 'Publication of its first article (UTC) or, where that is unknown, capture.';
COMMENT ON COLUMN articles_by_source.last_as_of IS 'Publication of its latest article (UTC) or, where that is unknown, capture.';
