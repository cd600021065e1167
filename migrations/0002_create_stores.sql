-- Agencies, what citizens write and send (sealed or digested; the log only points here), numbers and calendars.

create table agency (
    id integer constraint agency_pkey primary key constraint agency_id_from_1 check (id >= 1),
    code text not null constraint agency_code_key unique,
    name text not null constraint agency_name_is_given check (name <> ''),
    profile jsonb not null default '{}'
);
grant select on agency to ysq_app;

create table submission (
    submission_id uuid constraint submission_pkey primary key,
    agency_id integer not null constraint submission_agency_id_fkey references agency (id),
    case_id uuid not null,
    request_no text not null constraint submission_request_no_key unique,
    body_digest bytea not null,
    access_hash bytea not null,
    at timestamptz not null
);
grant select, insert on submission to ysq_app;

-- Gapless numbers: the row's lock is held until the transaction that takes the number ends.
create table counter (
    agency_id integer not null constraint counter_agency_id_fkey references agency (id),
    series text not null,
    year integer not null,
    value integer not null constraint counter_value_from_1 check (value >= 1),
    constraint counter_pkey primary key (agency_id, series, year)
);
grant select, insert, update on counter to ysq_app;

create table person (
    id uuid constraint person_pkey primary key,
    agency_id integer not null constraint person_agency_id_fkey references agency (id),
    case_id uuid not null,
    role text not null,
    sealed bytea not null,
    at timestamptz not null
);
create index person_case_idx on person (case_id);
grant select, insert on person to ysq_app;

-- The event that names a text carries SM3(salt, body): without this row the digest tells nothing of the words.
create table text (
    id uuid constraint text_pkey primary key,
    agency_id integer not null constraint text_agency_id_fkey references agency (id),
    case_id uuid not null,
    kind text not null,
    body text not null,
    salt bytea not null constraint text_salt_is_16_bytes check (octet_length(salt) = 16),
    at timestamptz not null
);
create index text_case_idx on text (case_id);
grant select, insert on text to ysq_app;

-- The bytes are in the file store, under the row's id.
create table file (
    id uuid constraint file_pkey primary key,
    agency_id integer not null constraint file_agency_id_fkey references agency (id),
    case_id uuid not null,
    kind text not null,
    name text not null,
    media_type text not null,
    size bigint not null constraint file_size_from_0 check (size >= 0),
    digest text not null constraint file_digest_is_sm3 check (digest ~ '^[0-9a-f]{64}$'),
    salt bytea not null constraint file_salt_is_16_bytes check (octet_length(salt) = 16),
    at timestamptz not null
);
create index file_case_idx on file (case_id);
grant select, insert on file to ysq_app;

create table calendar_version (
    year integer not null,
    version integer not null constraint calendar_version_from_1 check (version >= 1),
    content bytea not null,
    digest bytea not null,
    at timestamptz not null,
    actor text not null constraint calendar_version_actor_is_given check (actor <> ''),
    constraint calendar_version_pkey primary key (year, version)
);
grant select, insert on calendar_version to ysq_app;
create trigger calendar_version_only_grows before update or delete or truncate on calendar_version
    for each statement execute function refuse_change();
alter table calendar_version enable always trigger calendar_version_only_grows;

do $$
declare
    name text;
begin
    foreach name in array array['submission', 'counter', 'person', 'text', 'file'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy %I on %I using (agency_id = any '
            '((select nullif(current_setting(''app.agencies'', true), '''')::integer[])::integer[]))',
            name || '_of_agencies', name);
    end loop;
end $$;

-- A citizen comes with a number and an access code and names no agency. The two functions below run as the owner
-- and show the one row asked for; listing submissions through them is impossible.
create policy submission_is_found_by_owner on submission for select to current_user using (true);

create function find_submission(request_no text)
returns table (agency_id integer, case_id uuid, access_hash bytea, body_digest bytea, request_no text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select s.agency_id, s.case_id, s.access_hash, s.body_digest, s.request_no
    from public.submission s where s.request_no = $1
$$;

create function find_submission_by_id(submission_id uuid)
returns table (agency_id integer, case_id uuid, access_hash bytea, body_digest bytea, request_no text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select s.agency_id, s.case_id, s.access_hash, s.body_digest, s.request_no
    from public.submission s where s.submission_id = $1
$$;

-- Sealed data without their key must stop the start; whether there are any concerns no agency.
create function any_submission() returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select exists (select from public.submission) $$;

revoke all on function find_submission(text), find_submission_by_id(uuid), any_submission() from public;
grant execute on function find_submission(text), find_submission_by_id(uuid), any_submission() to ysq_app;
