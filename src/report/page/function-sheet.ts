/** All figures of a function. Pure. */
import type { FunctionResult, LevelResult, ProvisionedResult } from '../../metrics/result.ts';
import { count, duration, instant, percent } from '../format.ts';
import { headline, unlessZero, type Line, type Measured, type Sheet } from './sheet.ts';

/** Target tracking makes hundreds of changes in a long run, which nobody reads in one cell. */
const MOST_CHANGES = 10;

export function functionSheet(fn: FunctionResult): Sheet {
  return {
    lines: [
      headline('invocations', count(fn.invocations)),
      headline('errors', count(fn.errors)),
      { label: '… of them timeouts', value: count(fn.timeouts) },
      { label: '… of them out of memory', value: count(fn.outOfMemory) },
      { label: 'timeout', value: duration(fn.timeout) },
      { label: 'answers that fail the whole batch', value: count(fn.unusableAnswers) },
      headline('throttles', count(fn.throttles)),
      ...unlessZero('attempts that ended in system errors', fn.systemErrors),
      ...unlessZero('messages sent on', fn.sent),
      ...unlessZero('messages that could not be sent', fn.sendsFailed),
      ...unlessZero('invocations stopped as a loop', fn.recursiveInvocationsDropped),
      headline('cold starts', count(fn.coldStarts)),
      { label: 'INIT run again within an invocation', value: count(fn.suppressedInits) },
      { label: 'reserved concurrency at the end', value: reserved(fn.reservedConcurrency) },
      ...changes(fn),
      { label: 'invocations on provisioned environments', value: count(fn.provisionedInvocations) },
      { label: 'invocations that spilled over', value: count(fn.spillOver) },
      ...(fn.provisioned === null ? [] : provisioned(fn.provisioned)),
    ],
    spreads: [
      { label: 'duration', unit: 'duration', of: fn.duration },
      { label: 'cold start', unit: 'duration', of: fn.initDuration },
      ...(fn.memoryUsed === null ? [] : [{ label: 'memory used', unit: 'size' as const, of: fn.memoryUsed }]),
    ],
    levels: [
      { label: 'concurrency', unit: 'count', of: fn.concurrency },
      ...(fn.provisioned === null ? [] : provisionedLevels(fn.provisioned)),
    ],
  };
}

function reserved(n: number | null): string {
  return n === null ? 'none' : count(n);
}

function changes({ reservedConcurrencyChanges: all }: FunctionResult): Line[] {
  if (all.length === 0) return [];
  const said = all.map(({ at, to }) => `${reserved(to)} from ${instant(at)} on`).join('; ');
  return [{ label: 'reserved concurrency changed', value: said }];
}

function provisioned(of: ProvisionedResult): Line[] {
  const { mean, max } = of.utilization;
  return [
    { label: 'provisioned at the end', value: count(of.requested) },
    ...provisionedChanges(of),
    { label: 'provisioned used, on average', value: share(mean) },
    { label: 'provisioned used, at most', value: share(max) },
  ];
}

/** The first of them, and how many more there were. */
function provisionedChanges({ changes: all, changesLeftOut }: ProvisionedResult): Line[] {
  const said = all
    .slice(0, MOST_CHANGES)
    .map(({ at, to, why }) => `${count(to)} from ${instant(at)} on (${inWords(why)})`);
  const more = all.length - said.length + changesLeftOut;
  if (more > 0) said.push(`${count(more)} more`);
  return said.length === 0 ? [] : [{ label: 'provisioned changed', value: said.join('; ') }];
}

function inWords(why: string): string {
  return Object.hasOwn(WHY, why) ? WHY[why]! : why;
}

const WHY: Readonly<Record<string, string>> = {
  set: 'an event',
  schedule: 'a schedule',
  scaleOut: 'scaled out',
  scaleIn: 'scaled in',
};

function share(of: number | null): string {
  return of === null ? '–' : percent(of);
}

function provisionedLevels({ ready, concurrency }: ProvisionedResult): Measured<LevelResult>[] {
  return [
    { label: 'provisioned and ready', unit: 'count', of: ready },
    { label: 'running on provisioned', unit: 'count', of: concurrency },
  ];
}
