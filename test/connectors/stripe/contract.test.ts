import { testConnector } from '../contract.ts';
import { stripeFake } from './fake.ts';

testConnector(stripeFake);
