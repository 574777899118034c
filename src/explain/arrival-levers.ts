/** Levers of what arrives: keys that are more and more even, and the same records evenly over the run. */
import { isMapping } from '../scenario/plain.ts';
import { meanRateOf } from '../plan/closed-forms/rates.ts';
import type { Suspect } from './evidence.ts';
import type { Base, Levers, LeverTable } from './levers.ts';

export const ARRIVAL_LEVERS: LeverTable = { activeKeys, arrivalShape };

/** Keys of a ladder, and of a scenario in which there is no end of them. */
const KEYS = [2, 4, 8, 16, 32, 64, 128, 256, 1024];
const MANY_KEYS = 1_000_000;

type Entry = Readonly<Record<string, unknown>>;

/** The key drawn anew for every record; what is written out or replayed keeps its own. */
function activeKeys({ target }: Suspect, base: Base): Levers | undefined {
  const source = base.scenario.sources.find(({ name }) => name === target.source);
  const options = (source as { options?: { partitionKey?: string; messageGroupId?: string } } | undefined)?.options;
  const key = source?.type === 'sqs' ? undefined : (options?.partitionKey ?? options?.messageGroupId);
  const entries = entriesOf(target.source, base);
  if (key === undefined || entries === undefined || !entries.some((entry) => drawsOf(entry, key))) return undefined;
  const path = `sources.${target.source}.arrivals`;
  const withKeys = (max: number) => ({ [path]: entries.map((entry) => dealt(entry, key, max)) });
  return { lift: withKeys(MANY_KEYS), ladders: [KEYS.map(withKeys)] };
}

function drawsOf({ attributes }: Entry, key: string): boolean {
  return isMapping(attributes) && (attributes as Entry)[key] !== undefined;
}

function dealt(entry: Entry, key: string, max: number): Entry {
  if (!drawsOf(entry, key)) return entry;
  return { ...entry, attributes: { ...(entry['attributes'] as Entry), [key]: { uniform: { min: 1, max } } } };
}

/** As many records, one after the other in equal steps; not of what is written out or replayed. */
function arrivalShape({ target }: Suspect, base: Base): Levers | undefined {
  const { scenario } = base;
  const source = scenario.sources.find(({ name }) => name === target.source);
  const entries = entriesOf(target.source, base);
  if (source === undefined || entries?.length !== source.arrivals.length) return undefined;
  if (source.arrivals.some(({ when }) => when.kind === 'records' || when.kind === 'replay')) return undefined;
  const even = entries.map((entry, i) => {
    const { startAt: _from, endAt: _until, ...rest } = entry;
    return { ...rest, rate: `${meanRateOf([source.arrivals[i]!], [1], scenario.duration)}/s` };
  });
  const change = { [`sources.${target.source}.arrivals`]: even };
  return { lift: change, ladders: [[change]] };
}

function entriesOf(source: string, { template }: Base): readonly Entry[] | undefined {
  const written = template.written(`sources.${source}.arrivals`);
  return Array.isArray(written) && written.every(isMapping) ? (written as Entry[]) : undefined;
}
