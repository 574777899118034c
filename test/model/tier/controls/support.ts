/** A stream of numbers by chance for a test, from 0 to 1. */
import { RandomStreams, type RandomStream } from '../../../../src/engine/random.ts';

export const SECOND = 1_000_000;

export function chance(name: string): RandomStream {
  return new RandomStreams(7).stream('test', name);
}
