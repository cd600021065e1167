-- name: add_account
insert into account (id, agency_id, kind, login, name, at) values ($1, $2, $3, $4, $5, $6)
on conflict (login) do nothing returning id;

-- name: account
select id, agency_id, kind, login, name, disabled_at from account where id = $1;

-- name: accounts
select id, agency_id, kind, login, name, disabled_at from account order by agency_id, login;

-- name: account_names
select id, name from account where id = any ($1::uuid[]);

-- name: set_disabled
update account set disabled_at = $2 where id = $1 and (disabled_at is null) <> ($2::timestamptz is null) returning id;

-- name: administrator_kinds
select administrator_kinds() as kind;

-- name: add_appointment
insert into appointment (account_id, agency_id, role, unit_code, at) values ($1, $2, $3, $4, $5)
on conflict (account_id, agency_id, role) do nothing returning account_id;

-- name: remove_appointment
delete from appointment where account_id = $1 and agency_id = $2 and role = $3 returning account_id;

-- name: appointments_of
select agency_id, role, unit_code from appointments_of($1);

-- name: find_credential
select account_id, agency_id, password_hash, must_change, changed_at, disabled_at from find_credential($1);

-- name: add_credential
insert into credential (account_id, agency_id, password_hash, must_change, changed_at) values ($1, $2, $3, $4, $5);

-- name: change_credential
update credential set password_hash = $2, must_change = $3, changed_at = $4 where account_id = $1;

-- name: count_attempt
insert into sign_in_failure as f (who, address, failures, last_at) values ($1, $2, 1, $3)
on conflict (who, address) do update set
    failures = case
        when f.last_at <= excluded.last_at - $4::interval then 1
        else least(f.failures, $5::integer) + 1
    end,
    last_at = case
        when f.failures >= $5::integer and f.last_at > excluded.last_at - $4::interval then f.last_at
        else excluded.last_at
    end
returning failures;

-- name: forgive_attempts
delete from sign_in_failure where who = $1 and address = $2;

-- name: forget_attempts
delete from sign_in_failure where last_at <= $1;
