/** The levels of a trace: what waits and runs, by part of the scenario. */
import type { Named } from '../../model/observer.ts';
import type { Backlog } from './backlog.ts';
import type { Levels as Counted } from './counters.ts';
import type { Groups } from './groups.ts';
import type { Group } from './writer.ts';

export class Levels {
  readonly all: readonly Counted[];
  readonly #groups: Groups;
  #account = 0;
  readonly #running: Int32Array;
  readonly #pollers: Float64Array;
  /** Of each function, environments that are provisioned and ready; undefined: it was never told. */
  readonly #provisioned: (number | undefined)[] = [];
  readonly #connections: { open: number; waiting: number }[];
  readonly #calls: Int32Array;

  constructor(groups: Groups, backlog: Backlog) {
    const { parts } = groups;
    this.#groups = groups;
    this.#running = new Int32Array(parts.functions.length);
    this.#pollers = new Float64Array(parts.mappings.length);
    this.#connections = parts.downstreams.map(() => ({ open: 0, waiting: 0 }));
    this.#calls = new Int32Array(parts.downstreams.length);
    this.all = [
      { group: groups.account, name: 'concurrency', now: () => ({ running: this.#account }) },
      ...groups.sources.map((group, i) => this.#ofSource(group, i, backlog)),
      ...groups.mappings.map((group, i) => ({ group, name: 'pollers', now: () => ({ pollers: this.#pollers[i]! }) })),
      ...groups.functions.map((group, i) => ({ group, name: 'concurrency', now: () => this.#ofFunction(i) })),
      ...groups.downstreams.map((group, i) => {
        return { group, name: 'load', now: () => ({ calls: this.#calls[i]!, ...this.#connections[i]! }) };
      }),
    ];
  }

  #ofSource(group: Group, i: number, { waiting, inFlight, delayed }: Backlog): Counted {
    const isStream = this.#groups.parts.sources[i]!.role === 'stream';
    const now = isStream
      ? () => ({ waiting: waiting[i]! })
      : () => ({ waiting: waiting[i]!, inFlight: inFlight[i]!, delayed: delayed[i]! });
    return { group, name: 'backlog', now };
  }

  #ofFunction(fn: number): Record<string, number> {
    const ready = this.#provisioned[fn];
    return { running: this.#running[fn]!, ...(ready === undefined ? {} : { provisioned: ready }) };
  }

  isStream({ index }: Named): boolean {
    return this.#groups.parts.sources[index]!.role === 'stream';
  }

  invoked({ index }: Named): void {
    this.#account += 1;
    this.#running[index]! += 1;
  }

  finished({ index }: Named): void {
    this.#account -= 1;
    this.#running[index]! -= 1;
  }

  /** Of pollers without bound, none are shown. */
  pollersChanged({ index }: Named, pollers: number): void {
    this.#pollers[index] = Number.isFinite(pollers) ? pollers : 0;
  }

  provisionedChanged({ index }: Named, ready: number): void {
    this.#provisioned[index] = ready;
  }

  connectionsChanged({ index }: Named, open: number, waiting: number): void {
    this.#connections[index] = { open, waiting };
  }

  loadChanged({ index }: Named, calls: number): void {
    this.#calls[index] = calls;
  }
}
