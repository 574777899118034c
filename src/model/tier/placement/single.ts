/** One queue for all: what the others are measured by. */
import type { Placement, Strategy } from './placement.ts';

export const single = {
  summary: 'One queue for all tenants.',
  options: {},
  queues: () => 1,
  make: (): Placement => ({ place: () => 0 }),
} as const satisfies Strategy;
