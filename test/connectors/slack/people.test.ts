import { describe, expect, it } from 'vitest';
import { Message, type StaffRule, sideOfMessage, User, type Workspace } from '../../../connectors/slack/records.ts';
import { at } from './fake.ts';

const WORKSPACE: Workspace = {
  url: 'https://acme.slack.com/',
  team: 'Acme',
  team_id: 'T0OURS',
  enterprise_id: 'E0OURS',
};

const USERS = new Map(
  [
    { id: 'U0FULL', team_id: 'T0OURS' },
    { id: 'U0LEFT', team_id: 'T0OURS', deleted: true },
    { id: 'U0GUEST', team_id: 'T0OURS', is_restricted: true },
    { id: 'U0ONECHANNEL', team_id: 'T0OURS', is_ultra_restricted: true },
    { id: 'U0SISTER', team_id: 'T0SISTER', enterprise_user: { enterprise_id: 'E0OURS' } },
    { id: 'U0FOREIGN', team_id: 'T0THEIRS', enterprise_user: { enterprise_id: 'E0THEIRS' } },
    { id: 'U0STRANGER', team_id: 'T0OURS', is_stranger: true },
    { id: 'U0BOT', team_id: 'T0OURS', is_bot: true },
  ].map((user): [string, User] => [user.id, User.parse(user)]),
);

function sideOf(message: object, rule: Partial<StaffRule> = {}): string {
  const whole = { workspace: WORKSPACE, listed: undefined, isFormer: () => false, bots: new Set<string>(), ...rule };
  return sideOfMessage(Message.parse({ ts: at(0), ...message }), USERS, whole);
}

describe('the side of a message’s author', () => {
  it.each([
    ['a full member', { user: 'U0FULL' }, 'agent'],
    ['a member who has left since', { user: 'U0LEFT' }, 'agent'],
    ['a member of a sister workspace in our organisation', { user: 'U0SISTER' }, 'agent'],
    ['a guest', { user: 'U0GUEST' }, 'customer'],
    ['a guest of one channel', { user: 'U0ONECHANNEL' }, 'customer'],
    ['a member of another organisation', { user: 'U0FOREIGN' }, 'customer'],
    ['a stranger', { user: 'U0STRANGER' }, 'customer'],
    ['somebody we may not see', { user: 'U0UNSEEN' }, 'customer'],
    ['a bot', { user: 'U0BOT', bot_id: 'B1' }, 'bot'],
    ['Slackbot', { user: 'USLACKBOT' }, 'bot'],
    ['an app without a user', { bot_id: 'B1' }, 'bot'],
    ['a bot’s message in a person’s name', { subtype: 'bot_message', user: 'U0FULL' }, 'bot'],
    ['a bot we may not see', { user: 'U0UNSEEN', bot_id: 'B2' }, 'bot'],
    ['a person who writes through an app', { user: 'U0FULL', bot_id: 'B3' }, 'agent'],
  ])('%s', (_, message, expected) => {
    expect(sideOf(message)).toBe(expected);
  });

  it('goes by the list where there is one, and by the past where somebody left it; a bot stays a bot', () => {
    const listed = new Set(['U0GUEST', 'U0UNSEEN', 'U0BOT']);

    expect(sideOf({ user: 'U0GUEST' }, { listed })).toBe('agent');
    expect(sideOf({ user: 'U0UNSEEN', bot_id: 'B1' }, { listed })).toBe('agent');
    expect(sideOf({ user: 'U0FULL' }, { listed })).toBe('customer');
    expect(sideOf({ user: 'U0FULL' }, { listed, isFormer: (id) => id === 'U0FULL' })).toBe('agent');
    expect(sideOf({ user: 'U0FULL' }, { bots: new Set(['u0full']), isFormer: () => true })).toBe('bot');
    expect(sideOf({ user: 'U0BOT' }, { listed })).toBe('bot');
  });
});
