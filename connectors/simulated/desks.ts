import { type CalendarText, personKeyOf } from '../../src/model/people.ts';
import { PLANTED } from './effects.ts';
import { AGENT_NAMES, asciiOf, randomStream } from './random.ts';
import { difference, intersection, type WeekHours, type WorkedTime, workedTime } from './work-hours.ts';

/** One of the company's offices. */
export interface Desk {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly hours: WeekHours;
  /** Fixed dates (`MM-DD`) on which the desk is closed, every year. */
  readonly closedDates: readonly string[];
  /** The zones it is nearest to. */
  readonly customerZones: readonly string[];
}

const at = (hour: number, minute = 0): number => hour * 60 + minute;
const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];

/** Three desks, eight hours each, 14 to 15 hours between the outer ones. */
export const DESKS: readonly Desk[] = [
  {
    id: 'manila',
    name: 'Manila',
    zone: 'Asia/Manila',
    hours: { text: 'Mon-Fri 08:00-16:00', days: MONDAY_TO_FRIDAY, spans: [[at(8), at(16)]] },
    closedDates: ['01-01', '04-09', '05-01', '06-12', '11-01', '11-30', '12-25', '12-30'],
    customerZones: [
      'Asia/Manila',
      'Asia/Tokyo',
      'Asia/Kolkata',
      'Australia/Sydney',
      'Pacific/Auckland',
      'Asia/Kathmandu',
    ],
  },
  {
    id: 'berlin',
    name: 'Berlin',
    zone: 'Europe/Berlin',
    hours: {
      text: 'Mon-Fri 09:00-12:30,13:15-17:45',
      days: MONDAY_TO_FRIDAY,
      spans: [
        [at(9), at(12, 30)],
        [at(13, 15), at(17, 45)],
      ],
    },
    closedDates: ['01-01', '05-01', '10-03', '12-25', '12-26'],
    customerZones: ['Europe/Berlin', 'Europe/London', 'Europe/Istanbul', 'Africa/Lagos', 'Asia/Dubai', 'Africa/Cairo'],
  },
  {
    id: 'denver',
    name: 'Denver',
    zone: 'America/Denver',
    hours: { text: 'Mon-Fri 09:00-17:00', days: MONDAY_TO_FRIDAY, spans: [[at(9), at(17)]] },
    closedDates: ['01-01', '06-19', '07-04', '11-11', '12-25'],
    customerZones: [
      'America/New_York',
      'America/Los_Angeles',
      'America/Sao_Paulo',
      'America/Santiago',
      'America/St_Johns',
    ],
  },
];

/** Customers' hours: the working week, or Sunday to Thursday where that is the custom. */
export function customerHoursOf(zone: string): WeekHours {
  const spans: WeekHours['spans'] = [[at(9), at(17)]];
  if (zone === 'Africa/Cairo') return { text: 'Sun-Thu 09:00-17:00', days: [0, 1, 2, 3, 4], spans };
  return { text: 'Mon-Fri 09:00-17:00', days: MONDAY_TO_FRIDAY, spans };
}

/** An agent of the simulated company with what is planted about them. */
export interface SimulatedAgent {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly personKey: string;
  readonly desk: Desk;
  /** Working time needed, in times of an ordinary agent's. */
  readonly workFactor: number;
  /** Given mostly the hard work. */
  readonly hardWork: boolean;
}

/** The company's agents, `perDesk` (3 or more) at each desk. The second is slow, the last fast, and the first of the second desk has the hard work. */
export function agentsOf(source: string, seed: string, desks: readonly Desk[], perDesk: number): SimulatedAgent[] {
  const total = desks.length * perDesk;
  const hardest = desks.length > 1 ? perDesk : 0;
  const taken = new Set<string>();
  return Array.from({ length: total }, (_, index) => {
    const desk = desks[Math.floor(index / perDesk)]!;
    const random = randomStream(seed, 'agent', index);
    const names = AGENT_NAMES[desk.id]!;
    let name = '';
    for (let round = 0; name === '' || taken.has(name); round++) {
      name = `${random.pick(names.given)} ${random.pick(names.family)}${round > 20 ? ` ${index + 1}` : ''}`;
    }
    taken.add(name);
    const id = `${desk.id}-${(index % perDesk) + 1}`;
    const email = `${asciiOf(name) || id}.${index + 1}@fairlamp.example`;
    const workFactor = index === 1 ? PLANTED.slowAgentFactor : index === total - 1 ? PLANTED.fastAgentFactor : 1;
    return {
      id,
      name,
      email,
      personKey: personKeyOf(source, id, email),
      desk,
      workFactor,
      hardWork: index === hardest,
    };
  });
}

/** Who is at work, and who waits only because of the other's zone, for one desk and one kind of customer. */
export interface Pairing {
  readonly team: WorkedTime;
  readonly customer: WorkedTime;
  /** Desk closed, customer up, and the desk would be open if it kept its hours in the customer's zone. */
  readonly teamZoneWait: WorkedTime;
  /** The mirror of it. */
  readonly customerZoneWait: WorkedTime;
}

/** All the desk's closed dates that lie in these years. */
export function closedDatesOf(desk: Desk, from: number, to: number): string[] {
  const dates: string[] = [];
  for (let year = new Date(from).getUTCFullYear(); year <= new Date(to).getUTCFullYear(); year++) {
    for (const date of desk.closedDates) dates.push(`${year}-${date}`);
  }
  return dates;
}

/** The desk's calendar as a connector states it. */
export function calendarOf(desk: Desk, from: number, to: number): CalendarText {
  return { hours: desk.hours.text, holidays: closedDatesOf(desk, from, to), timeZone: desk.zone };
}

/** Pairings over [from, to], each worked out once when first asked for. */
export function pairingsOver(from: number, to: number): (desk: Desk, zone: string) => Pairing {
  const known = new Map<string, Pairing>();
  const closed = new Map<string, ReadonlySet<string>>();
  const none: ReadonlySet<string> = new Set();
  return (desk, zone) => {
    const key = `${desk.id} ${zone}`;
    const found = known.get(key);
    if (found) return found;
    const holidays = closed.get(desk.id) ?? new Set(closedDatesOf(desk, from, to));
    closed.set(desk.id, holidays);
    const hours = customerHoursOf(zone);
    const team = workedTime(desk.hours, holidays, desk.zone, from, to);
    const customer = workedTime(hours, none, zone, from, to);
    const teamThere = workedTime(desk.hours, holidays, zone, from, to);
    const customerHere = workedTime(hours, none, desk.zone, from, to);
    const pairing: Pairing = {
      team,
      customer,
      teamZoneWait: difference(intersection(customer, teamThere), team),
      customerZoneWait: difference(intersection(team, customerHere), customer),
    };
    known.set(key, pairing);
    return pairing;
  };
}
