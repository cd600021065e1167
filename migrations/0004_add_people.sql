-- The tree of agencies and units, and the accounts of those who work there: roles, passwords, sessions.

alter table agency
    add column parent_id integer
        constraint agency_parent_id_fkey references agency (id) deferrable initially deferred
        constraint agency_is_not_its_own_parent check (parent_id <> id);

create table unit (
    agency_id integer not null constraint unit_agency_id_fkey references agency (id),
    code text not null constraint unit_code_is_a_code check (code ~ '^[A-Z0-9]{2,12}$'),
    parent_code text constraint unit_is_not_its_own_parent check (parent_code <> code),
    name text not null constraint unit_name_is_given check (name <> ''),
    constraint unit_pkey primary key (agency_id, code),
    constraint unit_parent_fkey foreign key (agency_id, parent_code) references unit (agency_id, code)
        deferrable initially deferred
);
grant select, insert, update (parent_code, name) on unit to ysq_app;

-- The kind keeps the three administrators apart: no account has roles of two kinds.
create table account (
    id uuid constraint account_pkey primary key,
    agency_id integer not null constraint account_agency_id_fkey references agency (id),
    kind text not null
        constraint account_kind_is_known check (kind in ('staff', 'system_admin', 'security_admin', 'audit_admin')),
    login text not null
        constraint account_login_key unique
        constraint account_login_is_a_login check (login ~ '^[a-z][a-z0-9._-]{2,31}$'),
    name text not null constraint account_name_is_given check (name <> ''),
    at timestamptz not null,
    disabled_at timestamptz,
    constraint account_id_kind_key unique (id, kind),
    constraint account_id_agency_id_key unique (id, agency_id)
);
grant select, insert, update (name, disabled_at) on account to ysq_app;

create table appointment (
    account_id uuid not null,
    agency_id integer not null constraint appointment_agency_id_fkey references agency (id),
    role text not null constraint appointment_role_is_given check (role <> ''),
    unit_code text,
    kind text not null generated always as (
        case when role in ('system_admin', 'security_admin', 'audit_admin') then role else 'staff' end
    ) stored,
    at timestamptz not null,
    constraint appointment_pkey primary key (account_id, agency_id, role),
    constraint appointment_is_of_the_accounts_kind foreign key (account_id, kind) references account (id, kind),
    constraint appointment_unit_fkey foreign key (agency_id, unit_code) references unit (agency_id, code)
);
grant select, insert, delete on appointment to ysq_app;

-- The service writes hashes and never reads them back, but one at a time through find_credential.
create table credential (
    account_id uuid constraint credential_pkey primary key,
    agency_id integer not null,
    password_hash text not null constraint credential_is_argon2id check (password_hash like '$argon2id$%'),
    must_change boolean not null,
    changed_at timestamptz not null,
    constraint credential_account_fkey foreign key (account_id, agency_id) references account (id, agency_id)
);
grant select (account_id, agency_id, must_change, changed_at), insert,
    update (password_hash, must_change, changed_at) on credential to ysq_app;

-- agency_id is the account's; acts_in and role say under which appointment the session acts.
create table session (
    id uuid constraint session_pkey primary key,
    agency_id integer not null,
    account_id uuid not null,
    token_hash bytea not null
        constraint session_token_hash_key unique
        constraint session_token_hash_has_32_bytes check (octet_length(token_hash) = 32),
    acts_in integer not null,
    role text not null,
    address text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    ended_at timestamptz,
    constraint session_account_fkey foreign key (account_id, agency_id) references account (id, agency_id)
);
create index session_account_idx on session (account_id, created_at);
grant select (id, agency_id, account_id, acts_in, role, address, created_at, seen_at, ended_at), insert,
    update (acts_in, role, seen_at, ended_at) on session to ysq_app;

-- `who` is a keyed digest of what was typed as login, known or not: people type passwords there, too.
create table sign_in_failure (
    who bytea not null,
    address text not null,
    failures integer not null constraint sign_in_failure_from_1 check (failures >= 1),
    last_at timestamptz not null,
    constraint sign_in_failure_pkey primary key (who, address)
);
grant select, insert, update, delete on sign_in_failure to ysq_app;

do $$
declare
    name text;
begin
    foreach name in array array['unit', 'account', 'appointment', 'credential', 'session'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format(
            'create policy %I on %I using (agency_id = any '
            '((select nullif(current_setting(''app.agencies'', true), '''')::integer[])::integer[]))',
            name || '_of_agencies', name);
    end loop;
    -- Who signs in names no agency, and neither does a session's token: the functions below run as the owner.
    foreach name in array array['account', 'appointment', 'credential', 'session'] loop
        execute format('create policy %I on %I for select to current_user using (true)',
            name || '_is_found_by_owner', name);
    end loop;
end $$;

create function find_credential(login text)
returns table (
    account_id uuid, agency_id integer, password_hash text, must_change boolean, changed_at timestamptz,
    disabled_at timestamptz
)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select a.id, a.agency_id, c.password_hash, c.must_change, c.changed_at, a.disabled_at
    from public.account a join public.credential c on c.account_id = a.id where a.login = $1
$$;

-- A session whose appointment was taken back isn't found: its powers end at once.
create function find_session(token_hash bytea)
returns table (
    id uuid, agency_id integer, account_id uuid, acts_in integer, role text, unit_code text, login text, name text,
    must_change boolean, changed_at timestamptz, disabled_at timestamptz, created_at timestamptz,
    seen_at timestamptz, ended_at timestamptz
)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select s.id, s.agency_id, s.account_id, s.acts_in, s.role, p.unit_code, a.login, a.name,
        c.must_change, c.changed_at, a.disabled_at, s.created_at, s.seen_at, s.ended_at
    from public.session s
    join public.account a on a.id = s.account_id
    join public.credential c on c.account_id = s.account_id
    join public.appointment p on p.account_id = s.account_id and p.agency_id = s.acts_in and p.role = s.role
    where s.token_hash = $1
$$;

create function appointments_of(account_id uuid)
returns table (agency_id integer, role text, unit_code text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select p.agency_id, p.role, p.unit_code from public.appointment p where p.account_id = $1
    order by p.at, p.agency_id, p.role
$$;

-- Which administrators there are concerns no agency: the first start asks for those that are missing.
create function administrator_kinds() returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select distinct a.kind from public.account a where a.kind <> 'staff' and a.disabled_at is null order by 1 $$;

revoke all on function
    find_credential(text), find_session(bytea), appointments_of(uuid), administrator_kinds() from public;
grant execute on function
    find_credential(text), find_session(bytea), appointments_of(uuid), administrator_kinds() to ysq_app;
