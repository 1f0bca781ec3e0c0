import { describe, expect, it } from 'vitest';
import { connectors } from '../../connectors/index.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { prefixOf } from '../../src/model/source.ts';
import { chat, desk, problemsOf } from './desk.ts';

describe('sources from the environment', () => {
  const one = { DESK_HOST: 'one.example', DESK_TOKEN: 'tok_1' };

  it('are every connector of which a required variable is set', () => {
    expect(readEnvironment(one, [desk, chat]).sources.map(({ name }) => name)).toEqual(['desk']);
  });

  it('are several accounts of one vendor side by side when SOURCES names them', () => {
    const { sources } = readEnvironment(
      {
        ...one,
        SOURCES: 'desk, desk:emea',
        DESK_EMEA_HOST: 'two.example',
        DESK_EMEA_TOKEN: 'tok_2',
        DESK_EMEA_TURNS: 'message',
      },
      [desk, chat],
    );

    expect(sources.map(({ name, identity, turns }) => [name, identity, turns])).toEqual([
      ['desk', 'one.example', 'status'],
      ['desk:emea', 'two.example', 'message'],
    ]);
  });

  it('must be known, spelt as names and apart from each other', () => {
    expect(problemsOf({ SOURCES: 'desc' })[0]).toMatch(/no connector desc; did you mean desk\? there are desk, chat/);
    expect(problemsOf({ ...one, SOURCES: 'desk,Desk EMEA' })[0]).toMatch(/Desk EMEA is not a source's name/);
    expect(problemsOf({ ...one, SOURCES: 'desk:a-b,desk:a_b' })[0]).toMatch(/would read the same variables DESK_A_B_/);
  });

  it('warn of a variable that looks like theirs and that nothing reads', () => {
    expect(readEnvironment({ ...one, DESK_PAGES: '50', TEAM_HOUR: '24/7' }, [desk]).warnings).toEqual([
      'DESK_PAGES is set, but nothing reads it; did you mean DESK_PAGE?',
      'TEAM_HOUR is set, but nothing reads it; did you mean TEAM_HOURS?',
    ]);
  });

  it('tell of a connector that is set up and that SOURCES leaves out, not of a half of one', () => {
    const both = { ...one, CHAT_HOST: 'chat.example', CHAT_TOKEN: 'tok_2' };

    expect(readEnvironment({ ...both, SOURCES: 'chat' }, [desk, chat]).warnings).toEqual([
      'desk is set up (DESK_HOST, DESK_TOKEN), but SOURCES does not list it: it is not read',
    ]);
    expect(readEnvironment({ ...both, DESK_HOST: '', SOURCES: 'chat' }, [desk, chat]).warnings).toEqual([]);
    expect(readEnvironment(both, [desk, chat]).warnings).toEqual([]);
  });

  it('say which variable made a source be read that is not set up, for it may be of another program', () => {
    expect(problemsOf({ CHAT_TOKEN: 'tok_1' })).toEqual([
      'CHAT_HOST: is not set; The host of the desk. (chat is read because CHAT_TOKEN is set; if that is not meant, list in SOURCES what is)',
    ]);
    expect(problemsOf({ CHAT_TOKEN: 'tok_1', SOURCES: 'chat' })[0]).not.toContain('is read because');
  });

  it('do not begin in the future, but may begin tomorrow: somewhere it is tomorrow already', () => {
    const now = Date.parse('2026-11-26T12:00:00Z');

    expect(problemsOf({ ...one, DESK_START_DATE: '2062-01-01' }, { now })).toEqual([
      'DESK_START_DATE: "2062-01-01" is in the future; nothing would be read until then',
    ]);
    expect(problemsOf({ ...one, DESK_START_DATE: '2026-11-27' }, { now })).toEqual([]);
  });

  it('read a variable on under its earlier name, and ask for it to be renamed', () => {
    const old = { ...desk, renamed: { FROM: 'START_DATE' } };
    const now = Date.parse('2026-11-26T12:00:00Z');
    const said = (more: Record<string, string>) => readEnvironment({ ...one, ...more }, [old], { now }).warnings;

    expect(said({ DESK_FROM: '2026-01-01' })).toEqual([
      'DESK_FROM is now called DESK_START_DATE; the old name is still read, please rename it',
    ]);
    expect(said({ DESK_FROM: '2026-01-01', DESK_START_DATE: '2026-02-01' })).toEqual([
      'DESK_FROM is now called DESK_START_DATE; the old name is not read beside it, please rename it',
    ]);
    expect(() => said({ DESK_FROM: '2062-01-01' })).toThrow('DESK_FROM: "2062-01-01" is in the future');
    expect(() => said({ DESK_FROM: 'soon' })).toThrow('DESK_FROM: "soon" is not accepted');
  });

  it('name the variable that a connector speaks of: a mapping that is not there', () => {
    const variables = { FILE_PATH: '.', FILE_MAPPING: './no-such-mapping.json' };

    expect(() => readEnvironment(variables, connectors)).toThrow(/^FILE_MAPPING: .*\.\/no-such-mapping\.json/);
  });

  it('read the variables with their own prefix', () => {
    expect(prefixOf('zendesk')).toBe('ZENDESK_');
    expect(prefixOf('zendesk:emea-2')).toBe('ZENDESK_EMEA_2_');
  });
});
