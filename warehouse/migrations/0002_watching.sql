-- What is known of the sites that are watched, between runs: their indexes, their hosts, and the
-- addresses that were found and what became of each.

CREATE TABLE endpoint (
    endpoint_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    etag VARCHAR NOT NULL,
    last_modified VARCHAR NOT NULL,
    body_sha256 VARCHAR NOT NULL,
    polled_at TIMESTAMPTZ,
    changed_at TIMESTAMPTZ,
    next_poll_at TIMESTAMPTZ,
    interval_seconds DOUBLE NOT NULL,
    failures INTEGER NOT NULL,
    error VARCHAR NOT NULL
);
COMMENT ON TABLE endpoint IS 'The feeds, sitemaps and section pages of the watch list, and how the last poll of each went.';
COMMENT ON COLUMN endpoint.endpoint_id IS 'Key: digest of source and address.';
COMMENT ON COLUMN endpoint.source IS 'Name of the source in the watch list.';
COMMENT ON COLUMN endpoint.url IS 'Its address.';
COMMENT ON COLUMN endpoint.kind IS 'feed, sitemap or listing.';
COMMENT ON COLUMN endpoint.etag IS 'ETag of the last answer, or empty.';
COMMENT ON COLUMN endpoint.last_modified IS 'Last-Modified of the last answer, or empty.';
COMMENT ON COLUMN endpoint.body_sha256 IS 'SHA-256 of the last body: some feeds change their ETag and not their content.';
COMMENT ON COLUMN endpoint.polled_at IS 'When it was polled last (UTC).';
COMMENT ON COLUMN endpoint.changed_at IS 'When it last listed something new (UTC).';
COMMENT ON COLUMN endpoint.next_poll_at IS 'Not polled before (UTC).';
COMMENT ON COLUMN endpoint.interval_seconds IS 'The interval now; it shrinks while there is news and grows while there is none.';
COMMENT ON COLUMN endpoint.failures IS 'Failed polls in a row.';
COMMENT ON COLUMN endpoint.error IS 'What went wrong in the last poll; empty where nothing did.';

CREATE TABLE host (
    host VARCHAR NOT NULL,
    failures INTEGER NOT NULL,
    paused_until TIMESTAMPTZ,
    pause_reason VARCHAR NOT NULL,
    robots VARCHAR NOT NULL,
    robots_text VARCHAR NOT NULL,
    robots_fetched_at TIMESTAMPTZ,
    asked_at TIMESTAMPTZ
);
COMMENT ON TABLE host IS 'What is known of a host between runs: its robots.txt, and whether it is left alone for a while.';
COMMENT ON COLUMN host.host IS 'Key: the host, with its port where that is not the usual one.';
COMMENT ON COLUMN host.failures IS 'Failures in a row that say something about the host.';
COMMENT ON COLUMN host.paused_until IS 'Left alone until then (UTC); NULL where it is not.';
COMMENT ON COLUMN host.pause_reason IS 'Why, in words.';
COMMENT ON COLUMN host.robots IS 'found, none (all is allowed), unreachable (nothing is), or empty: not asked yet.';
COMMENT ON COLUMN host.robots_text IS 'The robots.txt as it came.';
COMMENT ON COLUMN host.asked_at IS 'When a request was sent to it last (UTC): the pace holds between runs too.';
COMMENT ON COLUMN host.robots_fetched_at IS 'When it was asked for last (UTC).';

CREATE TABLE link (
    link_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    published_at TIMESTAMPTZ,
    published_date DATE,
    updated_at TIMESTAMPTZ,
    first_seen_at TIMESTAMPTZ NOT NULL,
    state VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMPTZ,
    fetched_at TIMESTAMPTZ,
    error VARCHAR NOT NULL
);
COMMENT ON TABLE link IS 'Addresses at which an index said that there is an article, and what became of each: nothing that was found is forgotten.';
COMMENT ON COLUMN link.link_id IS 'Key: digest of the address.';
COMMENT ON COLUMN link.source IS 'Name of the source in the watch list that found it first.';
COMMENT ON COLUMN link.url IS 'The address in its canonical form.';
COMMENT ON COLUMN link.title IS 'Title in the index, or empty.';
COMMENT ON COLUMN link.published_at IS 'Publication as the index says (UTC), where it is exact.';
COMMENT ON COLUMN link.published_date IS 'Day of publication as the index says, where only that is known.';
COMMENT ON COLUMN link.updated_at IS 'When the index says that it was updated (UTC).';
COMMENT ON COLUMN link.first_seen_at IS 'When it was found (UTC).';
COMMENT ON COLUMN link.state IS 'waiting, fetched, gone (404 or 410), refused (it may not be fetched) or given_up.';
COMMENT ON COLUMN link.attempts IS 'Failed attempts since it was fetched or found.';
COMMENT ON COLUMN link.next_attempt_at IS 'Not tried again before (UTC).';
COMMENT ON COLUMN link.fetched_at IS 'When it was fetched last (UTC).';
COMMENT ON COLUMN link.error IS 'What went wrong in the last attempt; empty where nothing did.';

COMMENT ON COLUMN issues.stage IS 'Where it happened: discover, fetch, capture, parse, detect, load, deliver, metadata or health.';

ALTER TABLE capture ADD COLUMN source VARCHAR;
ALTER TABLE capture ADD COLUMN archive_file VARCHAR;
ALTER TABLE capture ADD COLUMN archive_offset BIGINT;
ALTER TABLE capture ADD COLUMN archive_length BIGINT;
COMMENT ON COLUMN capture.source IS 'Name of the source in the watch list; NULL for a file.';
COMMENT ON COLUMN capture.archive_file IS 'The WARC file that holds request and response, relative to archive/ in the data folder; NULL: the body is in capture_body.';
COMMENT ON COLUMN capture.archive_offset IS 'Where in that file its records begin, in bytes.';
COMMENT ON COLUMN capture.archive_length IS 'How long its records are, in bytes.';
COMMENT ON COLUMN capture.sha256 IS 'SHA-256 of the body, as sha256sum prints it; key of capture_body where it is not in the archive.';
COMMENT ON TABLE capture_body IS 'The bytes of the captures that are files, byte for byte; each distinct body once. Those fetched are in the web archive.';

ALTER TABLE article ADD COLUMN superseded_by VARCHAR;
COMMENT ON COLUMN article.superseded_by IS 'Version that a later reading (parley replay) found in the same capture; NULL: this is the reading that counts.';

ALTER TABLE article ADD COLUMN layout VARCHAR;
UPDATE article SET layout = '';
COMMENT ON COLUMN article.layout IS 'The version of the source''s page design that fitted; empty for texts and for pages of unknown sources.';

ALTER TABLE capture ADD COLUMN not_article VARCHAR;
COMMENT ON COLUMN capture.not_article IS 'What an unreadable capture is instead of an article: audio, video, gallery, listing, home, programme, error, challenge, consent, login, feed, sitemap, quiz or data; NULL where that is not known.';
