/** What the parts of a record's time are called, and what is to be shown of a result. Pure. */
import type { Result } from '../../metrics/result.ts';
import { PARTS, type PartName } from '../../metrics/where-time-went/parts.ts';
import type { TimeOf, WhereTimeWent } from '../../metrics/where-time-went/result.ts';
import { isStream } from '../streams.ts';

/** In a table or a legend; and what it is, as a sentence goes on after "time in which". */
export const PART_WORDS: Readonly<Record<PartName, { readonly name: string; readonly means: string }>> = {
  delay: { name: 'delayed', means: 'it could not be received yet, or the service in front of Lambda had it' },
  notPolled: { name: 'not polled', means: 'nobody polled: the mapping was off or had not begun, or something was out' },
  poller: { name: 'waiting for a poller', means: 'all pollers were at work, and there were no more' },
  maximumConcurrency: {
    name: 'maximum concurrency',
    means: 'the maximum concurrency of the mapping allowed no more pollers',
  },
  errorBackOff: { name: 'pollers held down', means: 'failing invocations kept the pollers of the mapping down' },
  nextPoll: { name: 'waiting for the next poll', means: 'its shard or partition was about to be read, or pushed' },
  shardRead: { name: 'shard read', means: 'the shard gave no more: reads were refused, or as large as they get' },
  blocked: {
    name: 'behind earlier records',
    means: 'an earlier record of its lane, partition or group was not done with',
  },
  batch: { name: 'filling the batch', means: 'its batch was being filled' },
  delivery: { name: 'on the way', means: 'the service needed for itself, between queue, poller and function' },
  reserved: { name: 'reserved concurrency', means: "the function's reserved concurrency was in use" },
  unreserved: { name: 'unreserved concurrency', means: 'the concurrency of the account was in use' },
  scalingRate: { name: 'scaling rate', means: 'no more environments could start' },
  requestRate: { name: 'requests per second', means: 'the invocations a second were used up' },
  systemError: { name: 'system errors', means: 'the function could not be asked' },
  coldStart: { name: 'cold start', means: 'its environment was made ready' },
  running: { name: 'running', means: 'the handler worked on its batch' },
  downstream: { name: 'downstream', means: 'the handler waited for a downstream' },
  retry: { name: 'waiting for a retry', means: 'an attempt had failed, and the next was not due' },
};

/** What has times of its own: a source, or each mapping of a stream. Those of which nothing succeeded are left out. */
export function timed({ sources, mappings }: Result): [name: string, of: WhereTimeWent][] {
  const all = [
    ...Object.entries(sources).filter(([, source]) => !isStream(source)),
    ...Object.entries(mappings).filter(([, { stream }]) => stream !== null),
  ];
  return all.flatMap(([name, { whereTimeWent }]) => (whereTimeWent === null ? [] : [[name, whereTimeWent]]));
}

/** Parts with their share of the whole, the largest first; equals in the order of a record's life. */
export function sharesOf({ whole, parts }: TimeOf): { readonly part: PartName; readonly share: number }[] {
  const shares = PARTS.map((part) => ({ part, share: whole === 0 ? 0 : (parts[part] ?? 0) / whole }));
  return shares.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
}

/** What a band is called. */
export function bandName(from: number, to: number): string {
  if (from === 0) return `fastest ${percentile(to)}`;
  return to === 1 ? `slowest ${percentile(1 - from)}` : `p${hundredths(from)} to p${hundredths(to)}`;
}

function percentile(share: number): string {
  return `${hundredths(share)} %`;
}

function hundredths(share: number): number {
  return Math.round(share * 1e4) / 100;
}
