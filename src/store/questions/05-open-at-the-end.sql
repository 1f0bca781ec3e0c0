-- What was open when the window ended, and since when is the oldest of it?
-- The window, in epoch milliseconds: change the two numbers. Runs on SQLite and PostgreSQL as it is.
with span as (select 1792972800000 as begins_at, 1795392000000 as ends_at)
select coalesce(team_id, 'none') as team, count(*) as open_tickets, (max(ends_at) - min(opened_at)) / 86400000.0 as oldest_days
from fairclock_tickets, span
where opened_at < ends_at and (final_solved_at is null or final_solved_at >= ends_at) and solved_without_date = 0
group by coalesce(team_id, 'none')
order by team;
