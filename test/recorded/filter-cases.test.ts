/** Every recorded pattern with its event: what the services and event-ruler made of it, the matcher makes of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENTBRIDGE, LAMBDA } from '../../src/model/filters/dialect.ts';
import { parseJson } from '../../src/model/filters/json.ts';
import { matches } from '../../src/model/filters/matches.ts';
import { readPattern } from '../../src/model/filters/pattern.ts';
import { letsThrough } from '../../src/model/filters/record-filter.ts';
import { Refused } from '../../src/model/filters/refused.ts';
import type { FilteredKind } from '../../src/model/filters/source-fields.ts';

interface Case {
  readonly id: string;
  readonly layer: string;
  /** A pattern, or the text that was given as one. */
  readonly pattern?: unknown;
  readonly text?: string;
  readonly event?: unknown;
  readonly matches?: boolean;
  /** Refused; with a text where the answer is compared, too. */
  readonly refused?: true | string;
}

type Event = Readonly<Record<string, unknown>>;

/** Cases of mappings are decided the same way with the rules of their source. */
const KINDS: Readonly<Record<string, FilteredKind>> = {
  'lambda-esm-sqs': 'sqs',
  'lambda-esm-kinesis': 'kinesis',
  'lambda-esm-dynamodb': 'dynamodbStreams',
};

// Read so that 300.0 stays 300.0.
const { cases } = parseJson(readFileSync('test/recorded/filter-cases.json', 'utf8')) as { cases: readonly Case[] };

function read({ layer, pattern, text }: Case) {
  return readPattern(text ?? pattern, { dialect: layer.startsWith('lambda') ? LAMBDA : EVENTBRIDGE, mostRules: 1000 });
}

describe('recorded filter patterns', () => {
  it('has all of them', () => {
    expect(cases).toHaveLength(187);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(187);
  });

  it.each(cases.filter(({ refused }) => refused !== undefined))('$id is refused', (one) => {
    const pattern = read(one);
    expect(pattern).toBeInstanceOf(Refused);
    if (typeof one.refused === 'string') expect(LAMBDA.refusal).toBe(one.refused);
  });

  it.each(cases.filter(({ refused }) => refused === undefined))('$id matches: $matches', (one) => {
    const pattern = read(one);
    if (pattern instanceof Refused) throw pattern;
    expect(matches(pattern, one.event)).toBe(one.matches);
    const kind = KINDS[one.layer];
    if (kind !== undefined) expect(letsThrough([pattern], one.event as Event, kind)).toBe(one.matches);
  });
});
