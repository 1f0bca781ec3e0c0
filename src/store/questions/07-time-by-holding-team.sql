-- Which teams had tickets that were solved, for how long, and how often did one come to them?
-- The window, in epoch milliseconds: change the two numbers. Runs on SQLite and PostgreSQL as it is.
with span as (select 1792972800000 as begins_at, 1795392000000 as ends_at)
select coalesce(s.team_id, 'none') as team, count(distinct s.source || '/' || s.ticket_id) as tickets, count(*) as stints,
  sum(s.team_working_ms) / 3600000.0 as working_hours
from fairclock_stints s
join fairclock_tickets t on t.source = s.source and t.ticket_id = s.ticket_id
cross join span
where t.final_solved_at >= begins_at and t.final_solved_at < ends_at
group by coalesce(s.team_id, 'none')
order by team;
