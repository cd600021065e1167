-- One signed digest a day over the heads of all streams: a cut tail and a missing stream are found with it.

create table day_digest (
    number integer constraint day_digest_pkey primary key constraint day_digest_number_from_1 check (number >= 1),
    day date not null constraint day_digest_day_key unique,
    record bytea not null,
    signature bytea not null constraint day_digest_signature_has_64_bytes check (octet_length(signature) = 64)
);
grant select, insert on day_digest to ysq_app;
create trigger day_digest_only_grows before update or delete or truncate on day_digest
    for each statement execute function refuse_change();
alter table day_digest enable always trigger day_digest_only_grows;
