/** What happens to a record, moment by moment, in words. Pure: the moment in, a sentence without its subject out. */
import type { Happening, Moment, MomentOf } from '../../metrics/life/moments.ts';
import { count, duration, some } from '../format.ts';

/** What the words depend on beside the moment itself. */
export interface Telling {
  /** How records leave a source, by its name; undefined: it is none of the scenario's, such as a group of tenants. */
  readonly roleOf: (source: string) => 'queue' | 'calls' | 'events' | 'stream' | undefined;
  /** Whether an invocation with the record still runs. */
  readonly runs: boolean;
}

/** A sentence for each kind of moment. */
const WORDS: { readonly [E in Happening['event']]: (moment: MomentOf<E>, telling: Telling) => string } = {
  madeOutOf: ({ parent, by }) =>
    by === undefined
      ? `is made of ${parent}, whose end it tells of`
      : `is made out of ${parent} by the handler of ${by}`,
  relayed: ({ waited, again }) =>
    `the relay of the outbox sends it, ${duration(waited)} after it was committed${again ? ', and will send the same once more' : ''}`,
  published: () => 'is published; the service in front of Lambda has it',
  heldBack: ({ source }) => `is held back by its producer, for ${source} takes no more now`,
  sent: sentWords,
  deduplicated: ({ source }) => `is taken by ${source}, which has seen the same before and will not deliver it`,
  putRefused: ({ why, again }) => {
    const what =
      why === 'shard'
        ? 'is refused by its shard, which takes no more in this second'
        : 'cannot be handed over: Lambda is out of reach';
    return `${what}; ${again ? 'it will be tried again' : 'it is lost'}`;
  },
  appeared: () => 'its delay is over: it can be received',
  received: receivedWords,
  filtered: ({ mapping }) => `does not match the filters of ${mapping}, which is done with it`,
  batched: batchedWords,
  throttled: throttledWords,
  notInvoked: ({ function: fn, reason }) =>
    reason === 'RecursiveInvocationException'
      ? `is stopped before ${fn}: Lambda takes its chain for a loop`
      : `${fn} cannot be asked: Lambda answers with a system error`,
  invoked: invokedWords,
  finished: finishedWords,
  tookEffect: ({ again }) => (again ? 'takes effect, as its key has before' : 'takes effect'),
  passedOver: ({ hadEffect }) =>
    hadEffect
      ? 'is passed over: its key has had its effect'
      : 'is passed over: its key is known, though without effect so far',
  foundInProgress: () => 'fails, for somebody is at work on its key',
  followedBy: ({ child, by }) =>
    by === undefined ? `${child} is sent about it` : `the handler of ${by} sends ${child} on`,
  sendFailed: ({ function: fn, target }) => `${fn} cannot send on to ${target}`,
  notDeleted: ({ source }) => `was handled, and ${source} does not delete it`,
  deleted: ({ source, unprocessed }) =>
    `is deleted from ${source}${unprocessed ? ', although the handler never handled it' : ''}`,
  goneBefore: () => 'was deleted before by somebody else: this was a duplicate delivery',
  overtook: () => 'was handled before an earlier record of its group',
  returned: ({ source, receiveCount }, { runs }) =>
    `is visible again in ${source}, received ${times(receiveCount)} so far${runs ? '; its invocation still runs' : ''}`,
  deadLettered: ({ target, receives, invocations }) =>
    `is moved to ${target}: it was received ${times(receives)} and not deleted, ${invocations === 0 ? 'and no invocation ever had it' : `${some(invocations, 'invocation')} had it`}`,
  redriven: ({ source, target }) => `is moved back from ${source} to ${target}`,
  expired: ({ source }) => `has outlived the retention of ${source}, and is gone`,
  checkpointed: ({ mapping, unprocessed }) =>
    `${mapping} is done with it${unprocessed ? ', although the handler never handled it' : ''}`,
  bisected: ({ parts, part }) =>
    `the batch is split into ${parts[0]} and ${parts[1]}; it is in the ${part === 1 ? 'first' : 'second'} part`,
  gaveUp: gaveUpWords,
  lost: ({ mapping }) => `has outlived the retention of the stream before ${mapping} was done with it`,
  answered: ({ outcome }) => ANSWERS[outcome] ?? `its caller hears that the invocation ${ENDS[outcome] ?? outcome}`,
  retrying: ({ cause, wait }) => `${CAUSES[cause] ?? cause}: it will be tried again in ${duration(wait)}`,
  concluded: concludedWords,
  tierAccepted: ({ queue }) => `is stored in queue ${queue} of the tier, and answered with 202`,
  tierReceived: ({ queue }) => `is received from queue ${queue} by a poller of the tier`,
  tierBegan: ({ repeat }) => `a run begins${repeat ? ', though it is done already' : ''}`,
  tierThrottled: ({ tenant }) => `is refused: ${tenant} has no concurrency left`,
  tierEnded: ({ outcome, took }) => `the run ${RUNS[outcome] ?? outcome} after ${duration(took)}`,
  tierHidden: ({ cause, wait }) =>
    wait === 0
      ? `${CAUSES[cause] ?? cause}: it is held for now`
      : `${CAUSES[cause] ?? cause}: it will be visible again in ${duration(wait)}`,
  tierAppeared: ({ queue }) => `is visible again in queue ${queue}`,
  tierConcluded: ({ condition }) => TIER_ENDS[condition] ?? `ends: ${condition}`,
};

const ENDS: Readonly<Record<string, string>> = {
  succeeded: 'succeeds',
  partial: 'succeeds in part',
  failed: 'fails',
  unusableAnswer: 'returns an answer that fails the whole batch',
  timedOut: 'is cut off by the timeout',
  outOfMemory: 'is killed for want of memory',
};

const ANSWERS: Readonly<Record<string, string>> = {
  succeeded: 'its caller has the answer',
  refused: 'its caller hears that it is refused (429)',
  systemError: 'its caller hears of a system error (500)',
};

const CAUSES: Readonly<Record<string, string>> = {
  functionError: 'the function failed',
  throttle: 'the function refused',
  systemError: 'Lambda answered with a system error',
  lostAcknowledgement: 'its answer was lost',
  hostLost: 'the host that had it was lost',
  paced: 'its tenant is paced',
};

const RUNS: Readonly<Record<string, string>> = {
  succeeded: 'succeeds',
  duplicate: 'succeeds once more, a duplicate',
  failed: 'fails',
  lost: 'is lost with its host',
};

const TIER_ENDS: Readonly<Record<string, string>> = {
  succeeded: 'is done with',
  retriesExhausted: 'is given up: its retries are used up',
  ageExceeded: 'is given up: it is too old',
  dropped: 'is dropped by the discipline of its queue',
  zeroConcurrency: 'is given up: its tenant has no concurrency at all',
};

/** One moment in words. */
export function wordsOf(moment: Moment, telling: Telling): string {
  // Each entry takes the moments of its own event.
  return (WORDS[moment.event] as (moment: Moment, telling: Telling) => string)(moment, telling);
}

function sentWords({ source, delayed, before }: MomentOf<'sent'>, { roleOf }: Telling): string {
  const is = {
    queue: 'is sent to',
    stream: 'is put on',
    calls: 'is called through',
    events: 'is accepted by Lambda for',
  };
  const old = before > 0 ? `, ${duration(before)} before the run begins` : '';
  return `${is[roleOf(source) ?? 'queue']} ${source}${old}${delayed ? ', with a delay before it can be received' : ''}`;
}

function receivedWords({ mapping, lane, poller, receiveCount, others }: MomentOf<'received'>): string {
  const by = lane === undefined ? `poller ${poller} of ${mapping}` : `${mapping}, ${lane}`;
  const often = receiveCount === undefined || receiveCount === 1 ? '' : `, for the ${ordinal(receiveCount)} time`;
  return `is received by ${by}${often}${others > 0 ? `, with ${some(others, 'other')}` : ''}`;
}

function batchedWords({ records, reason, gatheredFor }: MomentOf<'batched'>): string {
  const why = {
    noWindow: 'it goes at once, for there is no batching window',
    full: 'it is full',
    window: 'its batching window is over',
    payload: 'the next record would not fit into the payload',
  }[reason];
  const with_ = records === 1 ? 'is a batch of its own' : `is in a batch of ${count(records)}`;
  return `${with_}; ${why}${gatheredFor > 0 ? ` after ${duration(gatheredFor)}` : ''}`;
}

function throttledWords({ function: fn, limit, running, runningInAll, attempt }: MomentOf<'throttled'>): string {
  const why = {
    reserved:
      running === 0
        ? `no concurrency is reserved for it`
        : `the concurrency reserved for it is in use, all ${count(running)}`,
    account: `the unreserved concurrency of the account is in use (${count(runningInAll)} executions run)`,
    accountRate: 'the invocations of the account in this second are used up',
    reservedRate: `${fn} has had the invocations a second that its reserved concurrency allows`,
    scaling: `no more environments of ${fn} may start now`,
  }[limit];
  return `is refused by ${fn}${attempt > 1 ? `, at try ${attempt}` : ''}: ${why}`;
}

function invokedWords({
  function: fn,
  environment,
  provisioned,
  cold,
  initDuration,
  suppressedInit,
  number,
}: MomentOf<'invoked'>): string {
  const start = cold ? `; a cold start of ${duration(initDuration)} comes first` : ', which is warm';
  const again = suppressedInit > 0 ? `, and INIT is run again for ${duration(suppressedInit)}` : '';
  const which = provisioned ? ', which is provisioned' : start;
  return `${number > 1 ? `runs for the ${ordinal(number)} time, ` : 'runs '}in environment ${environment} of ${fn}${which}${again}`;
}

function finishedWords({ outcome, took, reported, unprocessed, records }: MomentOf<'finished'>): string {
  const after = `after ${duration(took)}`;
  const missed = unprocessed ? '; the handler did not handle this record' : '';
  if (outcome === 'partial')
    return reported
      ? `the function reports it as failed ${after}`
      : `the function reports others of the batch as failed ${after}, not this one${missed}`;
  const batch = outcome === 'succeeded' || records === 1 ? '' : `, with all ${count(records)} of the batch`;
  return `the invocation ${ENDS[outcome] ?? outcome} ${after}${batch}${missed}`;
}

function gaveUpWords({ mapping, condition, invokeCount, destination, delivered }: MomentOf<'gaveUp'>): string {
  const why =
    { RetryAttemptsExhausted: 'its retries are used up', RecordAgeExceeded: 'it is too old' }[condition] ??
    'no invocation can hold it';
  const to =
    destination === undefined
      ? 'it is skipped'
      : delivered
        ? `${destination} is told`
        : `${destination} did not take the news`;
  return `${mapping} gives it up, for ${why} (invocations of the batch: ${count(invokeCount)}); ${to}`;
}

function concludedWords(end: MomentOf<'concluded'>): string {
  const { condition, invocations, destination, delivered, deadLetterQueue, deadLettered } = end;
  const how = {
    Success: 'is done with',
    RetriesExhausted: `is given up after ${some(invocations, 'invocation')}: its retries are used up`,
    EventAgeExceeded: `is given up after ${some(invocations, 'invocation')}: it is too old`,
    ZeroReservedConcurrency: 'is given up: no concurrency is reserved for its function',
    RecursiveInvocation: 'is given up: Lambda takes its chain for a loop',
  }[condition];
  const told = destination === undefined ? '' : `; ${destination} ${delivered ? 'is told' : 'did not take the news'}`;
  const dead =
    deadLetterQueue === undefined ? '' : `; ${deadLetterQueue} ${deadLettered ? 'has it' : 'did not take it'}`;
  return `${how ?? condition}${told}${dead}`;
}

/** `once`, `twice`, `12 times`. */
export function times(n: number): string {
  return n === 1 ? 'once' : n === 2 ? 'twice' : `${count(n)} times`;
}

function ordinal(n: number): string {
  const tens = n % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${count(n)}${ending}`;
}
