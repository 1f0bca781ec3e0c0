import { testConnector } from '../contract.ts';
import { slackFake } from './fake.ts';

testConnector(slackFake);
