import { z } from 'zod';
import { digestSettings } from './digest-settings.ts';
import { figureSettings } from './figure-settings.ts';
import { serverSettings } from './server-settings.ts';

/** Every variable of the product itself (a connector's own stand in its folder). Values are texts of the environment. */
export const Settings = z.object({ ...figureSettings, ...digestSettings, ...serverSettings });
export type Settings = z.output<typeof Settings>;
