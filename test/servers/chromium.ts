import { type Browser, chromium } from 'playwright-core';
import { ensurePrograms, pathOf } from './debian.ts';

/** Starts the Chromium of this machine, installing it where that can be done; one flag each against what it does unasked. */
export async function startChromium(): Promise<Browser> {
  const known = ['chromium', 'chromium-browser', 'google-chrome'].find((name) => pathOf(name) !== undefined);
  if (known === undefined) ensurePrograms(['chromium'], ['chromium']);
  return chromium.launch({
    executablePath: pathOf(known ?? 'chromium')!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
