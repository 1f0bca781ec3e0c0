import type { z } from 'zod';
import { prefixOf } from '../model/source.ts';
import { SETTING_GROUPS, type SettingMeta } from './accepted-values.ts';
import { spelledForAll } from './env-spelling.ts';
import { Settings } from './settings.ts';
import type { Configurable } from './sources.ts';

/** What is told of a connector. */
type Documented = Pick<
  Configurable<{ readonly name: string; readonly connectorId: string }>,
  'id' | 'title' | 'env' | 'turns'
>;

/** One variable as the documentation shows it. */
export interface DocumentedVariable {
  readonly name: string;
  readonly group: string;
  readonly description: string;
  readonly required: boolean;
  /** The default as a person would write it; undefined where there is none. */
  readonly standard: string | undefined;
  readonly example: string | undefined;
  readonly secret: boolean;
}

/** Every variable of the product and of the connectors, in the order of their groups. */
export function documentedVariables(connectors: readonly Documented[]): readonly DocumentedVariable[] {
  const core = variablesOf(Settings, '', undefined);
  const ordered = SETTING_GROUPS.flatMap((group) => core.filter((variable) => variable.group === group));
  const ofConnectors = connectors.flatMap((connector) => [
    ...variablesOf(connector.env, prefixOf(connector.id), connector.title),
    {
      name: `${prefixOf(connector.id)}TURNS`,
      group: connector.title,
      description:
        'Who holds a ticket after our reply: told by statuses (status) or by the messages themselves (message).',
      required: false,
      standard: connector.turns,
      example: undefined,
      secret: false,
    },
  ]);
  return [...ordered, ...ofConnectors];
}

function variablesOf(schema: z.ZodObject, prefix: string, title: string | undefined): DocumentedVariable[] {
  return Object.entries(schema.shape).map(([key, field]) => {
    const meta = ((field as z.ZodType).meta() ?? {}) as Partial<SettingMeta>;
    const parsed = (field as z.ZodType).safeParse(undefined);
    return {
      name: prefix + key,
      group: title ?? meta.group ?? 'Other',
      description: sentence(meta.description ?? ''),
      required: !parsed.success,
      standard: parsed.success && parsed.data !== undefined ? written(parsed.data) : undefined,
      example: meta.example,
      secret: meta.secret === true,
    };
  });
}

/** Descriptions are sentences, whoever wrote them. */
function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return begun === '' || /[.!?)]$/.test(begun) ? begun : `${begun}.`;
}

function written(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.join(',');
  return typeof value === 'object' ? undefined : String(value);
}

const HOW_TO_WRITE =
  "Values as they stand here are read alike by Fairclock, by Docker Compose (env_file) and by systemd (EnvironmentFile). One that holds # $ \\ or quotes stands in single quotes: NAME='p#ss$word'. A comment has a line of its own. What is marked secret may stand in a file instead, which the variable with _FILE at its end names: DATABASE_PASSWORD_FILE=/run/secrets/database.";

/** The text of `.env.example`: every variable with its sentence; only lines without `#` would be in force. */
export function renderEnvExample(connectors: readonly Documented[]): string {
  const lines = [
    '# Fairclock is configured by these variables alone. Copy this file to .env and fill in what you need.',
    '#',
    ...wrapped(HOW_TO_WRITE),
  ];
  let group: string | undefined;
  for (const variable of documentedVariables(connectors)) {
    if (variable.group !== group) {
      group = variable.group;
      lines.push('', `# ---- ${group} ${'-'.repeat(Math.max(3, 100 - group.length))}`);
    }
    const { name, description, required, secret } = variable;
    lines.push(
      '',
      ...wrapped(`${description}${required ? ' Required for this source.' : ''}${secret ? ' Secret.' : ''}`),
    );
    const value = variable.example ?? variable.standard ?? '';
    lines.push(`# ${name}=${value === '' ? '' : (spelledForAll(value) ?? value)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The table of variables in jobs/README.md, in Markdown. */
export function renderEnvTable(connectors: readonly Documented[]): string {
  const lines: string[] = [];
  let group: string | undefined;
  for (const variable of documentedVariables(connectors)) {
    if (variable.group !== group) {
      group = variable.group;
      lines.push(
        `${lines.length > 0 ? '\n' : ''}**${group}**\n`,
        '| variable | default | what it does |',
        '| --- | --- | --- |',
      );
    }
    const standard = variable.required ? '*required*' : variable.standard ? `\`${escapeCell(variable.standard)}\`` : '';
    const told = `${variable.description}${variable.secret ? ' Secret.' : ''}`;
    lines.push(`| \`${variable.name}\` | ${standard} | ${escapeCell(told)} |`);
  }
  return `${lines.join('\n')}\n`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > 118) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
