-- name: all_agencies
select id, code, parent_id, profile::text as profile from agency order by id;

-- name: agency_by_code
select id, code, parent_id, profile::text as profile from agency where code = $1;

-- name: agencies_below
with recursive below as (
    select id from agency where parent_id = $1
    union
    select agency.id from agency join below on agency.parent_id = below.id
)
select id from below where id <> $1;

-- name: seed_agency
insert into agency (id, code, name, parent_id, profile) values ($1, $2, $3, $4, $5::jsonb)
on conflict (id) do update set
    code = excluded.code, name = excluded.name, parent_id = excluded.parent_id, profile = excluded.profile;
