/** What nothing in a pipeline behaves like, built of the engine alone: priorities, balking, finite buffers, other simulators' own examples. */
import type { Section } from '../../../src/validation/case.ts';

export const engineSection: Section = {
  name: 'engine',
  title: 'On the engine alone',
  about: '',
  cases: [],
};
