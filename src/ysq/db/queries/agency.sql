-- name: all_agencies
select id, code, profile::text as profile from agency order by id;

-- name: agency_by_code
select id, code, profile::text as profile from agency where code = $1;

-- name: seed_agency
insert into agency (id, code, name, profile) values ($1, $2, $3, $4::jsonb)
on conflict (id) do update set code = excluded.code, name = excluded.name, profile = excluded.profile;
