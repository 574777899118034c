/** Stand-in until the branch h-placement brings the registry: options without behaviour, so that the language can be built on it. */
import type { Strategy } from './placement.ts';

const none = {
  summary: 'stub',
  make: () => {
    throw new Error('stub');
  },
};
export const STRATEGIES = {
  single: { ...none, options: {}, queues: () => 1 },
  perTenant: { ...none, options: {}, queues: (_: number, tenants: number) => tenants },
  random: { ...none, options: {} },
  ring: {
    ...none,
    options: {
      virtualNodes: {
        kind: 'count',
        min: 1,
        max: 10_000,
        default: { fact: 'tier.virtualNodes' },
        doc: 'Points.',
        source: 'AP-2.5',
      },
    },
  },
  bestOf: {
    ...none,
    options: {
      d: { kind: 'count', min: 1, default: { fact: 'tier.choices' }, doc: 'Queues looked at.', source: 'AP-2.11' },
    },
  },
  jsq: { ...none, options: {} },
  shuffle: {
    ...none,
    options: {
      shardSize: {
        kind: 'count',
        min: 1,
        default: { fact: 'tier.shardSize' },
        doc: 'Queues of a tenant.',
        source: 'AP-2.9',
      },
      sample: { kind: 'count', min: 1, default: { fact: 'tier.sample' }, doc: 'Looked at.', source: 'AP-2.10' },
      construction: {
        kind: 'word',
        words: ['rendezvous', 'dealer'],
        default: 'rendezvous',
        isOurs: true,
        doc: 'How.',
        source: 'AP-2.9',
      },
    },
  },
} as const satisfies Record<string, Strategy>;
