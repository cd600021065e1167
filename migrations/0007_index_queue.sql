-- The queue: what is still to be done, by due date; and everything, in the same order.

create index case_view_open_idx on case_view (agency_id, coalesce(due_on, 'infinity'), case_id)
    where stage in ('received', 'registered', 'awaiting_requester', 'processing', 'approved', 'issued');
create index case_view_all_idx on case_view (agency_id, coalesce(due_on, 'infinity'), case_id);
create index case_view_request_no_idx on case_view (request_no);
create index case_view_register_no_idx on case_view (register_no) where register_no is not null;
