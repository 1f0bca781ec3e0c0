import '../support/http.ts';
import { describe, expect, it } from 'vitest';
import { isStorable } from '../../src/connector/storable.ts';
import type { FakeAnswer, VendorFake } from './fake.ts';
import { githubFake } from './github/fake.ts';
import { hubspotFake } from './hubspot/fake.ts';
import { intercomFake } from './intercom/fake.ts';
import { jsmFake } from './jsm/fake.ts';
import { rtFake } from './rt/fake.ts';
import { runFake } from './run-fake.ts';
import { slackFake } from './slack/fake.ts';
import { stripeFake } from './stripe/fake.ts';
import { zendeskFake } from './zendesk/fake.ts';

/** Keys of texts that people write: names, words, bodies. */
const WRITTEN = /^(name|real_name|display_name|title|subject|text|body|description|label|nickname|RealName|Subject)$/i;

/** Calls `change` with every object of an answer. */
function everyObject(value: unknown, change: (object: Record<string, unknown>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) change(value as Record<string, unknown>);
  for (const part of Object.values(value)) everyObject(part, change);
}

/** The fake's answers with every body changed by `change`, and `after` run over their texts. */
function changed<World>(
  fake: VendorFake<World>,
  change: (object: Record<string, unknown>) => void,
  after = (text: string) => text,
): VendorFake<World>['answer'] {
  return (world, request): FakeAnswer | undefined => {
    const answer = fake.answer(world, request);
    if (!answer || typeof answer.body !== 'object') return answer;
    const body = structuredClone(answer.body);
    everyObject(body, change);
    const headers = { 'content-type': 'application/json', ...answer.headers };
    return { ...answer, headers, body: after(JSON.stringify(body)) };
  };
}

const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [key, ...textsOf(part)]);
};

function testAnswers<World>(fake: VendorFake<World>): void {
  const kind = fake.records ?? 'tickets';

  describe(`the connector ${fake.connector.id}`, () => {
    it('brings every record, each text fit for every store, where names and words hold NUL and half a pair', async () => {
      const answer = changed(fake, (object) => {
        for (const [key, value] of Object.entries(object)) {
          if (WRITTEN.test(key) && typeof value === 'string') object[key] = `${value}\0\ud800`;
        }
      });
      const { tables } = await runFake(fake, { answer, storeSubjects: true }).pull();

      expect(Object.keys(tables[kind] ?? {}).sort()).toEqual([...fake.ids].sort());
      expect(textsOf(tables).filter((text) => !isStorable(text))).toEqual([]);
    });

    it('sets records aside that are nested without end, and stops for none', async () => {
      const nested = '['.repeat(100_000) + ']'.repeat(100_000);
      let marked = 0;
      const answer = changed(
        fake,
        (object) => {
          // The first record with an id that a first answer brings.
          if (marked === 0 && 'id' in object) {
            object.custom = '@nested@';
            marked += 1;
          }
        },
        (text) => text.replace('"@nested@"', nested),
      );
      const { tables, rejected } = await runFake(fake, { answer }).pull();

      const lost = fake.ids.filter((id) => !Object.hasOwn(tables[kind] ?? {}, id));
      expect(lost.length).toBeLessThanOrEqual(1);
      if (lost.length > 0) expect(rejected.map(({ reason }) => reason).join()).toContain('nested');
    });
  });
}

testAnswers(githubFake);
testAnswers(hubspotFake);
testAnswers(intercomFake);
testAnswers(jsmFake);
testAnswers(rtFake);
testAnswers(slackFake);
testAnswers(stripeFake);
testAnswers(zendeskFake);
