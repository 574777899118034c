/** Which of the sweeps in Redis is meant. */
import { some } from '../../../report/format.ts';
import { InputError } from '../../files.ts';
import type { RedisAddress } from './address.ts';
import type { SweepEntry } from './store.ts';

/** What each command is told that is about a sweep in Redis. */
export interface SweepInRedis {
  /** A URL; undefined: what the environment says. */
  readonly redis?: string | undefined;
  /** An id, or the beginning of one. */
  readonly sweep?: string | undefined;
}

/** More are not listed. */
const MOST_LISTED = 10;

/** Of an id, or the beginning of one. Throws InputError when it is none, or of several. */
export function sweepById(asked: string, entries: readonly SweepEntry[], { text }: RedisAddress): SweepEntry {
  const found = entries.filter(({ id }) => id.startsWith(asked.toLowerCase()));
  if (found.length === 1 && asked !== '') return found[0]!;
  const what =
    found.length === 0 ? `there is no sweep "${asked}"` : `"${asked}" is the beginning of ${found.length} ids`;
  throw new InputError(`${text}: ${what}${listed(found.length === 0 ? entries : found)}`);
}

/** The only one there is. Throws InputError when there are several, or none. */
export function onlySweep(entries: readonly SweepEntry[], { text }: RedisAddress): SweepEntry {
  if (entries.length === 1) return entries[0]!;
  if (entries.length === 0) throw new InputError(`${text}: there is no sweep; lagcast sweep submit brings one`);
  throw new InputError(`${text}: there are ${entries.length} sweeps: say which by --sweep${listed(entries)}`);
}

/** `3f2a… Orders, 24 cells` */
export function entryText({ id, name, cells }: SweepEntry): string {
  return `${shortId(id)} ${name}, ${some(cells, 'cell')}`;
}

/** As much of an id as people need. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}

function listed(entries: readonly SweepEntry[]): string {
  const shown = entries.slice(0, MOST_LISTED).map((entry) => `\n  ${entryText(entry)}`);
  const more = entries.length - shown.length;
  return entries.length === 0 ? '' : `:${shown.join('')}${more > 0 ? `\n  and ${more} more` : ''}`;
}
