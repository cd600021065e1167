-- What a case waits for, in words that neither the agency's route nor the day changes: they find the cases that wait for
-- somebody; what is shown is counted from the events. Rows written before have none (null) and are always looked at, until
-- their case moves on or `ysq replay` rebuilds them.

alter table case_view add column waits text[];
create index case_view_unarchived_idx on case_view (agency_id, coalesce(due_on, 'infinity'), case_id)
    where stage <> 'archived';

-- Most cases wait for the clerk or the archivist; whoever else looks for his few must not pass by all of these.
create index case_view_handed_on_idx on case_view (agency_id, coalesce(due_on, 'infinity'), case_id)
    where (waits <@ '{archive,draft_determination,register}') is not true;
