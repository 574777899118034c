/** What is not modelled of a handler’s inside and of what surrounds it: what it calls, what it sends, alarms, the bill, the tier. */
import type { LimitedPart } from './limit.ts';

export const AROUND: readonly LimitedPart[] = [
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
        what: 'locks and deadlocks between transactions',
        touchedBy: /^functions\..+\.handler\.(effects|transaction)/,
        means: 'Transactions do not wait for each other. Where yours do, put the wait into the time of a record.',
      },
      {
        what: 'the time of sending, and its limits',
        touchedBy: /^functions\..+\.handler\.sends/,
        means:
          'Sends happen when a record is handled and take no time of their own; a handler that fails to send does not try again.',
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
        what: 'retries of single calls by the driver, and breakers that environments share',
        means:
          'A call that fails is not made again within its invocation. Drivers that repeat it make the load on a struggling database heavier.',
      },
    ],
  },
  {
    title: 'Outbox',
    touchedBy: /^sources\..+\.outbox\./,
    limits: [
      {
        what: 'relays that read the log of the database, and several at once',
        means: 'One relay reads the table by turns. Change data capture is quicker, and several relays mix the order.',
      },
    ],
  },
  {
    title: 'Alarms',
    touchedBy: /^alarms\./,
    limits: [
      {
        what: 'metrics that come late',
        means:
          'An alarm sees a datapoint one minute after its period has ended (assumed), whatever the metric. Where CloudWatch is later, as it is for some metrics of SQS, real alarms fire later.',
      },
      {
        what: 'metric math, anomaly detection, composite alarms and actions',
        means: 'An alarm looks at one metric of the model, and nothing happens when it fires.',
      },
    ],
  },
  {
    title: 'The bill',
    touchedBy: /^functions\./,
    limits: [
      {
        what: 'data transfer, logs, metrics, tables, topics and buses',
        means: 'It has Lambda, SQS, Kinesis and provisioned pollers. Logs often cost more than the function.',
      },
      {
        what: 'discounts, savings plans and other Regions than us-east-1',
        means: 'List prices of one Region; other prices are facts that a scenario can override.',
      },
    ],
  },
  {
    title: 'The tier',
    touchedBy: /^tier\./,
    limits: [
      {
        what: 'pollers that scale, and a number of queues that changes',
        means:
          'Slots, hosts and queues are those of the scenario from the beginning to the end; only lanes come and go.',
      },
      {
        what: 'cells, and zones of front hosts and queues',
        means:
          'There is one tier, and only leased poller hosts are in zones. A loss that cells would confine spreads here.',
      },
      {
        what: 'receives of several events at once',
        means: 'Each event is received by itself as a slot comes free, and each receive takes its time.',
      },
      {
        what: 'timeouts, cold starts and account limits of simulated tenants',
        means:
          'A tenant has a concurrency and a time for each run. Functions of the scenario that share the tier have all of it.',
      },
      {
        what: 'a penalty for queues whose events fail fast',
        means: 'Such a queue looks empty, and placement by depth sends more to it.',
      },
    ],
  },
];
