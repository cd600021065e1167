-- The content of every rule book in use, once, under its fingerprint: a determination is looked at again under the book
-- that it saw. It is the law as data and belongs to no agency.

create table rule_book (
    fingerprint text
        constraint rule_book_pkey primary key
        constraint rule_book_is_its_fingerprint check (fingerprint = encode(sha256(content), 'hex')),
    content bytea not null,
    at timestamptz not null default now()
);
grant select, insert on rule_book to ysq_app;
create trigger rule_book_only_grows before update or delete or truncate on rule_book
    for each statement execute function refuse_change();
alter table rule_book enable always trigger rule_book_only_grows;
