-- Every version with what people ask of it. One that a later reading of the same bytes replaced is
-- never the latest and does not count as a version. The latest version of an article is the one captured
-- last; where that does not tell, the one that its outlet updated or published last, then the one
-- that entered last.
CREATE OR REPLACE VIEW article_versions AS
SELECT
    title,
    source,
    CASE published_precision
        WHEN 'minute' THEN strftime(published_at, '%Y-%m-%d %H:%M UTC')
        WHEN 'day' THEN strftime(published_date, '%Y-%m-%d')
        WHEN 'month_day' THEN format('{:02d}-{:02d} (year not known)', published_month, published_day)
        ELSE ''
    END AS published,
    published_basis,
    published_at,
    published_date,
    as_of,
    updated_at,
    language,
    page_type,
    section,
    byline,
    agency,
    dateline,
    lead,
    text,
    captions,
    tags,
    url,
    caught.capture_uri,
    coalesce(caught.captures, 0) AS captures,
    count(*) FILTER (superseded_by IS NULL) OVER (PARTITION BY article_id) AS versions,
    superseded_by IS NULL AND row_number() OVER (
        PARTITION BY article_id
        ORDER BY superseded_by IS NOT NULL, caught.captured_last_at DESC NULLS LAST, coalesce(updated_at, as_of) DESC,
            ingested_at DESC, version_id
    ) = 1 AS is_latest,
    title_basis = 'text' AS title_derived,
    ingested_at,
    article_id,
    version_id
FROM article
LEFT JOIN (
    SELECT
        version_id,
        arg_min(uri, (captured_at, capture_id)) AS capture_uri,
        max(captured_at) AS captured_last_at,
        count(*) AS captures
    FROM capture
    WHERE version_id IS NOT NULL
    GROUP BY version_id
) AS caught USING (version_id)
ORDER BY as_of DESC, version_id;

COMMENT ON VIEW article_versions IS 'Every version of every article, newest first.';
COMMENT ON COLUMN article_versions.title IS 'Title; where title_derived, made from the first sentence.';
COMMENT ON COLUMN article_versions.source IS 'The outlet.';
COMMENT ON COLUMN article_versions.published IS 'When it was published, as exactly as it is known; empty where it is not.';
COMMENT ON COLUMN article_versions.published_basis IS 'What that rests on: page, feed, metadata, dateline, text or none.';
COMMENT ON COLUMN article_versions.published_at IS 'Instant of publication (UTC), where it is known to the minute.';
COMMENT ON COLUMN article_versions.published_date IS 'Day of publication in the zone of the source, where it is known to the day.';
COMMENT ON COLUMN article_versions.as_of IS 'The instant (UTC) that puts articles in order: publication or, where that is unknown, capture.';
COMMENT ON COLUMN article_versions.updated_at IS 'When the outlet says it updated the article (UTC).';
COMMENT ON COLUMN article_versions.language IS 'Language (ISO 639-1), or empty.';
COMMENT ON COLUMN article_versions.page_type IS 'Sort of page: article, opinion, explainer, timeline or live.';
COMMENT ON COLUMN article_versions.section IS 'Section or rubric of the outlet.';
COMMENT ON COLUMN article_versions.byline IS 'Author, as written.';
COMMENT ON COLUMN article_versions.agency IS 'News agency credited with the text.';
COMMENT ON COLUMN article_versions.dateline IS 'City of the dateline, as written.';
COMMENT ON COLUMN article_versions.lead IS 'Lead or standfirst.';
COMMENT ON COLUMN article_versions.text IS 'Body; paragraphs joined by one blank line.';
COMMENT ON COLUMN article_versions.captions IS 'Picture captions.';
COMMENT ON COLUMN article_versions.tags IS 'Tags or keywords of the outlet.';
COMMENT ON COLUMN article_versions.url IS 'Canonical URL, or empty.';
COMMENT ON COLUMN article_versions.capture_uri IS 'The file or URL in which this version was found first.';
COMMENT ON COLUMN article_versions.captures IS 'In how many captures this version was found.';
COMMENT ON COLUMN article_versions.versions IS 'How many versions of the article there are.';
COMMENT ON COLUMN article_versions.is_latest IS 'True for the latest version of its article.';
COMMENT ON COLUMN article_versions.title_derived IS 'The title was derived from the first sentence.';
COMMENT ON COLUMN article_versions.ingested_at IS 'When this version entered the warehouse (UTC).';
COMMENT ON COLUMN article_versions.article_id IS 'Key of the article.';
COMMENT ON COLUMN article_versions.version_id IS 'Key of this version.';
