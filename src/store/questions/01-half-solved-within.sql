-- Within which time is half of the tickets solved, by how complex they are?
-- The window, in epoch milliseconds: change the two numbers. Runs on SQLite and PostgreSQL as it is.
with span as (select 1792972800000 as begins_at, 1795392000000 as ends_at),
ranked as (
  select tier, final_resolution_net_ms as ms,
    row_number() over (partition by tier order by final_resolution_net_ms) as rank,
    count(*) over (partition by tier) as tickets
  from fairclock_tickets, span
  where final_solved_at >= begins_at and final_solved_at < ends_at and final_resolution_net_ms is not null
)
-- The one in the middle, or the mean of the two there.
select tier, max(tickets) as tickets, avg(ms) / 3600000.0 as half_within_hours
from ranked
where rank in ((tickets + 1) / 2, (tickets + 2) / 2)
group by tier
order by tier;
