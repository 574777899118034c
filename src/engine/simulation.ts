/**
 * The clock and what is due: actions that are scheduled once and run, timers that can be moved and cleared, and a run that
 * advances in slices. Knows nothing of queues or AWS.
 *
 * Events run in order of (time, rank, sequence). An action is a method registered once together with its rank; its subject
 * is a number (a slot, the number of a batch), so that scheduling allocates nothing.
 */
import { assert } from './assert.ts';
import { Digest } from './digest.ts';
import { EventSet } from './event-set.ts';
import { orderOf, Sequence } from './order.ts';
import { Rank } from './rank.ts';
import type { RandomStream, RandomStreams } from './random.ts';
import type { Clock, Micros } from './time.ts';
import { TimerSet } from './timer-set.ts';

/** What ended a call of {@link Simulation.advance}. */
export type Pause = 'finished' | 'sliceUsed' | 'budgetUsed' | 'timeStoodStill';

/** The tag of a note in the fingerprint: no rank has it. */
const NOTE = 9;

export interface Limits {
  /** The run ends after the events of this instant. */
  readonly until: Micros;
  /** How many events the whole run may take; a run-away scenario ends there instead of never. */
  readonly budget: number;
  /** How many events one instant may take before time is said to stand still. */
  readonly perInstant: number;
}

/** A registered action: what {@link Simulation.after} and its like are given. */
export type Action = number;

type Run = (subject: number) => void;

export class Simulation implements Clock {
  readonly #streams: RandomStreams;
  readonly #events: EventSet;
  readonly #timers: TimerSet;
  readonly #digest = new Digest();
  readonly #limits: Limits;
  readonly #runs: Run[] = [unregistered];
  readonly #ranks: Rank[] = [Rank.scenario];
  #now: Micros = 0;
  /** What is happening: the rank it has, the action that runs, and its subject. */
  #rank: Rank = Rank.scenario;
  #action: Action = 0;
  #subject = 0;
  #count = 0;
  #countAtInstant = 0;
  /** What was asked for `soon`: pairs of action and subject from #soonNext to #soonEnd. */
  #soon = new Int32Array(64);
  #soonNext = 0;
  #soonEnd = 0;

  /** `sequence`: what decides between events of one instant and rank; other than first scheduled, first run only in tests that shuffle ties. */
  constructor(streams: RandomStreams, limits: Limits, sequence = new Sequence()) {
    this.#streams = streams;
    this.#limits = limits;
    this.#events = new EventSet(sequence);
    this.#timers = new TimerSet(sequence);
  }

  /** The present instant. */
  get now(): Micros {
    return this.#now;
  }

  /** The rank of what is happening: whoever generates late must know which of this instant's events are already over. */
  get rank(): Rank {
    return this.#rank;
  }

  /** The last instant of the run. */
  get end(): Micros {
    return this.#limits.until;
  }

  /** Events so far; arrivals count when they are generated (see {@link spend}). */
  get events(): number {
    return this.#count;
  }

  /** Fingerprint of what ran so far: other times, ranks, order or notes give another. */
  get digest(): string {
    return this.#digest.toString();
  }

  /** The stream of chance of one cause: same seed and names, same numbers, whoever else draws. */
  random(component: string, purpose: string): RandomStream {
    return this.#streams.stream(component, purpose);
  }

  /** Registers what can be scheduled. Done once for each component and purpose, before the run. */
  action(rank: Rank, run: Run): Action {
    this.#ranks.push(rank);
    return this.#runs.push(run) - 1;
  }

  /** Runs an action at an instant, not before now. */
  at(time: Micros, action: Action, subject: number): void {
    assert(time >= this.#now, 'an event was scheduled in the past, or at no time at all');
    this.#events.push(time, this.#ranks[action]!, action, subject);
  }

  /** Runs an action after a delay of whole microseconds, zero or more. */
  after(delay: Micros, action: Action, subject: number): void {
    this.at(this.#now + delay, action, subject);
  }

  /**
   * Runs an action at this instant with rank `poll`, whatever its own: after all that completed, appeared or arrived now.
   * Cheaper than the event set.
   */
  soon(action: Action, subject: number): void {
    if (this.#soonEnd + 2 > this.#soon.length) {
      const longer = new Int32Array(this.#soon.length * 2);
      longer.set(this.#soon);
      this.#soon = longer;
    }
    this.#soon[this.#soonEnd++] = action;
    this.#soon[this.#soonEnd++] = subject;
  }

  /** A timer: an event that is pending at most once, and can be moved or cleared. */
  timer(rank: Rank, run: () => void): Timer {
    return new Timer(this.#timers, this, this.action(rank, run), rank);
  }

  /** Marks the fingerprint with how something came out: a whole number that depends on the run and on nothing else. */
  note(value: number): void {
    this.#digest.add(value, NOTE);
  }

  /** Counts `n` arrivals against the event budget. They are generated outside the event set, so the loop cannot. */
  spend(n: number): void {
    this.#count += n;
  }

  /** Runs at most `slice` more events; call again on `sliceUsed`. Between the calls signals get in. */
  advance(slice: number): Pause {
    const { until, budget, perInstant } = this.#limits;
    const pause = Math.min(budget, this.#count + slice);
    while (this.#count < pause) {
      if (this.#soonNext < this.#soonEnd && !this.#isDueBefore(Rank.controller)) this.#takeSoon();
      else if (this.#nextTime() > until) return this.#finish();
      else this.#takeNext();
      this.#run();
      if (this.#count - this.#countAtInstant > perInstant) return 'timeStoodStill';
    }
    return this.#count >= budget ? 'budgetUsed' : 'sliceUsed';
  }

  #nextTime(): Micros {
    this.#events.settle();
    return Math.min(this.#events.nextTime, this.#timers.nextTime);
  }

  /** Whether an event or a timer of this instant comes before those of a rank. */
  #isDueBefore(rank: Rank): boolean {
    const timers = this.#timers;
    if (timers.nextTime <= this.#now && timers.nextOrder < orderOf(rank)) return true;
    return this.#events.hasBefore(this.#now, rank);
  }

  #takeSoon(): void {
    this.#rank = Rank.poll;
    this.#action = this.#soon[this.#soonNext++]!;
    this.#subject = this.#soon[this.#soonNext++]!;
    if (this.#soonNext < this.#soonEnd) return;
    this.#soonNext = 0;
    this.#soonEnd = 0;
  }

  /** Moves the clock to the next event or timer, and takes it. */
  #takeNext(): void {
    const events = this.#events;
    const timers = this.#timers;
    const event = events.nextTime;
    const timer = timers.nextTime;
    const time = timer < event ? timer : event;
    if (time > this.#now) {
      this.#now = time;
      this.#countAtInstant = this.#count;
    }
    if (timer < event || (timer === event && timers.nextOrder < events.nextOrder)) {
      this.#action = timers.first;
      timers.clear(this.#action);
    } else {
      events.pop();
      this.#action = events.action;
      this.#subject = events.subject;
    }
    this.#rank = this.#ranks[this.#action]!;
  }

  #run(): void {
    // Wake-ups of arrivals and readings depend on who listens, not on what happens: they neither count nor mark.
    if (this.#rank !== Rank.arrival && this.#rank !== Rank.sample) {
      this.#count++;
      this.#digest.add(this.#now, this.#rank);
    }
    this.#runs[this.#action]!(this.#subject);
  }

  #finish(): Pause {
    this.#now = this.#limits.until;
    this.#rank = Rank.sample;
    return 'finished';
  }
}

/** See {@link Simulation.timer}. */
export class Timer {
  readonly #timers: TimerSet;
  readonly #sim: Simulation;
  readonly #action: Action;
  readonly #rank: Rank;

  constructor(timers: TimerSet, sim: Simulation, action: Action, rank: Rank) {
    this.#timers = timers;
    this.#sim = sim;
    this.#action = action;
    this.#rank = rank;
  }

  /** Sets it to an instant, not before now, instead of what it was set to. */
  set(at: Micros): void {
    assert(at >= this.#sim.now, 'a timer was set in the past, or to no time at all');
    this.#timers.set(this.#action, at, this.#rank);
  }

  /** Takes it out; nothing happens when it is not set. */
  clear(): void {
    this.#timers.clear(this.#action);
  }

  /** Whether it is set. */
  get isSet(): boolean {
    return this.#timers.isSet(this.#action);
  }
}

function unregistered(): void {
  assert(false, 'an action ran that was never registered');
}
