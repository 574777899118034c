/**
 * What a scenario may say about the tier, as data: ranges, defaults and where they come from. What strategies and disciplines take is
 * in their own files. Nearly all defaults are assumed: how many queues, pollers and leases there are, and when a tenant is
 * isolated, is not public (AP-1.3); each is to be varied.
 */
import type { Options } from '../options.ts';
import { TIE_BREAKS } from './placement/placement.ts';

/** What front hosts look at: all that is stored and visible; that and what is in flight; how long it would take to work off; the age of the oldest visible. */
export const DEPTH_METRICS = ['visible', 'visibleAndInFlight', 'estimatedWait', 'oldestAge'] as const;
/** As it is now; as it was at the last refresh; as it was some time ago; as last pushed, when it crossed a power of two. */
export const DEPTH_VIEWS = ['live', 'periodic', 'delayed', 'push'] as const;
/** All front hosts refresh together, or evenly spread over the interval. */
export const PHASES = ['together', 'staggered'] as const;
/** Each queue has slots of its own; one pool for all, by turns or by depth; hosts that hold leases. */
export const POLLER_MODELS = ['static', 'pooledRoundRobin', 'pooledWeighted', 'leased'] as const;
export const JITTERS = ['none', 'full', 'equal', 'decorrelated'] as const;
/** Function errors and throttles counted each by itself, or all receives as tries: the classic mistake. */
export const RETRY_COUNTERS = ['separate', 'receiveCount'] as const;
export const AGE_RULES = ['atReceive', 'lookAhead'] as const;
export const PACINGS = ['off', 'aimd', 'tokenBucket'] as const;
export const INCIDENT_KINDS = ['pollersDown', 'slow', 'zoneDown', 'leaseServiceDown', 'queuesDown'] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

export const TIER = {
  queues: {
    kind: 'count',
    min: 1,
    max: 4_000_000,
    default: { fact: 'tier.queues' },
    doc: 'Shared queues of the tier.',
    source: 'AP-1.3',
  },
  frontHosts: {
    kind: 'count',
    min: 1,
    max: 10_000,
    default: { fact: 'tier.frontHosts' },
    doc: 'Hosts that accept events, each with a view of the queues of its own; an event reaches one of them by chance.',
    source: 'AP-1.3',
  },
  tieBreak: {
    kind: 'word',
    words: TIE_BREAKS,
    default: 'random',
    isOurs: true,
    doc: 'Which of several queues that look equally loaded is taken.',
    source: 'AP-2.0',
  },
  queueLimit: {
    kind: 'count',
    min: 1,
    doc: 'Visible events of a queue above which it takes no more; unlimited unless said.',
    source: 'AP-5.6',
  },
  inFlightLimit: {
    kind: 'count',
    min: 1,
    default: { fact: 'sqs.inFlight.max' },
    doc: 'Events of a queue that may be in flight, hidden ones included; above it nothing is received.',
    source: 'SQS-58',
  },
  maximumEventAge: {
    kind: 'duration',
    min: 0,
    default: { fact: 'async.maximumEventAge' },
    doc: 'Age, counted from acceptance, at which an event is given up.',
    source: 'ASY-04',
  },
  ageRule: {
    kind: 'word',
    words: AGE_RULES,
    default: 'atReceive',
    isOurs: true,
    doc: 'When the age is looked at: at the next receive, or ahead, when a wait would end too late.',
    source: 'AP-5.3',
  },
  lostAcknowledgements: {
    kind: 'share',
    min: 0,
    max: 0.5,
    default: { fact: 'tier.lostAcknowledgements' },
    doc: 'Share of runs whose answer is lost, so that their event is delivered again after the visibility timeout.',
    source: 'AP-1.3',
  },
  duplicates: {
    kind: 'share',
    min: 0,
    max: 0.5,
    default: { fact: 'tier.duplicates' },
    doc: 'Share of receives after which the queue has a copy of the event visible still.',
    source: 'AP-1.3',
  },
} as const satisfies Options;

export const DEPTH = {
  metric: {
    kind: 'word',
    words: DEPTH_METRICS,
    default: 'visibleAndInFlight',
    isOurs: true,
    doc: 'What the load of a queue is measured by.',
    source: 'AP-2.0',
  },
  view: {
    kind: 'word',
    words: DEPTH_VIEWS,
    default: 'live',
    isOurs: true,
    doc: 'How old the loads are that front hosts see.',
    source: 'AP-2.13',
  },
  refreshEvery: {
    kind: 'duration',
    min: 1,
    default: { fact: 'tier.depth.refresh' },
    doc: 'Interval of the periodic view.',
    source: 'AP-2.13',
  },
  phase: {
    kind: 'word',
    words: PHASES,
    default: 'together',
    isOurs: true,
    doc: 'When the hosts refresh.',
    source: 'AP-2.13',
  },
  delay: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.depth.delay' },
    doc: 'How old the delayed view is; what a periodic refresh takes is as old, too.',
    source: 'AP-2.13',
  },
  inFlightCorrection: {
    kind: 'flag',
    default: false,
    doc: 'Whether a host adds what it has placed since its last refresh.',
    source: 'AP-2.13',
  },
  driftCorrection: {
    kind: 'flag',
    default: false,
    doc: 'Whether a host takes off what the queue is expected to have worked off since.',
    source: 'AP-2.13',
  },
} as const satisfies Options;

export const POLLERS = {
  model: {
    kind: 'word',
    words: POLLER_MODELS,
    default: 'static',
    isOurs: true,
    doc: 'How pollers and queues belong together.',
    source: 'AP-6.1',
  },
  slots: {
    kind: 'count',
    min: 1,
    default: { fact: 'tier.pollers.slots' },
    doc: 'Invocations at once: of each queue where pollers are static, otherwise of each host.',
    source: 'AP-1.3',
  },
  hosts: {
    kind: 'count',
    min: 1,
    max: 100_000,
    default: { fact: 'tier.pollers.hosts' },
    doc: 'Poller hosts, of pooled and leased pollers.',
    source: 'AP-1.3',
  },
  zones: {
    kind: 'count',
    min: 1,
    default: { fact: 'tier.pollers.zones' },
    doc: 'Availability Zones over which hosts are spread evenly, in turn.',
    source: 'AP-1.3',
  },
  receiveBatch: {
    kind: 'count',
    min: 1,
    default: { fact: 'tier.receive.batch' },
    doc: 'Events that one receive returns at the most.',
    source: 'AP-6.2',
  },
  receiveLatency: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.receive.latency' },
    doc: 'From a receive that finds something until its events are with the poller.',
    source: 'AP-1.3',
  },
  receiveEvery: {
    kind: 'duration',
    min: 1,
    doc: 'A poller receives on a fixed beat instead of as soon as it has a slot free; the beats of the queues are spread evenly.',
    source: 'AP-4.5',
  },
  prefetch: {
    kind: 'count',
    min: 0,
    unlimited: -1,
    default: 0,
    doc: 'Events beyond its free slots that a poller receives ahead; -1 for no limit.',
    source: 'AP-5.7',
  },
  visibilityTimeout: {
    kind: 'duration',
    min: 1,
    default: { fact: 'tier.visibilityTimeout' },
    doc: 'How long a received event stays hidden without a heartbeat.',
    source: 'AP-1.3',
  },
  heartbeat: {
    kind: 'flag',
    default: true,
    doc: 'Whether pollers extend the visibility timeout of what they hold.',
    source: 'AP-6.2',
  },
  expiryCheck: {
    kind: 'flag',
    default: false,
    doc: 'Whether a poller that begins a run first drops an event whose visibility timeout has run out.',
    source: 'AP-5.7',
  },
  longPoll: {
    kind: 'duration',
    min: 1,
    default: { fact: 'tier.receive.longPoll' },
    doc: 'How long a receive waits that finds nothing; what polling an idle queue costs.',
    source: 'AP-6.2',
  },
} as const satisfies Options;

export const LEASES = {
  ttl: {
    kind: 'duration',
    min: 1,
    default: { fact: 'tier.lease.ttl' },
    doc: 'How long a lease holds that is not renewed.',
    source: 'AP-1.3',
  },
  renewEvery: {
    kind: 'duration',
    min: 1,
    default: { fact: 'tier.lease.renew' },
    doc: 'Interval at which a host renews its leases.',
    source: 'AP-1.3',
  },
  takeEvery: {
    kind: 'duration',
    min: 1,
    default: { fact: 'tier.lease.take' },
    doc: 'Interval at which a host looks for leases that nobody has.',
    source: 'AP-1.3',
  },
  mostTaken: {
    kind: 'count',
    min: 1,
    default: { fact: 'tier.lease.mostTaken' },
    doc: 'Leases that a host takes at a time.',
    source: 'AP-6.1',
  },
  sticky: {
    kind: 'flag',
    default: true,
    doc: 'Whether hosts keep what they have while the lease service cannot be reached.',
    source: 'AP-6.6',
  },
  evacuateAfter: {
    kind: 'duration',
    min: 0,
    doc: 'Leases of a zone that fails are moved after this time, without waiting for them to run out; not at all unless said.',
    source: 'AP-6.6',
  },
} as const satisfies Options;

export const RETRIES = {
  maximumRetryAttempts: {
    kind: 'count',
    min: 0,
    default: { fact: 'async.maximumRetryAttempts' },
    doc: 'How often an event is tried again after function errors.',
    source: 'ASY-03',
  },
  firstErrorDelay: {
    kind: 'duration',
    min: 0,
    default: { fact: 'async.retry.error.first' },
    doc: 'Wait after the first function error.',
    source: 'ASY-03',
  },
  laterErrorDelay: {
    kind: 'duration',
    min: 0,
    default: { fact: 'async.retry.error.second' },
    doc: 'Wait after the second function error, and all later ones.',
    source: 'ASY-03',
  },
  throttleBase: {
    kind: 'duration',
    min: 1,
    default: { fact: 'async.retry.throttle.first' },
    doc: 'Wait after the first throttle; doubled with each in a row.',
    source: 'AP-5.2',
  },
  throttleCap: {
    kind: 'duration',
    min: 1,
    default: { fact: 'async.retry.throttle.max' },
    doc: 'Longest wait after a throttle.',
    source: 'AP-5.2',
  },
  jitter: {
    kind: 'word',
    words: JITTERS,
    default: 'full',
    isOurs: true,
    doc: 'How chance spreads the waits after throttles.',
    source: 'AP-5.2',
  },
  throttleHold: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.throttle.hold' },
    doc: 'How long an attempt that is throttled occupies a slot of its poller.',
    source: 'AP-1.3',
  },
  counter: {
    kind: 'word',
    words: RETRY_COUNTERS,
    default: 'separate',
    isOurs: true,
    doc: 'What maximumRetryAttempts counts.',
    source: 'AP-5.1',
  },
  placeAnew: {
    kind: 'flag',
    default: false,
    doc: 'Whether an event that is tried again may go to another queue.',
    source: 'AP-1.3',
  },
} as const satisfies Options;

export const PACING = {
  policy: {
    kind: 'word',
    words: PACINGS,
    default: 'off',
    isOurs: true,
    doc: 'How pollers slow down for a tenant that is throttled.',
    source: 'AP-6.4',
  },
  first: {
    kind: 'count',
    min: 1,
    default: { fact: 'tier.pacing.first' },
    doc: 'aimd: runs of a tenant at once to begin with.',
    source: 'AP-6.4',
  },
  increase: {
    kind: 'number',
    min: 0,
    default: { fact: 'tier.pacing.increase' },
    doc: 'aimd: what a round of successes adds to the window.',
    source: 'AP-6.4',
  },
  keep: {
    kind: 'share',
    min: 0,
    max: 1,
    default: { fact: 'tier.pacing.keep' },
    doc: 'aimd: share of the window that is left after a throttle.',
    source: 'AP-6.4',
  },
} as const satisfies Options;

export const ISOLATION = {
  window: {
    kind: 'duration',
    min: 1,
    default: { fact: 'tier.isolation.window' },
    doc: 'Interval at which queues are looked at.',
    source: 'AP-1.3',
  },
  consecutive: {
    kind: 'count',
    min: 1,
    default: { fact: 'tier.isolation.consecutive' },
    doc: 'Windows in a row in which a tenant has to be noisy.',
    source: 'AP-1.3',
  },
  hotAfter: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.isolation.hot' },
    doc: 'Time to work off a queue above which it is hot.',
    source: 'AP-1.3',
  },
  shareOfQueue: {
    kind: 'share',
    min: 0,
    max: 1,
    default: { fact: 'tier.isolation.share' },
    doc: 'Least share of the arrivals of a hot queue that makes a tenant noisy.',
    source: 'AP-1.3',
  },
  growthFactor: {
    kind: 'number',
    min: 0,
    default: { fact: 'tier.isolation.growth' },
    doc: 'Times its usual rate that makes a tenant noisy.',
    source: 'AP-1.3',
  },
  shareOfDrain: {
    kind: 'share',
    min: 0,
    max: 1,
    default: { fact: 'tier.isolation.drain' },
    doc: 'Or the share of what the queue works off.',
    source: 'AP-1.3',
  },
  releaseIdle: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.isolation.releaseIdle' },
    doc: 'How long a lane has to be empty before its tenant goes back.',
    source: 'AP-1.3',
  },
  releaseFactor: {
    kind: 'number',
    min: 0,
    default: { fact: 'tier.isolation.releaseFactor' },
    doc: 'Share of the rate at its isolation below which the tenant has to be.',
    source: 'AP-1.3',
  },
  minimumDwell: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.isolation.dwell' },
    doc: 'How long a tenant stays in its lane at least.',
    source: 'AP-1.3',
  },
  mostLanes: {
    kind: 'count',
    min: 1,
    doc: 'Lanes at once; half as many as there are queues unless said.',
    source: 'AP-1.3',
  },
  laneSlots: {
    kind: 'count',
    min: 1,
    doc: 'Invocations at once of a lane; as many as a queue has unless said.',
    source: 'AP-1.3',
  },
  suspendAfter: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.isolation.suspend' },
    doc: 'How long nobody is isolated after pollers were down: everybody has a backlog then.',
    source: 'AP-2.15',
  },
} as const satisfies Options;

export const RAMP = {
  normal: {
    kind: 'rate',
    min: 0,
    default: Infinity,
    doc: 'Starts a second in normal operation.',
    source: 'AP-6.5',
  },
  first: {
    kind: 'share',
    min: 0,
    max: 1,
    default: { fact: 'tier.ramp.first' },
    doc: 'Share of the normal rate right after pollers were down.',
    source: 'AP-1.3',
  },
  every: {
    kind: 'duration',
    min: 1,
    default: { fact: 'tier.ramp.every' },
    doc: 'Interval at which the rate changes.',
    source: 'AP-1.3',
  },
  growth: {
    kind: 'number',
    min: 0,
    default: { fact: 'tier.ramp.growth' },
    doc: 'What is added, as a share of the rate, while all is well.',
    source: 'AP-1.3',
  },
  back: {
    kind: 'share',
    min: 0,
    max: 1,
    default: { fact: 'tier.ramp.back' },
    doc: 'What is taken off when it is not.',
    source: 'AP-1.3',
  },
  most: {
    kind: 'number',
    min: 1,
    default: { fact: 'tier.ramp.most' },
    doc: 'Times the normal rate at the most.',
    source: 'AP-1.3',
  },
  health: {
    kind: 'share',
    min: 0,
    max: 1,
    default: { fact: 'tier.ramp.health' },
    doc: 'Share of runs that has to succeed for all to be well.',
    source: 'AP-1.3',
  },
} as const satisfies Options;

export const MEASURE = {
  threshold: {
    kind: 'duration',
    min: 1,
    default: 1_000_000,
    doc: 'Age at the first attempt above which a tenant is harmed, if its 99th percentile is.',
    source: 'AP-3.2',
  },
  from: {
    kind: 'duration',
    min: 0,
    doc: 'Events accepted from then on are looked at; from the first noisy arrival unless said, or from the end of the warm-up.',
    source: 'AP-3.2',
  },
  until: {
    kind: 'duration',
    min: 0,
    doc: 'To then; unless said, as long again after the noisy arrivals as they last, or to the end of the run.',
    source: 'AP-3.2',
  },
  hotAfter: {
    kind: 'duration',
    min: 0,
    default: 10_000_000,
    doc: 'Time to work off a queue above which it counts as hot.',
    source: 'AP-3.2',
  },
  every: {
    kind: 'duration',
    min: 1,
    default: 1_000_000,
    doc: 'Grid on which depths are looked at.',
    source: 'AP-3.2',
  },
  goodWithin: {
    kind: 'duration',
    min: 1,
    doc: 'Age up to which a first success is good; any age unless said.',
    source: 'AP-3.2',
  },
  excess: {
    kind: 'flag',
    default: true,
    doc: 'Whether the scenario is run once more without its noisy tenants, to tell the harm they do from the harm that is there anyway.',
    source: 'AP-3.2',
  },
} as const satisfies Options;

/** A group of tenants that are alike. What they send and how long that runs is said beside these. */
export const TENANTS = {
  count: {
    kind: 'count',
    min: 1,
    max: 4_000_000,
    default: 1,
    doc: 'Tenants of the group.',
    source: 'AP-4.7',
  },
  noisy: {
    kind: 'flag',
    default: false,
    doc: 'Whether they are the noise; the others are who may suffer.',
    source: 'AP-3.2',
  },
  concurrency: {
    kind: 'count',
    min: 0,
    doc: 'Runs of one tenant at once, above which it is throttled; unlimited unless said.',
    source: 'CON-01',
  },
  weight: {
    kind: 'number',
    min: 0.001,
    default: 1,
    doc: 'Share of a fair queue relative to other tenants.',
    source: 'AP-2.16',
  },
  fails: {
    kind: 'share',
    min: 0,
    max: 1,
    default: 0,
    doc: 'Share of runs that end in a function error.',
    source: 'ASY-03',
  },
  admissionRate: {
    kind: 'rate',
    min: 0,
    doc: 'Events a second of one tenant that are accepted; the rest is refused; unlimited unless said.',
    source: 'AP-5.6',
  },
  admissionBurst: {
    kind: 'count',
    min: 1,
    doc: 'Events that may be accepted at once beyond that rate; as many as a second brings unless said.',
    source: 'AP-5.6',
  },
} as const satisfies Options;

/** Callers that wait for their events to be done, and send them again. */
export const CALLERS = {
  timeout: {
    kind: 'duration',
    min: 1,
    default: 1_000_000,
    doc: 'How long a caller waits until it sends its event again or gives up.',
    source: 'AP-5.7',
  },
  retries: {
    kind: 'count',
    min: 0,
    max: 100,
    default: 1,
    doc: 'How often it sends it again.',
    source: 'AP-5.7',
  },
  noticesRefusals: {
    kind: 'flag',
    default: true,
    doc: 'Whether a caller hears at once that its event was refused; otherwise it waits as for any other.',
    source: 'AP-5.6',
  },
  backoffBase: {
    kind: 'duration',
    min: 0,
    default: 0,
    doc: 'First pause before an event is sent again, doubled each time and jittered in full.',
    source: 'AP-5.2',
  },
  backoffCap: {
    kind: 'duration',
    min: 0,
    default: 20_000_000,
    doc: 'Longest such pause.',
    source: 'AP-5.2',
  },
  budgetShare: {
    kind: 'number',
    min: 0,
    doc: 'Retry token bucket: what each event that is done in time adds; a retry takes one. None unless said.',
    source: 'AP-5.6',
  },
  budgetMost: {
    kind: 'number',
    min: 0,
    default: 10,
    doc: 'Tokens that the bucket holds, and begins with.',
    source: 'AP-5.6',
  },
  breakerAt: {
    kind: 'share',
    min: 0,
    max: 1,
    doc: 'Circuit breaker on retries: share of failures above which none is made; none unless said.',
    source: 'AP-5.6',
  },
  breakerCalls: {
    kind: 'count',
    min: 1,
    default: 100,
    doc: 'Latest calls over which it looks.',
    source: 'AP-5.6',
  },
} as const satisfies Options;
