-- name: calendar_imports
select number, year, version, content, at from calendar_version order by number;

-- name: add_calendar
insert into calendar_version (year, version, content, digest, at, actor)
values ($1, (select coalesce(max(version), 0) + 1 from calendar_version where year = $1), $2, $3, $4, $5)
returning number, year, version;

-- name: calendars_mark
select coalesce(max(number), 0) from calendar_version;
