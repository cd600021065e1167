-- name: show_case
insert into case_view (
    case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version, channel, units, first_text, item_count, waits, counted_under
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
on conflict (case_id) do update set
    register_no = excluded.register_no, stage = excluded.stage, received_on = excluded.received_on,
    due_on = excluded.due_on, provisional = excluded.provisional, tolled_until = excluded.tolled_until,
    next_change_on = excluded.next_change_on, version = excluded.version, channel = excluded.channel,
    units = excluded.units, first_text = excluded.first_text, item_count = excluded.item_count,
    waits = excluded.waits, counted_under = excluded.counted_under
where case_view.version <= excluded.version;

-- name: case_row
select case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version, channel, units, first_text, item_count, waits
from case_view where case_id = $1;

-- name: hold_case_row
select case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version, channel, units, first_text, item_count, waits
from case_view where case_id = $1 for update;

-- name: running_cases
select case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version, channel, units, first_text, item_count, waits
from case_view where stage <> 'archived' and case_id > $1 order by case_id limit $2;

-- name: case_ids
select stream from event where version = 1 and type = 'request.received' order by stream;

-- name: surplus_case_rows
select case_id from case_view v
where not exists (select from event e where e.stream = v.case_id and e.version = 1 and e.type = 'request.received');

-- name: remove_case_row
delete from case_view where case_id = $1;

-- name: open_queue
select v.case_id, v.agency_id, v.request_no, v.register_no, v.stage, v.received_on, v.due_on, v.provisional,
    v.tolled_until, v.next_change_on, v.version, v.channel, v.units, v.first_text, v.item_count, v.waits
from unnest($1::integer[]) as a (id) cross join lateral (
    select * from case_view c
    where c.agency_id = a.id
        and c.stage in ('received', 'registered', 'awaiting_requester', 'processing', 'approved', 'issued')
        and ($2::text[] is null or c.stage = any ($2))
        and ($3::date is null or c.due_on >= $3)
        and ($4::date is null or c.due_on <= $4)
        and ($8::text is null or c.channel = $8)
        and ($9::text is null or $9 = any (c.units))
        and ($10::text[] is null or c.units && $10)
        and ($11::date is null or c.due_on is null or c.tolled_until >= $11)
        and (c.sorted_on, c.case_id) > ($5::date, $6::uuid)
    order by c.sorted_on, c.case_id limit $7
) v
order by v.sorted_on, v.case_id limit $7;

-- name: whole_queue
select v.case_id, v.agency_id, v.request_no, v.register_no, v.stage, v.received_on, v.due_on, v.provisional,
    v.tolled_until, v.next_change_on, v.version, v.channel, v.units, v.first_text, v.item_count, v.waits
from unnest($1::integer[]) as a (id) cross join lateral (
    select * from case_view c
    where c.agency_id = a.id
        and ($2::text[] is null or c.stage = any ($2))
        and ($3::date is null or c.due_on >= $3)
        and ($4::date is null or c.due_on <= $4)
        and ($8::text is null or c.channel = $8)
        and ($9::text is null or $9 = any (c.units))
        and ($10::text[] is null or c.units && $10)
        and ($11::date is null or c.due_on is null or c.tolled_until >= $11)
        and (c.sorted_on, c.case_id) > ($5::date, $6::uuid)
    order by c.sorted_on, c.case_id limit $7
) v
order by v.sorted_on, v.case_id limit $7;

-- name: queue_by_number
select case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version, channel, units, first_text, item_count, waits
from case_view where request_no = $1 and ($2::text[] is null or units && $2)
union
select case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version, channel, units, first_text, item_count, waits
from case_view where register_no = $1 and ($2::text[] is null or units && $2)
order by case_id;

-- name: waiting_cases
-- Of `$3`, what time alone brings is looked at once time has passed.
select case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version, channel, units, first_text, item_count, waits
from case_view c
where c.agency_id = $1 and c.stage <> 'archived'
    and (c.waits is null or c.waits && $2::text[] or (c.waits && $3::text[] and c.next_change_on < $4::date))
    and ($5::text[] is null or c.units && $5)
    and (c.sorted_on, c.case_id) > ($6::date, $7::uuid)
order by c.sorted_on, c.case_id limit $8;

-- name: cases_handed_on
-- The same among the few that wait for more than the usual.
select case_id, agency_id, request_no, register_no, stage, received_on, due_on, provisional, tolled_until,
    next_change_on, version, channel, units, first_text, item_count, waits
from case_view c
where c.agency_id = $1 and (c.waits <@ '{archive,draft_determination,register}') is not true
    and (c.waits is null or c.waits && $2::text[] or (c.waits && $3::text[] and c.next_change_on < $4::date))
    and ($5::text[] is null or c.units && $5)
    and (c.sorted_on, c.case_id) > ($6::date, $7::uuid)
order by c.sorted_on, c.case_id limit $8;

-- name: queue_counts
select agency_id, stage,
    count(*) filter (where lamp = 'green'), count(*) filter (where lamp = 'amber'),
    count(*) filter (where lamp = 'orange'), count(*) filter (where lamp = 'red'),
    count(*) filter (where lamp = 'grey')
from (
    select agency_id, stage, case
        when due_on is null or tolled_until >= $2::date then 'grey' when due_on < $2 then 'red'
        when due_on <= $3::date then 'orange' when due_on <= $4::date then 'amber' else 'green'
    end as lamp
    from case_view c
    where agency_id = any ($1::integer[])
        and stage in ('received', 'registered', 'awaiting_requester', 'processing', 'approved', 'issued')
        and ($5::text[] is null or units && $5)
) v
group by agency_id, stage order by agency_id, stage;
