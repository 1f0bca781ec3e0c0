/** A small export as a helpdesk writes it, with what a person reads in it. */
export interface KnownExport {
  readonly name: string;
  /** The helpdesk it is taken for; undefined where its headings are known and no helpdesk's alone. */
  readonly product: string | undefined;
  readonly file?: string;
  readonly content: string;
  /** Per ticket: id, opening, solution, status, agent, team; in UTC, the clock standing at +01:00. */
  readonly tickets: readonly (readonly [
    string,
    string,
    string | undefined,
    string,
    string | undefined,
    string | undefined,
  ])[];
}

const text = (...rows: string[]): string => `${rows.join('\n')}\n`;

const D2_8 = '2026-11-02T08:00:00.000Z';
const D2_12 = '2026-11-02T12:00:00.000Z';
const D13_9 = '2026-11-13T09:00:00.000Z';

/** Headings as the products export them, in the languages of their interface; people and values are invented. */
export const EXPORTS: readonly KnownExport[] = [
  {
    name: 'Zendesk, tickets as CSV',
    product: 'Zendesk',
    content: text(
      'Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,Full resolution time in minutes,Full resolution time in minutes within business hours,Agent wait time in minutes,Requester wait time in minutes,On hold time in minutes',
      '1,101,Kim Lee,9001,,kim@acme.example,acme.example,Kim Lee,Ana Ruiz,Support,Login,login web,Solved,High,Mail,Question,2026-11-02 09:00,2026-11-03 10:00,2026-11-02 09:10,Acme,,2026-11-02 09:10,2026-11-02 13:00,4,Good,1,1,0,2,30,30,240,240,10,200,0',
      '1,102,Lou Poe,9002,,lou@bolt.example,bolt.example,Lou Poe,Ben Oak,Billing,Invoice,billing,Pending,Normal,Web,Question,2026-11-13 10:00,2026-11-13 11:00,2026-11-13 10:10,Bolt,,2026-11-13 10:10,,,Offered,1,1,0,1,45,45,,,60,45,0',
    ),
    tickets: [
      ['101', D2_8, D2_12, 'solved', 'Ana Ruiz', 'Support'],
      ['102', D13_9, undefined, 'waiting_customer', 'Ben Oak', 'Billing'],
    ],
  },
  {
    name: 'Zendesk, tickets of the API as JSON',
    product: 'Zendesk',
    file: 'tickets.json',
    content: JSON.stringify({
      tickets: [
        {
          id: 101,
          subject: 'Login',
          status: 'solved',
          priority: 'high',
          via: { channel: 'email' },
          created_at: D2_8,
          updated_at: '2026-11-03T10:00:00Z',
          requester_id: 9001,
          ticket_form_id: 1,
          assignee: { name: 'Ana Ruiz' },
          group: { name: 'Support' },
          metric_set: { solved_at: D2_12, reopens: 0 },
          tags: ['login', 'web'],
        },
        {
          id: 102,
          subject: 'Invoice',
          status: 'hold',
          priority: 'low',
          via: { channel: 'web' },
          created_at: D13_9,
          updated_at: '2026-11-13T10:00:00Z',
          requester_id: 9002,
          ticket_form_id: 1,
          assignee: { name: 'Ben Oak' },
          group: { name: 'Billing' },
          metric_set: { solved_at: null, reopens: 0 },
          tags: [],
        },
      ],
    }),
    tickets: [
      ['101', D2_8, D2_12, 'solved', 'Ana Ruiz', 'Support'],
      ['102', D13_9, undefined, 'waiting_third_party', 'Ben Oak', 'Billing'],
    ],
  },
  {
    name: 'Zendesk Explore',
    product: 'Zendesk Explore',
    content: text(
      'Ticket ID,Ticket created - Date,Ticket created - Timestamp,Ticket solved - Timestamp,Ticket status,Assignee name,Ticket group,Ticket priority,Ticket channel,Requester name,Ticket organization name,Full resolution time (hrs),First reply time (min),Requester wait time (min),Ticket satisfaction rating',
      '201,2026-11-02,2026-11-02 09:00:00,2026-11-02 13:00:00,Solved,Ana Ruiz,Support,High,Email,Kim Lee,Acme,4.0,30,200,Good',
      '202,2026-11-13,2026-11-13 10:00:00,,On-hold,Ben Oak,Billing,Normal,Web,Lou Poe,Bolt,,45,60,Unoffered',
    ),
    tickets: [
      ['201', D2_8, D2_12, 'solved', 'Ana Ruiz', 'Support'],
      ['202', D13_9, undefined, 'waiting_third_party', 'Ben Oak', 'Billing'],
    ],
  },
  {
    name: 'Zendesk Explore in German',
    product: 'Zendesk Explore',
    content: text(
      'Ticket-ID;Ticket erstellt – Zeitstempel;Ticket gelöst – Zeitstempel;Ticketstatus;Name des zuständigen Mitarbeiters;Ticketgruppe;Ticketpriorität',
      '201;02.11.2026 09:00;02.11.2026 13:00;Gelöst;Ana Ruiz;Support;Hoch',
      '202;13.11.2026 10:00;;Wartend;Ben Oak;Abrechnung;Normal',
    ),
    tickets: [
      ['201', D2_8, D2_12, 'solved', 'Ana Ruiz', 'Support'],
      ['202', D13_9, undefined, 'waiting_customer', 'Ben Oak', 'Abrechnung'],
    ],
  },
  {
    name: 'Freshdesk',
    product: 'Freshdesk',
    content: text(
      'Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,Last update time,Initial response time,Time tracked,First response time (in hrs),Resolution time (in hrs),Agent interactions,Customer interactions,Resolution status,First response status,Tags,Survey results,Product,Full name,Email,Company Name',
      '301,Login,Closed,High,Email,Question,Ana Ruiz,Support,2026-11-02 09:00:00,2026-11-05 09:00:00,2026-11-02 13:00:00,2026-11-04 09:00:00,2026-11-04 09:00:00,2026-11-02 09:30:00,00:00,00:30:00,04:00:00,2,3,Within SLA,Within SLA,"login,web",Happy,,Kim Lee,kim@acme.example,Acme',
      '302,Invoice,Pending,Low,Portal,,No Agent,Billing,2026-11-13 10:00:00,2026-11-15 09:00:00,,,2026-11-13 11:00:00,,00:00,,,0,1,,,,,,Lou Poe,lou@bolt.example,',
    ),
    tickets: [
      ['301', D2_8, D2_12, 'closed', 'Ana Ruiz', 'Support'],
      ['302', D13_9, undefined, 'waiting_customer', undefined, 'Billing'],
    ],
  },
  {
    name: 'Freshdesk, closed without a solution',
    product: 'Freshdesk',
    content: text(
      'Ticket ID,Status,Agent,Group,Created time,Due by Time,Resolved time,Closed time,Last update time,Agent interactions,Customer interactions',
      '301,Closed,Ana Ruiz,Support,2026-11-02 09:00:00,,,2026-11-02 13:00:00,2026-11-04 09:00:00,2,3',
      '302,Resolved,Ana Ruiz,Support,2026-11-02 09:00:00,,2026-11-02 13:00:00,,2026-11-04 09:00:00,2,3',
    ),
    tickets: [
      ['301', D2_8, D2_12, 'closed', 'Ana Ruiz', 'Support'],
      ['302', D2_8, D2_12, 'solved', 'Ana Ruiz', 'Support'],
    ],
  },
  {
    name: 'Jira',
    product: 'Jira',
    content: text(
      'Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Resolution,Assignee,Reporter,Created,Updated,Last Viewed,Resolved,Labels,Labels,Custom field (Request Type)',
      'Login,SUP-1,10001,Service Request,Done,SUP,High,Done,Ana Ruiz,Kim Lee,02/Nov/26 9:00 AM,03/Nov/26 10:00 AM,,02/Nov/26 1:00 PM,a,b,Get help',
      'Invoice,SUP-2,10002,Service Request,Waiting for customer,SUP,Medium,,Ben Oak,Lou Poe,13/Nov/26 10:00 AM,13/Nov/26 11:00 AM,,,,,Get help',
    ),
    tickets: [
      ['SUP-1', D2_8, D2_12, 'solved', 'Ana Ruiz', undefined],
      ['SUP-2', D13_9, undefined, 'waiting_customer', 'Ben Oak', undefined],
    ],
  },
  {
    name: 'Jira in Spanish',
    product: 'Jira',
    content: text(
      'Resumen,Clave de incidencia,ID de la incidencia,Tipo de Incidencia,Estado,Prioridad,Resolución,Persona asignada,Informador,Creada,Actualizada,Resuelta',
      'Acceso,SUP-1,10001,Solicitud,Listo,Alta,Hecho,Ana Ruiz,Kim,02/nov/26 9:00 AM,03/nov/26 9:00 AM,02/nov/26 1:00 PM',
      'Factura,SUP-2,10002,Solicitud,En curso,Media,,Ben Oak,Lou,13/nov/26 10:00 AM,13/nov/26 9:00 AM,',
    ),
    tickets: [
      ['SUP-1', D2_8, D2_12, 'solved', 'Ana Ruiz', undefined],
      ['SUP-2', D13_9, undefined, 'open', 'Ben Oak', undefined],
    ],
  },
  {
    name: 'Jira in German',
    product: 'Jira',
    content: text(
      'Zusammenfassung;Vorgangsschlüssel;Vorgangstyp;Status;Priorität;Lösung;Zugewiesene Person;Autor;Erstellt;Aktualisiert;Erledigt',
      'Anmeldung;SUP-1;Anfrage;Fertig;Hoch;Fertig;Ana Ruiz;Kim;02.11.2026 09:00;03.11.2026 09:00;02.11.2026 13:00',
      'Rechnung;SUP-2;Anfrage;In Arbeit;Mittel;;Ben Oak;Lou;13.11.2026 10:00;13.11.2026 10:00;',
    ),
    tickets: [
      ['SUP-1', D2_8, D2_12, 'solved', 'Ana Ruiz', undefined],
      ['SUP-2', D13_9, undefined, 'open', 'Ben Oak', undefined],
    ],
  },
  {
    name: 'Jira in French',
    product: 'Jira',
    content: text(
      'Résumé,Clé de ticket,Type de ticket,État,Priorité,Personne assignée,Rapporteur,Création,Mise à jour,Résolu',
      'Accès,SUP-1,Demande,Terminé,Haute,Ana Ruiz,Kim,02/11/2026 09:00,03/11/2026 09:00,02/11/2026 13:00',
      'Facture,SUP-2,Demande,En cours,Moyenne,Ben Oak,Lou,13/11/2026 10:00,13/11/2026 10:00,',
    ),
    tickets: [
      ['SUP-1', D2_8, D2_12, 'solved', 'Ana Ruiz', undefined],
      ['SUP-2', D13_9, undefined, 'open', 'Ben Oak', undefined],
    ],
  },
  {
    name: 'Jira in Portuguese',
    product: 'Jira',
    content: text(
      'Resumo,Chave da item,Tipo de item,Status,Prioridade,Responsável,Relator,Criado,Atualizado(a),Resolvido',
      'Acesso,SUP-1,Solicitação,Concluído,Alta,Ana Ruiz,Kim,02/nov./26 9:00 AM,03/nov./26 9:00 AM,02/nov./26 1:00 PM',
      'Fatura,SUP-2,Solicitação,Em andamento,Média,Ben Oak,Lou,13/nov./26 10:00 AM,13/nov./26 9:00 AM,',
    ),
    tickets: [
      ['SUP-1', D2_8, D2_12, 'solved', 'Ana Ruiz', undefined],
      ['SUP-2', D13_9, undefined, 'open', 'Ben Oak', undefined],
    ],
  },
  {
    name: 'ServiceNow by field names',
    product: 'ServiceNow',
    content: text(
      '"number","opened_at","short_description","caller_id","priority","state","category","assignment_group","assigned_to","resolved_at","closed_at","sys_created_on","sys_updated_on","reopen_count","contact_type"',
      '"INC0001","2026-11-02 09:00:00","x","Kim Lee","1 - Critical","Closed","Network","L1","Ana Ruiz","2026-11-02 13:00:00","2026-11-09 13:00:00","2026-11-02 09:05:00","2026-11-09 13:00:00","0","email"',
      '"INC0002","2026-11-13 10:00:00","y","Lou Poe","3 - Moderate","In Progress","Software","L2","Ben Oak","","","2026-11-13 10:05:00","2026-11-13 13:00:00","0","phone"',
    ),
    tickets: [
      ['INC0001', D2_8, D2_12, 'closed', 'Ana Ruiz', 'L1'],
      ['INC0002', D13_9, undefined, 'open', 'Ben Oak', 'L2'],
    ],
  },
  {
    name: 'ServiceNow in Dutch',
    product: 'ServiceNow',
    content: text(
      'Nummer;Geopend;Korte beschrijving;Beller;Prioriteit;Status;Toewijzingsgroep;Toegewezen aan;Opgelost;Gesloten;Bijgewerkt',
      'INC0001;02-11-2026 09:00:00;x;Kim;1 - Kritiek;Gesloten;L1;Ana Ruiz;02-11-2026 13:00:00;09-11-2026 13:00:00;09-11-2026 13:00:00',
      'INC0002;13-11-2026 10:00:00;y;Lou;3 - Gemiddeld;In behandeling;L2;Ben Oak;;;13-11-2026 13:00:00',
    ),
    tickets: [
      ['INC0001', D2_8, D2_12, 'closed', 'Ana Ruiz', 'L1'],
      ['INC0002', D13_9, undefined, 'open', 'Ben Oak', 'L2'],
    ],
  },
  {
    name: 'HubSpot',
    product: 'HubSpot',
    content: text(
      'Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Close date,Last Modified Date,Priority,Source,Ticket owner,Category,Time to close (HH:mm:ss),HubSpot team',
      '701,Login,Support Pipeline,Closed,2026-11-02 09:00,2026-11-02 13:00,2026-11-02 13:00,High,Email,Ana Ruiz,Product issue,4:00:00,Support',
      '702,Invoice,Support Pipeline,Waiting on contact,2026-11-13 10:00,,2026-11-13 11:00,Low,Chat,Ben Oak,Billing issue,,Billing',
    ),
    tickets: [
      ['701', D2_8, D2_12, 'closed', 'Ana Ruiz', 'Support'],
      ['702', D13_9, undefined, 'waiting_customer', 'Ben Oak', 'Billing'],
    ],
  },
  {
    name: 'Intercom',
    product: 'Intercom',
    content: text(
      'Conversation ID,Conversation state,Conversation started at (UTC),First admin reply at (UTC),Conversation last closed at (UTC),Teammate assignee,Team assignee,Conversation tags,User email,Conversation rating',
      '501,closed,2026-11-02 08:00:00,2026-11-02 08:30:00,2026-11-02 12:00:00,Ana Ruiz,Support,"a, b",kim@acme.example,5',
      '502,snoozed,2026-11-13 09:00:00,,,Ben Oak,Billing,,lou@bolt.example,',
    ),
    tickets: [
      ['501', D2_8, D2_12, 'closed', 'Ana Ruiz', 'Support'],
      ['502', D13_9, undefined, 'waiting_customer', 'Ben Oak', 'Billing'],
    ],
  },
  {
    name: 'Salesforce, a report of cases',
    product: 'Salesforce',
    content: text(
      '"Case Number","Case Owner","Account Name","Subject","Date/Time Opened","Date/Time Closed","Age (Hours)","Open","Closed","Status","Priority","Case Origin"',
      '"00001001","Ana Ruiz","Acme","Login","11/2/2026 9:00 AM","11/2/2026 1:00 PM","4","0","1","Closed","High","Email"',
      '"00001002","Ben Oak","Bolt","Invoice","11/13/2026 10:00 AM","","300","1","0","Working","Medium","Phone"',
    ),
    tickets: [
      ['00001001', D2_8, D2_12, 'closed', 'Ana Ruiz', undefined],
      ['00001002', D13_9, undefined, 'open', 'Ben Oak', undefined],
    ],
  },
  {
    name: 'Salesforce in French',
    product: 'Salesforce',
    content: text(
      'Numéro de la requête;Propriétaire de la requête;Statut;Priorité;Date/heure d’ouverture;Date/heure de fermeture;Nom du compte',
      '00001001;Ana Ruiz;Fermé;Haute;02/11/2026 09:00;02/11/2026 13:00;Acme',
      '00001002;Ben Oak;En cours de traitement;Moyenne;13/11/2026 10:00;;Bolt',
    ),
    tickets: [
      ['00001001', D2_8, D2_12, 'closed', 'Ana Ruiz', undefined],
      ['00001002', D13_9, undefined, 'open', 'Ben Oak', undefined],
    ],
  },
  {
    name: 'Zoho Desk',
    product: 'Zoho Desk',
    content: text(
      'Ticket Id,Subject,Status,Priority,Channel,Department,Ticket Owner,Contact Name,Account Name,Email,Created Time,Modified Time,Ticket Closed Time,Category,Number of Reopen,Number of Reassign,Number of Threads,Happiness Rating,Is Overdue',
      '801,Login,Closed,High,Email,Support,Ana Ruiz,Kim Lee,Acme,kim@acme.example,02 Nov 2026 09:00 AM,02 Nov 2026 01:00 PM,02 Nov 2026 01:00 PM,Web,0,1,3,Good,false',
      '802,Invoice,Escalated,Low,Web,Billing,Ben Oak,Lou Poe,Bolt,lou@bolt.example,13 Nov 2026 10:00 AM,13 Nov 2026 11:00 AM,,Billing,0,0,1,,false',
    ),
    tickets: [
      ['801', D2_8, D2_12, 'closed', 'Ana Ruiz', 'Support'],
      ['802', D13_9, undefined, 'open', 'Ben Oak', 'Billing'],
    ],
  },
  {
    name: 'osTicket',
    product: 'osTicket',
    content: text(
      'Ticket Number,Date Created,Subject,From,From Email,Priority,Department,Help Topic,Source,Current Status,Last Updated,SLA Due Date,Overdue,Answered,Agent Assigned,Team Assigned,Thread Count,Attachment Count,Closed Date',
      '912345,11/2/26 9:00 AM,Login,Kim,kim@acme.example,Normal,Support,General Inquiry,Email,Closed,11/2/26 1:00 PM,11/5/26 9:00 AM,0,1,Ana Ruiz,,3,0,11/2/26 1:00 PM',
      '912346,11/13/26 10:00 AM,Invoice,Lou,lou@bolt.example,Normal,Billing,Invoice,Web,Open,11/13/26 10:00 AM,11/15/26 9:00 AM,0,0,,,1,0,',
    ),
    tickets: [
      ['912345', D2_8, D2_12, 'closed', 'Ana Ruiz', 'Support'],
      ['912346', D13_9, undefined, 'open', undefined, 'Billing'],
    ],
  },
  {
    name: 'GLPI in French',
    product: 'GLPI',
    content: text(
      '"ID";"Titre";"Statut";"Dernière modification";"Date d\'ouverture";"Priorité";"Demandeur - Demandeur";"Attribué à - Technicien";"Attribué à - Groupe de techniciens";"Catégorie";"Date de résolution";"Date de clôture"',
      '"1 234";"Accès";"Clos";"04-11-2026 09:00";"02-11-2026 09:00";"Moyenne";"Kim";"Ana Ruiz";"Niveau 1";"Réseau";"02-11-2026 13:00";"04-11-2026 09:00"',
      '"1 235";"Facture";"En cours (Attribué)";"13-11-2026 10:00";"13-11-2026 10:00";"Haute";"Lou";"Ben Oak";"Niveau 2";"Compta";"";""',
    ),
    tickets: [
      ['1 234', D2_8, D2_12, 'closed', 'Ana Ruiz', 'Niveau 1'],
      ['1 235', D13_9, undefined, 'open', 'Ben Oak', 'Niveau 2'],
    ],
  },
  {
    name: 'GLPI in Portuguese',
    product: 'GLPI',
    content: text(
      'ID;Título;Status;Última atualização;Data de abertura;Prioridade;Requerente - Requerente;Atribuído - Técnico;Categoria;Data da solução;Data de fechamento',
      '1234;Acesso;Fechado;2026-11-04 09:00;2026-11-02 09:00;Média;Kim;Ana Ruiz;Rede;2026-11-02 13:00;2026-11-04 09:00',
      '1235;Fatura;Em atendimento (atribuído);2026-11-13 10:00;2026-11-13 10:00;Alta;Lou;Ben Oak;Financeiro;;',
    ),
    tickets: [
      ['1234', D2_8, D2_12, 'closed', 'Ana Ruiz', undefined],
      ['1235', D13_9, undefined, 'open', 'Ben Oak', undefined],
    ],
  },
  {
    name: 'Help Scout',
    product: 'Help Scout',
    content: text(
      'Number,Subject,Customer,Customer Email,Mailbox,Status,Assigned To,Created,First Response,Closed,Closed By,Replies,Tags',
      '1,Login,Kim,kim@acme.example,Support,Closed,Ana Ruiz,"Nov 2, 2026 9:00 AM","Nov 2, 2026 9:30 AM","Nov 2, 2026 1:00 PM",Ana Ruiz,2,"a, b"',
      '2,Invoice,Lou,lou@bolt.example,Billing,Pending,Unassigned,"Nov 13, 2026 10:00 AM",,,,0,',
    ),
    tickets: [
      ['1', D2_8, D2_12, 'closed', 'Ana Ruiz', 'Support'],
      ['2', D13_9, undefined, 'waiting_customer', undefined, 'Billing'],
    ],
  },
  {
    name: 'a sheet of an Italian desk',
    product: undefined,
    content: text(
      'Numero ticket;Aperto il;Risolto il;Stato;Priorità;Operatore;Reparto;Cliente',
      'T-1;02/11/2026 09:00;02/11/2026 13:00;Risolto;Alta;Ana Ruiz;Supporto;Acme',
      'T-2;13/11/2026 10:00;;In lavorazione;Bassa;Ben Oak;Fatture;Bolt',
    ),
    tickets: [
      ['T-1', D2_8, D2_12, 'solved', 'Ana Ruiz', 'Supporto'],
      ['T-2', D13_9, undefined, 'open', 'Ben Oak', 'Fatture'],
    ],
  },
];
