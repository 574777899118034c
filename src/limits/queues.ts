/** What is not modelled of queues and brokers, whose messages are deleted or acknowledged. Streams: streams.ts. */
import type { LimitedPart } from './limit.ts';

export const QUEUES: readonly LimitedPart[] = [
  {
    title: 'SQS queues',
    touchedBy: /^sources\..+\.type = sqs(Fifo)?$/,
    limits: [
      {
        what: 'consumers that are no mapping',
        means:
          'Programs that receive from the same queue beside Lambda are not there: what they take or hold back is missing.',
      },
      {
        what: 'code that changes the visibility of its messages',
        means:
          'ChangeMessageVisibility by a handler, to hold a message for longer or to try it again sooner, is not there: what fails comes back when its timeout ends.',
      },
      {
        what: 'sends of several messages in one call',
        means:
          'A message is sent by itself (SendMessage), but for what sendBatch of a FIFO queue counts. Ten in one SendMessageBatch are paid as one call where they are small, and may fail in part.',
      },
      {
        what: 'calls to SQS that get slower under load',
        means:
          'A receive takes what it takes on a quiet queue (M.1). At thousands of calls a second the real one has a longer tail.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'order that is best effort',
        touchedBy: /^sources\..+\.type = sqs$/,
        means:
          'A standard queue here gives out what became visible first. The real one mixes more (SQS-51): do not read an order of messages out of a run.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'receives that sample some of the servers',
        touchedBy: /^sources\..+\.type = sqs$/,
        means:
          'A short poll of a nearly empty queue may return nothing (SQS-02). Mappings poll long, so it hardly matters to them.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'deletes that fail by themselves',
        means:
          'A delete fails in an outage or over a quota, and not otherwise (SQS-36); duplicates of a queue stands for the copies that come of it.',
        isLeftOutByIdeal: true,
      },
    ],
  },
  {
    title: 'FIFO queues',
    touchedBy: /^sources\..+\.type = sqsFifo$/,
    limits: [
      {
        what: 'producers that overtake each other',
        means:
          'Messages have the order in which the scenario sends them; what several producers send at one instant has an order of its own at AWS.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'the quota of receives and deletes in each partition',
        means:
          'Receives and deletes are held against the quota of the queue, sends against that of the partition as well (SQS-44).',
        isLeftOutByIdeal: true,
      },
      {
        what: 'receive request attempt ids',
        means:
          'A receive whose answer is lost cannot be repeated; its messages come back when their visibility timeout ends.',
      },
      {
        what: 'queues that are deleted and made anew',
        means: 'A queue is there from the beginning to the end, and so is what it remembers for deduplication.',
      },
    ],
  },
  {
    title: 'Amazon MQ',
    touchedBy: /^sources\..+\.type = mq$/,
    limits: [
      {
        what: 'dead-letter queues and redelivery limits of the broker',
        means:
          'A poison message is tried until it expires. Where the broker has a limit, the real consumer is free again earlier.',
      },
      {
        what: 'priorities, message groups, scheduled messages and topics',
        means: 'Messages come in the order in which they were sent.',
      },
      {
        what: 'prefetch, flow control and memory of the broker',
        means:
          'The broker takes whatever is sent, and nothing is held ahead by a consumer. A broker that is full throttles its producers.',
      },
    ],
  },
];
