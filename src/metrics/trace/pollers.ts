/**
 * The tracks of pollers of queues and of lanes of streams: what each does one after the other. It gathers a batch, has it on its way to
 * the function, waits for the function, and after a refusal or a failure waits to try again. What lies between is waiting for records, and left blank.
 *
 * When a poller gives a refused batch up, because its records have become visible again, is not told: its last pause is left out.
 */
import type { Micros } from '../../engine/time.ts';
import { CLOSE_REASONS, OUTCOMES, type Batch } from '../../model/batch.ts';
import type { Named } from '../../model/observer.ts';
import { Track, type Args, type Group, type TraceWriter } from './writer.ts';

/** What a poller does, as it is written. */
type Doing = 'gathering' | 'on its way' | 'waiting for the function' | 'backing off' | 'waiting to try again';

/** What one poller does now, and since when. */
class Poller {
  readonly track: Track;
  doing: Doing | undefined;
  since: Micros = 0;

  constructor(track: Track) {
    this.track = track;
  }
}

export class PollerTracks {
  readonly #writer: TraceWriter;
  readonly #groups: readonly Group[];
  /** By the number of their batch, which is theirs for good. */
  readonly #pollers = new Map<number, Poller>();
  /** Those that wait for a function. */
  readonly #carrying = new Map<Poller, Batch>();

  /** `groups`: by mapping. */
  constructor(writer: TraceWriter, groups: readonly Group[]) {
    this.#writer = writer;
    this.#groups = groups;
  }

  /** Where what happens to a batch is shown; undefined: nobody polled for it. */
  trackOf(batch: Batch): Track | undefined {
    return batch.owner.mapping === undefined ? undefined : this.#pollerOf(batch, batch.owner.mapping).track;
  }

  received(batch: Batch, from: number, now: Micros): void {
    const { mapping } = batch.owner;
    if (mapping === undefined) return;
    const poller = this.#pollerOf(batch, mapping);
    if (poller.doing === 'gathering' && from > 0) return;
    poller.doing = 'gathering';
    poller.since = now;
  }

  batched(batch: Batch, now: Micros): void {
    const { mapping } = batch.owner;
    if (mapping === undefined) return;
    const poller = this.#pollerOf(batch, mapping);
    // What was left over from the last batch is gathered at once.
    if (poller.doing === 'gathering')
      this.#end(poller, now, { records: batch.size, closedBy: CLOSE_REASONS[batch.closedBy]! });
    poller.doing = 'on its way';
    poller.since = now;
  }

  invoked(batch: Batch, now: Micros): void {
    const poller = this.#next(batch, now, 'waiting for the function');
    if (poller !== undefined) this.#carrying.set(poller, batch);
  }

  refused(batch: Batch, now: Micros): void {
    this.#next(batch, now, 'backing off');
  }

  /** Returns the track on which it is written that the poller waited for it; undefined where it is not. */
  finished(batch: Batch, now: Micros): Track | undefined {
    const { mapping } = batch.owner;
    if (mapping === undefined) return undefined;
    const poller = this.#pollerOf(batch, mapping);
    this.#carrying.delete(poller);
    const isWritten = this.#end(poller, now, {
      records: batch.size,
      invocation: batch.invocation,
      outcome: OUTCOMES[batch.outcome]!,
    });
    poller.doing = 'waiting to try again';
    poller.since = now;
    return isWritten ? poller.track : undefined;
  }

  /** The run ends while these wait. `told` is given those that are written. */
  finish(now: Micros, told: (batch: Batch, track: Track) => void): void {
    for (const [poller, batch] of this.#carrying) {
      const args = { records: batch.size, invocation: batch.invocation, unfinished: true };
      if (this.#end(poller, now, args)) told(batch, poller.track);
    }
  }

  /** Something new begins with a batch that is closed: what there was until now is written. */
  #next(batch: Batch, now: Micros, doing: Doing): Poller | undefined {
    const { mapping } = batch.owner;
    if (mapping === undefined) return undefined;
    const poller = this.#pollerOf(batch, mapping);
    if (poller.doing !== 'gathering') this.#end(poller, now, { records: batch.size, attempt: batch.tries });
    poller.doing = doing;
    poller.since = now;
    return poller;
  }

  #end(poller: Poller, now: Micros, args: Args): boolean {
    const { doing, since, track } = poller;
    if (doing === undefined || now === since) return false;
    return this.#writer.slice(track, 'poller', doing, since, now, args);
  }

  #pollerOf({ number, poller: place, lane, laneName }: Batch, mapping: Named): Poller {
    let poller = this.#pollers.get(number);
    if (poller !== undefined) return poller;
    const group = this.#groups[mapping.index]!;
    const track = new Track(group, laneName ?? `poller ${place + 1}`, laneName === undefined ? place : lane);
    poller = new Poller(track);
    this.#pollers.set(number, poller);
    return poller;
  }
}
