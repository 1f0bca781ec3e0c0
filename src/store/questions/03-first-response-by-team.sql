-- How long do customers wait for the first answer of a person, by team?
-- The window, in epoch milliseconds: change the two numbers. Runs on SQLite and PostgreSQL as it is.
with span as (select 1792972800000 as begins_at, 1795392000000 as ends_at)
select coalesce(team_id, 'none') as team, count(*) as responses, avg(net_ms) / 60000.0 as mean_minutes
from fairclock_responses, span
where response = 1 and answered_at >= begins_at and answered_at < ends_at
group by coalesce(team_id, 'none')
order by team;
