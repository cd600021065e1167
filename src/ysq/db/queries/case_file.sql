-- name: case_rows
(
    select 'agency' as part, row (a.id, a.code, a.parent_id, a.profile::text) as found
    from event e join agency a on a.id = e.agency_id
    where e.stream = $1 and e.version = 1 and e.type = 'request.received'
)
union all (
    select 'log', row (stream, version, agency_id, type, date, at, actor, record, prev_hash, hash)
    from event where stream = $1 order by version
)
union all (select 'text', row (id, kind, body, salt) from text where case_id = $1 order by at, id)
union all (select 'person', row (id, role, sealed) from person where case_id = $1 order by at, id)
union all (
    select 'file', row (id, kind, name, media_type, size, digest, salt) from file where case_id = $1 order by at, id
);
