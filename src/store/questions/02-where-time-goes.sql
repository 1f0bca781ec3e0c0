-- Who holds solved tickets, and for how many hours in all? Every second is in exactly one column.
-- The window, in epoch milliseconds: change the two numbers. Runs on SQLite and PostgreSQL as it is.
with span as (select 1792972800000 as begins_at, 1795392000000 as ends_at)
select tier,
  sum(team_working_ms) / 3600000.0 as team_working_hours,
  sum(team_off_hours_ms) / 3600000.0 as team_off_hours_hours,
  sum(team_time_zone_wait_ms) / 3600000.0 as team_time_zone_wait_hours,
  sum(customer_wait_ms) / 3600000.0 as customer_wait_hours,
  sum(customer_off_hours_ms) / 3600000.0 as customer_off_hours_hours,
  sum(customer_time_zone_wait_ms) / 3600000.0 as customer_time_zone_wait_hours,
  sum(third_party_wait_ms) / 3600000.0 as third_party_wait_hours,
  sum(bot_ms) / 3600000.0 as bot_hours,
  sum(solved_gap_ms) / 3600000.0 as solved_gap_hours
from fairclock_tickets, span
where final_solved_at >= begins_at and final_solved_at < ends_at
group by tier
order by tier;
