-- The queue's projection of cases: thrown away and rebuilt from the events at will (`ysq replay`).

create table case_view (
    case_id uuid constraint case_view_pkey primary key,
    agency_id integer not null constraint case_view_agency_id_fkey references agency (id),
    request_no text not null,
    register_no text,
    stage text not null,
    received_on date not null,
    due_on date,
    provisional boolean not null default false,
    tolled_until date,
    next_change_on date,
    version integer not null,
    summary jsonb not null default '{}'
);
create index case_view_queue_idx on case_view (agency_id, stage, due_on);
grant select, insert, update, delete on case_view to ysq_app;

alter table case_view enable row level security;
alter table case_view force row level security;
create policy case_view_of_agencies on case_view
    using (agency_id = any ((select nullif(current_setting('app.agencies', true), '')::integer[])::integer[]));
