import { z } from 'zod';
import { Churn } from './churn.ts';
import { Link } from './churn-and-waiting.ts';
import { Csat } from './csat.ts';
import { OutcomeQuality } from './data-quality.ts';

/** The outcomes of a window: whether customers are satisfied, whether they stay, and what goes along with it. */
export const Outcomes = z.object({ csat: Csat, churn: Churn, link: Link, quality: OutcomeQuality });
export type Outcomes = z.infer<typeof Outcomes>;
