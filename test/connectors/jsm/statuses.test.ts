import { describe, expect, it } from 'vitest';
import { statusesOf } from '../../../connectors/jsm/statuses.ts';
import type { Status } from '../../../src/model/ticket.ts';

const status = (id: string, name: string, category?: number, key?: string) => ({
  id,
  name,
  statusCategory: { ...(category === undefined ? {} : { id: category }), ...(key === undefined ? {} : { key }) },
});

const LISTED = [
  status('10', 'To Do', 2, 'new'),
  status('11', 'In Progress', 4, 'indeterminate'),
  status('12', 'Done', 3, 'new'),
  status('13', 'Waiting for customer', 4, 'indeterminate'),
  status('14', 'Waiting for approval', 4, 'indeterminate'),
  status('15', 'Bei Lieferant', 4, 'indeterminate'),
  status('16', 'Erledigt', undefined, 'done'),
  status('17', 'Nowhere', 1, 'undefined'),
  // One name, two statuses that do not mean the same; another name, two that do.
  status('18', 'Review', 4),
  status('19', 'Review', 3),
  status('20', 'Parked', 2),
  status('21', 'Parked', 2),
  // What a workflow calls so and counts as done is done.
  status('22', 'waiting for customer', 3),
];

describe('the meaning of a status', () => {
  it.each<[string, string | undefined, string | undefined, Status, boolean]>([
    ['to do, by its category', '10', 'To Do', 'new', true],
    ['in progress, by its category', '11', 'In Progress', 'open', true],
    ['done, though its category’s key says new', '12', 'Done', 'solved', true],
    ['done by the key, where no id tells', '16', 'Erledigt', 'solved', true],
    ['of no category', '17', 'Nowhere', 'open', false],
    ['waiting for the customer, as service projects call it', '13', 'Waiting for customer', 'waiting_customer', true],
    ['waiting for an approval', '14', 'Waiting for approval', 'waiting_third_party', true],
    ['called a wait and counted as done', '22', 'waiting for customer', 'solved', true],
    ['renamed since: the id tells', '11', 'Im Bau', 'open', true],
    ['gone, its name means one thing', '90', 'parked', 'new', true],
    ['gone, its name means two things', '90', 'Review', 'open', false],
    ['gone, every Jira is born with it', '5', 'Resolved', 'solved', true],
    ['gone, and no one knows it', '91', 'Limbo', 'open', false],
    ['nothing told', undefined, undefined, 'open', false],
  ])('%s', (_, id, name, expected, known) => {
    expect(statusesOf(LISTED, new Map()).of(id, name)).toEqual({ status: expected, known });
  });

  it.each<[string, string, string, string, Status]>([
    ['by name, in any case', 'bei lieferant', '15', 'Bei Lieferant', 'waiting_third_party'],
    ['by id', '15', '15', 'Bei Lieferant', 'waiting_third_party'],
    ['by the name it had then', 'supplier', '15', 'Supplier', 'waiting_third_party'],
    ['over the name of service projects', 'waiting for customer', '13', 'Waiting for customer', 'waiting_third_party'],
    ['over the category', 'done', '12', 'Done', 'waiting_third_party'],
    ['where nothing is known', 'limbo', '91', 'Limbo', 'waiting_third_party'],
  ])('is what the settings say, %s', (_, word, id, name, expected) => {
    expect(statusesOf(LISTED, new Map([[word, 'waiting_third_party']])).of(id, name)).toEqual({
      status: expected,
      known: true,
    });
  });

  it('names those in progress of which nothing says whether they wait, and those that wait for the customer', () => {
    const plain = statusesOf(LISTED, new Map());
    const said = statusesOf(LISTED, new Map([['15', 'waiting_customer' as const]]));

    expect([plain.inWork, plain.waiting]).toEqual([['Bei Lieferant', 'Review'], ['Waiting for customer']]);
    expect([said.inWork, said.waiting]).toEqual([['Review'], ['Bei Lieferant', 'Waiting for customer']]);
  });
});
