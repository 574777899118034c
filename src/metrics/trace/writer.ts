/**
 * Writes events of the Trace Event Format, in its JSON object form, one event a line: docs/trace.md says which. Processes and threads are
 * only the names of tracks here; each is named before the first event on it, and those on which nothing happens are left out.
 *
 * Only what touches the part of the run that is wanted is written, and no more than so many events, for what opens a trace holds all
 * of it. Keeps a number for each track, and nothing of an event.
 */
import type { Micros } from '../../engine/time.ts';

/** Takes pieces of the text in order. */
export type AppendText = (text: string) => void;

/** What part of a run is written. */
export interface TraceRange {
  readonly from: Micros;
  /** Above `from`. */
  readonly to: Micros;
  /** Events after which nothing more is written, names of tracks included. */
  readonly mostEvents: number;
}

/** What is shown with an event. */
export type Args = Readonly<Record<string, string | number | boolean>>;

/** A group of tracks: what the format calls a process. */
export class Group {
  readonly name: string;
  /** Place among the groups, from 1, which is its number too. */
  readonly number: number;
  isNamed = false;
  /** Events of the group that belong to no other track of it. */
  readonly events: Track = new Track(this, 'events', -1);

  constructor(name: string, number: number) {
    this.name = name;
    this.number = number;
  }
}

/** One line of the picture: what the format calls a thread. */
export class Track {
  readonly group: Group;
  readonly name: string;
  /** Place among the tracks of its group. */
  readonly place: number;
  /** 0 until something is written on it; then no other track of the trace has it, and no group. */
  number = 0;

  constructor(group: Group, name: string, place: number) {
    this.group = group;
    this.name = name;
    this.place = place;
  }
}

/** Numbers of tracks are above all numbers of groups, for viewers take equal ones for a main thread. */
const FIRST_TRACK = 1_000_000;

export class TraceWriter {
  readonly range: TraceRange;
  readonly #append: AppendText;
  #tracks = FIRST_TRACK;
  #events = 0;
  #cutAt: Micros | undefined;

  /** Writes the head at once; `about` stands in it. */
  constructor(about: Args, range: TraceRange, append: AppendText) {
    this.range = range;
    this.#append = append;
    append(`{"displayTimeUnit":"ms","otherData":${JSON.stringify(about)},"traceEvents":[\n`);
  }

  /** Events so far, names of tracks included. */
  get events(): number {
    return this.#events;
  }

  /** Where what is written ends because there would be too many events; undefined: nothing was left out for that. */
  get cutAt(): Micros | undefined {
    return this.#cutAt;
  }

  /** Whether something that lasts so long touches the part that is wanted. */
  covers(from: Micros, to: Micros): boolean {
    return to >= this.range.from && from <= this.range.to && (to > this.range.from || to === from);
  }

  /** Something that lasts, written when it is over. What it is made of is written after it. */
  slice(track: Track, kind: string, name: string, from: Micros, to: Micros, args: Args): boolean {
    if (!this.covers(from, to) || !this.#hasRoom(from)) return false;
    this.#write({ ph: 'X', cat: kind, name, ts: from, dur: to - from, ...this.#placeOf(track), args });
    return true;
  }

  /** Something that happens at once: on its track alone, or `wide`, which is for all to see. */
  instant(track: Track, kind: string, name: string, at: Micros, args: Args, wide = false): void {
    if (!this.covers(at, at) || !this.#hasRoom(at)) return;
    const place = this.#placeOf(track);
    this.#write({ ph: 'i', cat: kind, name, ts: at, ...place, s: wide ? 'g' : 't', args });
  }

  /** Levels from now on, by name. */
  counter(group: Group, name: string, at: Micros, values: Args): void {
    if (!this.#hasRoom(at)) return;
    this.#nameGroup(group);
    this.#write({ ph: 'C', name, ts: at, pid: group.number, args: values });
  }

  /** A flow begins, goes on or ends in the slice that is on the track at that instant, and has been written. */
  flow(step: 's' | 't' | 'f', id: number, name: string, track: Track, at: Micros): void {
    if (!this.#hasRoom(at)) return;
    this.#write({
      ph: step,
      cat: 'record',
      name,
      id,
      ts: at,
      ...this.#placeOf(track),
      ...(step === 'f' && { bp: 'e' }),
    });
  }

  /** Nothing more comes. The text is complete. */
  finish(): void {
    this.#append(']}\n');
  }

  #hasRoom(at: Micros): boolean {
    if (this.#events < this.range.mostEvents) return true;
    this.#cutAt ??= at;
    return false;
  }

  #placeOf(track: Track): { readonly pid: number; readonly tid: number } {
    this.#nameGroup(track.group);
    const pid = track.group.number;
    if (track.number === 0) {
      track.number = ++this.#tracks;
      this.#name('thread', { pid, tid: track.number }, track.name, track.place);
    }
    return { pid, tid: track.number };
  }

  #nameGroup(group: Group): void {
    if (group.isNamed) return;
    group.isNamed = true;
    this.#name('process', { pid: group.number }, group.name, group.number);
  }

  #name(what: 'process' | 'thread', place: object, name: string, sort: number): void {
    this.#write({ ph: 'M', name: `${what}_name`, ts: 0, ...place, args: { name } });
    this.#write({ ph: 'M', name: `${what}_sort_index`, ts: 0, ...place, args: { sort_index: sort } });
  }

  #write(event: object): void {
    this.#append(`${this.#events++ === 0 ? '' : ',\n'}${JSON.stringify(event)}`);
  }
}
