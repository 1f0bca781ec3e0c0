import { testConnector } from '../contract.ts';
import { rtFake } from './fake.ts';

testConnector(rtFake);
