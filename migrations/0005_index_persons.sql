-- Keyed digests of an identity number and a telephone number: a person is found without being opened.

alter table person
    add column id_index bytea constraint person_id_index_has_32_bytes check (octet_length(id_index) = 32),
    add column phone_index bytea constraint person_phone_index_has_32_bytes check (octet_length(phone_index) = 32);
create index person_id_index_idx on person (id_index) where id_index is not null;
create index person_phone_index_idx on person (phone_index) where phone_index is not null;

-- Readings of identities are events; the audit lists them by agency and time.
create index event_reading_idx on event (agency_id, at) where type = 'identity.read';
