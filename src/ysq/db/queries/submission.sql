-- name: add_submission
insert into submission (submission_id, agency_id, case_id, request_no, body_digest, access_hash, at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (submission_id) do nothing returning submission_id;

-- name: open_submitted_case
-- The counter's row is locked from the number's reservation to the commit: one statement keeps that short.
with new_submission as (
    insert into submission (submission_id, agency_id, case_id, request_no, body_digest, access_hash, at)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (submission_id) do nothing returning submission_id, agency_id, case_id, request_no, at
), new_person as (
    insert into person (id, agency_id, case_id, role, sealed, at, id_index, phone_index)
    select $8, agency_id, case_id, $9, $10, at, $11, $12 from new_submission
), new_text as (
    insert into text (id, agency_id, case_id, kind, body, salt, at)
    select t.id, agency_id, case_id, t.kind, t.body, t.salt, at
    from new_submission, unnest($13::uuid[], $14::text[], $15::text[], $16::bytea[]) as t (id, kind, body, salt)
), new_event as (
    insert into event (stream, version, agency_id, type, date, at, actor, record, prev_hash, hash)
    select case_id, 1, agency_id, $17, $18, $19, $20, $21, $22, $23 from new_submission
), new_row as (
    insert into case_view (
        case_id, agency_id, request_no, stage, received_on, due_on, provisional, tolled_until, next_change_on, version,
        channel, units, first_text, item_count, waits, counted_under
    )
    select case_id, agency_id, request_no, $24, $25, $26, $27, $28, $29, $30,
        $31, $32, $33, $34, $35, $36
    from new_submission
)
select submission_id from new_submission;

-- name: find_submission
select agency_id, case_id, access_hash, body_digest, request_no from find_submission($1);

-- name: find_submission_by_id
select agency_id, case_id, access_hash, body_digest, request_no from find_submission_by_id($1);
