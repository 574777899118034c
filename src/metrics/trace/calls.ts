/**
 * Calls to downstreams inside of the invocations that make them. They lie on the track of the environment, one after the other; those that are
 * made at once with others lie on further tracks below it. Kept until the invocation is written, which comes first.
 */
import type { Micros } from '../../engine/time.ts';
import type { Batch } from '../../model/batch.ts';
import { Track, type TraceWriter } from './writer.ts';

interface Call {
  readonly name: string;
  readonly from: Micros;
  readonly to: Micros;
  readonly end: string;
  /** Until the server began with it. */
  readonly waited: Micros;
}

/** More than an environment ever has: what keeps the tracks of environments apart. */
export const MOST_AT_ONCE = 10_000;

export class Calls {
  readonly #writer: TraceWriter;
  readonly #of = new Map<Batch, Call[]>();
  /** Further tracks, by that of the environment. */
  readonly #tracks = new Map<Track, Track[]>();

  constructor(writer: TraceWriter) {
    this.#writer = writer;
  }

  /** One has ended that took time. */
  ended(batch: Batch, call: Call): void {
    const calls = this.#of.get(batch);
    if (calls === undefined) this.#of.set(batch, [call]);
    else calls.push(call);
  }

  /** Nobody asks for those of the invocation. */
  forget(batch: Batch): void {
    this.#of.delete(batch);
  }

  /** Writes those of an invocation, which has been written on that track. */
  write(batch: Batch, track: Track): void {
    const calls = this.#of.get(batch);
    if (calls === undefined) return;
    this.#of.delete(batch);
    const busyUntil: Micros[] = [];
    for (const { name, from, to, end, waited } of calls.sort((a, b) => a.from - b.from)) {
      const free = busyUntil.findIndex((until) => until <= from);
      const place = free < 0 ? busyUntil.length : free;
      busyUntil[place] = to;
      this.#writer.slice(this.#trackAt(track, place), 'call', name, from, to, { end, waited });
    }
  }

  /** The first is that of the environment. */
  #trackAt(track: Track, place: number): Track {
    if (place === 0) return track;
    let further = this.#tracks.get(track);
    if (further === undefined) this.#tracks.set(track, (further = []));
    return (further[place] ??= new Track(track.group, `${track.name}, call ${place + 1} at once`, track.place + place));
  }
}
