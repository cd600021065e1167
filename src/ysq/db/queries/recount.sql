-- name: begin_recount
insert into recount (number, total, begun_at)
values ($1, (select count(*) from case_view where stage <> 'archived'), $2);

-- name: any_uncounted
select exists (select from case_view where stage <> 'archived' and counted_under < $1);

-- name: recount_waits
select exists (select from recount where ended_at is null);

-- name: uncounted_rows
select case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version, channel, units, first_text, item_count, waits
from case_view where stage <> 'archived' and counted_under < $1 and case_id > $2
order by case_id limit $3 for update skip locked;

-- name: count_rows
update case_view v
set due_on = n.due_on, provisional = n.provisional, tolled_until = n.tolled_until, next_change_on = n.next_change_on,
    counted_under = $6
from unnest($1::uuid[], $2::date[], $3::boolean[], $4::date[], $5::date[])
    as n (case_id, due_on, provisional, tolled_until, next_change_on)
where v.case_id = n.case_id;

-- name: recounted
-- A job that a later import overtook is done by it: both end together.
update recount set done = done + $2, ended_at = $3 where number <= $1 and ended_at is null;

-- name: add_recounted_case
insert into recounted_case (number, case_id, agency_id, request_no, due_before, due_after, provisional, findings)
select $1, n.* from unnest($2::uuid[], $3::integer[], $4::text[], $5::date[], $6::date[], $7::boolean[], $8::bytea[]) n
where exists (select from recount where number = $1)
on conflict (number, case_id) do update
set due_after = excluded.due_after, provisional = excluded.provisional, findings = excluded.findings;

-- name: recounts
select r.number, c.year, c.version, c.actor, r.total, least(r.done, r.total) as done,
    (select count(*) from recounted_case m
        where m.number = r.number and m.due_before is distinct from m.due_after) as moved,
    (select count(*) from recounted_case m where m.number = r.number and m.findings <> '[]') as conflicting,
    r.begun_at, r.ended_at
from recount r join calendar_version c on c.number = r.number
where $1::integer is null or r.number = $1
order by r.number desc limit $2;

-- name: recounted_cases
select case_id, agency_id, request_no, due_before, due_after, provisional, findings
from recounted_case where number = $1
order by findings = '[]', due_after, case_id limit $2;
