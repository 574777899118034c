/** What is not modelled of what surrounds a pipeline: the table that feeds it, alarms, the bill. */
import type { LimitedPart } from './limit.ts';

export const AROUND: readonly LimitedPart[] = [
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
        isLeftOutByIdeal: true,
      },
      {
        what: 'metric math, anomaly detection, composite alarms and actions',
        means: 'An alarm looks at one metric of the model, and nothing happens when it fires.',
      },
      {
        what: 'alarms of high resolution, and statistics such as SampleCount or trimmed means',
        means:
          'A period is a minute or more: what 10 or 30 s would have seen earlier is seen later. Percentiles of few samples are evaluated like any others.',
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
        isUsual: true,
      },
      {
        what: 'brokers, clusters and databases',
        touchedBy: /^(sources\..+\.type = (mq|kafka|documentDb)$|downstreams\.)/,
        means:
          'They cost by the hour, used or not, and as a rule more than the functions beside them: none of it is in the bill.',
      },
      {
        what: 'discounts, savings plans and other Regions than us-east-1',
        means: 'List prices of one Region; other prices are facts that a scenario can override.',
        isUsual: true,
      },
    ],
  },
];
