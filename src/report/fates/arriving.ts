/** What came into a source, by where from: as far as the result tells origins apart, and no further. Pure. */
import type { Result, SourceResult } from '../../metrics/result.ts';
import { list } from '../format.ts';
import { isCaller } from '../callers.ts';
import { isAsync, isStream } from '../streams.ts';
import { present, sourceId, type Share } from './stage.ts';
import type { Origin, Wiring } from './wiring.ts';

export function arriving(name: string, source: SourceResult, result: Result, wiring: Wiring): Share[] {
  const { arrived, redrivenIn } = source.books.in;
  const from = wiring.redrivenFrom.get(name);
  return present([
    ...deadLettersInto(name, source, result, wiring),
    ...sentTo(name, source, arrived, wiring),
    {
      label: 'redriven in',
      why: from === undefined ? null : `from ${list([...from], 'and')}`,
      count: redrivenIn,
      tone: 'in',
    },
  ]);
}

/** One share for each queue whose dead-letter queue it is. */
function deadLettersInto(name: string, source: SourceResult, { sources }: Result, wiring: Wiring): Share[] {
  const from = [...wiring.deadLetterQueues].flatMap(([queue, to]) => (to === name ? [queue] : []));
  if (from.length === 0)
    return [{ label: 'dead letters in', why: null, count: source.books.in.deadLetteredIn, tone: 'in' }];
  return from.map((queue) => ({
    label: 'dead letters in',
    why: `from ${queue}`,
    count: sources[queue]!.books.out.deadLettered,
    tone: 'in',
    link: sourceId(queue),
  }));
}

/** Told apart only where each origin but one is counted, and where what is sent arrives at once. */
function sentTo(name: string, source: SourceResult, arrived: number, wiring: Wiring): Share[] {
  const origins = wiring.origins.get(name) ?? [];
  const arrivesItself = wiring.arrivals.has(name);
  const counted = source.type === 'sqs' ? origins.filter(({ count }) => count !== null) : [];
  const rest = arrived - counted.reduce((sum, { count }) => sum + count!, 0);
  const others = origins.filter((origin) => !counted.includes(origin));
  const isSplit = rest === 0 || (rest > 0 && (arrivesItself || others.length > 0));
  if (!isSplit) return [shareOf(source, arrived, origins, arrivesItself)];
  return [
    ...counted.map((origin) => shareOf(source, origin.count!, [origin], false)),
    shareOf(source, rest, others, arrivesItself),
  ];
}

function shareOf(source: SourceResult, count: number, origins: readonly Origin[], arrivesItself: boolean): Share {
  const words = origins.map((origin) => origin.words);
  const follows = [...new Set(origins.flatMap(({ stages }) => stages))];
  return {
    label: verbOf(source),
    why: words.length === 0 ? null : `${arrivesItself ? 'some of them ' : ''}${list(words, 'and')}`,
    count,
    tone: 'in',
    ...(follows.length > 0 && { follows }),
  };
}

function verbOf(source: SourceResult): string {
  if (isCaller(source)) return 'made';
  if (isAsync(source)) return 'accepted';
  return isStream(source) ? 'written' : 'sent';
}
