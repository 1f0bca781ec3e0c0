import type { Spellings } from '../targets.ts';

/** German headings, as normalised. */
export const DE: Spellings = {
  id: 'ticket id|ticketnummer|ticket nummer|ticket nr|vorgangsschlussel|vorgangsnummer|fallnummer|vorgangs id|schlussel|nummer|anfrage id|anfragenummer|id des tickets|konversationsnummer|konversations id|vorgang|auftragsnummer|storungsnummer|incident nummer|fall nr|referenz|kundenvorgangsnummer',
  opened_at:
    'geoffnet am|geoffnet|erstellt am|erstellt|erstellungsdatum|erstellungszeit|erstellungszeitpunkt|eroffnungsdatum|eroffnet am|eroffnet|datum der eroffnung|datum uhrzeit geoffnet|datum uhrzeit der eroffnung|ticket erstellt zeitstempel|ticket erstellt am|ticket erstellt datum|ticket erstellt|angelegt am|angelegt|eingegangen am|eingang|eingangsdatum|gemeldet am|anfragedatum|angefordert|beginn|datum der erstellung|erfasst am|erfasst',
  solved_at:
    'gelost am|gelost|losungsdatum|erledigt am|erledigt|ticket gelost zeitstempel|ticket gelost am|ticket gelost datum|ticket gelost|behoben am|behoben|losungszeitpunkt|zeit der losung|gelost um|datum der losung|abgeschlossen am|abgeschlossen|abschlussdatum',
  closed_at:
    'geschlossen am|geschlossen|schliessdatum|schliessungsdatum|datum des schliessens|geschlossen um|datum uhrzeit geschlossen|datum uhrzeit der schliessung|ticket geschlossen am|abschlusszeit|zeit des schliessens',
  first_response_at:
    'erste antwort am|erste reaktion am|datum der ersten antwort|zeitpunkt der ersten antwort|erste antwort|datum der ersten e mail antwort eines agenten|erstantwort am|erstreaktion am',
  updated_at:
    'aktualisiert am|aktualisiert|letzte aktualisierung|letzte anderung|zuletzt geandert|zuletzt aktualisiert|geandert am|geandert|letztes anderungsdatum|datum der letzten anderung|zuletzt geandert am|zuletzt aktualisiert am|letzte bearbeitung',
  status: 'status|zustand|ticketstatus|ticket status|vorgangsstatus|bearbeitungsstatus|stand',
  agent_id:
    'zugewiesene person|bearbeiter|zugewiesen an|mitarbeiter|agent|zustandig|zustandiger|zugewiesener agent|ticket besitzer|ticketinhaber|ticket inhaber|inhaber|verantwortlich|verantwortlicher|name des zustandigen mitarbeiters|zustandiger mitarbeiter|zugewiesen an techniker|techniker|sachbearbeiter|name des bearbeiters|kundenvorgangsinhaber|besitzer|betreuer|mitarbeitername',
  team_id:
    'gruppe|team|abteilung|zuweisungsgruppe|ticketgruppe|ticket gruppe|teamname|zustandiges team|zugewiesen an technikergruppe|techniker gruppe|bearbeitergruppe|warteschlange|postfach|zustandige gruppe|queue',
  customer_id:
    'e mail des anfragenden|e mail des kunden|kunden e mail|kundennummer|kunden id|kunde|kundenname|anforderer|anfragender|anfragesteller|antragsteller|autor|melder|anrufer|kontakt|kontaktname|name des kontakts|anforderer anforderer|ersteller|reporter|name des anfragenden|auftraggeber|absender|name des kunden|e mail',
  account_key:
    'organisation|firma|unternehmen|firmenname|unternehmensname|accountname|name des accounts|name der organisation|ticket organisation name|kundenfirma',
  priority: 'prioritat|dringlichkeit|ticketprioritat|schweregrad|ticket prioritat',
  channel: 'kanal|quelle|eingangskanal|ticketkanal|kontaktart|herkunft|ursprung|anfragequelle|kontaktkanal|uber',
  category:
    'kategorie|typ|art|vorgangstyp|tickettyp|ticket typ|anfragetyp|anfrageart|thema|hilfethema|klassifizierung|grund|fallgrund|ticketart',
  tags: 'stichworter|schlagworter|tags|labels|schlagworte',
  subject: 'betreff|titel|zusammenfassung|kurzbeschreibung|ticketname|thema des tickets|name des tickets',
  url: 'url|link|adresse',
  reopens:
    'wiedereroffnungen|anzahl wiedereroffnungen|wiedereroffnet|anzahl der wiedereroffnungen|anzahl wiederoffnungen',
  agent_messages: 'antworten|agentenantworten|interaktionen des agenten|agent interaktionen|anzahl antworten',
  customer_messages: 'kundenantworten|interaktionen des kunden|kundeninteraktionen|kundennachrichten',
  first_reply_time:
    'zeit bis zur ersten antwort|erste antwortzeit|erstantwortzeit|reaktionszeit|erste reaktionszeit|dauer bis zur ersten antwort',
  resolution_time:
    'losungszeit|gesamtlosungszeit|vollstandige losungszeit|dauer bis zur losung|zeit bis zur losung|bearbeitungsdauer|zeit bis zum schliessen',
  time_customer_waited: 'wartezeit des anfragenden|wartezeit des kunden|wartezeit anfragender',
  time_with_customer: 'wartezeit des agenten|wartezeit agent|wartezeit auf kunden',
  time_with_third_party: 'zeit angehalten|wartezeit angehalten',
  rating: 'zufriedenheit|bewertung|kundenzufriedenheit|zufriedenheitsbewertung|umfrageergebnis|umfrageergebnisse|csat',
};
