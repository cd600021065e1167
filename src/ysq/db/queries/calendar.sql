-- name: newest_calendars
select distinct on (year) year, version, content from calendar_version order by year, version desc;

-- name: add_calendar
insert into calendar_version (year, version, content, digest, at, actor)
values ($1, (select coalesce(max(version), 0) + 1 from calendar_version where year = $1), $2, $3, $4, $5)
returning version;

-- name: calendars_mark
select count(*) from calendar_version;
