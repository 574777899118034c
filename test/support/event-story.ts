/** What a journal says of each event of a source, checked step by step against the states that an event can be in. */
import type { Line } from './run.ts';

/** What a scenario says that the steps depend on; times in microseconds. */
export interface EventRules {
  readonly hasFront: boolean;
  readonly losesAcknowledgements: boolean;
  readonly timeout: number;
  /** By what waits after throttles may be longer. */
  readonly multiplier: number;
  /** Events may be held back when they are due. */
  readonly isPaced: boolean;
  /** How long an event may take until it is first delivered. */
  readonly longestDispatch: number;
}

type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

/** One event. */
export class EventStory {
  /** What was told and could not be. */
  readonly breaches: string[] = [];
  state: 'unknown' | 'published' | 'dropped' | 'waiting' | 'refused' | 'running' | 'ran' | 'concluded' = 'unknown';
  condition: Condition | undefined;
  sentAt = NaN;
  errors = 0;
  runs = 0;
  lost = 0;
  readonly ages: number[] = [];
  readonly #rules: EventRules;
  #attempts = 0;
  #refusals = 0;
  #dueAt = NaN;
  #invokedAt = NaN;
  #outcome = '';

  constructor(rules: EventRules) {
    this.#rules = rules;
  }

  tell(line: Line): void {
    const { event, t } = line;
    if (event === 'published') this.#from('unknown', 'published', this.#rules.hasFront);
    else if (event === 'refused') this.#from('published', 'published');
    else if (event === 'dropped') this.#from('published', 'dropped');
    else if (event === 'sent') this.#sent(t);
    else if (event === 'throttled') this.#throttled(line);
    else if (event === 'invoked') this.#invoked(line);
    else if (event === 'finished') this.#finished(line);
    else if (event === 'retrying') this.#retrying(line);
    else if (event === 'concluded') this.#concluded(line);
    else this.#expect(false, `a ${event}`);
  }

  #from(before: EventStory['state'], after: EventStory['state'], isAllowed = true): void {
    this.#expect(this.state === before && isAllowed, `${before} to ${after}, while ${this.state}`);
    this.state = after;
  }

  #expect(holds: boolean, what: string): void {
    if (!holds) this.breaches.push(what);
  }

  #sent(t: number): void {
    this.#from(this.#rules.hasFront ? 'published' : 'unknown', 'waiting');
    this.sentAt = t;
    this.#dueAt = t;
  }

  #attempt({ t, attempt }: Line): void {
    this.#expect(attempt === ++this.#attempts, `attempt ${attempt}, the ${this.#attempts}th`);
    this.ages.push(t - this.sentAt);
    this.#isDue(t);
  }

  /** Due events wait for nothing, unless the pollers slow down; fresh ones take their time. */
  #isDue(t: number): void {
    const late = t - this.#dueAt;
    const most = this.#attempts <= 1 && this.runs === 0 && this.#refusals === 0 ? this.#rules.longestDispatch : 0;
    this.#expect(late >= 0 && (this.#rules.isPaced || late <= most), `${late} us after it was due`);
  }

  #throttled(line: Line): void {
    this.#attempt(line);
    this.#from('waiting', 'refused');
    this.#refusals++;
    this.#dueAt = line.t;
  }

  #invoked(line: Line): void {
    this.#attempt(line);
    this.#from('waiting', 'running');
    this.#invokedAt = line.t;
    this.runs++;
    this.#refusals = 0;
  }

  #finished({ t, outcome }: Line): void {
    this.#from('running', 'ran');
    this.#outcome = outcome!;
    this.#dueAt = t;
  }

  #retrying({ t, wait, reason }: Line): void {
    this.#from(reason === 'throttle' ? 'refused' : 'ran', 'waiting', t === this.#dueAt);
    const [least, most] = this.#bounds(reason!, t);
    this.#expect(wait! >= least && wait! <= most, `a wait of ${wait} us after a ${reason}`);
    this.#dueAt = t + wait!;
  }

  /** Of the wait, with its jitter. */
  #bounds(reason: string, t: number): [number, number] {
    const S = 1e6;
    if (reason === 'throttle') {
      const wait = Math.min(300 * S, 2 ** (this.#refusals - 1) * S);
      return [wait, Math.min(300 * S, wait * 1.1) * this.#rules.multiplier];
    }
    if (reason === 'functionError') {
      this.#expect(this.#hasFailed, 'a retry of what has not failed');
      return ++this.errors === 1 ? [54 * S, 66 * S] : [108 * S, 132 * S];
    }
    this.#expect(this.#rules.losesAcknowledgements, `a retry because of ${reason}`);
    this.lost++;
    const wait = Math.max(0, this.#invokedAt + this.#rules.timeout + 30 * S - t);
    return [wait, wait];
  }

  get #hasFailed(): boolean {
    return this.#outcome === 'failed' || this.#outcome === 'timedOut';
  }

  #concluded({ t, condition, approximateInvokeCount, functionError }: Line): void {
    this.#expect(approximateInvokeCount === this.runs, `${approximateInvokeCount} invocations of ${this.runs}`);
    this.condition = condition as Condition;
    const { state } = this;
    if (condition === 'Success') this.#from('ran', 'concluded', !this.#hasFailed && functionError === null);
    else if (condition === 'RetriesExhausted') {
      this.#from('ran', 'concluded', this.#hasFailed && functionError === 'Unhandled');
      this.errors++;
    } else if (condition === 'ZeroReservedConcurrency') this.#from('waiting', 'concluded');
    else {
      this.#expect(['waiting', 'refused', 'ran'].includes(state), `given up for its age while ${state}`);
      if (state === 'ran') this.#expect(this.#hasFailed, 'given up for its age after a success');
      this.state = 'concluded';
      if (state === 'ran') this.errors++;
    }
    if (state === 'waiting') this.#isDue(t);
    else this.#expect(t === this.#dueAt, 'not at once');
    if (this.runs === 0) this.#expect(functionError === undefined, 'a function error without an invocation');
  }
}

/** The stories of the events of a source, by their ids, in the order in which they were first told of. */
export function eventStories(
  lines: readonly Line[],
  source: string,
  rules: EventRules,
): ReadonlyMap<string, EventStory> {
  const stories = new Map<string, EventStory>();
  for (const line of lines) {
    if (line.source !== source || line.event === 'outage') continue;
    const id = line.records![0]!;
    let story = stories.get(id);
    if (story === undefined) stories.set(id, (story = new EventStory(rules)));
    story.tell(line);
  }
  return stories;
}
