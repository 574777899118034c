/** Limits of event filtering, whatever the source. */
import type { Fact } from '../fact.ts';
import { LDG, READ } from './sources.ts';

export const FILTERS = {
  'filters.most': {
    id: 'FIL-01',
    kind: 'documented',
    unit: 'count',
    value: 5,
    says: 'filters of one mapping without asking for more',
    source: `${LDG}invocation-eventfiltering.html`,
    date: READ,
  },
  'filters.most.byRequest': {
    id: 'FIL-01',
    kind: 'documented',
    unit: 'count',
    value: 10,
    says: 'filters of one mapping where AWS has raised the quota',
    source: `${LDG}invocation-eventfiltering.html`,
    date: READ,
  },
  'filters.pattern': {
    id: 'FIL-01',
    kind: 'documented',
    unit: 'count',
    value: 4096,
    says: 'characters of the pattern of a filter, as JSON',
    source: `${LDG}invocation-eventfiltering.html`,
    date: READ,
  },
  'filters.combinations': {
    id: 'FIL-16',
    kind: 'recalled',
    unit: 'count',
    value: 1000,
    says: 'combinations that $or may make of one pattern',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html',
    date: READ,
  },
} as const satisfies Record<string, Fact>;
