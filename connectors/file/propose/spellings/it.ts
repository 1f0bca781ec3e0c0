import type { Spellings } from '../targets.ts';

/** Italian headings, as normalised. */
export const IT: Spellings = {
  id: 'id ticket|id del ticket|numero ticket|numero del ticket|n ticket|chiave|chiave ticket|numero|numero caso|numero del caso|identificativo|codice|id richiesta|riferimento|numero richiesta|chiave del ticket|id segnalazione|chiave della richiesta|protocollo',
  opened_at:
    'aperto il|aperto|aperta il|data di apertura|data apertura|creato il|creata il|creato|creata|data di creazione|data creazione|ora di creazione|data ora apertura|data ora di apertura|data e ora di apertura|ticket creato timestamp|ticket creato il|richiesto il|richiesto|data richiesta|ricevuto il|registrato il|data e ora di creazione|data inserimento|inserito il|segnalato il',
  solved_at:
    'risolto il|risolta il|risolto|risolta|data di risoluzione|data risoluzione|data di soluzione|data soluzione|ora di risoluzione|data e ora di risoluzione|ticket risolto il|ticket risolto timestamp|completato il|data completamento|evaso il',
  closed_at:
    'chiuso il|chiusa il|chiuso|chiusa|data di chiusura|data chiusura|data ora chiusura|data ora di chiusura|data e ora di chiusura|ora di chiusura|ticket chiuso il|chiusura',
  first_response_at:
    'prima risposta il|data prima risposta|data della prima risposta|prima risposta|ora della prima risposta|data della prima risposta via e mail dell agente|data di prima risposta',
  updated_at:
    'aggiornato il|aggiornata il|aggiornato|aggiornata|ultimo aggiornamento|ultima modifica|data ultima modifica|data dell ultima modifica|data aggiornamento|modificato il|modificato|data di modifica|ultima attivita',
  status: 'stato|stato ticket|stato del ticket|stato della richiesta|stato attuale|status',
  agent_id:
    'assegnatario|assegnato a|assegnato|agente|operatore|agente assegnato|nome agente|nome dell agente|titolare|titolare caso|titolare del caso|titolare del ticket|assegnato a tecnico|tecnico|responsabile|incaricato|proprietario|proprietario del ticket|nome assegnatario',
  team_id:
    'gruppo|team|squadra|gruppo di assegnazione|gruppo ticket|reparto|dipartimento|nome del team|team assegnato|gruppo assegnato|assegnato a gruppo di tecnici|assegnato a gruppo tecnici|gruppo tecnico|coda|casella|gruppo incaricato',
  customer_id:
    'e mail del richiedente|email richiedente|e mail del cliente|email cliente|richiedente|richiedente richiedente|cliente|nome cliente|nome del cliente|nome del richiedente|segnalatore|chiamante|contatto|nome contatto|nome del contatto|mittente|utente|id cliente|e mail|email|creato da utente|relatore',
  account_key:
    'organizzazione|azienda|societa|nome azienda|nome dell azienda|nome organizzazione|nome dell organizzazione|account|nome account|ragione sociale',
  priority: 'priorita|urgenza|priorita del ticket|gravita',
  channel:
    'canale|origine|fonte|origine caso|origine del caso|tipo di contatto|canale del ticket|fonte della richiesta|provenienza|origine richiesta|tramite',
  category:
    'categoria|tipo|tipo di ticket|tipo ticket|tipo di richiesta|argomento|argomento di aiuto|motivo|motivo del caso|classificazione|tipologia|tipo di segnalazione',
  tags: 'tag|etichette|tags',
  subject: 'oggetto|titolo|riepilogo|breve descrizione|descrizione breve|nome del ticket|oggetto del ticket',
  url: 'url|link|collegamento',
  reopens: 'riaperture|numero riaperture|numero di riaperture|conteggio riaperture',
  agent_messages: 'risposte|risposte dell agente|interazioni agente|interazioni dell agente|numero di risposte',
  customer_messages: 'risposte del cliente|interazioni cliente|interazioni del cliente',
  first_reply_time:
    'tempo di prima risposta|tempo prima risposta|tempo della prima risposta|tempo alla prima risposta|tempo per la prima risposta',
  resolution_time:
    'tempo di risoluzione|tempo risoluzione|tempo di risoluzione completo|tempo totale di risoluzione|tempo alla risoluzione|tempo di chiusura',
  time_customer_waited: 'tempo di attesa del richiedente|tempo di attesa richiedente|tempo di attesa del cliente',
  time_with_customer: 'tempo di attesa dell agente|tempo di attesa agente',
  time_with_third_party: 'tempo in attesa',
  rating:
    'soddisfazione|valutazione|valutazione della soddisfazione|punteggio di soddisfazione|soddisfazione del cliente|risultati del sondaggio|gradimento|csat',
};
