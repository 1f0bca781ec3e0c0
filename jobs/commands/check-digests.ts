import { nextDue } from '../../src/report/window.ts';
import { schedulesOf } from '../delivery/subscriptions.ts';
import type { Deps } from '../tasks/job.ts';
import type { ServerPart } from './server-part.ts';

/** When each digest is due next and to whom it goes; undefined where nobody asked for any. */
export function checkDigests({ settings, channels, mailboxOf, now }: Deps): ServerPart | undefined {
  const schedules = Object.values(schedulesOf(settings)).filter((schedule) => schedule !== undefined);
  const readers = channels.map(({ id }) => id);
  if (settings.DIGEST_AGENTS_EMAIL.length > 0 && mailboxOf !== undefined) readers.push('agents by email');
  if (schedules.length === 0 && readers.length === 0) return undefined;
  const name = 'digests';
  if (readers.length === 0) {
    return {
      name,
      ok: false,
      lines: ['they are due, but go nowhere: set DIGEST_SLACK_CHANNELS, DIGEST_SLACK_WEBHOOK or DIGEST_EMAIL_TO'],
    };
  }
  if (schedules.length === 0) {
    return {
      name,
      ok: false,
      lines: [
        `${readers.join(', ')} would get them, but none is due: set DIGEST_DAILY, DIGEST_WEEKLY or DIGEST_MONTHLY`,
      ],
    };
  }
  const lines = schedules.map((schedule) => {
    const { at } = nextDue(schedule, now());
    const local = new Intl.DateTimeFormat('sv-SE', {
      timeZone: schedule.timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
    });
    return `${schedule.cadence}: next due ${local.format(at)} ${schedule.timeZone}, to ${readers.join(', ')}`;
  });
  return { name, ok: true, lines };
}
