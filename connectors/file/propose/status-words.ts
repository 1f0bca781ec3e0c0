import type { Status } from '../../../src/model/ticket.ts';
import { plainWords } from './headings.ts';

/** What a word for a status says without doubt, and the words whose meaning depends on the helpdesk. */
type Meaning = Status | 'pending' | 'on_hold' | 'spam';

/** English, German, French, Spanish, Portuguese, Italian, Dutch and Polish, as `plainWords` gives them. */
const WORDS: Readonly<Record<Meaning, string>> = {
  new: 'new|neu|nouveau|nouvelle|nuevo|nueva|novo|nova|nuovo|nuova|nieuw|submitted|logged|received|unassigned|neue anfrage|nowe|nowy|nowa',
  open: 'open|active|in progress|work in progress|in process|working|working on it|assigned|escalated|reopened|re opened|to do|todo|processing|processing assigned|processing planned|waiting on us|waiting for support|waiting on support|awaiting agent|waiting on agent|under investigation|investigating|in review|in bearbeitung|bearbeitung|offen|geoffnet|aktiv|zugewiesen|wiedereroffnet|wieder geoffnet|erneut geoffnet|zu erledigen|in arbeit|eskaliert|wartet auf support|warten auf support|ouvert|ouverte|actif|en cours|en cours de traitement|en cours attribue|en cours planifie|assigne|attribue|rouvert|reouvert|a faire|a traiter|abierto|abierta|activo|en progreso|en proceso|en curso|en curso asignado|en curso asignada|en curso planificado|en curso planificada|asignado|asignada|reabierto|reabierta|por hacer|tareas por hacer|en tratamiento|aberto|aberta|ativo|em andamento|em progresso|em atendimento|em atendimento atribuido|em atendimento planejado|em curso|atribuido|reaberto|reaberta|a fazer|tarefas pendentes|aperto|aperta|attivo|in corso|in corso assegnato|in corso pianificato|in lavorazione|assegnato|riaperto|da fare|geopend|actief|bezig|in behandeling|in behandeling toegewezen|in behandeling gepland|toegewezen|heropend|te doen|customer responded|otwarte|otwarty|w toku|w trakcie|w realizacji|przypisane|przypisany|ponownie otwarte',
  waiting_customer:
    'waiting for customer|waiting on customer|awaiting customer|awaiting customer response|awaiting customer reply|pending customer|pending customer response|customer pending|waiting on contact|waiting for user|awaiting user info|awaiting user|pending user|awaiting caller|waiting on requester|waiting for requester|awaiting requester|awaiting your reply|awaiting reply|awaiting response|wartet auf kunde|wartet auf kunden|warten auf kunde|warten auf kunden|wartet auf kundenantwort|ruckfrage an kunden|ruckfrage beim kunden|warten auf kundenruckmeldung|en attente du client|en attente client|attente client|en attente de reponse du client|en attente du demandeur|esperando al cliente|esperando cliente|a la espera del cliente|en espera del cliente|espera cliente|pendiente del cliente|esperando por el cliente|aguardando cliente|aguardando o cliente|aguardando resposta do cliente|esperando pelo cliente|pendente cliente|in attesa del cliente|attesa cliente|in attesa di risposta del cliente|wachten op klant|wacht op klant|wachtend op klant|oczekiwanie na klienta|czeka na klienta|oczekuje na klienta|oczekuje na odpowiedz klienta',
  waiting_third_party:
    'waiting on third party|waiting for third party|awaiting third party|pending third party|waiting on vendor|waiting for vendor|awaiting vendor|pending vendor|with vendor|waiting on supplier|waiting for supplier|awaiting supplier|wartet auf dritte|warten auf dritte|wartet auf lieferant|warten auf lieferant|warten auf drittanbieter|en attente de tiers|en attente d un tiers|en attente du fournisseur|en attente fournisseur|esperando a terceros|en espera de terceros|esperando al proveedor|en espera del proveedor|pendiente del proveedor|aguardando terceiros|aguardando fornecedor|in attesa di terzi|in attesa di terze parti|in attesa del fornitore|wachten op derden|wacht op leverancier|wachten op leverancier|oczekiwanie na dostawce|oczekuje na dostawce',
  solved:
    'solved|resolved|done|fixed|complete|completed|gelost|erledigt|behoben|fertig|resolu|resolue|termine|terminee|traite|resuelto|resuelta|solucionado|solucionada|hecho|finalizado|finalizada|listo|resolvido|resolvida|concluido|concluida|feito|risolto|risolta|completato|completata|completo|fatto|opgelost|afgehandeld|gereed|klaar|voltooid|rozwiazane|rozwiazany|rozwiazano|zakonczone|zakonczony|gotowe|zrobione',
  closed:
    'closed|canceled|cancelled|declined|geschlossen|abgeschlossen|abgebrochen|storniert|abgelehnt|ferme|fermee|clos|close|cloture|cloturee|annule|annulee|refuse|cerrado|cerrada|cancelado|cancelada|rechazado|rechazada|fechado|fechada|encerrado|encerrada|rejeitado|chiuso|chiusa|annullato|annullata|rifiutato|gesloten|afgesloten|geannuleerd|afgewezen|rejected|closed complete|closed incomplete|closed skipped|zamkniete|zamkniety|zamknieto|anulowane|odrzucone',
  pending:
    'pending|ausstehend|wartend|en attente|pendiente|pendente|in attesa|wachtend|waiting|wartet|snoozed|zuruckgestellt|in sospeso|oczekujace|oczekujacy',
  on_hold:
    'on hold|hold|onhold|angehalten|pausiert|en pause|suspendu|en suspens|en espera|em espera|sospeso|in pausa|in de wacht|aangehouden|gepauzeerd|wstrzymane|wstrzymany',
  spam: 'spam',
};

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  (Object.entries(WORDS) as [Meaning, string][]).flatMap(([meaning, words]) =>
    words.split('|').map((word): [string, Meaning] => [word, meaning]),
  ),
);

/** What waiting words mean in a helpdesk that has one meaning for them. */
export interface WaitingWords {
  readonly pending?: Status;
  readonly on_hold?: Status;
}

/** What the words of a status column mean. */
export interface StatusWords {
  /** By the file's own spelling. */
  readonly values: ReadonlyMap<string, Status>;
  /** Words whose meaning is one of two. */
  readonly doubtful: readonly string[];
  /** Words that nobody knows. */
  readonly unknown: readonly string[];
  /** Words that say a ticket is no request. */
  readonly spam: readonly string[];
}

/** Reads the words of a status column; `waiting` is what the helpdesk means by pending and on hold, where it is known. */
export function readStatusWords(
  words: Iterable<string>,
  waiting: WaitingWords,
  codes: ReadonlyMap<string, Status> = new Map(),
): StatusWords {
  const values = new Map<string, Status>();
  const doubtful: string[] = [];
  const unknown: string[] = [];
  const spam: string[] = [];
  for (const word of words) {
    const code = codes.get(word);
    // A number before the word (`2 - In Progress`) is the helpdesk's own, not its meaning.
    const meaning =
      code ??
      MEANINGS.get(plainWords(word)) ??
      MEANINGS.get(plainWords(word.replace(/^\d+\s*[-.:]\s*/, ''))) ??
      // `Closed (Support Pipeline)`: the pipeline is no part of the meaning.
      MEANINGS.get(plainWords(word.replace(/\s*\([^()]*pipeline[^()]*\)$/i, '')));
    if (meaning === undefined) unknown.push(word);
    else if (meaning === 'spam') spam.push(word);
    else if (meaning !== 'pending' && meaning !== 'on_hold') values.set(word, meaning);
    else if (waiting[meaning] !== undefined) values.set(word, waiting[meaning]);
    else doubtful.push(word);
  }
  return { values, doubtful, unknown, spam };
}
