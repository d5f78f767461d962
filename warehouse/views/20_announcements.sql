-- One readable row for every announcement; the views after this one are made of it.
CREATE OR REPLACE VIEW announcements AS
SELECT
    announcement.kind,
    announcement.status,
    coalesce(named.parties, '') AS parties,
    announcement.place,
    announcement.place_country,
    announcement.when_text,
    announcement.when_start_date,
    announcement.when_end_date,
    announcement.form,
    announcement.said_by,
    announcement.evidence,
    article.title,
    article.source,
    article.published,
    article.as_of,
    announcement.is_current,
    announcement.confidence,
    array_to_string(announcement.because, '; ') AS because,
    thread_event.change,
    thread_event.reason,
    announcement.worth_alert,
    article.url,
    article.capture_uri,
    thread_event.thread_id,
    announcement.announcement_id,
    article.article_id,
    article.version_id,
    article.is_latest AS in_latest_version
FROM announcement
JOIN article_versions AS article USING (version_id)
LEFT JOIN thread_event USING (announcement_id)
LEFT JOIN (
    SELECT
        announcement_id,
        string_agg(
            -- "President Ana Ruiz (COL)", but "Armenia (presidents, ARM)"
            concat_ws(
                ' ',
                CASE WHEN regexp_matches(office, '^[[:upper:]]') THEN office END,
                name,
                '(' || nullif(concat_ws(
                    ', ',
                    CASE WHEN regexp_matches(office, '^[^[:upper:]]') THEN nullif(office, name) END,
                    nullif(country, ''),
                    nullif(role, 'party')
                ), '') || ')'
            ),
            '; ' ORDER BY position
        ) AS parties
    FROM party
    GROUP BY announcement_id
) AS named USING (announcement_id)
ORDER BY article.as_of DESC, article.version_id, announcement.span_start;

COMMENT ON VIEW announcements IS 'Every announcement of every article version, background too, newest first.';
COMMENT ON COLUMN announcements.kind IS 'ceasefire or meeting.';
COMMENT ON COLUMN announcements.status IS 'What the text says of it: planned, held, agreed, violated and so on.';
COMMENT ON COLUMN announcements.parties IS 'Who agrees or meets: name, office and country of each, parted by semicolons.';
COMMENT ON COLUMN announcements.place IS 'Where, as in the text.';
COMMENT ON COLUMN announcements.place_country IS 'Country of the place (ISO 3166-1 alpha-3), or empty.';
COMMENT ON COLUMN announcements.when_text IS 'When it happens, in the words of the text.';
COMMENT ON COLUMN announcements.when_start_date IS 'First day that these words mean, in the zone of the source.';
COMMENT ON COLUMN announcements.when_end_date IS 'Last day that these words mean (inclusive).';
COMMENT ON COLUMN announcements.form IS 'How a meeting is held: in_person, phone, video or unknown.';
COMMENT ON COLUMN announcements.said_by IS 'Who says so, where the text attributes it.';
COMMENT ON COLUMN announcements.evidence IS 'The sentence that says it.';
COMMENT ON COLUMN announcements.title IS 'Title of the article.';
COMMENT ON COLUMN announcements.source IS 'The outlet.';
COMMENT ON COLUMN announcements.published IS 'When the article was published, as exactly as it is known; empty where it is not.';
COMMENT ON COLUMN announcements.as_of IS 'When the article was published (UTC) or, where that is unknown, captured.';
COMMENT ON COLUMN announcements.is_current IS 'True: the article''s own news; false: background.';
COMMENT ON COLUMN announcements.confidence IS '0 to 1.';
COMMENT ON COLUMN announcements.because IS 'The cues that decided kind, status and current.';
COMMENT ON COLUMN announcements.change IS 'What it does to its thread: new, changed, repeat or background.';
COMMENT ON COLUMN announcements.reason IS 'Why, in words that can be checked.';
COMMENT ON COLUMN announcements.worth_alert IS 'Worth an alert by the default rule, before any thread is looked at.';
COMMENT ON COLUMN announcements.url IS 'Canonical URL of the article, or empty.';
COMMENT ON COLUMN announcements.capture_uri IS 'The file or URL in which the article was found first.';
COMMENT ON COLUMN announcements.thread_id IS 'The thread it belongs to; NULL for background.';
COMMENT ON COLUMN announcements.announcement_id IS 'Key of the announcement.';
COMMENT ON COLUMN announcements.article_id IS 'Key of the article.';
COMMENT ON COLUMN announcements.version_id IS 'Key of the article version that says it.';
COMMENT ON COLUMN announcements.in_latest_version IS 'True where that version is the latest of its article.';
