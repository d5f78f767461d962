CREATE OR REPLACE VIEW alerts AS
SELECT
    announcements.published,
    announcements.kind,
    announcements.status,
    announcements.parties,
    announcements.place,
    announcements.when_text,
    announcements.when_start_date,
    announcements.when_end_date,
    announcements.title,
    announcements.source,
    announcements.evidence,
    announcements.said_by,
    announcements.form,
    announcements.confidence,
    alert.change,
    alert.reason,
    alert.rule,
    coalesce(sent.deliveries, '') AS deliveries,
    coalesce(sent.undelivered, 0) AS undelivered,
    alert.as_of,
    alert.created_at,
    announcements.url,
    announcements.capture_uri,
    announcements.article_id,
    announcements.version_id,
    alert.thread_id,
    alert.announcement_id,
    alert.alert_id
FROM alert
JOIN announcements USING (announcement_id)
LEFT JOIN (
    SELECT
        alert_id,
        count(*) FILTER (state <> 'delivered') AS undelivered,
        string_agg(
            channel || ': ' || replace(state, '_', ' ')
            || CASE
                WHEN state = 'delivered' THEN strftime(delivered_at, ' %Y-%m-%d %H:%M')
                WHEN attempts > 0 THEN format(' (attempts: {}, {})', attempts, coalesce(error, ''))
                ELSE ''
            END,
            '; ' ORDER BY position, channel
        ) AS deliveries
    FROM delivery
    GROUP BY alert_id
) AS sent USING (alert_id)
ORDER BY alert.as_of DESC, alert.created_at DESC, alert.alert_id;

COMMENT ON VIEW alerts IS 'Every alert with all that a desk needs, newest first.';
COMMENT ON COLUMN alerts.published IS 'When the article was published, as exactly as it is known; empty where it is not.';
COMMENT ON COLUMN alerts.kind IS 'ceasefire or meeting.';
COMMENT ON COLUMN alerts.status IS 'What the text says of it: planned, held, agreed, violated and so on.';
COMMENT ON COLUMN alerts.parties IS 'Who agrees or meets: name, office and country of each, parted by semicolons.';
COMMENT ON COLUMN alerts.place IS 'Where, as in the text.';
COMMENT ON COLUMN alerts.when_text IS 'When it happens, in the words of the text.';
COMMENT ON COLUMN alerts.when_start_date IS 'First day that these words mean, in the zone of the source.';
COMMENT ON COLUMN alerts.when_end_date IS 'Last day that these words mean (inclusive).';
COMMENT ON COLUMN alerts.title IS 'Title of the article.';
COMMENT ON COLUMN alerts.source IS 'The outlet.';
COMMENT ON COLUMN alerts.evidence IS 'The sentence that says it.';
COMMENT ON COLUMN alerts.said_by IS 'Who says so, where the text attributes it.';
COMMENT ON COLUMN alerts.form IS 'How a meeting is held: in_person, phone, video or unknown.';
COMMENT ON COLUMN alerts.confidence IS '0 to 1.';
COMMENT ON COLUMN alerts.change IS 'new: it opens a thread; changed: it changes one.';
COMMENT ON COLUMN alerts.reason IS 'Why it is news, in words that can be checked.';
COMMENT ON COLUMN alerts.rule IS 'The rule that raised the alert.';
COMMENT ON COLUMN alerts.deliveries IS 'Each channel with the state of its delivery (times in UTC).';
COMMENT ON COLUMN alerts.undelivered IS 'How many channels have not got it.';
COMMENT ON COLUMN alerts.as_of IS 'When the article was published (UTC) or, where that is unknown, captured.';
COMMENT ON COLUMN alerts.created_at IS 'When the alert was raised (UTC).';
COMMENT ON COLUMN alerts.url IS 'Canonical URL of the article, or empty.';
COMMENT ON COLUMN alerts.capture_uri IS 'The file or URL in which the article was found first.';
COMMENT ON COLUMN alerts.article_id IS 'Key of the article.';
COMMENT ON COLUMN alerts.version_id IS 'Key of the article version that says it.';
COMMENT ON COLUMN alerts.thread_id IS 'Key of the thread.';
COMMENT ON COLUMN alerts.announcement_id IS 'Key of the announcement.';
COMMENT ON COLUMN alerts.alert_id IS 'Key of the alert.';
