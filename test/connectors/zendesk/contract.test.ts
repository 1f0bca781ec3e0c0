import { testConnector } from '../contract.ts';
import { zendeskFake } from './fake.ts';

testConnector(zendeskFake);
