import { Comment, HistoryEntry, Issue } from '../../../connectors/jsm/answers.ts';
import { type IssueRecords, toRecords } from '../../../connectors/jsm/records.ts';
import type { Site } from '../../../connectors/jsm/site.ts';
import { statusesOf } from '../../../connectors/jsm/statuses.ts';
import type { Status } from '../../../src/model/ticket.ts';
import { siteWith } from './site.ts';
import { DONE, OPEN, type Row, SUPPLIER, WAITING } from './world.ts';

/** Settings and site of a retelling, where they are not the usual. */
export interface Setting {
  readonly agents?: readonly string[];
  readonly bots?: readonly string[];
  readonly own?: ReadonlyMap<string, Status>;
  readonly site?: Partial<Site>;
  readonly storeSubjects?: boolean;
}

/** What the connector makes of one answer of the search. */
export function told(
  row: Row,
  { agents = [], bots = [], own = new Map(), site, storeSubjects = false }: Setting = {},
): IssueRecords {
  const issue = Issue.parse(row);
  const listed = [OPEN, WAITING, SUPPLIER, DONE].map((each) => ({ ...each }));
  const custom = {
    requestType: 'customfield_10010',
    organisations: 'customfield_10002',
    participants: 'customfield_10026',
    satisfaction: 'customfield_10041',
    satisfactionDate: 'customfield_10042',
  };
  const known = siteWith({ statuses: statusesOf(listed, own), custom, ...site });
  const context = {
    source: 'jsm',
    storeSubjects,
    site: known,
    listed: { agents: new Set(agents), bots: new Set(bots) },
  };
  const history = (issue.changelog?.histories ?? []).map((entry) => HistoryEntry.parse(entry));
  const comments = (issue.fields.comment?.comments ?? []).map((each) => Comment.parse(each));
  return toRecords({ issue, history, comments, complete: true, changedAt: 0 }, context)!;
}

/** Events in one line each, `09:00 message customer`, minutes of one day in UTC. */
export function lines({ events }: Pick<IssueRecords, 'events'>): string[] {
  return events.map((event) => {
    const time = new Date(event.at).toISOString().slice(11, 16);
    switch (event.kind) {
      case 'message':
        return `${time} message ${event.by}`;
      case 'status':
        return `${time} ${event.to}${event.statusKnown === false ? '?' : ''} by ${event.by}`;
      case 'assignment':
        return `${time} to ${event.agentId === undefined ? `team ${event.teamId}` : event.agentId}`;
      default:
        return `${time} ${event.kind}`;
    }
  });
}
