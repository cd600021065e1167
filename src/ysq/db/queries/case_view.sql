-- name: show_case
insert into case_view (
    case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (case_id) do update set
    register_no = excluded.register_no, stage = excluded.stage, received_on = excluded.received_on,
    due_on = excluded.due_on, provisional = excluded.provisional, tolled_until = excluded.tolled_until,
    next_change_on = excluded.next_change_on, version = excluded.version
where case_view.version <= excluded.version;

-- name: case_row
select case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version
from case_view where case_id = $1;

-- name: hold_case_row
select case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version
from case_view where case_id = $1 for update;

-- name: running_cases
select case_id, agency_id from case_view where stage <> 'archived' order by case_id;

-- name: case_ids
select stream from event where version = 1 and type = 'request.received' order by stream;

-- name: surplus_case_rows
select case_id from case_view v
where not exists (select from event e where e.stream = v.case_id and e.version = 1 and e.type = 'request.received');

-- name: remove_case_row
delete from case_view where case_id = $1;
