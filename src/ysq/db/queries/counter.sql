-- name: next_number
insert into counter (agency_id, series, year, value) values ($1, $2, $3, 1)
on conflict (agency_id, series, year) do update set value = counter.value + 1
returning value;
