-- name: set_agencies
select set_config('app.agencies', $1::integer[]::text, true);

-- name: app_powers
select
    rolname as role,
    rolsuper or rolbypassrls
        or exists (select from pg_class where relname = 'event' and pg_has_role(current_user, relowner, 'member'))
        as mighty
from pg_roles where rolname = current_user;
