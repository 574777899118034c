/**
 * The records that a trace follows: a track for each with what it waits for, and a flow from there to the poller that waits with it, to
 * the environment that works on it, back to where it waits again, and so on to its end. Of a stream each mapping has a story of its own
 * of a record, with a track and a flow of its own.
 *
 * A record that becomes visible while an invocation still works on it waits and runs at once; its own track then says that it waits.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import { Fate, type Batch } from '../../model/batch.ts';
import type { Named } from '../../model/observer.ts';
import type { Sample } from './sample.ts';
import { Track, type Args, type Group, type TraceWriter } from './writer.ts';

/** What a record does, as it is written. */
type Doing =
  | 'on its way to Lambda'
  | 'delayed'
  | 'waiting'
  | 'held by a poller'
  | 'running'
  | 'hidden'
  | 'waiting to be tried again';

/** One story of one record. */
class Story {
  readonly id: string;
  readonly number: number;
  readonly track: Track;
  doing: Doing;
  since: Micros;
  args: Args;
  /** Number of the batch that it is in while it is held or runs. */
  batch = -1;
  /** Where its flow is, and not yet written: what comes last is written as its end. */
  readonly point: { track: Track | undefined; at: Micros } = { track: undefined, at: -1 };
  isFlowing = false;
  /** Whether mappings of a stream have stories of their own that begin as this one does. */
  isShared = false;

  constructor(id: string, number: number, track: Track, doing: Doing, since: Micros, args: Args) {
    this.id = id;
    this.number = number;
    this.track = track;
    this.doing = doing;
    this.since = since;
    this.args = args;
  }
}

/** Of the records that no mapping brings, and of those of streams before one does. */
const NOBODY = -1;

export interface FollowedParts {
  readonly writer: TraceWriter;
  readonly sample: Sample;
  /** By source, or by group of tenants. */
  readonly groups: readonly Group[];
  readonly clock: Clock;
  readonly idOf: (slot: number) => string;
}

export class FollowedRecords {
  readonly #parts: FollowedParts;
  /** By slot, then by mapping. */
  readonly #stories = new Map<number, Map<number, Story>>();
  #count = 0;

  constructor(parts: FollowedParts) {
    this.#parts = parts;
  }

  // — before a poller has it —

  /** A service in front of Lambda has it. */
  published(source: Named, slot: number): void {
    this.begins(source.index, slot, 'on its way to Lambda', { source: source.name });
  }

  sent(source: Named, slot: number, isDelayed: boolean): void {
    const doing = isDelayed ? 'delayed' : 'waiting';
    const known = this.#stories.get(slot)?.get(NOBODY);
    if (known?.doing === 'on its way to Lambda' && known.id === this.#parts.idOf(slot))
      return this.#turn(known, doing, { source: source.name });
    this.begins(source.index, slot, doing, { source: source.name });
  }

  /** It waits in a source, as it has not just before. */
  waits(source: Named, slot: number): void {
    this.turns(slot, 'waiting', { source: source.name });
  }

  // — in a batch —

  received(batch: Batch, from: number): void {
    for (let i = from; i < batch.held && this.#stories.size > 0; i++) {
      const story = this.#in(batch, i);
      if (story === undefined) continue;
      const receive = batch.receipts[i]!;
      // Streams and brokers do not count.
      const counted = batch.shard < 0 && receive > 0 ? { receive } : {};
      this.#turn(story, 'held by a poller', { mapping: batch.owner.name, ...counted });
      story.batch = batch.number;
    }
  }

  invoked(fn: Named, batch: Batch): void {
    this.#each(batch, batch.size, (story) => {
      this.#turn(story, 'running', { function: fn.name, environment: batch.environment });
      story.batch = batch.number;
    });
  }

  /** `poller`, `environment`: the tracks on which its invocation is written, by now. */
  finished(batch: Batch, poller: Track | undefined, environment: Track | undefined): void {
    const isQueue = batch.shard < 0 && batch.owner.mapping !== undefined;
    this.#each(batch, batch.size, (story) => {
      this.#pass(batch, story, poller, environment);
      if (story.doing !== 'running' || story.batch !== batch.number) return;
      this.#turn(story, isQueue ? 'hidden' : 'waiting to be tried again', {});
    });
  }

  /** Its invocation is written, though it is not over. */
  unfinished(batch: Batch, track: Track): void {
    this.#each(batch, batch.size, (story) => this.#pass(batch, story, track, undefined));
  }

  #pass(batch: Batch, story: Story, poller: Track | undefined, environment: Track | undefined): void {
    if (poller !== undefined) this.#flow(story, poller, batch.invokedAt);
    if (environment !== undefined) this.#flow(story, environment, batch.invokedAt);
  }

  // — its end —

  deleted(batch: Batch): void {
    this.#each(batch, batch.size, (story, i) => {
      const fate = batch.fates[i]! & 3;
      if (fate === Fate.deleted || fate === Fate.acknowledged) this.#end(batch.slots[i]!, NOBODY, story);
    });
  }

  /** The first `count` records of a batch of a stream are done with. */
  passed(batch: Batch, count: number): void {
    const mapping = batch.owner.mapping!.index;
    this.#each(batch, count, (story, i) => this.#end(batch.slots[i]!, mapping, story));
  }

  /** It is gone; `mapping`: for that mapping of a stream alone. */
  gone(slot: number, mapping?: Named): void {
    const stories = this.#stories.get(slot);
    if (stories === undefined) return;
    if (mapping === undefined) return this.#drop(slot);
    const story = this.#ofMapping(stories, mapping);
    this.#end(slot, mapping.index, story);
  }

  /** The run ends, and they with it. */
  finish(): void {
    for (const slot of [...this.#stories.keys()]) this.#drop(slot);
  }

  // — stories —

  /** A record is first heard of: whether it is followed is decided now. `source`: its number, or that of its group of tenants. */
  begins(source: number, slot: number, doing: Doing, args: Args): void {
    // The slot may be another record's by now, of whose end nothing was told.
    if (this.#stories.has(slot)) this.#drop(slot);
    const { sample, idOf, groups } = this.#parts;
    if (!sample.wants(source, this.#now, () => idOf(slot))) return;
    const story = this.#newStory(idOf(slot), groups[source]!, doing, this.#now, args);
    this.#stories.set(slot, new Map([[NOBODY, story]]));
  }

  /** It does something else from now on, whoever has it. */
  turns(slot: number, doing: Doing, args: Args): void {
    for (const story of this.#of(slot)) this.#turn(story, doing, args);
  }

  /** Its flow goes to a slice that begins at that instant, and has been written. */
  goesTo(slot: number, track: Track, at: Micros): void {
    for (const story of this.#of(slot)) this.#flow(story, track, at);
  }

  get #now(): Micros {
    return this.#parts.clock.now;
  }

  #newStory(name: string, group: Group, doing: Doing, since: Micros, args: Args): Story {
    const number = ++this.#count;
    return new Story(name, number, new Track(group, name, number), doing, since, args);
  }

  *#of(slot: number): Iterable<Story> {
    yield* this.#stories.get(slot)?.values() ?? [];
  }

  #each(batch: Batch, count: number, visit: (story: Story, i: number) => void): void {
    for (let i = 0; i < count && this.#stories.size > 0; i++) {
      const story = this.#in(batch, i);
      if (story !== undefined) visit(story, i);
    }
  }

  /** The story of a record of a batch, if it is followed. */
  #in({ slots, shard, owner }: Batch, i: number): Story | undefined {
    const stories = this.#stories.get(slots[i]!);
    if (stories === undefined) return undefined;
    return shard < 0 ? stories.get(NOBODY) : this.#ofMapping(stories, owner.mapping!);
  }

  /** A mapping of a stream has its own, from when the record was sent. */
  #ofMapping(stories: Map<number, Story>, mapping: Named): Story {
    let story = stories.get(mapping.index);
    if (story !== undefined) return story;
    const shared = stories.get(NOBODY)!;
    const { id, track, doing, since, args } = shared;
    shared.isShared = true;
    story = this.#newStory(`${id} · ${mapping.name}`, track.group, doing, since, args);
    stories.set(mapping.index, story);
    return story;
  }

  /** It does something else from now on. */
  #turn(story: Story, doing: Doing, args: Args): void {
    this.#write(story);
    story.doing = doing;
    story.since = this.#now;
    story.args = args;
    story.batch = -1;
  }

  /** What it did until now; what took no time is left out. */
  #write(story: Story): void {
    const { doing, since, track, args } = story;
    const isWritten = this.#now > since && this.#parts.writer.slice(track, 'record', doing, since, this.#now, args);
    if (isWritten && doing !== 'running' && doing !== 'held by a poller') this.#flow(story, track, since);
  }

  #end(slot: number, mapping: number, story: Story): void {
    this.#write(story);
    this.#endFlow(story);
    const stories = this.#stories.get(slot)!;
    stories.delete(mapping);
  }

  #drop(slot: number): void {
    const stories = this.#stories.get(slot)!;
    this.#stories.delete(slot);
    for (const story of stories.values()) {
      // Of a stream that is read, its mappings tell it all.
      if (story.isShared) continue;
      this.#write(story);
      this.#endFlow(story);
    }
  }

  // — flows —

  /** The flow goes on to a slice from that instant until now, which has been written: never back in time, and to none that has no length. */
  #flow(story: Story, track: Track, at: Micros): void {
    const { point } = story;
    if (at < point.at || at === this.#now) return;
    if (point.track !== undefined) this.#writePoint(story, story.isFlowing ? 't' : 's');
    point.track = track;
    point.at = at;
  }

  /** One that never went anywhere is none. */
  #endFlow(story: Story): void {
    if (story.isFlowing) this.#writePoint(story, 'f');
  }

  #writePoint(story: Story, step: 's' | 't' | 'f'): void {
    const { point, number, id } = story;
    story.isFlowing = true;
    this.#parts.writer.flow(step, number, id, point.track!, point.at);
  }
}
