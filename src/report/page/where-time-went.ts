/**
 * Where time went, on the page: for each source, or each mapping of a stream, and each band of its records by time, a bar of the parts and
 * the same in words. Pure. The bars say nothing that the words do not.
 */
import type { PartName } from '../../metrics/where-time-went/parts.ts';
import type { TimeOf, WhereTimeWent } from '../../metrics/where-time-went/result.ts';
import { count, duration } from '../format.ts';
import { madeUpOf } from '../where-time-went/text.ts';
import { bandName, PART_WORDS, sharesOf, timed } from '../where-time-went/words.ts';
import type { Entry } from './entry.ts';
import { markup, type Html } from './html.ts';
import { table, type Row } from './table.ts';

/** Colours of the bars: waits for pollers and places alike, what stands before a record, the work, what went wrong. */
const COLOURS: Readonly<Record<PartName, string>> = {
  delay: 'grey',
  notPolled: 'grey',
  poller: 'blue',
  maximumConcurrency: 'sky',
  errorBackOff: 'vermilion',
  nextPoll: 'sky',
  shardRead: 'blue',
  blocked: 'purple',
  batch: 'grey',
  delivery: 'grey',
  reserved: 'orange',
  unreserved: 'orange',
  scalingRate: 'orange',
  requestRate: 'orange',
  systemError: 'vermilion',
  coldStart: 'sky',
  running: 'green',
  downstream: 'purple',
  retry: 'vermilion',
};

/** Nothing where nothing has succeeded. */
export function whereTimeWent(entries: readonly Entry[]): Html[] | null {
  const tables = entries.flatMap(({ result, label }) => {
    return timed(result).map(([name, of]) => ofPart(entries.length === 1 ? name : `${name}, ${label}`, of));
  });
  if (tables.length === 0) return null;
  return [
    markup`<p>From the arrival of a record until it has succeeded, each instant belongs to one part; the parts add up to the whole.</p>
`,
    ...tables,
    glossary(entries),
  ];
}

function ofPart(name: string, { all, bands }: WhereTimeWent): Html {
  const rows = [
    rowOf('all', all),
    ...(all.records > 1 ? bands.map((band) => rowOf(bandName(band.from, band.to), band)) : []),
  ];
  return markup`<h3>${name}</h3>
${table({ caption: `Where the time of ${name} went`, columns: ['records', 'number', 'mean', 'parts', 'made up of'], rows, isProse: true })}`;
}

function rowOf(head: string, of: TimeOf): Row {
  return { head, cells: [count(of.records), duration(of.whole / of.records), bar(of), madeUpOf(of)] };
}

function bar(of: TimeOf): Html {
  let x = 0;
  const pieces = sharesOf(of).map(({ part, share }) => {
    const from = x;
    x += share * 100;
    return markup`<rect class="${COLOURS[part]}" x="${round(from)}" y="0" width="${round(x - from)}" height="8"></rect>`;
  });
  return markup`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${pieces}</svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What the parts that were met are. */
function glossary(entries: readonly Entry[]): Html {
  const met = new Set<PartName>();
  for (const { result } of entries) {
    for (const [, { all }] of timed(result)) for (const { part } of sharesOf(all)) met.add(part);
  }
  const rows = (Object.keys(PART_WORDS) as PartName[]).flatMap((part) => {
    const { name, means } = PART_WORDS[part];
    return met.has(part) ? [{ head: name, cells: [`time in which ${means}`] }] : [];
  });
  return markup`<details><summary>What the parts are</summary>
${table({ caption: 'What the parts are', columns: ['part', 'what it is'], rows, isProse: true })}</details>
`;
}
