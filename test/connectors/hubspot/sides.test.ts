import { describe, expect, it } from 'vitest';
import { Message, Version } from '../../../connectors/hubspot/answers.ts';
import { factsOf } from '../../../connectors/hubspot/messages.ts';
import { authorIdOf, authorOf, sideOfChange } from '../../../connectors/hubspot/sides.ts';
import { message } from './world.ts';

const isBot = (user: string) => user === '66';
const at = '2026-03-01T08:00:00.000Z';
const factOf = (from: string, more: object = {}) => factsOf(Message.parse(message('m', from, at, more)), isBot)[0];

describe('a message of a conversation', () => {
  it.each([
    ['a visitor', 'V-51', {}, { by: 'customer', authorId: 'contact-51' }],
    ['an address that is no contact', 'E-x@acme.example', {}, { by: 'customer' }],
    ['a user', 'A-11', {}, { by: 'agent', authorId: '11' }],
    ['a user whom settings call a machine', 'A-66', {}, { by: 'bot', automatic: true }],
    ['one of ours who asks', 'A-11', { direction: 'INCOMING' }, { by: 'customer' }],
    ['a chatflow', 'B-3', {}, { by: 'bot', authorId: 'bot-3' }],
    ['the AI agent', 'L-9', {}, { by: 'bot', authorId: 'ai-9' }],
    ['the system', 'S-1', {}, { by: 'bot', automatic: true }],
    ['an integration that answers', 'I-4', { direction: 'OUTGOING' }, { by: 'bot', automatic: true }],
    ['an integration that brings a question', 'I-4', { direction: 'INCOMING' }, { by: 'customer' }],
  ])('is on the side of %s', (_, from, more, expected) => {
    const fact = factOf(from, more);

    expect(fact).toMatchObject({ kind: 'message', public: true, ...expected });
    // What a bot writes is an answer; an acknowledgement is none.
    expect(fact && 'automatic' in fact).toBe('automatic' in expected);
  });

  it('is the author’s whom it names, else of whoever made it', () => {
    const made = Message.parse(message('m', 'A-11', at, { senders: [], createdBy: 'A-12' }));

    expect(authorIdOf(authorOf(made))).toBe('12');
  });

  it.each([
    ['a comment', { type: 'COMMENT' }, { kind: 'note', authorId: '11' }],
    ['a welcome', { type: 'WELCOME_MESSAGE' }, { kind: 'message', by: 'bot', automatic: true }],
    ['what did not arrive', { status: { statusType: 'FAILED' } }, { kind: 'message', by: 'agent', public: false }],
    [
      'given to a bot',
      { type: 'ASSIGNMENT', assignedFrom: 'A-11', assignedTo: 'L-9' },
      { kind: 'handover', to: 'bot' },
    ],
    [
      'given to a person',
      { type: 'ASSIGNMENT', assignedFrom: 'B-3', assignedTo: 'A-11' },
      { kind: 'handover', to: 'team' },
    ],
    ['taken from a bot', { type: 'ASSIGNMENT', assignedFrom: 'B-3' }, { kind: 'handover', to: 'team' }],
  ])('may be something else: %s', (_, more, expected) => {
    expect(factOf('A-11', more)).toMatchObject(expected);
  });

  it.each([
    ['an assignment among people', { type: 'ASSIGNMENT', assignedFrom: 'A-11', assignedTo: 'A-12' }],
    ['from bot to bot', { type: 'ASSIGNMENT', assignedFrom: 'B-3', assignedTo: 'L-9' }],
    ['the state of the thread, which is not the ticket’s', { type: 'THREAD_STATUS_CHANGE', newStatus: 'CLOSED' }],
    ['a type that is not known', { type: 'CONFETTI' }],
  ])('says nothing of turns where it is %s', (_, more) => {
    expect(factOf('A-11', more)).toBeUndefined();
  });
});

describe('who changed a property', () => {
  it.each([
    [{ sourceType: 'CRM_UI', updatedByUserId: 11 }, 'agent'],
    [{ sourceType: 'CRM_UI', sourceId: 'userId:11' }, 'agent'],
    [{ sourceType: 'MOBILE_IOS' }, 'agent'],
    [{ sourceType: 'CRM_UI', updatedByUserId: 66 }, 'bot'],
    // A workflow is a machine also where it names the user who made it.
    [{ sourceType: 'AUTOMATION_PLATFORM', updatedByUserId: 11 }, 'bot'],
    [{ sourceType: 'WORKFLOWS' }, 'bot'],
    [{ sourceType: 'CONVERSATIONS' }, 'bot'],
    [{ sourceType: 'INTEGRATION', sourceId: '52447' }, 'bot'],
    [{ sourceType: 'AI_GROUP' }, 'bot'],
    [{ sourceType: 'SOMETHING_NEW' }, undefined],
    [{}, undefined],
  ])('%j: %s', (version, side) => {
    expect(sideOfChange(Version.parse({ value: '1', timestamp: at, ...version }), isBot)).toBe(side);
  });
});
