-- How many tickets did each agent solve for good, and how complex were they?
-- The window, in epoch milliseconds: change the two numbers. Runs on SQLite and PostgreSQL as it is.
with span as (select 1792972800000 as begins_at, 1795392000000 as ends_at)
select source, agent_id, count(*) as tickets,
  sum(case when tier = 'complex' then 1 else 0 end) as complex_tickets,
  avg(final_resolution_net_ms) / 3600000.0 as mean_hours
from fairclock_tickets, span
where final_solved_at >= begins_at and final_solved_at < ends_at and agent_id is not null
group by source, agent_id
order by source, agent_id;
