import { describe, expect, it } from 'vitest';
import { watchTierField } from '../../../jobs/tasks/definitions.ts';
import { ticket } from '../../store/records.ts';

const history = (fields: Record<string, string>) => ({ ticket: ticket('1', { fields }), events: [], revision: 1 });

describe('the field that tells the tiers', () => {
  it('is asked about when no ticket has it', () => {
    const watch = watchTierField('complexty');
    watch.see([history({ complexity: 'simple' }), history({})]);
    watch.see([history({ product: 'x' })]);

    expect(watch.problem()).toBe(
      'TIER_FIELD: none of 3 tickets has the field "complexty" (did you mean "complexity"?); TIER_TAGS or the score told their tiers',
    );
  });

  it('is not asked about when one ticket has it, when no ticket was seen, and when none is named', () => {
    const [found, unseen, unnamed] = [
      watchTierField('complexity'),
      watchTierField('complexity'),
      watchTierField(undefined),
    ];
    found.see([history({}), history({ complexity: 'odd' })]);
    unnamed.see([history({})]);

    expect([found.problem(), unseen.problem(), unnamed.problem()]).toEqual([undefined, undefined, undefined]);
  });
});
