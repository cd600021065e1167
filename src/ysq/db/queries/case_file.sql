-- name: case_rows
-- All that there is of a case, in one exchange and as of one instant.
select a.id, a.code, a.parent_id, a.profile::text as profile,
    array(
        select row (stream, version, agency_id, type, date, at, actor, record, prev_hash, hash)
        from event where stream = $1 order by version
    ) as log,
    array(select row (id, kind, body, salt) from text where case_id = $1 order by at, id) as texts,
    array(select row (id, role, sealed) from person where case_id = $1 order by at, id) as persons,
    array(
        select row (id, kind, name, media_type, size, digest, salt) from file where case_id = $1 order by at, id
    ) as files
from event e join agency a on a.id = e.agency_id
where e.stream = $1 and e.version = 1 and e.type = 'request.received';
