-- name: add_submission
insert into submission (submission_id, agency_id, case_id, request_no, body_digest, access_hash, at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (submission_id) do nothing returning submission_id;

-- name: find_submission
select agency_id, case_id, access_hash, body_digest, request_no from find_submission($1);

-- name: find_submission_by_id
select agency_id, case_id, access_hash, body_digest, request_no from find_submission_by_id($1);
