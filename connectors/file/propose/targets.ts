/**
 * What a heading may stand for: columns of a ticket, and beside them a second date of the solution and lengths of
 * time, which become columns of the mapping in their own ways.
 */
export const TARGETS = {
  id: 'id',
  opened_at: 'instant',
  solved_at: 'instant',
  closed_at: 'instant',
  first_response_at: 'instant',
  updated_at: 'instant',
  status: 'words',
  agent_id: 'words',
  team_id: 'words',
  customer_id: 'words',
  account_key: 'words',
  priority: 'words',
  channel: 'words',
  category: 'words',
  tags: 'words',
  subject: 'words',
  url: 'words',
  reopens: 'number',
  agent_messages: 'number',
  customer_messages: 'number',
  agents_involved: 'number',
  first_reply_time: 'duration',
  first_resolution_time: 'duration',
  resolution_time: 'duration',
  time_with_team: 'duration',
  time_customer_waited: 'duration',
  time_with_customer: 'duration',
  time_with_third_party: 'duration',
  rating: 'words',
} as const;

export type Target = keyof typeof TARGETS;

/** A language's headings, as `normalise` gives them, by what they stand for; `|` between them. */
export type Spellings = Readonly<Partial<Record<Target, string>>>;
