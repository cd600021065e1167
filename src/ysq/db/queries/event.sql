-- name: stream_head
select version, agency_id, hash from event where stream = $1 order by version desc limit 1;

-- name: append_event
insert into event (stream, version, agency_id, type, date, at, actor, record, prev_hash, hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: load_stream
select stream, version, agency_id, type, date, at, actor, record, prev_hash, hash
from event where stream = $1 order by version;

-- name: load_streams
select stream, version, agency_id, type, date, at, actor, record, prev_hash, hash
from event where stream = any ($1::uuid[]) order by stream, version;

-- name: records_of_streams
select stream, agency_id, record from event where stream = any ($1::uuid[]) order by stream, version;

-- name: hold_stream
select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0));

-- name: readings
select stream, version, agency_id, type, date, at, actor, record, prev_hash, hash
from event where type in ('identity.read', 'identity.sought') order by at desc, stream, version desc limit $1;
