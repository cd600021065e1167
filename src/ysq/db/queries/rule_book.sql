-- name: keep_rule_book
insert into rule_book (fingerprint, content) values ($1, $2) on conflict (fingerprint) do nothing;

-- name: rule_book_content
select content from rule_book where fingerprint = $1;
