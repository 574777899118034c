/** First in, first out: in the order in which events became visible. What is tried again goes to the end. */
import type { Discipline, DisciplineKind } from './discipline.ts';
import { SlotLists } from '../../../engine/slot-lists.ts';

export const FIFO = {
  summary: 'First in, first out, in the order in which events became visible.',
  options: {},
  make: (_options, parts): Discipline => new SlotLists(parts.queues),
} as const satisfies DisciplineKind;
