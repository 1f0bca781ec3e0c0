import type { Spellings } from '../targets.ts';

/** Dutch headings, as normalised. */
export const NL: Spellings = {
  id: 'ticket id|ticketnummer|ticket nummer|meldingnummer|meldingsnummer|sleutel|nummer|zaaknummer|casenummer|aanvraag id|aanvraagnummer|referentie|id van ticket|issuesleutel|id melding|ticket nr|gespreksnummer|gesprek id|nummer melding|kenmerk',
  opened_at:
    'geopend op|geopend|openingsdatum|aangemaakt op|aangemaakt|aanmaakdatum|gemaakt op|gemaakt|datum aangemaakt|tijd aangemaakt|datum tijd geopend|datum en tijd van opening|ticket gemaakt tijdstempel|ticket aangemaakt op|aanmeldingsdatum|aangemeld op|datum aanmelding|ontvangen op|aangevraagd op|aangevraagd|aanvraagdatum|gemeld op|datum melding|datum geopend|aanmaaktijd|datum van aanmaak|registratiedatum',
  solved_at:
    'opgelost op|opgelost|oplossingsdatum|oplosdatum|datum opgelost|tijd opgelost|ticket opgelost tijdstempel|ticket opgelost op|datum van oplossing|afgehandeld op|afgehandeld|datum gereed|gereed op|voltooid op|oplostijdstip',
  closed_at:
    'gesloten op|gesloten|sluitingsdatum|sluitdatum|afgesloten op|afgesloten|datum gesloten|tijd gesloten|datum tijd gesloten|afsluitdatum|datum afgesloten|ticket gesloten op|sluitingstijd',
  first_response_at:
    'eerste reactie op|eerste antwoord op|datum eerste reactie|datum eerste antwoord|datum van eerste reactie|eerste reactie|eerste antwoord|datum van eerste e mailreactie van agent',
  updated_at:
    'bijgewerkt op|bijgewerkt|laatst bijgewerkt|laatste wijziging|laatst gewijzigd|gewijzigd op|gewijzigd|laatste update|laatste wijzigingsdatum|datum laatste wijziging|laatst gewijzigd op|laatst bijgewerkt op|wijzigingsdatum',
  status: 'status|toestand|ticketstatus|status van ticket|staat|status melding|huidige status',
  agent_id:
    'toegewezen aan|uitvoerder|behandelaar|agent|medewerker|toegewezen agent|naam van agent|naam agent|eigenaar|ticketeigenaar|eigenaar van ticket|case eigenaar|toegewezen aan technicus|technicus|verantwoordelijke|toegewezene|naam van toegewezene|toegewezen persoon',
  team_id:
    'groep|team|toewijzingsgroep|ticketgroep|afdeling|behandelaarsgroep|teamnaam|toegewezen team|toegewezen groep|toegewezen aan technicusgroep|toegewezen aan groep van technici|technicus groep|wachtrij|postvak|groep van ticket',
  customer_id:
    'e mail van aanvrager|e mail aanvrager|e mail van klant|e mail klant|klantnummer|klant id|aanvrager|aanvrager aanvrager|klant|klantnaam|naam van klant|naam aanvrager|melder|aanmelder|beller|contact|contactpersoon|naam contactpersoon|naam van contact|afzender|indiener|gebruiker|naam van aanvrager|e mail|verslaggever',
  account_key:
    'organisatie|bedrijf|bedrijfsnaam|naam van bedrijf|naam van organisatie|account|accountnaam|naam van account|onderneming',
  priority: 'prioriteit|urgentie|prioriteit van ticket|ernst|ticketprioriteit',
  channel:
    'kanaal|bron|oorsprong|oorsprong van case|contacttype|soort contact|ticketkanaal|bron van aanvraag|herkomst|soort binnenkomst|via',
  category:
    'categorie|type|soort|tickettype|type ticket|soort melding|type aanvraag|aanvraagtype|onderwerp van hulp|helponderwerp|reden|classificatie|soort aanvraag|issuetype',
  tags: 'tags|labels|trefwoorden',
  subject:
    'onderwerp|titel|samenvatting|korte beschrijving|korte omschrijving|naam van ticket|ticketnaam|omschrijving kort',
  url: 'url|link',
  reopens: 'heropeningen|aantal heropeningen|aantal keer heropend|heropend',
  agent_messages: 'antwoorden|reacties van agent|interacties van agent|aantal antwoorden|antwoorden van agent',
  customer_messages: 'reacties van klant|interacties van klant|antwoorden van klant',
  first_reply_time:
    'tijd tot eerste reactie|tijd tot eerste antwoord|eerste reactietijd|reactietijd|eerste antwoordtijd|tijd van eerste reactie',
  resolution_time:
    'oplostijd|oplossingstijd|volledige oplossingstijd|totale oplostijd|tijd tot oplossing|doorlooptijd|tijd tot sluiting',
  time_customer_waited: 'wachttijd van aanvrager|wachttijd aanvrager|wachttijd van klant',
  time_with_customer: 'wachttijd van agent|wachttijd agent',
  time_with_third_party: 'tijd in de wacht|wachtstandtijd',
  rating:
    'tevredenheid|beoordeling|klanttevredenheid|tevredenheidsscore|enqueteresultaten|enqueteresultaat|waardering|csat',
};
