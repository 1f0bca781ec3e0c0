-- Of the solutions given in the window, how many were followed by a reopening until now?
-- The window, in epoch milliseconds: change the two numbers. Runs on SQLite and PostgreSQL as it is.
with span as (select 1792972800000 as begins_at, 1795392000000 as ends_at)
select tier, count(*) as solutions, sum(case when reopened_at is not null then 1 else 0 end) as reopened
from fairclock_solutions, span
where known_at >= begins_at and known_at < ends_at
group by tier
order by tier;
