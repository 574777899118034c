/** What an event counts for in disciplines that share out by weight: one, or the time that it is expected to run. */
import type { Options } from '../../options.ts';
import type { DisciplineParts } from './discipline.ts';

export const COSTS = {
  by: {
    kind: 'word',
    words: ['events', 'work'],
    default: 'events',
    isOurs: true,
    doc: 'What is shared out: events, or the time that they are expected to run.',
    source: 'AP-2.16',
  },
} as const satisfies Options;

/** The cost of an event: 1, or microseconds. */
export function costOf(by: 'events' | 'work', parts: DisciplineParts): (slot: number) => number {
  return by === 'work' ? parts.costOf : () => 1;
}
