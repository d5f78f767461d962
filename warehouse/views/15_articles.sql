CREATE OR REPLACE VIEW articles AS
SELECT * EXCLUDE (is_latest)
FROM article_versions
WHERE is_latest
ORDER BY as_of DESC, version_id;

COMMENT ON VIEW articles IS 'Every article in its latest version, newest first.';
COMMENT ON COLUMN articles.title IS 'Title; where title_derived, made from the first sentence.';
COMMENT ON COLUMN articles.source IS 'The outlet.';
COMMENT ON COLUMN articles.published IS 'When it was published, as exactly as it is known; empty where it is not.';
COMMENT ON COLUMN articles.published_basis IS 'What that rests on: page, feed, metadata, dateline, text or none.';
COMMENT ON COLUMN articles.published_at IS 'Instant of publication (UTC), where it is known to the minute.';
COMMENT ON COLUMN articles.published_date IS 'Day of publication in the zone of the source, where it is known to the day.';
COMMENT ON COLUMN articles.as_of IS 'The instant (UTC) that puts articles in order: publication or, where that is unknown, capture.';
COMMENT ON COLUMN articles.updated_at IS 'When the outlet says it updated the article (UTC).';
COMMENT ON COLUMN articles.language IS 'Language (ISO 639-1), or empty.';
COMMENT ON COLUMN articles.page_type IS 'Sort of page: article, opinion, explainer, timeline or live.';
COMMENT ON COLUMN articles.section IS 'Section or rubric of the outlet.';
COMMENT ON COLUMN articles.byline IS 'Author, as written.';
COMMENT ON COLUMN articles.agency IS 'News agency credited with the text.';
COMMENT ON COLUMN articles.dateline IS 'City of the dateline, as written.';
COMMENT ON COLUMN articles.lead IS 'Lead or standfirst.';
COMMENT ON COLUMN articles.text IS 'Body; paragraphs joined by one blank line.';
COMMENT ON COLUMN articles.captions IS 'Picture captions.';
COMMENT ON COLUMN articles.tags IS 'Tags or keywords of the outlet.';
COMMENT ON COLUMN articles.url IS 'Canonical URL, or empty.';
COMMENT ON COLUMN articles.capture_uri IS 'The file or URL in which this version was found first.';
COMMENT ON COLUMN articles.captures IS 'In how many captures this version was found.';
COMMENT ON COLUMN articles.versions IS 'How many versions of the article there are.';
COMMENT ON COLUMN articles.title_derived IS 'The title was derived from the first sentence.';
COMMENT ON COLUMN articles.ingested_at IS 'When this version entered the warehouse (UTC).';
COMMENT ON COLUMN articles.article_id IS 'Key of the article.';
COMMENT ON COLUMN articles.version_id IS 'Key of this version.';
