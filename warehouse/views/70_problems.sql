CREATE OR REPLACE VIEW problems AS
SELECT
    issues.severity,
    issues.stage,
    issues.subject,
    issues.message,
    issues.cure,
    issues.code,
    issues.times_seen,
    issues.first_seen_at,
    issues.last_seen_at,
    capture.uri AS capture_uri,
    issues.capture_id,
    issues.issue_id
FROM issues
LEFT JOIN capture USING (capture_id)
WHERE issues.resolved_at IS NULL
ORDER BY issues.severity <> 'error', issues.last_seen_at DESC, issues.subject, issues.issue_id;

COMMENT ON VIEW problems IS 'Open problems, errors before warnings, the latest first, each with its cure.';
COMMENT ON COLUMN problems.severity IS 'error: something is missing; warning: it went on with a doubt.';
COMMENT ON COLUMN problems.stage IS 'Where it happened: discover, fetch, capture, parse, detect, load, deliver, metadata or health.';
COMMENT ON COLUMN problems.subject IS 'The file, URL or channel concerned.';
COMMENT ON COLUMN problems.message IS 'What is wrong.';
COMMENT ON COLUMN problems.cure IS 'What a person can do about it.';
COMMENT ON COLUMN problems.code IS 'Stable word for scripts.';
COMMENT ON COLUMN problems.times_seen IS 'In how many runs it was seen.';
COMMENT ON COLUMN problems.first_seen_at IS 'When it was seen first (UTC).';
COMMENT ON COLUMN problems.last_seen_at IS 'When it was seen last (UTC).';
COMMENT ON COLUMN problems.capture_uri IS 'Where the capture concerned came from; NULL if there is none.';
COMMENT ON COLUMN problems.capture_id IS 'The capture concerned; NULL if there is none.';
COMMENT ON COLUMN problems.issue_id IS 'Key of the problem.';
