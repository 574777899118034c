/** When a message group of a fair queue is noisy. The rule is fair/fair-turns.ts of the model; a tier has it as a discipline, with facts of its own. */
import { MINUTE } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { OURS, READ, SDG } from './sources.ts';

const PAGE = `${SDG}sqs-fair-queues-detailed.html`;

export const FAIR = {
  'sqs.fair.share': {
    id: 'SQS-69',
    kind: 'documented',
    unit: 'share',
    value: 0.1,
    says: 'share of the messages in flight, or of the recent processing time, above which a group is noisy',
    source: PAGE,
    date: READ,
  },
  'sqs.fair.least': {
    id: 'SQS-69',
    kind: 'documented',
    unit: 'count',
    value: 30,
    says: 'messages in flight that a group needs to be noisy by their share',
    source: PAGE,
    date: READ,
  },
  'sqs.fair.window': {
    id: 'SQS-69',
    kind: 'assumed',
    unit: 'duration',
    value: MINUTE,
    says: 'time that recent processing time is counted over',
    source: OURS,
    date: READ,
    positive: true,
  },
  'sqs.fair.release': {
    id: 'SQS-69',
    kind: 'documented',
    unit: 'duration',
    value: 5 * MINUTE,
    says: 'time without any message in flight after which a group is no longer noisy',
    source: PAGE,
    date: READ,
  },
} as const satisfies Record<string, Fact>;
