/** Runs scenarios of the gallery, or variants made from their files, with their journal, what was received and batched left out. */
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { Listener, type Named } from '../../src/model/observer.ts';
import type { Watched } from '../../src/index.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';
import type { Result } from '../../src/metrics/result.ts';
import type { Line } from './run.ts';

const folder = new URL('../../scenarios/', import.meta.url);

export interface Played {
  readonly result: Result;
  readonly lines: readonly Line[];
  /** What records carry, by id: of the attributes that were asked for. */
  readonly carried: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** Lines that say nothing the invocation after them does not say, and most of a long journal. */
const SAID_TWICE = /^\{"t":\d+,"event":"(received|batched)"/;

/** Plain data that a variant may change. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the scenario's
export type Data = any;

/** The result alone, which is much faster: of `NN-….yaml`, or a variant of it. */
export function outcome(file: string, change: (data: Data) => void = () => {}): Result {
  const data = parse(readFileSync(new URL(file, folder), 'utf8'), { merge: true }) as Data;
  delete data.objectives;
  change(data);
  const read = readScenarioValue(data);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  return simulate(read.scenario);
}

/** Runs `NN-….yaml`; `change` makes a variant of it. `attributes`: whose values are wanted. */
export function play(
  file: string,
  change: (data: Data) => void = () => {},
  attributes: readonly string[] = [],
): Played {
  const data = parse(readFileSync(new URL(file, folder), 'utf8'), { merge: true }) as Data;
  change(data);
  const read = readScenarioValue(data);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  const lines: Line[] = [];
  const carried = new Map<string, Readonly<Record<string, unknown>>>();
  const result = simulate(read.scenario, {
    journal: (line) => {
      if (!SAID_TWICE.test(line)) lines.push(JSON.parse(line) as Line);
    },
    observers: attributes.length === 0 ? [] : [(watched) => new Carried(watched, attributes, carried)],
  });
  return { result, lines: lines.slice(1), carried };
}

/** What records carry when they are sent. */
class Carried extends Listener {
  readonly #watched: Watched;
  readonly #names: readonly string[];
  readonly #carried: Map<string, Readonly<Record<string, unknown>>>;

  constructor(watched: Watched, names: readonly string[], carried: Map<string, Readonly<Record<string, unknown>>>) {
    super();
    this.#watched = watched;
    this.#names = names;
    this.#carried = carried;
  }

  override sent(_source: Named, slot: number): void {
    const { records, idOf } = this.#watched;
    const values = this.#names.map((name) => {
      const { table, column } = records.attributes[records.attribute(name)]!;
      return [name, table.valueAt(column[slot]!)] as const;
    });
    this.#carried.set(idOf(slot), Object.fromEntries(values));
  }
}

/** Lines of one event of one mapping, in order. */
export function of(lines: readonly Line[], mapping: string, event: string): Line[] {
  return lines.filter((line) => line.mapping === mapping && line.event === event);
}

/** The records of each invocation of a mapping. */
export function calls(lines: readonly Line[], mapping: string): (readonly string[])[] {
  return of(lines, mapping, 'invoked').map(({ records }) => records!);
}

/** MD5 of a key as a number: its hash key (KIN-05). */
export function hashKey(key: string): bigint {
  return BigInt(`0x${createHash('md5').update(key).digest('hex')}`);
}

/** Name of the lane of a key, where the stream has so many equal shards (KIN-05, UNK-06). */
export function laneOf(key: string, shards: number, factor: number): string {
  const shard = `shardId-${String((hashKey(key) * BigInt(shards)) >> 128n).padStart(12, '0')}`;
  return factor === 1 ? shard : `${shard}/${hashKey(key) % BigInt(factor)}`;
}
