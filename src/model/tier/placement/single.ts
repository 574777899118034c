/** One queue for all: what the others are measured by. */
import type { Strategy } from './placement.ts';

export const single = {
  summary: 'One queue for all tenants.',
  options: {},
  queues: () => 1,
  make: () => ({ place: () => 0 }),
} as const satisfies Strategy;
