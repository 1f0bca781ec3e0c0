import type { Site } from '../../../connectors/jsm/site.ts';
import { statusesOf } from '../../../connectors/jsm/statuses.ts';

/** A site of Cloud without Service Management, but for what a test says. */
export function siteWith(more: Partial<Site> = {}): Site {
  return {
    isCloud: true,
    version: undefined,
    root: '/rest/api/3',
    webUrl: 'https://acme.atlassian.net',
    account: 'Bea',
    searchZone: 'Europe/Berlin',
    defaultZone: 'Europe/Berlin',
    statuses: statusesOf([], new Map()),
    custom: {
      requestType: undefined,
      organisations: undefined,
      participants: undefined,
      satisfaction: undefined,
      satisfactionDate: undefined,
    },
    kept: new Map(),
    unknownFields: [],
    rejected: [],
    ...more,
  };
}
