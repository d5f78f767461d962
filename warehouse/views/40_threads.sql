-- A thread is what its events say: its state is that of the latest event that changed it.
CREATE OR REPLACE VIEW threads AS
WITH event AS (
    SELECT
        thread_event.thread_id,
        thread_event.as_of,
        thread_event.change,
        -- one order for events of one instant, the same in every query
        -- (within an article, that of the text)
        row(thread_event.as_of, thread_event.decided_at, announcements.version_id,
            raw.evidence_field <> 'title', raw.evidence_field <> 'lead', raw.span_start, raw.trigger_start,
            announcements.announcement_id) AS at_point,
        thread_event.change IN ('new', 'changed') AS changes,
        announcements.* EXCLUDE (thread_id, as_of, change)
    FROM thread_event
    JOIN announcements USING (announcement_id)
    JOIN announcement AS raw USING (announcement_id)
    WHERE thread_event.thread_id IS NOT NULL
),
step AS (
    SELECT
        thread_id,
        status,
        at_point,
        lag(status) OVER (PARTITION BY thread_id ORDER BY at_point) AS status_before
    FROM event
    WHERE changes
),
history AS (
    SELECT thread_id, string_agg(status, ' → ' ORDER BY at_point) AS history
    FROM step
    WHERE status IS DISTINCT FROM status_before
    GROUP BY thread_id
)
SELECT
    arg_max(kind, at_point) AS kind,
    coalesce(arg_max(status, at_point) FILTER (changes), arg_max(status, at_point)) AS status,
    coalesce(arg_max(parties, at_point) FILTER (changes AND parties <> ''), '') AS parties,
    coalesce(arg_max(place, at_point) FILTER (changes AND place <> ''), '') AS place,
    coalesce(arg_max(when_text, at_point) FILTER (changes AND when_text <> ''), '') AS when_text,
    arg_max(when_start_date, at_point) FILTER (changes AND when_start_date IS NOT NULL)
        AS when_start_date,
    arg_max(when_end_date, at_point) FILTER (changes AND when_start_date IS NOT NULL)
        AS when_end_date,
    coalesce(any_value(history.history), '') AS history,
    min(as_of) AS opened_at,
    coalesce(max(as_of) FILTER (changes), min(as_of)) AS changed_at,
    max(as_of) AS last_seen_at,
    count(DISTINCT nullif(source, '')) AS outlets,
    count(DISTINCT article_id) AS articles,
    count(*) AS announcements,
    coalesce(string_agg(DISTINCT nullif(source, ''), ', ' ORDER BY nullif(source, '')), '')
        AS sources,
    coalesce(arg_max(title, at_point) FILTER (changes), arg_max(title, at_point)) AS title,
    coalesce(arg_max(evidence, at_point) FILTER (changes), arg_max(evidence, at_point))
        AS evidence,
    thread_id
FROM event
LEFT JOIN history USING (thread_id)
GROUP BY thread_id
ORDER BY changed_at DESC, thread_id;

COMMENT ON VIEW threads IS 'One row for each ceasefire or meeting, over time and across outlets, the latest changed first.';
COMMENT ON COLUMN threads.kind IS 'ceasefire or meeting.';
COMMENT ON COLUMN threads.status IS 'Where it stands: the status of the latest announcement that changed it.';
COMMENT ON COLUMN threads.parties IS 'Who agrees or meets, by the latest change that names anyone.';
COMMENT ON COLUMN threads.place IS 'Where, by the latest change that names a place.';
COMMENT ON COLUMN threads.when_text IS 'When, in the words of the latest change that gives a time.';
COMMENT ON COLUMN threads.when_start_date IS 'First day of it, by the latest change that gives one.';
COMMENT ON COLUMN threads.when_end_date IS 'Last day of it (inclusive), by the same change.';
COMMENT ON COLUMN threads.history IS 'Its statuses in their order: planned → held.';
COMMENT ON COLUMN threads.opened_at IS 'Publication of its first announcement (UTC).';
COMMENT ON COLUMN threads.changed_at IS 'Publication of the latest announcement that changed it (UTC).';
COMMENT ON COLUMN threads.last_seen_at IS 'Publication of its latest announcement, repeats included (UTC).';
COMMENT ON COLUMN threads.outlets IS 'How many outlets report it.';
COMMENT ON COLUMN threads.articles IS 'How many articles report it.';
COMMENT ON COLUMN threads.announcements IS 'How many announcements it consists of, repeats included.';
COMMENT ON COLUMN threads.sources IS 'The outlets, by name.';
COMMENT ON COLUMN threads.title IS 'Title of the article that changed it last.';
COMMENT ON COLUMN threads.evidence IS 'The sentence that changed it last.';
COMMENT ON COLUMN threads.thread_id IS 'Key of the thread.';
