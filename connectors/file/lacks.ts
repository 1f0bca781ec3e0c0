import type { Facts } from './observe.ts';

/**
 * Which figures files cannot give, and for want of what: a sentence each. What a list cannot know of its tickets'
 * histories is among the remarks of its reading.
 */
export function lacksOf(facts: Facts): readonly string[] {
  const { tickets } = facts;
  if (tickets === 0) return [];
  const lacks: string[] = [];
  if (facts.dated === 0) lacks.push('times to solution: nothing says when a ticket was solved');
  if (facts.answered === 0) lacks.push('times to first answer: nothing says when an agent answered');
  if (facts.withAgent === 0) lacks.push('figures of agents: no ticket names one');
  if (facts.withTeam === 0) lacks.push('figures of teams: no ticket names one');
  if (facts.withPriority === 0) lacks.push('figures by priority: no ticket has one');
  if (facts.withCategory === 0) lacks.push('figures by category: no ticket has one');
  if (facts.withCustomer === 0) lacks.push('who came back: no ticket names its customer');
  if (facts.ratings === 0) lacks.push('satisfaction: there are no ratings');
  if (facts.withAccount === 0 || facts.subscriptions + facts.accounts === 0) {
    lacks.push('whether customers stay: there are no accounts and subscriptions to their tickets');
  }
  return lacks;
}
