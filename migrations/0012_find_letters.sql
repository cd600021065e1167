-- Who verifies a letter comes with its code, which is its random id, and names no agency. The function runs as the owner
-- and shows where the one letter is; listing letters through it is impossible.

create policy file_is_found_by_owner on file for select to current_user using (kind = 'letter');

create function find_letter(letter_id uuid)
returns table (agency_id integer, case_id uuid, digest text, salt bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select f.agency_id, f.case_id, f.digest, f.salt from public.file f where f.id = $1 and f.kind = 'letter'
$$;

revoke all on function find_letter(uuid) from public;
grant execute on function find_letter(uuid) to ysq_app;
