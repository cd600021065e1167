-- A unit that was given another name still works on the cases that it was asked about under the old one.

alter table unit add column former_names text[] not null default '{}';
grant update (former_names) on unit to ysq_app;
