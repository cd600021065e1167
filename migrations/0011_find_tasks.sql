-- What a case waits for, in words that neither the agency's route nor the day changes: they find the cases that wait for
-- somebody; what is shown is counted from the events. Rows written before have none (null) and are always looked at, until
-- their case moves on or `ysq replay` rebuilds them.

-- A page of the queue begins where the one before ended. Under a row policy an index is only entered by a condition that
-- can leak nothing, and `coalesce` doesn't count as such: the day by which the queue is sorted is a column.

alter table case_view
    add column waits text[],
    add column sorted_on date not null generated always as (coalesce(due_on, 'infinity')) stored;
drop index case_view_open_idx;
drop index case_view_all_idx;
create index case_view_open_idx on case_view (agency_id, sorted_on, case_id)
    where stage in ('received', 'registered', 'awaiting_requester', 'processing', 'approved', 'issued');
create index case_view_all_idx on case_view (agency_id, sorted_on, case_id);
create index case_view_unarchived_idx on case_view (agency_id, sorted_on, case_id)
    where stage <> 'archived';

-- Most cases wait for the clerk or the archivist; whoever else looks for his few must not pass by all of these.
create index case_view_handed_on_idx on case_view (agency_id, sorted_on, case_id)
    where (waits <@ '{archive,draft_determination,register}') is not true;
