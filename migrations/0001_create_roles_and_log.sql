-- The role of the service, the record of migrations, and the append-only log of events.

do $$
begin
    if not exists (select from pg_roles where rolname = 'ysq_app') then
        create role ysq_app login nosuperuser nocreatedb nocreaterole nobypassrls;
    end if;
exception when insufficient_privilege then
    raise exception 'the role ysq_app is missing and % may not create it', current_user
        using hint = 'as an administrator of the server: create role ysq_app login password ''…''';
end $$;

revoke create on schema public from public;
grant usage on schema public to ysq_app;

create table migration (
    number integer constraint migration_pkey primary key,
    name text not null,
    sha256 bytea not null constraint migration_sha256_has_32_bytes check (octet_length(sha256) = 32),
    applied_at timestamptz not null default now()
);

-- agency_id 0: streams that belong to no agency (calendars, settings). No foreign key: the log depends on nothing.
create table event (
    stream uuid not null,
    version integer not null constraint event_version_from_1 check (version >= 1),
    agency_id integer not null,
    type text not null constraint event_type_is_given check (type <> ''),
    date date not null,
    at timestamptz not null,
    actor text not null constraint event_actor_is_given check (actor <> ''),
    record bytea not null,
    prev_hash bytea not null constraint event_prev_hash_has_32_bytes check (octet_length(prev_hash) = 32),
    hash bytea not null constraint event_hash_has_32_bytes check (octet_length(hash) = 32),
    constraint event_stream_version_key primary key (stream, version)
);

-- For the daily seal, which reads the streams that moved in a day; a log is written in this order anyway.
create index event_at_idx on event using brin (at);

grant select, insert on event to ysq_app;

alter table event enable row level security;
alter table event force row level security;
-- The sub-select is computed once per statement, not once per row.
create policy event_of_agencies on event
    using (agency_id = any ((select nullif(current_setting('app.agencies', true), '')::integer[])::integer[]));

create function refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'table % only grows: % is refused for everyone', tg_table_name, tg_op
        using errcode = 'restrict_violation', constraint = tg_name,
              hint = 'append a new entry that corrects the old one';
end $$;

create trigger event_only_grows before update or delete or truncate on event
    for each statement execute function refuse_change();
alter table event enable always trigger event_only_grows;

create function follow_chain() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    if new.version = 1 then
        if new.prev_hash = decode(repeat('00', 32), 'hex') then
            return new;
        end if;
    elsif exists (
        select from public.event
        where stream = new.stream and version = new.version - 1
            and hash = new.prev_hash and agency_id = new.agency_id
    ) then
        return new;
    end if;
    raise exception 'event % of stream % does not follow the one before it', new.version, new.stream
        using errcode = 'integrity_constraint_violation', constraint = tg_name;
end $$;

create trigger event_follows_chain before insert on event
    for each row execute function follow_chain();
alter table event enable always trigger event_follows_chain;
