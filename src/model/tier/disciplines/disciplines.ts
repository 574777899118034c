/** The disciplines there are: adding one is a file beside this and a line here. */
import type { DisciplineKind } from './discipline.ts';
import { FIFO } from './fifo.ts';
import { LIFO } from './lifo.ts';
import { TTL } from './ttl.ts';

export const DISCIPLINES = {
  fifo: FIFO,
  lifo: LIFO,
  ttl: TTL,
} as const satisfies Record<string, DisciplineKind>;

export type DisciplineName = keyof typeof DISCIPLINES;
