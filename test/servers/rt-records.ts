import Database from 'better-sqlite3';

/** What the server itself has on record of one ticket; instants in epoch ms. */
export interface ServerTicket {
  readonly id: string;
  readonly status: string;
  readonly mergedInto: string | undefined;
  readonly owner: string | undefined;
  readonly statuses: readonly (readonly [at: number, status: string])[];
  readonly messages: readonly (readonly [at: number, author: string, side: string])[];
  readonly notes: number;
  /** Who the ticket went to, and when; undefined is nobody. */
  readonly owners: readonly (readonly [at: number, login: string | undefined])[];
  readonly firstResolvedAt: number | undefined;
  readonly finalResolvedAt: number | undefined;
}

interface Row {
  readonly ticket: number;
  readonly type: string;
  readonly field: string | null;
  readonly old: string | null;
  readonly new: string | null;
  readonly created: string;
  readonly author: string;
}

/** Reads the server's database past the server: nothing of the connector's is used. */
export function readServerTickets(databaseFile: string): readonly ServerTicket[] {
  const database = new Database(databaseFile, { readonly: true });
  try {
    const names = new Map(
      (database.prepare('SELECT id, Name AS name FROM Users').all() as { id: number; name: string }[]).map((user) => [
        String(user.id),
        user.name === 'Nobody' ? undefined : user.name,
      ]),
    );
    const staff = new Set(
      (
        database
          .prepare(
            `SELECT u.Name AS name FROM Users u JOIN GroupMembers m ON m.MemberId = u.id
             JOIN Groups g ON g.id = m.GroupId WHERE g.Domain = 'SystemInternal' AND g.Name = 'Privileged'`,
          )
          .all() as { name: string }[]
      ).map(({ name }) => name),
    );
    const requestors = new Set(
      (
        database
          .prepare(
            `SELECT g.Instance AS ticket, u.Name AS name FROM Groups g JOIN GroupMembers m ON m.GroupId = g.id
             JOIN Users u ON u.id = m.MemberId WHERE g.Domain = 'RT::Ticket-Role' AND g.Name = 'Requestor'`,
          )
          .all() as { ticket: number; name: string }[]
      ).map(({ ticket, name }) => `${ticket}/${name}`),
    );
    const sideOf = (ticket: number, author: string): string => {
      if (author === 'RT_System') return 'bot';
      return staff.has(author) && !requestors.has(`${ticket}/${author}`) ? 'agent' : 'customer';
    };
    const rows = database
      .prepare(
        `SELECT t.ObjectId AS ticket, t.Type AS type, t.Field AS field, t.OldValue AS old, t.NewValue AS new,
         t.Created AS created, u.Name AS author FROM Transactions t JOIN Users u ON u.id = t.Creator
         WHERE t.ObjectType = 'RT::Ticket' ORDER BY t.id`,
      )
      .all() as Row[];
    const tickets = database
      .prepare('SELECT id, EffectiveId AS effective, Status AS status, Owner AS owner FROM Tickets ORDER BY id')
      .all() as { id: number; effective: number; status: string; owner: number }[];
    return tickets.map(({ id, effective, status, owner }) => {
      const own = rows.filter(({ ticket }) => ticket === id);
      const statuses = own.flatMap((row) => (row.type === 'Status' ? [[at(row), row.new ?? ''] as const] : []));
      return {
        id: String(id),
        status,
        mergedInto: effective === id ? undefined : String(effective),
        owner: names.get(String(owner)),
        statuses,
        messages: own.flatMap((row) =>
          row.type === 'Create' || row.type === 'Correspond'
            ? [[at(row), row.author, sideOf(id, row.author)] as const]
            : [],
        ),
        notes: own.filter(({ type }) => type === 'Comment').length,
        owners: own.flatMap((row) =>
          row.type === 'Set' && row.field === 'Owner' ? [[at(row), names.get(row.new ?? '')] as const] : [],
        ),
        ...resolutions(statuses),
      };
    });
  } finally {
    database.close();
  }
}

const OVER = ['resolved', 'rejected', 'deleted'];

function resolutions(statuses: ServerTicket['statuses']): Pick<ServerTicket, 'firstResolvedAt' | 'finalResolvedAt'> {
  let firstResolvedAt: number | undefined;
  let finalResolvedAt: number | undefined;
  for (const [instant, status] of statuses) {
    if (!OVER.includes(status)) finalResolvedAt = undefined;
    else {
      firstResolvedAt ??= instant;
      finalResolvedAt ??= instant;
    }
  }
  return { firstResolvedAt, finalResolvedAt };
}

function at({ created }: Row): number {
  return Date.parse(`${created.replace(' ', 'T')}Z`);
}
