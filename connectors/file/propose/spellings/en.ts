import type { Spellings } from '../targets.ts';

/** English headings, as normalised; of several in one file the earlier one is taken. */
export const EN: Spellings = {
  id: 'ticket id|ticket number|ticket no|ticket nr|issue key|case number|casenumber|incident number|request id|request number|conversation number|conversation id|hs ticket id|record id|number|id|ticket|key|case|case id|issue id|incident|incident id|ref|reference|ticket ref|display id',
  opened_at:
    'opened at|opened|date time opened|ticket created timestamp|created at|created|created time|create date|createdate|createddate|created date|date created|creation date|creation time|opening date|opened date|open date|date opened|opened on|ticket created|ticket created at|ticket created date|created on|sys created on|requested|request date|requested at|requested on|conversation started at|conversation created at|started at|submitted at|submitted|submitted on|submission date|reported at|reported|date reported|case created date|open time|time opened|date submitted|raised at|date raised|date received|received at|received|created datetime|created timestamp|opened datetime|ticket created date time|date and time opened|start time|date time created',
  solved_at:
    'solved at|solved|ticket solved timestamp|resolved at|resolved|resolved time|resolved date|date resolved|resolution date|resolutiondate|resolved on|solved on|solved date|date solved|solution date|ticket solved|ticket solved at|ticket solved date|resolved datetime|resolved timestamp|time resolved|date time resolved|completed at|completed|completed on|completion date|date completed|done at|finished at|resolve time|metric set solved at|stats resolved at|ticket metrics solved at',
  closed_at:
    'closed at|closed|closed time|close date|closed date|closeddate|closedate|date closed|date time closed|closing date|closed on|ticket closed time|ticket closed at|ticket closed date|ticket closed|conversation closed at|conversation last closed at|last closed at|last close at|close time|time closed|hs closed date|end time|ended at|closed datetime|closed timestamp|date time ticket closed|stats closed at|statistics last close at',
  first_response_at:
    'first response at|first replied at|first reply at|first reply timestamp|first admin reply at|first response date|first response timestamp|first agent email response date|first agent reply date|initial response time|initial response|first response time|conversation first response at|conversation first replied at|first responded at|first response|first response datetime|responded at|date first response|first answered at|stats first responded at|statistics first admin reply at',
  updated_at:
    'updated at|updated|last update|last updated|last update time|last updated time|last updated at|last updated on|last modified|last modified date|last modified at|lastmodifieddate|modified time|modified|modified at|modified on|date updated|date modified|sys updated on|ticket updated timestamp|ticket updated date|ticket updated at|case last modified date|hs lastmodifieddate|last activity|last change|last modified time',
  status:
    'status|state|ticket status|incident state|current status|conversation state|case status|ticket state|issue status|hs pipeline stage|conversation status|request status',
  agent_id:
    'assignee|assignee name|assigned to|agent|agent assigned|agent name|ticket owner|case owner|owner|owner name|assigned agent|assignee email|agent email|assigned to technician|technician|admin assignee|teammate assignee|currently assigned teammate|assigned user|assigned admin|handled by|hubspot owner id|responder|assigned to user|conversation assignee|assignee id|agent id|responsible|support agent|assigned technician|resolver|responder name|responder id|admin assignee id|owner id',
  team_id:
    'group|ticket group|assignment group|team|team name|group name|department|queue|support group|assigned group|assigned team|team assignee|team assigned|mailbox|hubspot team|assigned to technician group|technician group|group in charge|support team|inbox|group id|team id|service desk team|responsible team|team assignee id',
  customer_id:
    'requester email|customer email|contact email|requester id|customer id|contact id|user email|from email|requester|customer|customer name|requester name|contact|contact name|reporter|caller|requester requester|from|full name|client|client name|end user|user name|requested by|requested for|caller id|primary customer|associated contact|email|primary customer email',
  account_key:
    'organization|organisation|company|company name|account name|account|organization name|organisation name|ticket organization name|requester organization name|requester organization|associated company|account id|organization id|client company|customer company',
  priority: 'priority|ticket priority|urgency|severity|hs ticket priority|case priority',
  channel:
    'via|channel|ticket channel|source|contact type|case origin|origin|request source|ticket source|conversation channel|source type|reported source|intake channel|contact channel|via channel|source delivered as',
  category:
    'category|ticket category|type|ticket type|issue type|request type|help topic|case reason|classification|topic|ticket form|case type|custom field request type|incident type|problem type|product|conversation type',
  tags: 'tags|labels|ticket tags|conversation tags',
  subject:
    'subject|summary|title|short description|ticket subject|ticket name|issue summary|conversation subject|name of ticket',
  url: 'url|link|ticket url|permalink|ticket link|conversation url',
  reopens:
    'reopens|reopen count|number of reopen|number of reopens|reopened count|ticket reopens|times reopened|reopen|reopenings|metric set reopens|statistics count reopens',
  agent_messages:
    'agent interactions|agent replies|replies|public replies|number of outgoing|agent responses|replies sent|ticket agent replies|number of responses|agent messages|public comments',
  customer_messages: 'customer interactions|end user replies|customer replies|inbound messages|customer messages',
  agents_involved: 'assignee stations|agents involved|number of agents',
  first_reply_time:
    'first reply time|first response time|time to first response|time to first agent reply|time to first reply|custom field time to first response|first reply|initial response time|response time|first response',
  first_resolution_time: 'first resolution time',
  resolution_time:
    'full resolution time|resolution time|time to resolution|time to close|time to last close|custom field time to resolution|total resolution time|resolve time|time to resolve|time to solve|time to solution|time to closure|time until resolution|time until close|handling time|handle time|ticket resolution time|resolution duration|handle until close',
  time_with_team: 'team wait time|time with team|time with us|with support',
  time_customer_waited: 'requester wait time|customer wait time|requester waiting time',
  time_with_customer:
    'agent wait time|time with customer|pending time|waiting on customer time|time waiting for customer',
  time_with_third_party: 'on hold time|hold time|time on hold',
  rating:
    'satisfaction score|satisfaction rating|ticket satisfaction rating|ticket satisfaction score|satisfaction|survey results|survey result|csat|csat score|csat rating|rating|conversation rating|happiness rating|customer satisfaction|customer satisfaction rating|customer rating|custom field satisfaction|satisfaction rating score|conversation rating rating',
};
