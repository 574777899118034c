/**
 * The figures an objective may name, by what it is a figure of, with their statistics and the unit of the limit.
 * The result is asked for them in metrics/figure.ts; a test keeps the two together. `group` is a group of tenants of the tier, `cost` the bill.
 */
export interface FigureKind {
  /** That of the value, and of the limit it is compared with. */
  readonly unit: 'duration' | 'count' | 'share' | 'rate' | 'size' | 'money';
  /**
   * `none`: written without a statistic. `value`: min, max, mean or last. `greatest`: max or last. `quantiles`: min, max, mean
   * or a percentile.
   */
  readonly statistics: 'none' | 'value' | 'greatest' | 'quantiles';
  /** Which of two values of it is better, all else equal; absent where neither is, as of what merely comes or is used. */
  readonly better?: Better;
}

export type Better = 'less' | 'more';

const count: FigureKind = { unit: 'count', statistics: 'none' };
const value: FigureKind = { unit: 'count', statistics: 'value' };
const trouble: FigureKind = { ...count, better: 'less' };
const good: FigureKind = { ...count, better: 'more' };
const load: FigureKind = { ...value, better: 'less' };
const harm: FigureKind = { unit: 'share', statistics: 'none', better: 'less' };
const rate: FigureKind = { unit: 'rate', statistics: 'none', better: 'more' };
const money: FigureKind = { unit: 'money', statistics: 'none', better: 'less' };
const ages: FigureKind = { unit: 'duration', statistics: 'quantiles', better: 'less' };
const time: FigureKind = { unit: 'duration', statistics: 'none', better: 'less' };

export const FIGURES = {
  source: {
    latency: ages,
    ageAtFirstAttempt: ages,
    endToEnd: ages,
    ageOfOldest: { unit: 'duration', statistics: 'greatest', better: 'less' },
    depth: load,
    inFlight: value,
    arrived: count,
    succeeded: good,
    acknowledged: trouble,
    deadLettered: trouble,
    expired: trouble,
    filtered: count,
    waiting: trouble,
    duplicates: trouble,
    emptyReceives: trouble,
    failed: trouble,
    refused: trouble,
    toDestination: trouble,
    discarded: trouble,
    putsRefused: trouble,
    groupsPresent: value,
    groupsInFlight: value,
    sendsHeld: load,
    sendDelay: ages,
    deduplicated: count,
    outOfOrder: trouble,
    receivesThrottled: trouble,
    deletesThrottled: trouble,
    eventAge: ages,
    published: count,
    attempts: count,
    executions: count,
    dropped: trouble,
    droppedUnrun: trouble,
    droppedUntried: trouble,
    functionErrors: trouble,
    throttled: trouble,
    systemErrors: trouble,
    dwell: ages,
    quietDwell: ages,
    noisyDwell: ages,
    noisyGroups: value,
    quietDepth: load,
  },
  mapping: {
    latency: ages,
    batchSize: { unit: 'count', statistics: 'quantiles' },
    pollers: value,
    invocations: count,
    throttles: trouble,
    systemErrors: trouble,
    filtered: count,
    iteratorAge: ages,
    iteratorAgeAtFinish: ages,
    running: value,
    blocked: time,
    expired: trouble,
    toDestination: trouble,
    discarded: trouble,
    readsThrottled: trouble,
    offsetLag: load,
    offsetLagSum: load,
    rebalances: trouble,
    timeAtMaximum: { unit: 'duration', statistics: 'none' },
  },
  function: {
    duration: ages,
    initDuration: ages,
    memoryUsed: { unit: 'size', statistics: 'quantiles' },
    concurrency: value,
    invocations: count,
    errors: trouble,
    unusableAnswers: trouble,
    timeouts: trouble,
    outOfMemory: trouble,
    throttles: trouble,
    systemErrors: trouble,
    recursiveInvocationsDropped: trouble,
    sent: count,
    sendsFailed: trouble,
    coldStarts: trouble,
    suppressedInits: trouble,
    provisionedInvocations: count,
    spillOver: trouble,
    taken: count,
    repeated: trouble,
    passedOver: count,
    missed: trouble,
    foundInProgress: trouble,
    rolledBack: trouble,
  },
  downstream: {
    connections: value,
    connectionsWanted: value,
    inProgress: value,
    calls: count,
    callsFailed: trouble,
    callsWaited: trouble,
    waited: ages,
    latency: ages,
    timeAtLimit: time,
  },
  tier: {
    blastRadius: harm,
    excessBlastRadius: harm,
    severity: trouble,
    painSeconds: trouble,
    imbalance: trouble,
    imbalanceP99: trouble,
    hotQueueTime: harm,
    fairness: good,
    fairnessOfSlowdown: good,
    goodput: rate,
    throughput: rate,
    workAmplification: trouble,
    retryFraction: harm,
    duplicateRate: trouble,
    workConservationGap: harm,
    drainTime: time,
    censored: trouble,
    looksPerEvent: count,
    deepestQueue: trouble,
    lanesOpened: count,
    lanesClosed: count,
    leasesMoved: count,
    emptyReceives: trouble,
    rejected: trouble,
  },
  group: {
    firstAttemptAge: ages,
    dwell: ages,
    completionAge: ages,
    eventAge: ages,
    accepted: count,
    rejected: trouble,
    succeeded: good,
    dropped: trouble,
    runs: count,
    throttled: trouble,
    duplicates: trouble,
    waiting: trouble,
    callersAnswered: good,
    callersTimedOut: trouble,
    throttlesPerCompletion: trouble,
  },
  cost: {
    total: money,
    perMillion: money,
    perMonth: money,
  },
  alarm: {
    alarms: trouble,
    firedAt: { unit: 'duration', statistics: 'none' },
    timeToAlarm: time,
    timeInAlarm: time,
  },
} as const satisfies Record<string, Record<string, FigureKind>>;

export type FigureOwner = keyof typeof FIGURES;
