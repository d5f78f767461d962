-- The tables bear the names of the stages: capture, article, announcement, thread, alert, delivery.
-- Keys are digests of natural keys, derived by the program (parsers/keys.py); nothing here counts,
-- defaults or enforces uniqueness, so that the same statements run on a DuckLake catalogue.
-- A text that is not known is '', a time or number that is not known is NULL.

CREATE TABLE schema_version (
    version INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL,
    sha256 VARCHAR NOT NULL
);
COMMENT ON TABLE schema_version IS 'The migrations applied to this warehouse, one row each; version 0 stands for the views as they are now.';
COMMENT ON COLUMN schema_version.version IS 'Number of the migration, counted from 1; 0: the views.';
COMMENT ON COLUMN schema_version.name IS 'File name of the migration.';
COMMENT ON COLUMN schema_version.applied_at IS 'When it was applied (UTC).';
COMMENT ON COLUMN schema_version.sha256 IS 'SHA-256 of its text: a migration never changes once it is applied.';

CREATE TABLE capture (
    capture_id VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size_bytes BIGINT NOT NULL,
    media_type VARCHAR NOT NULL,
    captured_at TIMESTAMPTZ NOT NULL,
    outcome VARCHAR NOT NULL,
    version_id VARCHAR
);
COMMENT ON TABLE capture IS 'What came over the wire or from a file: one row for each distinct body at each address.';
COMMENT ON COLUMN capture.capture_id IS 'Key: digest of body and address.';
COMMENT ON COLUMN capture.uri IS 'The file (file:///…) or the URL it came from.';
COMMENT ON COLUMN capture.sha256 IS 'SHA-256 of the body, as sha256sum prints it; key of capture_body.';
COMMENT ON COLUMN capture.size_bytes IS 'Size of the body in bytes.';
COMMENT ON COLUMN capture.media_type IS 'Media type as declared by whoever sent it; a hint, never trusted.';
COMMENT ON COLUMN capture.captured_at IS 'When it was captured first (UTC).';
COMMENT ON COLUMN capture.outcome IS 'article: a new article version was read in it; copy: its article was known already; unreadable: no article in it.';
COMMENT ON COLUMN capture.version_id IS 'The article version it holds; NULL when unreadable.';

CREATE TABLE capture_body (
    sha256 VARCHAR NOT NULL,
    body BLOB NOT NULL
);
COMMENT ON TABLE capture_body IS 'The bytes of the captures, byte for byte; each distinct body once.';
COMMENT ON COLUMN capture_body.sha256 IS 'Key: SHA-256 of the body.';
COMMENT ON COLUMN capture_body.body IS 'The bytes as they came. decode(body) shows those that are UTF-8 as text.';

CREATE TABLE article (
    version_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    content_key VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    title_basis VARCHAR NOT NULL,
    lead VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    source_basis VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    published_at TIMESTAMPTZ,
    published_date DATE,
    published_month INTEGER,
    published_day INTEGER,
    published_precision VARCHAR NOT NULL,
    published_basis VARCHAR NOT NULL,
    published_text VARCHAR NOT NULL,
    published_utc_offset_minutes INTEGER NOT NULL,
    as_of TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ,
    byline VARCHAR NOT NULL,
    agency VARCHAR NOT NULL,
    dateline VARCHAR NOT NULL,
    section VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    language_basis VARCHAR NOT NULL,
    page_type VARCHAR NOT NULL,
    captions VARCHAR[] NOT NULL,
    tags VARCHAR[] NOT NULL,
    format VARCHAR NOT NULL,
    ingested_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE article IS 'What a parser read in a capture: one row for each version of an article. The view articles has the latest of each.';
COMMENT ON COLUMN article.version_id IS 'Key: digest of article and content.';
COMMENT ON COLUMN article.article_id IS 'Digest of the canonical URL or, without one, of the content; shared by the versions of an article.';
COMMENT ON COLUMN article.content_key IS 'Digest of title and text, white space aside: the same news text at two addresses has one content key.';
COMMENT ON COLUMN article.title IS 'Title; where title_basis is text, derived from the first sentence.';
COMMENT ON COLUMN article.title_basis IS 'What the title rests on: page, feed, metadata, text (derived) or none.';
COMMENT ON COLUMN article.lead IS 'Lead or standfirst, where the page sets it apart.';
COMMENT ON COLUMN article.text IS 'Body: paragraphs joined by one blank line. Evidence spans are character offsets into it.';
COMMENT ON COLUMN article.source IS 'The outlet, as people name it.';
COMMENT ON COLUMN article.source_basis IS 'What the source rests on: page, feed, metadata, dateline, text or none.';
COMMENT ON COLUMN article.url IS 'Canonical URL, or empty.';
COMMENT ON COLUMN article.published_at IS 'Instant of publication (UTC), where it is known to the minute.';
COMMENT ON COLUMN article.published_date IS 'Day of publication in the zone of the source, where it is known to the day.';
COMMENT ON COLUMN article.published_month IS 'Month (1-12) where only month and day are known, not the year.';
COMMENT ON COLUMN article.published_day IS 'Day of the month where only month and day are known, not the year.';
COMMENT ON COLUMN article.published_precision IS 'How exactly publication is known: minute, day, month_day (no year) or unknown.';
COMMENT ON COLUMN article.published_basis IS 'What the publication time rests on: page, feed, metadata, dateline, text or none.';
COMMENT ON COLUMN article.published_text IS 'The wording the publication time was read from.';
COMMENT ON COLUMN article.published_utc_offset_minutes IS 'Offset of the source''s zone from UTC, in minutes, as far as it is known.';
COMMENT ON COLUMN article.as_of IS 'The instant (UTC) that puts articles in order: publication or, where that is unknown, capture.';
COMMENT ON COLUMN article.updated_at IS 'When the outlet says it updated the article (UTC), if it does.';
COMMENT ON COLUMN article.byline IS 'Author, as written.';
COMMENT ON COLUMN article.agency IS 'News agency credited with the text.';
COMMENT ON COLUMN article.dateline IS 'City of the dateline, as written.';
COMMENT ON COLUMN article.section IS 'Section or rubric of the outlet.';
COMMENT ON COLUMN article.language IS 'Language (ISO 639-1), or empty where it could not be told.';
COMMENT ON COLUMN article.language_basis IS 'What the language rests on: page, feed, metadata, text or none.';
COMMENT ON COLUMN article.page_type IS 'Sort of page: article, opinion, explainer, timeline or live.';
COMMENT ON COLUMN article.captions IS 'Picture captions, in their order.';
COMMENT ON COLUMN article.tags IS 'Tags or keywords of the outlet, in their order.';
COMMENT ON COLUMN article.format IS 'The parser that read it.';
COMMENT ON COLUMN article.ingested_at IS 'When this version entered the warehouse (UTC).';

CREATE TABLE announcement (
    announcement_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    is_current BOOLEAN NOT NULL,
    evidence VARCHAR NOT NULL,
    evidence_field VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    confidence DOUBLE NOT NULL,
    because VARCHAR[] NOT NULL,
    said_by VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    place_country VARCHAR NOT NULL,
    when_text VARCHAR NOT NULL,
    when_start_date DATE,
    when_end_date DATE,
    when_precision VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    formal BOOLEAN NOT NULL,
    worth_alert BOOLEAN NOT NULL
);
COMMENT ON TABLE announcement IS 'What an article version says of one ceasefire or one meeting.';
COMMENT ON COLUMN announcement.announcement_id IS 'Key: digest of article version, kind, status, field and span.';
COMMENT ON COLUMN announcement.version_id IS 'The article version that says it.';
COMMENT ON COLUMN announcement.kind IS 'ceasefire or meeting.';
COMMENT ON COLUMN announcement.status IS 'ceasefire: called_for, proposed, agreed, in_force, extended, violated, rejected, ended; meeting: called_for, planned, under_way, held, postponed, cancelled, ruled_out.';
COMMENT ON COLUMN announcement.is_current IS 'True: the article''s own news; false: background. (Named so because CURRENT is reserved in many databases.)';
COMMENT ON COLUMN announcement.evidence IS 'The sentence that says it.';
COMMENT ON COLUMN announcement.evidence_field IS 'Where the evidence stands: title, lead or body (article.text).';
COMMENT ON COLUMN announcement.trigger_start IS 'First character of the word that names the event; one sentence can tell of two.';
COMMENT ON COLUMN announcement.span_start IS 'First character of the evidence in that field, counted from 0.';
COMMENT ON COLUMN announcement.span_end IS 'Character after the last one of the evidence.';
COMMENT ON COLUMN announcement.confidence IS '0 to 1.';
COMMENT ON COLUMN announcement.because IS 'The cues that decided kind, status and current, in the order in which they decided.';
COMMENT ON COLUMN announcement.said_by IS 'Who says so, where the text attributes it.';
COMMENT ON COLUMN announcement.place IS 'Where, as in the text.';
COMMENT ON COLUMN announcement.place_country IS 'Country of the place (ISO 3166-1 alpha-3), or empty.';
COMMENT ON COLUMN announcement.when_text IS 'When it happens, in the words of the text.';
COMMENT ON COLUMN announcement.when_start_date IS 'First day that these words mean, in the zone of the source.';
COMMENT ON COLUMN announcement.when_end_date IS 'Last day that these words mean (inclusive).';
COMMENT ON COLUMN announcement.when_precision IS 'How exact the time is: minute, day, week, month, year, month_day or unknown.';
COMMENT ON COLUMN announcement.form IS 'How a meeting is held: in_person, phone, video or unknown.';
COMMENT ON COLUMN announcement.formal IS 'For called_for: a formal invitation or offer by a leader or minister.';
COMMENT ON COLUMN announcement.worth_alert IS 'Worth an alert by the default rule, before any thread is looked at.';

CREATE TABLE party (
    announcement_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    office VARCHAR NOT NULL,
    country VARCHAR NOT NULL,
    organisation VARCHAR NOT NULL,
    role VARCHAR NOT NULL
);
COMMENT ON TABLE party IS 'Who agrees or meets: the parties of each announcement.';
COMMENT ON COLUMN party.announcement_id IS 'The announcement; with position, the key.';
COMMENT ON COLUMN party.position IS 'Place in the list of parties, counted from 1.';
COMMENT ON COLUMN party.name IS 'Name, as the article introduces the party.';
COMMENT ON COLUMN party.office IS 'Office or title of a person.';
COMMENT ON COLUMN party.country IS 'Country (ISO 3166-1 alpha-3), or empty.';
COMMENT ON COLUMN party.organisation IS 'Code of an organisation or armed group, or empty.';
COMMENT ON COLUMN party.role IS 'party, or mediator.';

CREATE TABLE thread_event (
    announcement_id VARCHAR NOT NULL,
    thread_id VARCHAR,
    change VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    as_of TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE thread_event IS 'What each announcement does to its thread, and why. A thread is one ceasefire or meeting over time and across outlets; see the view threads.';
COMMENT ON COLUMN thread_event.announcement_id IS 'Key: the announcement decided about.';
COMMENT ON COLUMN thread_event.thread_id IS 'The thread it belongs to; NULL for background, which is in no thread.';
COMMENT ON COLUMN thread_event.change IS 'new: opens the thread; changed: changes its status, date, place or parties; repeat: says it again; background: not current.';
COMMENT ON COLUMN thread_event.reason IS 'Why, in words that can be checked.';
COMMENT ON COLUMN thread_event.as_of IS 'When its article was published (UTC) or, where that is unknown, captured.';
COMMENT ON COLUMN thread_event.decided_at IS 'When the decision was made (UTC).';

CREATE TABLE alert (
    alert_id VARCHAR NOT NULL,
    thread_id VARCHAR NOT NULL,
    announcement_id VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    as_of TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE alert IS 'A rule''s decision that a change of a thread is worth a person''s attention. The view alerts has all that a desk needs.';
COMMENT ON COLUMN alert.alert_id IS 'Key: digest of thread, change and rule.';
COMMENT ON COLUMN alert.thread_id IS 'The thread that changed.';
COMMENT ON COLUMN alert.announcement_id IS 'The announcement that changed it.';
COMMENT ON COLUMN alert.rule IS 'Name of the alert rule.';
COMMENT ON COLUMN alert.change IS 'new or changed.';
COMMENT ON COLUMN alert.reason IS 'Why it is news, in words that can be checked.';
COMMENT ON COLUMN alert.as_of IS 'Publication of the article that caused it (UTC) or, where that is unknown, its capture.';
COMMENT ON COLUMN alert.created_at IS 'When the alert was raised (UTC).';

CREATE TABLE delivery (
    delivery_id VARCHAR NOT NULL,
    alert_id VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    state VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_attempt_at TIMESTAMPTZ,
    delivered_at TIMESTAMPTZ,
    error VARCHAR
);
COMMENT ON TABLE delivery IS 'One alert handed to one channel. Rows are made together with their alert, as pending: this table is the outbox.';
COMMENT ON COLUMN delivery.delivery_id IS 'Key: digest of alert and channel; the idempotency key of every attempt.';
COMMENT ON COLUMN delivery.alert_id IS 'The alert.';
COMMENT ON COLUMN delivery.channel IS 'Name of the channel.';
COMMENT ON COLUMN delivery.position IS 'Place of the channel in the alert''s list, counted from 1.';
COMMENT ON COLUMN delivery.state IS 'pending, delivered or given_up.';
COMMENT ON COLUMN delivery.attempts IS 'Attempts made so far.';
COMMENT ON COLUMN delivery.created_at IS 'When it was put into the outbox (UTC).';
COMMENT ON COLUMN delivery.last_attempt_at IS 'When it was tried last (UTC).';
COMMENT ON COLUMN delivery.delivered_at IS 'When the channel took it (UTC).';
COMMENT ON COLUMN delivery.error IS 'What went wrong in the last attempt; NULL when nothing did.';

CREATE TABLE issues (
    issue_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    cure VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    capture_id VARCHAR,
    first_seen_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    times_seen INTEGER NOT NULL,
    resolved_at TIMESTAMPTZ
);
COMMENT ON TABLE issues IS 'What could not be fetched, read or delivered, and doubts; it stopped nothing else. The view problems has the open ones.';
COMMENT ON COLUMN issues.issue_id IS 'Key: digest of stage, code, subject and capture; the same problem with the same thing is one row.';
COMMENT ON COLUMN issues.stage IS 'Where it happened: capture, parse, detect, load, deliver or metadata.';
COMMENT ON COLUMN issues.code IS 'Stable word for scripts.';
COMMENT ON COLUMN issues.subject IS 'The file, URL or channel concerned.';
COMMENT ON COLUMN issues.message IS 'What is wrong.';
COMMENT ON COLUMN issues.cure IS 'What a person can do about it.';
COMMENT ON COLUMN issues.severity IS 'error: something is missing; warning: it went on with a doubt.';
COMMENT ON COLUMN issues.capture_id IS 'The capture concerned, if there is one.';
COMMENT ON COLUMN issues.first_seen_at IS 'When it was seen first (UTC).';
COMMENT ON COLUMN issues.last_seen_at IS 'When it was seen last (UTC).';
COMMENT ON COLUMN issues.times_seen IS 'In how many runs it was seen.';
COMMENT ON COLUMN issues.resolved_at IS 'When its subject was found well again (UTC); NULL while it is open.';

CREATE TABLE run (
    run_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    state VARCHAR NOT NULL,
    documents INTEGER NOT NULL,
    new_articles INTEGER NOT NULL,
    known INTEGER NOT NULL,
    announcements INTEGER NOT NULL,
    alerts INTEGER NOT NULL,
    problems INTEGER NOT NULL
);
COMMENT ON TABLE run IS 'Each run that wrote to the warehouse, and what it did.';
COMMENT ON COLUMN run.run_id IS 'Key: digest of name, kind and start.';
COMMENT ON COLUMN run.name IS 'Name of the run, as Prefect shows it.';
COMMENT ON COLUMN run.kind IS 'ingest or deliver.';
COMMENT ON COLUMN run.started_at IS 'When it started (UTC).';
COMMENT ON COLUMN run.ended_at IS 'When it ended (UTC); NULL while it runs, and for ever if it was killed.';
COMMENT ON COLUMN run.state IS 'running, completed or failed.';
COMMENT ON COLUMN run.documents IS 'Documents looked at.';
COMMENT ON COLUMN run.new_articles IS 'Article versions not seen before.';
COMMENT ON COLUMN run.known IS 'Documents known already.';
COMMENT ON COLUMN run.announcements IS 'Announcements found.';
COMMENT ON COLUMN run.alerts IS 'Alerts raised or, in a deliver run, delivered.';
COMMENT ON COLUMN run.problems IS 'Problems met.';
