import { openStore } from '../../src/store/store.ts';

/** Opens the store, which makes its tables if nobody else does, and closes it. */
const store = await openStore({ url: process.argv[2]! });
await store.sync.sources();
await store.close();
