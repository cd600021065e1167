-- name: stream_heads
select distinct on (stream) stream, version, agency_id, hash from event order by stream, version desc;

-- name: all_events
select stream, version, agency_id, type, date, at, actor, record, prev_hash, hash
from event order by stream, version;

-- name: add_digest
insert into day_digest (number, day, record, signature) values ($1, $2, $3, $4);

-- name: digests
select record, signature from day_digest order by number;

-- name: lock_digests
select pg_advisory_xact_lock(7309470224);
