/** Tracks for what runs side by side: by queue, each run gets the first place that is free, so that those on one track never overlap. */
import { Track, type Group } from './writer.ts';

/** More runs of a queue than are ever side by side: what keeps the tracks of queues apart. */
const MOST_PLACES = 100_000;

export class Places {
  readonly #group: Group;
  /** By queue, then by place. */
  readonly #tracks: (Track | undefined)[][] = [];
  readonly #taken: boolean[][] = [];

  constructor(group: Group) {
    this.#group = group;
  }

  /** The first place of a queue that is free; it is taken from now on. */
  take(queue: number): number {
    const taken = (this.#taken[queue] ??= []);
    const free = taken.indexOf(false);
    const place = free < 0 ? taken.length : free;
    taken[place] = true;
    return place;
  }

  leave(queue: number, place: number): void {
    this.#taken[queue]![place] = false;
  }

  trackOf(queue: number, place: number): Track {
    const name = `queue ${queue}, place ${place + 1}`;
    return ((this.#tracks[queue] ??= [])[place] ??= new Track(this.#group, name, queue * MOST_PLACES + place));
  }
}
