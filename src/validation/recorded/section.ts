/** Recorded behaviour of the real service: the cases of this part of the validation. */
import type { Case, Files, Section } from '../case.ts';
import type { Row } from '../row.ts';
import { ABOUT, summaryOf } from './about.ts';
import { judgeAsync, type AsyncEntry } from './async.ts';
import { judgeConfiguration, type ConfigurationEntry } from './configuration.ts';
import type { Entry } from './entry.ts';
import { judgeQueue, type QueueEntry } from './queues.ts';
import { judgeShards, type ShardsEntry } from './shards.ts';
import { judgeSqsMapping, type SqsMappingEntry } from './sqs-mapping.ts';
import { judgeStreamMapping, type StreamMappingEntry } from './stream-mapping.ts';

/** A file of cases below scenarios/validation/recorded, and who judges them. */
interface Kind {
  readonly file: string;
  /** CPU seconds that one takes, about. */
  readonly seconds: number;
  readonly judge: (entry: Entry) => readonly Row[];
}

/** The file says that its entries are of the kind: JSON has no types. */
function kind<E extends Entry>(file: string, seconds: number, judge: (entry: E) => readonly Row[]): Kind {
  return { file, seconds, judge: (entry) => judge(entry as E) };
}

export const KINDS: readonly Kind[] = [
  kind<ConfigurationEntry>('configuration', 0.02, judgeConfiguration),
  kind<QueueEntry>('queues', 0.01, judgeQueue),
  kind<SqsMappingEntry>('sqs-mapping', 0.05, judgeSqsMapping),
  kind<SqsMappingEntry>('fifo-mapping', 0.05, judgeSqsMapping),
  kind<ShardsEntry>('shards', 0.01, judgeShards),
  kind<StreamMappingEntry>('stream-mapping', 0.05, judgeStreamMapping),
  kind<StreamMappingEntry>('kafka-mapping', 0.05, judgeStreamMapping),
  kind<AsyncEntry>('async', 0.3, (entry) => judgeAsync(entry)),
];

export function recordedSection(files: Files): Section {
  const byId = new Map<string, Case>();
  for (const { file, seconds, judge } of KINDS) {
    const entries = JSON.parse(files.readText(`validation/recorded/${file}.json`)) as readonly Entry[];
    for (const entry of entries) byId.set(entry.id, joined(byId.get(entry.id), caseOf(entry, seconds, judge)));
  }
  return {
    name: 'recorded',
    title: 'Recorded behaviour of the real service',
    about: ABOUT,
    cases: [...byId.values()],
    summary: summaryOf,
  };
}

function caseOf(entry: Entry, seconds: number, judge: Kind['judge']): Case {
  const { id, knownMiss } = entry;
  return { id, seconds, run: () => judge(entry), ...(knownMiss === undefined ? {} : { knownMiss }) };
}

/** Entries of one id are one case. */
function joined(before: Case | undefined, next: Case): Case {
  if (before === undefined) return next;
  const knownMiss = before.knownMiss ?? next.knownMiss;
  return {
    id: next.id,
    seconds: before.seconds + next.seconds,
    run: () => [...before.run(), ...next.run()],
    ...(knownMiss === undefined ? {} : { knownMiss }),
  };
}
