/** The disciplines there are: adding one is a file beside this and a line here. */
import type { DisciplineKind } from './discipline.ts';
import { DRR } from './drr.ts';
import { FIFO } from './fifo.ts';
import { LIFO_UNDER_BACKLOG } from './lifo-under-backlog.ts';
import { LIFO } from './lifo.ts';
import { SFQ } from './sfq.ts';
import { SIDELINE } from './sideline.ts';
import { SQS_FAIR } from './sqs-fair.ts';
import { STOCHASTIC } from './stochastic.ts';
import { TTL } from './ttl.ts';

export const DISCIPLINES = {
  fifo: FIFO,
  lifo: LIFO,
  lifoUnderBacklog: LIFO_UNDER_BACKLOG,
  sideline: SIDELINE,
  ttl: TTL,
  drr: DRR,
  sfq: SFQ,
  sqsFair: SQS_FAIR,
  stochastic: STOCHASTIC,
} as const satisfies Record<string, DisciplineKind>;

export type DisciplineName = keyof typeof DISCIPLINES;
