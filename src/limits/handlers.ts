/** What is not modelled of a handler’s inside and of what it calls. */
import type { LimitedPart } from './limit.ts';

export const HANDLERS: readonly LimitedPart[] = [
  {
    title: 'Inside of handlers',
    touchedBy: /^functions\..+\.handler\./,
    limits: [
      {
        what: 'garbage and leaks that outlive an invocation',
        touchedBy: /^functions\..+\.handler\.memory/,
        means:
          'Every invocation begins with the memory that the scenario gives it. A leak that grows over many of them never kills one here.',
      },
      {
        what: 'collections that run beside the work, and memory that is kept',
        touchedBy: /^functions\..+\.handler\.memory/,
        means:
          'A pause of the collector delays the record that made it necessary. Real ones also run beside the work, or slow all records at once, and runtimes take memory ahead of need and do not give it back.',
      },
      {
        what: 'locks and deadlocks between transactions',
        touchedBy: /^functions\..+\.handler\.(effects|transaction)/,
        means: 'Transactions do not wait for each other. Where yours do, put the wait into the time of a record.',
      },
      {
        what: 'limits of the table of effects, and effects that functions share',
        touchedBy: /^functions\..+\.handler\.effects/,
        means:
          'Each function counts its own, and the table takes whatever is asked of it: for its limits stands a downstream with a rate.',
      },
      {
        what: 'the time of sending, and its limits',
        touchedBy: /^functions\..+\.handler\.sends/,
        means:
          'Sends happen when a record is handled and take no time of their own; a handler that fails to send does not try again.',
      },
      {
        what: 'batches of sends, and messages that are sent half-way',
        touchedBy: /^functions\..+\.handler\.sends/,
        means:
          'What a handler sends is sent message by message, not as one SendMessageBatch or PutRecords, which has limits of its own and may fail in part; and in the order of its records.',
      },
      {
        what: 'direct calls of a function to another',
        touchedBy: /^functions\..+\.handler\.sends/,
        means: 'A handler cannot wait for the answer of another function: write its time as part of its own.',
      },
    ],
  },
  {
    title: 'Downstreams',
    touchedBy: /^downstreams\./,
    limits: [
      {
        what: 'locks, read replicas and transactions of a database',
        means:
          'A call takes what its distribution says; calls at once hold each other up by the limits and the load of the scenario, and in no other way.',
      },
      {
        what: 'latency that grows in the middle of a call',
        means: 'How long a call takes is known when it begins; what comes after does not slow it down.',
      },
      {
        what: 'connections that an outage breaks, and how fast they may be opened',
        means: 'After an outage the connections are still there: the rush to open them anew is missing.',
      },
      {
        what: 'pools that give connections back, or keep a least number',
        touchedBy: /^downstreams\..+\.connections = /,
        means:
          'What a warm environment has opened it keeps until it ends or the server closes it: pools that shrink hold fewer.',
      },
      {
        what: 'retries of single calls by the driver, and breakers that environments share',
        means:
          'A call that fails is not made again within its invocation. Drivers that repeat it make the load on a struggling database heavier.',
      },
    ],
  },
];
