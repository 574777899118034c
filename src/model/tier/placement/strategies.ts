/** All strategies of placement by the name that scenarios have for them. */
import { bestOf } from './best-of.ts';
import { boundedLoad } from './bounded-load.ts';
import { jiq } from './jiq.ts';
import { jsq } from './jsq.ts';
import { jump } from './jump.ts';
import { onePlusBeta } from './one-plus-beta.ts';
import { perTenant } from './per-tenant.ts';
import type { Strategy } from './placement.ts';
import { random } from './random.ts';
import { rendezvous } from './rendezvous.ts';
import { ring } from './ring.ts';
import { roundRobin } from './round-robin.ts';
import { shuffle } from './shuffle.ts';
import { single } from './single.ts';

export const STRATEGIES = {
  single,
  perTenant,
  random,
  roundRobin,
  ring,
  rendezvous,
  jump,
  boundedLoad,
  bestOf,
  jsq,
  jiq,
  onePlusBeta,
  shuffle,
} as const satisfies Record<string, Strategy>;

export type StrategyName = keyof typeof STRATEGIES;
