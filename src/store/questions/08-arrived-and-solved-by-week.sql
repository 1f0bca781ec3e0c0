-- How many tickets came and how many were solved, week by week (of seven days from the window's start on)?
-- The window, in epoch milliseconds: change the two numbers. Runs on SQLite and PostgreSQL as it is.
with span as (select 1792972800000 as begins_at, 1795392000000 as ends_at),
flow as (
  select (opened_at - begins_at) / 604800000 as week, 1 as arrived, 0 as solved
  from fairclock_tickets, span
  where opened_at >= begins_at and opened_at < ends_at
  union all
  select (final_solved_at - begins_at) / 604800000, 0, 1
  from fairclock_tickets, span
  where final_solved_at >= begins_at and final_solved_at < ends_at
)
select week + 1 as week, sum(arrived) as arrived, sum(solved) as solved
from flow
group by week
order by week;
