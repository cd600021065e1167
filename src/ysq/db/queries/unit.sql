-- name: keep_unit
-- The name it had before; null when it is new.
with before as (select name from unit where agency_id = $1 and code = $2)
insert into unit (agency_id, code, parent_code, name) values ($1, $2, $3, $4)
on conflict (agency_id, code) do update set
    parent_code = coalesce(excluded.parent_code, unit.parent_code),
    name = excluded.name,
    former_names = case
        when unit.name = excluded.name then unit.former_names
        else array_remove(unit.former_names, excluded.name) || unit.name
    end
returning (select name from before);

-- name: unit_names
-- A name that another unit bears by now is that unit's.
select n.name from unit u cross join lateral unnest(array[u.code, u.name] || u.former_names) as n (name)
where u.agency_id = $1 and u.code = $2
    and not exists (select from unit o where o.agency_id = $1 and o.code <> $2 and n.name in (o.code, o.name));

-- name: units
select agency_id, code, parent_code, name from unit order by agency_id, code;
