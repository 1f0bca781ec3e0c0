import type { Connector } from '../src/connector/connector.ts';
import { file } from './file/index.ts';
import { github } from './github/index.ts';
import { hubspot } from './hubspot/index.ts';
import { intercom } from './intercom/index.ts';
import { jsm } from './jsm/index.ts';
import { mailbox } from './mailbox/index.ts';
import { rt } from './rt/index.ts';
import { simulated } from './simulated/index.ts';
import { slack } from './slack/index.ts';
import { stripe } from './stripe/index.ts';
import { zendesk } from './zendesk/index.ts';

/** Every connector there is, in the order in which they are listed to people. Adding one is a line here. */
export const connectors: readonly Connector[] = [
  zendesk,
  intercom,
  hubspot,
  jsm,
  github,
  rt,
  mailbox,
  file,
  simulated,
  slack,
  stripe,
];
