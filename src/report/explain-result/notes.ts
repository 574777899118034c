/** Notes of an explanation in words: what befell a target that is no limit. Pure. */
import { MOST_NOTES, type Note } from '../../explain/notes.ts';
import { duration, instant, list, percent, some } from '../format.ts';

type Off = Extract<Note, { readonly about: 'outage' | 'disabled' }>;

/** One sentence for each thing, however often it was off. */
export function noteSentences(notes: readonly Note[]): string[] {
  const off = notes.filter((note): note is Off => note.about === 'outage' || note.about === 'disabled');
  const things = new Map(off.map((note) => [thingOf(note), off.filter((one) => thingOf(one) === thingOf(note))]));
  const others = notes.flatMap((note) => otherSentence(note) ?? []);
  return [...[...things].map(([thing, times]) => `${thing} ${list(timesOf(times), 'and')}.`), ...others];
}

function thingOf(note: Off): string {
  if (note.about === 'disabled') return `${note.name} was disabled`;
  return `${note.kind === 'mapping' ? 'The polling of' : `The ${note.kind}`} ${note.name} was out`;
}

function timesOf(times: readonly Off[]): string[] {
  const told = times.slice(0, MOST_NOTES).map(({ from, until }) => spanOf(from, until));
  const more = times.length - told.length;
  return more === 0 ? told : [...told, `${some(more, 'time')} more`];
}

function spanOf(from: number, until: number | null): string {
  if (until !== null) return `from ${instant(from)} to ${duration(until)}`;
  return from === 0 ? 'throughout the run' : `from ${instant(from)} to the end`;
}

function otherSentence(note: Note): string | undefined {
  switch (note.about) {
    case 'duplicates':
      return `${some(note.duplicates, 'delivery', 'deliveries')} ${note.duplicates === 1 ? 'was' : 'were'} of records that were handled already${note.returned === 0 ? '' : `, and ${some(note.returned, 'time')} a visibility timeout ended before its message was done with`}: that costs invocations, and here neither time nor records.`;
    case 'failedCalls':
      return `${percent(note.failed / note.of)} of the calls failed in their invocation; nobody tries those again.`;
    case 'serviceWindow':
      return `Its records wait ${duration(note.time)} on average for their batch: the batching window that the service has unless ${note.mappings.length === 1 ? `${note.mappings[0]!} says` : `${list(note.mappings, 'and')} say`} another.`;
    case 'outage':
    case 'disabled':
      return undefined;
  }
}
