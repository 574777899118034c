/**
 * The tracks of execution environments: every invocation with what it is made of, its cold start, an INIT that was run again, and the
 * handler. Written when it is over, or when the run ends before. An invocation that began before the part that is traced is written whole.
 */
import type { Micros } from '../../engine/time.ts';
import { OUTCOMES, type Batch } from '../../model/batch.ts';
import type { Named } from '../../model/observer.ts';
import { Calls, MOST_AT_ONCE } from './calls.ts';
import { Track, type Group, type TraceWriter } from './writer.ts';

export class EnvironmentTracks {
  readonly #writer: TraceWriter;
  readonly #groups: readonly Group[];
  /** What they call meanwhile. */
  readonly calls: Calls;
  /** By function, then by number of the environment. */
  readonly #tracks: Map<number, Track>[];
  /** Those that run: a batch is not used again before its invocation is over. */
  readonly #running = new Map<Batch, number>();

  /** `groups`: by function. */
  constructor(writer: TraceWriter, groups: readonly Group[]) {
    this.#writer = writer;
    this.calls = new Calls(writer);
    this.#groups = groups;
    this.#tracks = groups.map(() => new Map());
  }

  invoked(fn: Named, batch: Batch): void {
    this.#running.set(batch, fn.index);
  }

  /** Returns the track that it is written on; undefined: it is not in the part that is traced. */
  finished(fn: Named, batch: Batch, now: Micros): Track | undefined {
    this.#running.delete(batch);
    return this.#write(fn.index, batch, now, OUTCOMES[batch.outcome]!);
  }

  /** The run ends with these. `told` is given those that are written. */
  finish(now: Micros, told: (batch: Batch, track: Track) => void): void {
    for (const [batch, fn] of this.#running) {
      const track = this.#write(fn, batch, now, undefined);
      if (track !== undefined) told(batch, track);
    }
  }

  #write(fn: number, batch: Batch, now: Micros, outcome: string | undefined): Track | undefined {
    const track = this.#writeInvocation(fn, batch, now, outcome);
    if (track === undefined) this.calls.forget(batch);
    else this.calls.write(batch, track);
    return track;
  }

  #writeInvocation(fn: number, batch: Batch, now: Micros, outcome: string | undefined): Track | undefined {
    const { owner, invokedAt, invocation, size, cold, tries, laneName } = batch;
    if (!this.#writer.covers(invokedAt, now)) return undefined;
    const track = this.#trackOf(fn, batch);
    const args = {
      invocation,
      records: size,
      attempt: tries,
      ...(laneName === undefined ? {} : { lane: laneName }),
      ...(cold ? { cold } : {}),
      ...(outcome === undefined ? { unfinished: true } : { outcome }),
    };
    if (!this.#writer.slice(track, 'invocation', owner.name, invokedAt, now, args)) return undefined;
    this.#writeParts(track, batch, now);
    return track;
  }

  #writeParts(track: Track, { invokedAt, initDuration, platformDuration, suppressedInit }: Batch, now: Micros): void {
    if (initDuration === 0 && suppressedInit === 0) return;
    const opened = Math.min(now, invokedAt + initDuration);
    const began = Math.min(now, opened + suppressedInit);
    const platform = { platform: platformDuration, init: initDuration - platformDuration };
    if (opened > invokedAt) this.#writer.slice(track, 'part', 'cold start', invokedAt, opened, platform);
    if (began > opened) this.#writer.slice(track, 'part', 'INIT again', opened, began, {});
    if (now > began) this.#writer.slice(track, 'part', 'handler', began, now, {});
  }

  #trackOf(fn: number, { environment, host }: Batch): Track {
    const tracks = this.#tracks[fn]!;
    let track = tracks.get(environment);
    if (track !== undefined) return track;
    const name = `environment ${environment}${host?.provisioned === true ? ', provisioned' : ''}`;
    track = new Track(this.#groups[fn]!, name, environment * MOST_AT_ONCE);
    tracks.set(environment, track);
    return track;
  }
}
