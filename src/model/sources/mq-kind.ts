/** What a scenario may say about a queue of Amazon MQ, and about a mapping that reads from one. */
import { DAY, MILLISECOND } from '../../engine/time.ts';
import type { Options } from '../options.ts';
import { STREAM_MAPPING } from './stream-options.ts';

/** Longest life of a message that a scenario can ask for; brokers name no bound. */
const LONGEST_LIFE = 365 * DAY;

const queue = {
  engine: {
    kind: 'word',
    words: ['activeMq', 'rabbitMq'],
    default: 'activeMq',
    isOurs: true,
    doc: 'Which broker it is; it decides how many batches a mapping has at work at once.',
    source: 'MQ-01',
  },
  expiry: {
    kind: 'duration',
    min: MILLISECOND,
    max: LONGEST_LIFE,
    doc: 'How long its producers let a message live (JMSExpiration, expiration); without it messages do not expire.',
    source: 'MQ-01',
  },
} as const satisfies Options;

const mapping = {
  batchSize: STREAM_MAPPING.batchSize,
  maximumBatchingWindow: {
    kind: 'duration',
    min: 0,
    max: { fact: 'mapping.batchingWindow.max' },
    default: { fact: 'kafka.batchingWindow' },
    settable: true,
    doc: 'How long records are gathered after the first before the function is invoked.',
    source: 'KAF-05',
  },
} as const satisfies Options;

export const MQ_KIND = {
  summary: 'a queue of Amazon MQ',
  options: queue,
  mapping,
  positions: undefined,
  redrives: false,
  calls: undefined,
  filters: 'mq',
  isTarget: true,
  payload: { inflation: 'mq.inflation', envelope: 'mq.envelope' },
  longestTimeout: 'mq.timeout.max',
} as const;
