/** Explain names the planted limit of each generated scenario, and none where none binds: with several seeds, of which none is special. */
import { describe, expect, it } from 'vitest';
import { boundBy, explainedTarget } from '../support/explained.ts';
import { planted, plantedOthers, type Planted } from '../support/planted.ts';

function explains(all: readonly Planted[]): void {
  it.each(all.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const explained = explainedTarget(one);
    expect(boundBy(explained)).toBe(one.limit);
    if (one.limit === 'none') {
      expect(explained.together).toBeNull();
      expect(explained.spans.map(({ limit }) => limit)).toEqual(['none']);
    } else expect(explained.spans.some(({ limit }) => limit === one.limit)).toBe(true);
  });
}

describe.each([1, 2, 3])('drawn by seed %i', (seed) => {
  const all = planted(seed);

  it('are more than twenty with a limit, and some of each kind of source without', () => {
    expect(all.filter(({ limit }) => limit !== 'none').length).toBeGreaterThanOrEqual(20);
    expect(all.filter(({ limit }) => limit === 'none').length).toBeGreaterThanOrEqual(5);
  });

  explains(all);
});

describe('other sources, events, outages and neighbours', () => {
  explains(plantedOthers(4));
});
