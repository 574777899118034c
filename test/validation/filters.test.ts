/** Recorded filter patterns: all of them are as recorded, and none of them would be if it said the opposite. */
import { describe, expect, it } from 'vitest';
import { filtersSection } from '../../src/validation/filters/section.ts';
import { jsonText } from '../../src/validation/filters/text.ts';
import { parseJson } from '../../src/model/filters/json.ts';
import { FILES } from '../support/validation-files.ts';

const { cases } = filtersSection(FILES);

/** The same cases, of which each says the opposite. */
const contrary = filtersSection({
  readText: (path) =>
    FILES.readText(path)
      .replace(/"matches": (true|false)/g, (_, word: string) => `"matches": ${word !== 'true'}`)
      .replace(/"refused": ("[^"]*"|true)/g, '"matches": true'),
}).cases;

describe('recorded filter patterns', () => {
  it('are all there', () => {
    expect(cases).toHaveLength(187);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(187);
  });

  it.each(cases)('$id is as recorded', ({ id, run }) => {
    const [row, ...others] = run();
    expect(row).toMatchObject({ id, verdict: 'pass' });
    expect(others).toEqual([]);
  });

  it.each(contrary)('$id would miss if it said the opposite', ({ run }) => {
    expect(run()[0]!.verdict).toBe('miss');
  });

  it('compare what a mapping answers to a pattern that it refuses', () => {
    const other = filtersSection({
      readText: (path) => FILES.readText(path).replaceAll('Invalid filter pattern definition.', 'Something else.'),
    });
    const misses = other.cases.flatMap(({ run }) => run()).filter(({ verdict }) => verdict === 'miss');
    expect(misses.map(({ id }) => id)).toEqual(['FLT-040', 'FLT-041', 'FLT-042', 'FLT-044']);
  });

  it('keep the way a number was written', () => {
    const text = '{"a": [300.0, 3e2, 300], "b": {"c": null, "d": "300.0"}}';
    expect(jsonText(parseJson(text))).toBe(text);
  });
});
