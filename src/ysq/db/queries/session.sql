-- name: add_session
insert into session (id, agency_id, account_id, token_hash, acts_in, role, address, created_at, seen_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8);

-- name: find_session
select id, agency_id, account_id, acts_in, role, unit_code, login, name, must_change, changed_at, disabled_at,
    created_at, seen_at, ended_at
from find_session($1);

-- name: touch_session
update session set seen_at = greatest(seen_at, $2) where id = $1 and ended_at is null;

-- name: point_session
update session set acts_in = $2, role = $3 where id = $1 and ended_at is null;

-- name: sessions_of
select id, acts_in, role, address, created_at, seen_at, ended_at
from session where account_id = $1 order by created_at desc, id limit 100;

-- name: end_session
update session set ended_at = $3 where account_id = $1 and id = $2 and ended_at is null returning id;

-- name: end_sessions
update session set ended_at = $3 where account_id = $1 and id is distinct from $2::uuid and ended_at is null;
