import '../../support/http.ts';
import { testConnector } from '../contract.ts';
import { intercomFake } from './fake.ts';

testConnector(intercomFake);
