import '../../support/http.ts';
import { testConnector } from '../contract.ts';
import { jsmFake } from './fake.ts';

testConnector(jsmFake);
