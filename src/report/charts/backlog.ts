/**
 * Messages of a queue that wait, and those in flight, over time; of asynchronous invocation, events. Left out of direct calls, and of queues that were always
 * empty.
 */
import type { Result, SourceResult } from '../../metrics/result.ts';
import { count, some } from '../format.ts';
import { afterWarmUp, firstAfterWarmUp } from '../limits.ts';
import { isQueue, nounOf } from '../streams.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { highest, lineLayers } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, peakOf, type Peak } from './when.ts';

const OF_QUEUES = 'Waiting: can be received. In flight: received, not yet deleted or visible again.';
const OF_EVENTS = 'Waiting: accepted, for the first attempt or for another. Running: invoked now.';

/** A backlog below is none worth a story. */
const FEW = 10;

export function backlog(name: string, source: SourceResult, result: Result): Drawing | undefined {
  const { depth, inFlight } = result.series.sources[name]!;
  const most = highest(depth, inFlight);
  const waiting = peakOf(depth, result);
  const flying = peakOf(inFlight, result);
  if (!(isQueue(source) || source.async !== null) || most === 0 || waiting === undefined || flying === undefined)
    return undefined;
  const lines = [
    { name: source.async === null ? 'in flight' : 'running', colour: COLOURS.orange, readings: inFlight },
    { name: 'waiting', colour: COLOURS.blue, readings: depth },
  ];
  return {
    prefix: 'backlog',
    part: { kind: 'source', name },
    title: titleOf(name, source, result, waiting, flying),
    howToRead:
      'Waiting that climbs means that arrivals outrun the work; far more in flight than is worked on, that failed or refused ones wait to come back.',
    subtitle: `${source.async === null ? OF_QUEUES : OF_EVENTS} Most in each ${each(result)}.`,
    panels: [{ layers: lineLayers(lines, countsUpTo(most, `${nounOf(source)}s`), result) }],
  };
}

function titleOf(name: string, source: SourceResult, result: Result, waiting: Peak, flying: Peak): string {
  const { last } = source.depth;
  if (flying.value > 2 * waiting.value && flying.value >= FEW) {
    const scope = waiting.scope === '' ? flying.scope : waiting.scope;
    return `At most ${count(flying.value)} ${nounOf(source)}s of ${shown(name)} are ${source.async === null ? 'in flight' : 'running'}, and ${count(waiting.value)} ${waiting.value === 1 ? 'waits' : 'wait'}${scope}`;
  }
  if (waiting.value < FEW)
    return `At most ${some(waiting.value, nounOf(source))} of ${shown(name)} ${waiting.value === 1 ? 'waits' : 'wait'} at once${waiting.scope}`;
  const start = `Backlog of ${shown(name)} reaches ${count(waiting.value)} around ${endOf(waiting.at, result)}${waiting.scope}`;
  const cleared = last > waiting.value / 100 ? undefined : gone(result, name, waiting);
  return `${start}, and ${cleared ?? `is ${count(last)} at the end`}`;
}

/** When a hundredth of the greatest is left, as the verdict has it; undefined when that never is. */
function gone(result: Result, name: string, peak: Peak): string | undefined {
  const depth = afterWarmUp(result.series.sources[name]!.depth, result);
  const from = firstAfterWarmUp(result);
  const clear = depth.findIndex((waiting, i) => from + i > peak.at && waiting <= peak.value / 100);
  return clear < 0 ? undefined : `is gone by ${endOf(from + clear, result)}`;
}
