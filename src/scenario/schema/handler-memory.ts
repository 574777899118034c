/** What a scenario says about the memory that a handler takes. How it is used up is model/lambda/memory.ts. */
import { distribution } from './distribution.ts';
import { complain } from './issues.ts';
import { number, quantity } from './quantity.ts';
import { mapping } from './shapes.ts';
import { word } from './words.ts';

export const handlerMemorySchema = mapping({
  base: quantity({ kind: 'size', min: 0, doc: 'What the code takes before it has any event.' }).optional(),
  perRecord: distribution('size', 'What each record holds while it is worked on; nothing unless said.').optional(),
  timesSize: number('And so many times its size; 0 unless said.', { min: 0, max: 1e6 }).optional(),
  release: word(
    ['eachRecord', 'atEnd', 'collected'],
    'When what a record held is given back: when it is done, at the end, or at a collection.',
  ).optional(),
  collectAt: quantity({
    kind: 'share',
    doc: "Of collected: share of the function's memory above which garbage is collected.",
  }).optional(),
  pause: quantity({ kind: 'duration', min: 0, doc: 'Of collected: time of a collection.' }).optional(),
}).superRefine((memory, context) => {
  if (memory.release === 'collected') return;
  for (const key of ['collectAt', 'pause'] as const) {
    if (memory[key] === undefined) continue;
    complain(context, memory, { message: `${key} goes with release: collected only`, about: 'key' }, [key]);
  }
});
