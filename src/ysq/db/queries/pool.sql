-- name: begin_in_agencies
begin {mode};
select set_config('app.agencies', '{{{agencies}}}', true);

-- name: mode_writing
isolation level read committed;

-- name: mode_one_snapshot
isolation level repeatable read, read only;

-- name: keep_work
commit;

-- name: undo_work
rollback;

-- name: app_powers
select
    rolname as role,
    rolsuper or rolbypassrls
        or exists (select from pg_class where relname = 'event' and pg_has_role(current_user, relowner, 'member'))
        as mighty
from pg_roles where rolname = current_user;
