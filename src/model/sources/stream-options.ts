/** What a scenario may say about a mapping that reads from a stream, of whichever service. */
import type { Options } from '../options.ts';

/** Where in its stream a mapping begins to read: with the oldest record, with what comes, or at an instant. */
export type StartingPosition = 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';

export const STREAM_MAPPING = {
  batchSize: {
    kind: 'count',
    min: 1,
    max: { fact: 'stream.batchSize.max' },
    default: { fact: 'stream.batchSize' },
    settable: true,
    doc: 'Most records of one invocation.',
    source: 'J.1',
  },
  maximumBatchingWindow: {
    kind: 'duration',
    min: 0,
    max: { fact: 'mapping.batchingWindow.max' },
    default: 0,
    wholeSeconds: true,
    settable: true,
    doc: 'How long records are gathered after the first before the function is invoked.',
    source: 'KIN-17',
  },
  parallelizationFactor: {
    kind: 'count',
    min: 1,
    max: { fact: 'stream.parallelizationFactor.max' },
    default: { fact: 'stream.parallelizationFactor' },
    doc: 'Batches of one shard at once; records of one partition key stay in order.',
    source: 'KIN-14',
  },
  maximumRetryAttempts: {
    kind: 'count',
    min: -1,
    max: { fact: 'stream.maximumRetryAttempts.max' },
    default: -1,
    settable: true,
    doc: 'How often a failed batch is sent again before it is given up; -1: until its records expire.',
    source: 'KIN-23',
  },
  maximumRecordAge: {
    kind: 'duration',
    min: { fact: 'stream.maximumRecordAge.min' },
    max: { fact: 'stream.maximumRecordAge.max' },
    unlimited: -1,
    wholeSeconds: true,
    settable: true,
    doc: 'Records older than this are given up; -1, as when nothing is said: none is before the stream drops it.',
    source: 'KIN-24',
  },
  bisectBatchOnFunctionError: {
    kind: 'flag',
    default: false,
    doc: 'Whether a failed batch is sent again in two halves.',
    source: 'KIN-25',
  },
  tumblingWindow: {
    kind: 'duration',
    min: 0,
    max: { fact: 'stream.tumblingWindow.max' },
    default: 0,
    wholeSeconds: true,
    doc: 'Length of the windows over which a state is passed from call to call; 0 s: none.',
    source: 'KIN-31',
  },
  reportBatchItemFailures: {
    kind: 'flag',
    default: false,
    doc: 'Whether the function’s batchItemFailures are listened to.',
    source: 'KIN-26',
  },
} as const satisfies Options;
