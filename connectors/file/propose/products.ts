import type { Status } from '../../../src/model/ticket.ts';
import type { WaitingWords } from './status-words.ts';

/** A helpdesk whose exports are known, and what is particular to them. */
export interface Product {
  readonly name: string;
  /** Headings, as normalised, that only its exports have; `|` between them. */
  readonly signs: string;
  /** How many of them make it sure. */
  readonly least: number;
  readonly waiting: WaitingWords;
  /** Statuses that are told by numbers. */
  readonly codes?: Readonly<Record<string, Status>>;
  /** `business`: its lengths of time count open hours, also where their headings do not say so. */
  readonly lengths?: 'business';
  /** What its words for satisfaction are worth on which scale. */
  readonly ratings?: Ratings;
}

/** A scale of satisfaction and the words on it; null for an offer that nobody answered. */
export interface Ratings {
  readonly scale: readonly [min: number, max: number];
  readonly words: Readonly<Record<string, number | null>>;
}

const ZENDESK_RATINGS: Ratings = {
  scale: [0, 1],
  words: {
    good: 1,
    'good with comment': 1,
    bad: 0,
    'bad with comment': 0,
    offered: null,
    'not offered': null,
    unoffered: null,
  },
};

/** In order of how surely their signs tell them. */
export const PRODUCTS: readonly Product[] = [
  {
    name: 'Zendesk Explore',
    signs:
      'ticket created timestamp|ticket solved timestamp|ticket created date|ticket solved date|ticket organization name|ticket satisfaction rating|ticket updated timestamp|ticket erstellt zeitstempel|ticket gelost zeitstempel|ticket cree horodatage|ticket resolu horodatage|ticket creado marca de tiempo|ticket resuelto marca de tiempo|ticket gemaakt tijdstempel|ticket opgelost tijdstempel|ticket creato timestamp|ticket risolto timestamp',
    least: 2,
    waiting: { pending: 'waiting_customer', on_hold: 'waiting_third_party' },
    ratings: ZENDESK_RATINGS,
  },
  {
    name: 'Zendesk',
    signs:
      'summation column|group stations|assignee stations|initially assigned at|requester domain|requester wait time|agent wait time|satisfaction score|requester external id|metric set solved at|satisfaction rating score|ticket form id|requester id|assigned at|submitter',
    least: 2,
    waiting: { pending: 'waiting_customer', on_hold: 'waiting_third_party' },
    ratings: ZENDESK_RATINGS,
  },
  {
    name: 'Freshdesk',
    signs:
      'agent interactions|customer interactions|initial response time|due by time|first response status|resolution status|survey results|survey result|last update time|fr due by|responder id|stats resolved at',
    least: 2,
    waiting: { pending: 'waiting_customer' },
    lengths: 'business',
    codes: {
      2: 'open',
      3: 'waiting_customer',
      4: 'solved',
      5: 'closed',
      6: 'waiting_customer',
      7: 'waiting_third_party',
    },
    ratings: {
      scale: [-103, 103],
      words: {
        'extremely happy': 103,
        'very happy': 102,
        happy: 101,
        neutral: 100,
        unhappy: -101,
        'very unhappy': -102,
        'extremely unhappy': -103,
      },
    },
  },
  {
    name: 'Jira',
    signs:
      'issue key|issue type|project key|custom field request type|vorgangsschlussel|vorgangstyp|cle de ticket|type de ticket|clave de incidencia|tipo de incidencia|chave da item|chave do item|tipo de item|issuesleutel|issuetype|chiave ticket|fix versions|reporter id',
    least: 2,
    waiting: {},
  },
  {
    name: 'ServiceNow',
    signs:
      'assignment group|short description|caller|incident state|sys created on|made sla|contact type|reassignment count|zuweisungsgruppe|kurzbeschreibung|anrufer|groupe d affectation|description breve|appelant|grupo de asignacion|breve descripcion|grupo de atribuicao|descricao resumida|gruppo di assegnazione|breve descrizione|chiamante|toewijzingsgroep|korte beschrijving|beller',
    least: 2,
    waiting: {},
  },
  {
    name: 'Intercom',
    signs:
      'conversation id|conversation state|conversation started at|conversation created at|conversation closed at|conversation last closed at|teammate assignee|admin assignee|team assignee|currently assigned teammate|conversation rating|conversation first response at|conversation tags|first admin reply at|statistics last close at|statistics first admin reply at|admin assignee id|team assignee id',
    least: 2,
    waiting: { pending: 'waiting_customer' },
    ratings: { scale: [1, 5], words: { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 } },
  },
  {
    name: 'Salesforce',
    signs:
      'case number|case owner|date time opened|date time closed|case origin|case reason|case id|is closed|owner id|kundenvorgangsnummer|numero de la requete|proprietaire de la requete|numero del caso|propietario del caso|numero do caso|proprietario do caso|numero caso|titolare caso|casenummer|case eigenaar',
    least: 2,
    waiting: {},
  },
  {
    name: 'HubSpot',
    signs:
      'pipeline|hubspot team|time to first agent reply|hs pipeline stage|hs ticket id|time to close|ticket name|first agent email response date|hs ticket priority',
    least: 2,
    waiting: {},
  },
  {
    name: 'Zoho Desk',
    signs:
      'ticket closed time|happiness rating|number of threads|number of reopen|number of reassign|customer response time|is overdue|is escalated|number of outgoing|first assigned time',
    least: 2,
    waiting: {},
    ratings: { scale: [1, 3], words: { good: 3, okay: 2, ok: 2, bad: 1 } },
  },
  {
    name: 'osTicket',
    signs:
      'help topic|agent assigned|team assigned|current status|thread count|sla due date|answered|from email|task count',
    least: 3,
    waiting: {},
  },
  {
    name: 'GLPI',
    signs:
      'assigned to technician|requester requester|assigned to technician group|attribue a technicien|demandeur demandeur|zugewiesen an techniker|anforderer anforderer|asignado a tecnico|solicitante solicitante|atribuido tecnico|atribuido a tecnico|requerente requerente|assegnato a tecnico|richiedente richiedente|toegewezen aan technicus|aanvrager aanvrager',
    least: 1,
    waiting: {},
  },
  {
    name: 'Help Scout',
    signs:
      'mailbox|conversation number|replies to resolve|handle time|closed by|first response time|customer email|inbox|waiting since',
    least: 3,
    waiting: { pending: 'waiting_customer' },
    ratings: { scale: [1, 3], words: { great: 3, good: 3, okay: 2, ok: 2, 'not good': 1, bad: 1 } },
  },
];

/** The helpdesk whose signs most of these headings (as normalised) are; undefined where none is sure. */
export function productOf(names: readonly string[]): Product | undefined {
  const there = new Set(names);
  let best: Product | undefined;
  let most = 0;
  for (const product of PRODUCTS) {
    const found = product.signs.split('|').filter((sign) => there.has(sign)).length;
    if (found >= product.least && found > most) {
      best = product;
      most = found;
    }
  }
  return best;
}
