/** What a scenario may say about events that a function is invoked with asynchronously, beside the function and where they end. */
import type { Options } from '../../options.ts';
import { ORIGINS } from './origins.ts';

const options = {
  origin: {
    kind: 'word',
    words: ORIGINS,
    default: 'direct',
    isOurs: true,
    doc: 'Who invokes: callers themselves, or a service that takes events from them and hands them over.',
    source: 'E.6',
  },
  maximumRetryAttempts: {
    kind: 'count',
    min: 0,
    max: { fact: 'async.maximumRetryAttempts.max' },
    default: { fact: 'async.maximumRetryAttempts' },
    settable: true,
    doc: 'How often an event is tried again after function errors.',
    source: 'ASY-03',
  },
  maximumEventAge: {
    kind: 'duration',
    min: { fact: 'async.maximumEventAge.min' },
    max: { fact: 'async.maximumEventAge.max' },
    default: { fact: 'async.maximumEventAge' },
    wholeSeconds: true,
    settable: true,
    doc: 'Age, counted from its acceptance, at which an event is given up.',
    source: 'ASY-04',
  },
  lostAcknowledgements: {
    kind: 'share',
    min: 0,
    // Each delivery may be lost in turn, so not all of them.
    max: 0.5,
    default: { fact: 'async.lostAcknowledgements' },
    doc: 'Share of invocations whose answer is lost, so that their event is delivered again.',
    source: 'UNK-21',
  },
} as const satisfies Options;

export const ASYNC_KIND = {
  summary: 'events that invoke a function asynchronously',
  options,
  mapping: undefined,
  positions: undefined,
  redrives: false,
  calls: 'async',
  filters: undefined,
  isTarget: true,
  payload: undefined,
  longestTimeout: undefined,
} as const;
