CREATE OR REPLACE VIEW latest_announcements AS
SELECT * EXCLUDE (is_current, in_latest_version)
FROM announcements
WHERE is_current AND in_latest_version
ORDER BY as_of DESC, version_id;

COMMENT ON VIEW latest_announcements IS 'What the latest versions of the articles announce as their own news, newest first.';
COMMENT ON COLUMN latest_announcements.kind IS 'ceasefire or meeting.';
COMMENT ON COLUMN latest_announcements.status IS 'What the text says of it: planned, held, agreed, violated and so on.';
COMMENT ON COLUMN latest_announcements.parties IS 'Who agrees or meets: name, office and country of each, parted by semicolons.';
COMMENT ON COLUMN latest_announcements.place IS 'Where, as in the text.';
COMMENT ON COLUMN latest_announcements.place_country IS 'Country of the place (ISO 3166-1 alpha-3), or empty.';
COMMENT ON COLUMN latest_announcements.when_text IS 'When it happens, in the words of the text.';
COMMENT ON COLUMN latest_announcements.when_start_date IS 'First day that these words mean, in the zone of the source.';
COMMENT ON COLUMN latest_announcements.when_end_date IS 'Last day that these words mean (inclusive).';
COMMENT ON COLUMN latest_announcements.form IS 'How a meeting is held: in_person, phone, video or unknown.';
COMMENT ON COLUMN latest_announcements.said_by IS 'Who says so, where the text attributes it.';
COMMENT ON COLUMN latest_announcements.evidence IS 'The sentence that says it.';
COMMENT ON COLUMN latest_announcements.title IS 'Title of the article.';
COMMENT ON COLUMN latest_announcements.source IS 'The outlet.';
COMMENT ON COLUMN latest_announcements.published IS 'When the article was published, as exactly as it is known; empty where it is not.';
COMMENT ON COLUMN latest_announcements.as_of IS 'When the article was published (UTC) or, where that is unknown, captured.';
COMMENT ON COLUMN latest_announcements.confidence IS '0 to 1.';
COMMENT ON COLUMN latest_announcements.because IS 'The cues that decided kind, status and current.';
COMMENT ON COLUMN latest_announcements.change IS 'What it does to its thread: new, changed, repeat or background.';
COMMENT ON COLUMN latest_announcements.reason IS 'Why, in words that can be checked.';
COMMENT ON COLUMN latest_announcements.worth_alert IS 'Worth an alert by the default rule, before any thread is looked at.';
COMMENT ON COLUMN latest_announcements.url IS 'Canonical URL of the article, or empty.';
COMMENT ON COLUMN latest_announcements.capture_uri IS 'The file or URL in which the article was found first.';
COMMENT ON COLUMN latest_announcements.thread_id IS 'The thread it belongs to; NULL for background.';
COMMENT ON COLUMN latest_announcements.announcement_id IS 'Key of the announcement.';
COMMENT ON COLUMN latest_announcements.article_id IS 'Key of the article.';
COMMENT ON COLUMN latest_announcements.version_id IS 'Key of the article version that says it.';
