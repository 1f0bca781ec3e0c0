-- Which accounts waited longest in all for what was solved?
-- The window, in epoch milliseconds: change the two numbers. Runs on SQLite and PostgreSQL as it is.
with span as (select 1792972800000 as begins_at, 1795392000000 as ends_at)
select account_key, count(*) as tickets, sum(final_resolution_net_ms) / 3600000.0 as hours
from fairclock_tickets, span
where final_solved_at >= begins_at and final_solved_at < ends_at and account_key is not null and final_resolution_net_ms is not null
group by account_key
order by hours desc, account_key
limit 20;
