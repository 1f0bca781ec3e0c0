import { testConnector } from '../contract.ts';
import { hubspotFake } from './fake.ts';

testConnector(hubspotFake);
