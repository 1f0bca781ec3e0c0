-- How much of the wait is only because desk and customer are at work at different hours, by how the zone is known?
-- The window, in epoch milliseconds: change the two numbers. Runs on SQLite and PostgreSQL as it is.
with span as (select 1792972800000 as begins_at, 1795392000000 as ends_at)
select customer_zone, count(*) as tickets, avg(team_time_zone_wait_ms + customer_time_zone_wait_ms) / 3600000.0 as mean_hours
from fairclock_tickets, span
where final_solved_at >= begins_at and final_solved_at < ends_at
group by customer_zone
order by customer_zone;
