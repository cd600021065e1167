-- name: add_text
insert into text (id, agency_id, case_id, kind, body, salt, at) values ($1, $2, $3, $4, $5, $6, $7);

-- name: texts_by_id
select id, kind, body, salt from text where id = any ($1::uuid[]);

-- name: add_person
insert into person (id, agency_id, case_id, role, sealed, at, id_index, phone_index)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: texts_of_cases
select case_id, id, kind, body, salt from text where case_id = any ($1::uuid[]) order by at, id;

-- name: persons_of_cases
select case_id, id, role, sealed from person where case_id = any ($1::uuid[]) order by at, id;

-- name: requesters_of_cases
select case_id, id, role, sealed from person where case_id = any ($1::uuid[]) and role = 'requester';

-- name: person_of_case
select id, role, sealed from person where id = $1 and case_id = $2;

-- name: cases_by_id_index
select case_id from person where id_index = $1 order by at desc, case_id;

-- name: cases_by_phone_index
select case_id from person where phone_index = $1 order by at desc, case_id;

-- name: add_file
insert into file (id, agency_id, case_id, kind, name, media_type, size, digest, salt, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: files_of_case
select id, kind, name, media_type, size, digest, salt from file where case_id = $1 order by at, id;

-- name: any_submission
select any_submission();

-- name: requests_of_the_months
-- Who gave an identity number is known by it; otherwise, and towards those, by the telephone number. Step by step, so that
-- the requester's own requests are looked up and never the agency's.
select c.id as case_id, m.at from unnest($1::uuid[]) as c (id) cross join lateral (
    with mine as materialized (
        select agency_id, id_index, phone_index from person where case_id = c.id and role = 'requester'
    ), same as materialized (
        select p.case_id, p.at from mine join person p on p.id_index = mine.id_index
        where p.agency_id = mine.agency_id and p.role = 'requester'
        union
        select p.case_id, p.at from mine join person p on p.phone_index = mine.phone_index
        where p.agency_id = mine.agency_id and p.role = 'requester' and (p.id_index is null or mine.id_index is null)
    ), dated as materialized (
        select same.at, (select v.received_on from case_view v where v.case_id = same.case_id)::timestamp as received
        from same
    )
    select at from dated
    where date_trunc('month', received)
        = date_trunc('month', (select received_on from case_view where case_id = c.id)::timestamp)
) m
order by c.id, m.at;

-- name: find_letter
select agency_id, case_id, digest, salt from find_letter($1);
