/** What is not modelled between a source and the code: mappings, asynchronous invocation, direct calls, and functions. */
import type { LimitedPart } from './limit.ts';

export const INVOCATION: readonly LimitedPart[] = [
  {
    title: 'Mappings',
    touchedBy: /^mappings\..+\.function = /,
    limits: [
      {
        what: 'the time until a change of settings takes effect',
        touchedBy: /^(events\[\d+\].*\b(set|enable|disable)\b|mappings\..+\.enabledAt = (?!0 s$))/,
        means:
          'Settings hold from the instant at which they are set. At AWS a queue’s take up to a minute, retention a quarter of an hour, and a mapping’s some minutes (SQS-52, FIL-07, KIN-18): set them later by as much.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'pollers that need time to start, or crash',
        touchedBy: /^sources\..+\.type = (sqs|sqsFifo|mq)$/,
        means:
          'A poller that is added polls at once, and none is ever replaced. Whatever starting takes can only be in the ramps, of which that of SQS-06 is documented and that of SQS-23 inferred.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'the bytes of messages that no filter lets through',
        touchedBy: [/^mappings\..+\.provisionedPollerConfig\./, /^mappings\..+\.filters\[\d+\]/],
        means:
          'They take nothing of a provisioned poller’s MB a second; with many of them it reaches its limit later here.',
      },
      {
        what: 'groups of pollers that mappings share',
        touchedBy: /^mappings\..+\.provisionedPollerConfig\./,
        means:
          'Each mapping has pollers of its own and pays for them. Mappings of one PollerGroupName share what they pay for (KAF-03), and cost less than here.',
      },
      {
        what: 'metadata of records in filters, beyond what a scenario names',
        touchedBy: /^mappings\..+\.filters\[\d+\]/,
        means:
          'Patterns see the attributes of a record, and its body where a scenario writes one; what a real body holds beside that is not there.',
      },
    ],
  },
  {
    title: 'Asynchronous invocation',
    touchedBy: /^sources\..+\.type = async$/,
    limits: [
      {
        what: 'neighbours in the service’s own queues',
        means:
          'Each function has a queue to itself, unless the scenario has a tier. Real queues and pollers are shared (ASY-18 to ASY-21), and a neighbour can make events late.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'waits that grow when very many events are queued',
        means:
          'AWS documents them, and not how long they get (ASY-05): the fact async.backlog.multiplier is 1 unless a scenario says more, and after a great backlog events are early.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'callers who send again because no 202 came',
        means: 'An event is sent once by its caller. Where callers repeat, add their copies to the arrivals.',
      },
      {
        what: 'rules, filters and dead-letter queues of the service in front',
        touchedBy: /^sources\..+\.origin = (?!direct$)/,
        means:
          'Of SNS, S3 or EventBridge there is how they hand over and try again; what their own rules drop or route is not, nor notifications of S3 that come late or twice.',
      },
      {
        what: 'the time that destinations take',
        touchedBy: /^sources\..+\.(onSuccess|onFailure) = (?!none$)/,
        means:
          'A record arrives at the instant the event ends, and is never refused for its size or for want of permission.',
      },
    ],
  },
  {
    title: 'Direct callers',
    touchedBy: /^sources\..+\.type = sync$/,
    limits: [
      {
        what: 'callers that try again, or give up',
        means: 'A refused call is over. Retries of SDKs (as a rule two more) make an overload heavier than it is here.',
      },
      {
        what: 'the way to the function and back',
        means: 'Latency has no network, gateway, authorisation or payload of the answer in it.',
      },
    ],
  },
  {
    title: 'Functions',
    touchedBy: /^functions\..+\.timeout = /,
    limits: [
      {
        what: 'what code does, but for its time and its outcome',
        means:
          'A handler is as long, and fails as often, as the scenario says. Measure yours: nothing else decides as much.',
        isUsual: true,
      },
      {
        what: 'environments that Lambda starts ahead of demand',
        touchedBy: /^functions\..+\.coldStart\./,
        means: 'Cold starts are counted high rather than low (ENV-06).',
        isLeftOutByIdeal: true,
        isUsual: true,
      },
      {
        what: 'extensions, the shutdown phase, network and disk of an environment',
        means:
          'They belong to the time of a handler. Extensions that run after it keep the environment longer than here (ENV-03, ENV-07).',
        isUsual: true,
      },
      {
        what: 'system errors in an invocation that has begun',
        means: 'They come before the code or not at all, and only in outages that a scenario writes.',
        isUsual: true,
      },
      {
        what: 'caches of packages',
        touchedBy: /^functions\..+\.coldStart\.packageSize = /,
        means: 'A package takes its time at each cold start; of functions that start often it takes less.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'snapshots that are made, and cached ones',
        touchedBy: /^functions\..+\.coldStart\.(snapStart|restore)/,
        means: 'Every restore takes what the distribution says, from the first on (ENV-12).',
        isLeftOutByIdeal: true,
      },
      {
        what: 'provisioned environments that are replaced',
        touchedBy: /^functions\..+\.provisionedConcurrency(\.environments)? = (?!none$)/,
        means: 'Once ready they stay ready, and what the account does not have is not refused.',
        isLeftOutByIdeal: true,
      },
      {
        what: 'late metrics, step scaling and several policies',
        touchedBy: /^functions\..+\.autoScaling\./,
        means: 'Target tracking sees a minute when it is over. The real one sees it some time later, and scales later.',
        isLeftOutByIdeal: true,
      },
    ],
  },
];
