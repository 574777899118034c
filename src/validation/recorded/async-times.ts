/** When the attempts of an event were, by the journal: seconds. */
import { linesOf, type Line, type Run } from './run.ts';

/** Of the source `e`, and not of those around it. */
export function isOfEvents({ source }: Line): boolean {
  return source === 'e';
}

/** From the end of each attempt to the start of the next. */
export function waitsOf(run: Run, id: string): readonly number[] {
  const ends = linesAbout(run, 'finished', id).map(({ t }) => t);
  const starts = linesAbout(run, 'invoked', id).map(({ t }) => t);
  return starts.slice(1).map((t, i) => (t - ends[i]!) / 1e6);
}

/** Age at each attempt, throttled ones too. */
export function agesOf(run: Run, id: string): readonly number[] {
  const accepted = acceptedAt(run, id);
  const attempts = run.lines.filter(({ event }) => event === 'invoked' || event === 'throttled').filter(isAbout(id));
  return attempts.map(({ t }) => (t - accepted) / 1e6);
}

/** How many attempts had begun so long after its acceptance. */
export function firstStartsOf(run: Run, id: string, after_s: number): number {
  const until = acceptedAt(run, id) + after_s * 1e6;
  return linesAbout(run, 'invoked', id).filter(({ t }) => t <= until).length;
}

/** The age at which all was over with it, and how long after the end of its last attempt, if there was one. */
export function endOf(run: Run, id: string): { readonly age: number; readonly afterLast: number } {
  const end = linesAbout(run, 'concluded', id)[0]!.t;
  const last = linesAbout(run, 'finished', id).at(-1);
  return { age: (end - acceptedAt(run, id)) / 1e6, afterLast: last === undefined ? NaN : (end - last.t) / 1e6 };
}

function acceptedAt(run: Run, id: string): number {
  return linesAbout(run, 'sent', id)[0]!.t;
}

function linesAbout(run: Run, event: string, id: string): readonly Line[] {
  return linesOf(run, event).filter(isAbout(id));
}

function isAbout(id: string): (line: Line) => boolean {
  return ({ records }) => records?.[0] === id;
}
