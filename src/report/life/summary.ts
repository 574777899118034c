/** The life of a record in sum: how it ended, how long it took, and how often it was tried. Pure. */
import type { Life, Moment } from '../../metrics/life/moments.ts';

export interface LifeSummary {
  /** How it ended, for each mapping of a stream; the names are those of {@link Moment}s, or what it did when the run ended. */
  readonly ending: readonly Ending[];
  /** When it was sent or made, in microseconds of the run. */
  readonly since: number;
  /** When it ended for good, or the run did. */
  readonly until: number;
  readonly receives: number;
  readonly invocations: number;
  /** Invocations that ended in anything but a success of this record. */
  readonly failed: number;
  readonly refusals: number;
  /** Records that were made out of it. */
  readonly children: readonly string[];
  /** The record that it was made out of. */
  readonly parent: string | undefined;
}

/** The last five: when the run ends, it is there still. */
export type Ending =
  | 'handled'
  | 'unprocessed'
  | 'lost'
  | 'givenUp'
  | 'filtered'
  | 'failed'
  | 'deadLettered'
  | 'running'
  | 'inFlight'
  | 'waiting'
  | 'onItsWay';

const NOT_OVER: readonly Ending[] = ['deadLettered', 'running', 'inFlight', 'waiting', 'onItsWay'];

/** What it was in from an instant on. */
interface State {
  readonly ending: Ending;
  readonly since: number;
}

/** Undefined of no moments. */
export function summaryOf({ moments, end }: Life): LifeSummary | undefined {
  const first = moments[0];
  if (first === undefined) return undefined;
  const sent = moments.find(({ event }) => event === 'sent' || event === 'tierAccepted');
  const before = sent?.event === 'sent' ? sent.before : 0;
  const states = statesOf(moments);
  const isOver = states.every(({ ending }) => !NOT_OVER.includes(ending));
  return {
    ending: states.map(({ ending }) => ending),
    since: first.at - before,
    until: isOver ? Math.max(...states.map(({ since }) => since)) : end,
    receives: countOf(moments, 'received') + countOf(moments, 'tierReceived'),
    invocations: countOf(moments, 'invoked') + countOf(moments, 'tierBegan'),
    failed: moments.filter(isFailure).length,
    refusals: countOf(moments, 'throttled') + countOf(moments, 'tierThrottled'),
    children: moments.flatMap((moment) => (moment.event === 'followedBy' ? [moment.child] : [])),
    parent: moments.find((moment) => moment.event === 'madeOutOf')?.parent,
  };
}

function countOf(moments: readonly Moment[], event: Moment['event']): number {
  return moments.filter((moment) => moment.event === event).length;
}

function isFailure(moment: Moment): boolean {
  if (moment.event === 'tierEnded') return moment.outcome === 'failed' || moment.outcome === 'lost';
  if (moment.event !== 'finished') return false;
  return moment.outcome === 'partial' ? moment.reported : moment.outcome !== 'succeeded';
}

/** By mapping where several read it; else one. */
function statesOf(moments: readonly Moment[]): State[] {
  const mappings = mappingsOf(moments);
  // A message of a queue is one, whichever mapping receives it.
  if (mappings.length < 2 || moments.some(({ event }) => event === 'deleted' || event === 'returned'))
    return [stateOf(moments)];
  return mappings.map((name) => stateOf(moments.filter((moment) => !('mapping' in moment) || moment.mapping === name)));
}

/** Mappings that had to do with the record, in the order in which they came to it. */
export function mappingsOf(moments: readonly Moment[]): string[] {
  const names = moments.map((moment) => ('mapping' in moment ? moment.mapping : undefined));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** What it is in at the end. What is over stays over, though an invocation may still work on a copy. */
function stateOf(moments: readonly Moment[]): State {
  let state: State = { ending: 'onItsWay', since: moments[0]!.at };
  for (const moment of moments) {
    const ending = endingAfter(moment, state.ending);
    const mayChange = NOT_OVER.includes(state.ending) || moment.event === 'sent';
    if (ending !== undefined && mayChange) state = { ending, since: moment.at };
  }
  return state;
}

/** What a moment leaves it in that was in `before`; undefined: in the same. */
function endingAfter(moment: Moment, before: Ending): Ending | undefined {
  switch (moment.event) {
    case 'deleted':
    case 'checkpointed':
      return moment.unprocessed ? 'unprocessed' : 'handled';
    case 'answered':
      return moment.outcome === 'succeeded' || moment.outcome === 'partial' ? 'handled' : 'failed';
    case 'concluded':
      return moment.condition === 'Success' ? 'handled' : 'givenUp';
    case 'tierConcluded':
      return moment.condition === 'succeeded' ? 'handled' : 'givenUp';
    case 'gaveUp':
      return 'givenUp';
    case 'filtered':
      return 'filtered';
    case 'expired':
    case 'lost':
    case 'deduplicated':
      return 'lost';
    case 'putRefused':
      return moment.again ? undefined : 'lost';
    case 'deadLettered':
      return 'deadLettered';
    case 'invoked':
    case 'tierBegan':
      return 'running';
    case 'received':
    case 'tierReceived':
      return 'inFlight';
    case 'finished':
    case 'tierEnded':
      return before === 'running' ? 'inFlight' : undefined;
    case 'sent':
    case 'appeared':
    case 'returned':
    case 'redriven':
    case 'retrying':
    case 'tierAccepted':
    case 'tierAppeared':
    case 'tierHidden':
      return 'waiting';
    default:
      return undefined;
  }
}
