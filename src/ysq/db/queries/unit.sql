-- name: keep_unit
insert into unit (agency_id, code, parent_code, name) values ($1, $2, $3, $4)
on conflict (agency_id, code) do update set parent_code = excluded.parent_code, name = excluded.name;

-- name: unit_names
select unnest(array[code, name]) from unit where agency_id = $1 and code = $2;

-- name: units
select agency_id, code, parent_code, name from unit order by agency_id, code;
