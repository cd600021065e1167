-- name: lock_migrations
select pg_advisory_lock(7309470223);

-- name: migrator
select
    current_user as role,
    rolsuper as superuser,
    has_schema_privilege(current_user, 'public', 'create') as may_create,
    (select pg_get_userbyid(relowner) from pg_class where oid = to_regclass('public.migration')) as owner
from pg_roles where rolname = current_user;

-- name: applied_migrations
select number, name, sha256 from migration order by number;

-- name: record_migration
insert into migration (number, name, sha256) values ($1, $2, $3);

-- name: has_no_migrations
select to_regclass('public.migration') is null;

-- name: set_lock_timeout
set local lock_timeout = '1s';
