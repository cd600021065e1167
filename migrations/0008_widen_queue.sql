-- The queue tells how a request came, which units work on it, and what it asks: a pointer to its words, never a copy.
-- Rows written before have none of it until their case moves on, or `ysq replay` rebuilds them all.

alter table case_view
    drop column summary,
    add column channel text,
    add column units text[] not null default '{}',
    add column first_text uuid,
    add column item_count integer not null default 0;

-- Looking for people by number or telephone is on record beside the readings of identities.
drop index event_reading_idx;
create index event_reading_idx on event (agency_id, at) where type in ('identity.read', 'identity.sought');
