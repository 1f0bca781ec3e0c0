import '../../support/http.ts';
import { testConnector } from '../contract.ts';
import { githubFake } from './fake.ts';

testConnector(githubFake);
