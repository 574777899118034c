/** Whether what waits in a FIFO queue is that of one group, which one invocation at a time handles (SQS-63). Pure. */
import type { SourceResult } from '../metrics/result.ts';
import { count } from './format.ts';
import { groupName } from './groups.ts';

/** Less is not worth a word, and a smaller part is not the reason. */
const MANY = 100;
const MOST_OF_ALL = 0.5;

export function hotGroup(name: string, { fifo, groups, books }: SourceResult): string[] {
  if (fifo === null || groups === null || groups.groupCount < 2) return [];
  const most = groups.groups.reduce((first, one) => (one.waiting > first.waiting ? one : first));
  const { waiting } = books.out;
  if (most.waiting < MANY || most.waiting < MOST_OF_ALL * waiting) return [];
  return [
    `Of the ${count(waiting)} messages in ${name} at the end ${count(most.waiting)} are those of group ${groupName(most)}, which has one invocation at a time: a quicker handler, larger batches or finer groups would help it, and more concurrency would not.`,
  ];
}
