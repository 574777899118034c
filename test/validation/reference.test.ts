/** Nothing of the reference is left out in silence: each id is a case of the validation, a row of one, or left out with a reason. */
import { describe, expect, it } from 'vitest';
import { idsOf } from '../../src/validation/choice.ts';
import { LEFT_OUT } from '../../src/validation/measured/about.ts';
import { suiteOf } from '../../src/validation/suite.ts';
import { FILES } from '../support/validation-files.ts';
import { engineSection } from '../theory/engine/section.ts';
import { COLLECTION } from './collection.ts';
import { REFERENCE_IDS } from './reference-ids.ts';

const cases = [...suiteOf(FILES), engineSection].flatMap((section) => section.cases);
// Behind a comma: a variant of the id.
const named = new Set(cases.flatMap((one) => idsOf(one).flatMap((id) => [id, id.split(', ')[0]!])));

describe('the ids of the reference', () => {
  it('are all there: 327 values, 187 filters, 63 recordings', () => {
    const isFilter = (id: string): boolean => id.startsWith('FLT-');
    expect(REFERENCE_IDS.filter(isFilter)).toHaveLength(187);
    expect(REFERENCE_IDS.filter((id) => !isFilter(id))).toHaveLength(327);
    expect(COLLECTION).toHaveLength(63);
    expect(new Set([...REFERENCE_IDS, ...COLLECTION]).size).toBe(577);
  });

  it('are cases of the validation, rows of one, or left out with a reason', () => {
    const missing = [...REFERENCE_IDS, ...COLLECTION].filter((id) => !named.has(id));
    expect(missing).toEqual(Object.keys(LEFT_OUT));
    for (const id of missing) expect(LEFT_OUT[id]!.length).toBeGreaterThan(40);
  });

  it('are of one case each, and so are the rows that a case gives besides', () => {
    const ids = cases.flatMap(idsOf);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });
});
