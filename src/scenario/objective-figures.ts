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
}

const count: FigureKind = { unit: 'count', statistics: 'none' };
const value: FigureKind = { unit: 'count', statistics: 'value' };
const share: FigureKind = { unit: 'share', statistics: 'none' };
const rate: FigureKind = { unit: 'rate', statistics: 'none' };
const money: FigureKind = { unit: 'money', statistics: 'none' };
const ages: FigureKind = { unit: 'duration', statistics: 'quantiles' };

export const FIGURES = {
  source: {
    latency: { unit: 'duration', statistics: 'quantiles' },
    ageAtFirstAttempt: { unit: 'duration', statistics: 'quantiles' },
    endToEnd: { unit: 'duration', statistics: 'quantiles' },
    ageOfOldest: { unit: 'duration', statistics: 'greatest' },
    depth: value,
    inFlight: value,
    arrived: count,
    succeeded: count,
    acknowledged: count,
    deadLettered: count,
    expired: count,
    filtered: count,
    waiting: count,
    duplicates: count,
    emptyReceives: count,
    failed: count,
    refused: count,
    toDestination: count,
    discarded: count,
    putsRefused: count,
    eventAge: { unit: 'duration', statistics: 'quantiles' },
    published: count,
    attempts: count,
    executions: count,
    dropped: count,
    droppedUnrun: count,
    droppedUntried: count,
    functionErrors: count,
    throttled: count,
    systemErrors: count,
  },
  mapping: {
    latency: { unit: 'duration', statistics: 'quantiles' },
    batchSize: { unit: 'count', statistics: 'quantiles' },
    pollers: value,
    invocations: count,
    throttles: count,
    systemErrors: count,
    filtered: count,
    iteratorAge: { unit: 'duration', statistics: 'quantiles' },
    iteratorAgeAtFinish: { unit: 'duration', statistics: 'quantiles' },
    running: value,
    blocked: { unit: 'duration', statistics: 'none' },
    expired: count,
    toDestination: count,
    discarded: count,
    readsThrottled: count,
    timeAtMaximum: { unit: 'duration', statistics: 'none' },
  },
  function: {
    duration: { unit: 'duration', statistics: 'quantiles' },
    initDuration: { unit: 'duration', statistics: 'quantiles' },
    memoryUsed: { unit: 'size', statistics: 'quantiles' },
    concurrency: value,
    invocations: count,
    errors: count,
    unusableAnswers: count,
    timeouts: count,
    outOfMemory: count,
    throttles: count,
    systemErrors: count,
    recursiveInvocationsDropped: count,
    sent: count,
    sendsFailed: count,
    coldStarts: count,
    suppressedInits: count,
    provisionedInvocations: count,
    spillOver: count,
    taken: count,
    repeated: count,
    passedOver: count,
    missed: count,
    foundInProgress: count,
    rolledBack: count,
  },
  downstream: {
    connections: value,
    connectionsWanted: value,
    inProgress: value,
    calls: count,
    callsFailed: count,
    callsWaited: count,
    waited: ages,
    latency: ages,
    timeAtLimit: { unit: 'duration', statistics: 'none' },
  },
  tier: {
    blastRadius: share,
    excessBlastRadius: share,
    severity: count,
    painSeconds: count,
    imbalance: count,
    imbalanceP99: count,
    hotQueueTime: share,
    fairness: count,
    fairnessOfSlowdown: count,
    goodput: rate,
    throughput: rate,
    workAmplification: count,
    retryFraction: share,
    duplicateRate: count,
    workConservationGap: share,
    drainTime: { unit: 'duration', statistics: 'none' },
    censored: count,
    looksPerEvent: count,
    deepestQueue: count,
    lanesOpened: count,
    lanesClosed: count,
    leasesMoved: count,
    emptyReceives: count,
    rejected: count,
  },
  group: {
    firstAttemptAge: ages,
    dwell: ages,
    completionAge: ages,
    eventAge: ages,
    accepted: count,
    rejected: count,
    succeeded: count,
    dropped: count,
    runs: count,
    throttled: count,
    duplicates: count,
    waiting: count,
    callersAnswered: count,
    callersTimedOut: count,
    throttlesPerCompletion: count,
  },
  cost: {
    total: money,
    perMillion: money,
    perMonth: money,
  },
  alarm: {
    alarms: count,
    firedAt: { unit: 'duration', statistics: 'none' },
    timeToAlarm: { unit: 'duration', statistics: 'none' },
    timeInAlarm: { unit: 'duration', statistics: 'none' },
  },
} as const satisfies Record<string, Record<string, FigureKind>>;

export type FigureOwner = keyof typeof FIGURES;
