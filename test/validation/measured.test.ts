/**
 * The published measurements: every card of the reference is there, every scenario is used and sound, and the judge can say no. Whether the figures
 * agree is what `lagcast validate measured` says.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import type { Named } from '../../src/model/observer.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { RunOptions, Watched } from '../../src/simulate.ts';
import { LEFT_OUT } from '../../src/validation/measured/about.ts';
import { card, caseOf, stageOf, type Card, type Stage } from '../../src/validation/measured/card.ts';
import { Course, followed } from '../../src/validation/measured/course.ts';
import { judged, written, type Labels, type Published } from '../../src/validation/measured/published.ts';
import { measuredSection, TOPICS } from '../../src/validation/measured/section.ts';
import { runCase } from '../../src/validation/run-case.ts';

const scenarios = new URL('../../scenarios/', import.meta.url);
const FOLDER = 'validation/measured/';
const files = { readText: (path: string) => readFileSync(new URL(path, scenarios), 'utf8') };
const section = measuredSection(files);
const cards = TOPICS.flatMap(([, of]) => of);

/** Numbers of the cards of the reference, by what they are about. */
const REFERENCE: Readonly<Record<string, string>> = {
  'A-SQS18': '01 02 03 04 05 06 07 13',
  'A-SQS26': '01 03 05 07 08 11 12 14 16 17',
  'A-GUARD': '01 03',
  'A-LAT': '01 03 06 07 09 10 11 12',
  'A-ASYNC': '01 03 05',
  'A-COLD': '01 03 05 07',
  'A-KEEP': '01 03',
  'A-POOL': '01 03 05 06 08 10 11 13 15 16 18 20',
  'A-POLL': '01',
  'A-DOC': '01 02 05 07 09 10',
  'A-MAXC': '01 03',
  'A-ITER': '01',
  'A-WORK': '01',
};

describe('the cards', () => {
  const ids = section.cases.map(({ id }) => id);

  it('are all those of the reference, but for those left out with a reason', () => {
    const reference = Object.entries(REFERENCE).flatMap(([about, numbers]) =>
      numbers.split(' ').map((number) => `${about}-${number}`),
    );
    const missing = reference.filter((id) => !ids.includes(id));
    expect(missing).toEqual(Object.keys(LEFT_OUT));
    for (const id of missing) expect(section.about).toContain(id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('say what of their figures was fitted where a fact was taken from them', () => {
    const fitted = cards.filter(({ published }) => Object.values(published).some((one) => one.fitted !== undefined));
    const calibrated = [
      ...['A-LAT-01', 'A-LAT-03', 'A-LAT-07', 'A-LAT-09', 'A-SQS26-03', 'A-SQS26-14', 'A-SQS26-16'],
      ...['A-ASYNC-01', 'A-ASYNC-03', 'SQS-10-600', 'M.2', 'ENV-08'],
    ];
    expect(fitted.map(({ id }) => id)).toEqual(expect.arrayContaining(calibrated));
  });
});

describe('the scenarios', () => {
  const names = readdirSync(new URL(FOLDER, scenarios)).map((name) => name.replace(/\.yaml$/, ''));

  it.each(names)('%s is one, with a question, and warns of what its file says', (name) => {
    const text = files.readText(`${FOLDER}${name}.yaml`);
    const read = readScenario(text);
    const warnings = read.problems
      .filter(({ severity }) => severity !== 'note')
      .flatMap(({ source }) => source!.split(', '));
    expect([...new Set(warnings)].sort()).toEqual(/x-expectedWarnings: \[ (.*) \]/.exec(text)?.[1]!.split(', ') ?? []);
    expect(read.ok && read.scenario.question).toMatch(/\?$/);
  });

  it('are used, each of them', () => {
    const sources = readdirSync(new URL('../../src/validation/measured/cards/', import.meta.url)).map((file) =>
      readFileSync(new URL(`../../src/validation/measured/cards/${file}`, import.meta.url), 'utf8'),
    );
    for (const name of names) expect(sources.some((source) => source.includes(`'${name}'`))).toBe(true);
  });
});

describe('the judge', () => {
  const labels: Labels = { id: 'A-1', setting: 's', source: 'somebody', evidence: 'measured' };
  const figure: Published = { figure: 'wait, s', expected: 10, within: { relative: 0.1 } };

  it.each([
    [figure, 11, 'pass'],
    [figure, 9, 'pass'],
    [figure, 11.01, 'miss'],
    [figure, 8.99, 'miss'],
    [{ ...figure, within: { absolute: 2 } }, 12, 'pass'],
    [{ ...figure, within: { absolute: 2 } }, 7.9, 'miss'],
    [{ ...figure, within: { from: 4, to: 9 } }, 9, 'pass'],
    [{ ...figure, within: { from: 4, to: 9 } }, 3, 'miss'],
    [{ ...figure, expected: [10, 100] }, [11, 90], 'pass'],
    [{ ...figure, expected: [10, 100] }, [11, 89], 'miss'],
    [{ ...figure, fitted: 'f' }, 10, 'calibrated'],
    [{ ...figure, fitted: 'f' }, 12, 'miss'],
  ] as const)('%o, found %o: %s', (published, found, verdict) => {
    expect(judged(labels, published, found).verdict).toBe(verdict);
  });

  it('tells the greatest error, and why', () => {
    const row = judged(labels, { ...figure, expected: [10, 0, 100], misses: 'm', fitted: 'f' }, [11, 5, 80]);
    expect(row).toMatchObject({ error: -0.2, why: 'm f', expected: '10; 0; 100', found: '11; 5; 80' });
    expect(judged(labels, { ...figure, misses: 'm' }, 10)).not.toHaveProperty('why');
    expect(() => judged(labels, figure, [1, 2])).toThrow(RangeError);
  });

  it('writes figures as one reads them', () => {
    expect(written([96_992, 1_234_567, 999, 0.0130719, 0])).toBe('96,992; 1,234,567; 999; 0.01307; 0');
  });

  it('finds a miss that nobody knows of, and one that is none any more', () => {
    const [one] = TOPICS[0]![1];
    const { figure: name } = Object.values(one!.published)[0]!;
    const row = judged({ ...labels, id: one!.id }, { ...figure, figure: name }, 20);
    expect(section.defects!([row])).toEqual([`${one!.id}, ${name}: misses, and nobody knows why`]);
    expect(section.defects!([{ ...row, verdict: 'pass' }])).toEqual([]);
  });
});

describe('the course of a run', () => {
  it('counts what runs and what was started by then', () => {
    const sim = { now: 0 };
    const course = new Course({ sim } as unknown as Watched);
    const fn: Named = { name: 'f', index: 0 };
    const batch = (environment: number, cold: boolean) => ({ environment, cold }) as Batch;
    const steps: [number, 'invoked' | 'finished', Batch][] = [
      [1, 'invoked', batch(1, true)],
      [2, 'invoked', batch(2, true)],
      [3, 'finished', batch(1, true)],
      [3, 'invoked', batch(1, false)],
      [9, 'finished', batch(1, false)],
    ];
    for (const [at, what, of] of steps) {
      sim.now = at;
      course[what](fn, of);
    }
    expect([0, 1, 2, 3, 8, 9].map((at) => course.runningAt(at))).toEqual([0, 1, 2, 2, 2, 1]);
    expect([0, 1, 2, 9].map((at) => course.startedBy(at))).toEqual([0, 1, 2, 2]);
    expect(course.lives).toEqual([
      { bornAt: 1, lastEndAt: 9 },
      { bornAt: 2, lastEndAt: 2 },
    ]);
  });
});

describe('a service that behaves otherwise', () => {
  const stage = stageOf(files);

  /** The same stage, on which other facts hold. */
  function spoilt(facts: Readonly<Record<string, unknown>>): Stage {
    const { scenario, play } = stage;
    return {
      scenario: (name, settings) => scenario(name, { ...settings, facts }),
      play: (name, settings, options) => play(name, { ...settings, facts }, options),
    };
  }
  const of = (id: string): Card => cards.find((one) => one.id === id)!;

  it.each([
    ['A-POLL-01', { 'sqs.pollers.start': 3 }],
    ['A-DOC-01', { 'lambda.scaling.burst': 2000 }],
    ['A-DOC-10', { 'lambda.scaling.burst': 5, 'lambda.scaling.rate': '0.001/s' }],
    ['A-ASYNC-03', { 'async.retry.throttle.first': '4 s' }],
    ['A-MAXC-03', { 'sqs.pollers.start': 1, 'sqs.pollers.ramp': '0.001/s' }],
  ])('%s passes, and no longer with %o', (id, facts) => {
    expect(runCase(caseOf(of(id), stage)).defects).toEqual([]);
    expect(runCase(caseOf(of(id), spoilt(facts))).rows.map(({ verdict }) => verdict)).toContain('miss');
  });

  it('a case says when an observer counted its figures', () => {
    const ranOf = (options?: RunOptions): unknown => {
      const one = card({
        ...{ id: 'A-1', setting: '', source: '', seconds: 0 },
        published: { a: { figure: 'x', expected: 1, within: { absolute: 0 } } },
        measure: ({ play }) => {
          play('idle-queue', {}, options);
          return { a: 1 };
        },
      });
      return runCase(caseOf(one, stage)).rows[0]!.ran;
    };
    expect([ranOf(), ranOf({}), ranOf(followed().options)]).toEqual(['scenario', 'scenario', 'observed']);
  });

  it('a case says the reasons of its misses, each once', () => {
    const published = { figure: 'x', expected: 1, within: { absolute: 0 }, misses: 'so it is.' };
    const one = card({
      ...{ id: 'A-1', setting: '', source: '', seconds: 0 },
      published: { a: published, b: published, c: { ...published, misses: undefined } },
      measure: () => ({ a: 2, b: 2, c: 1 }),
    });
    const made = caseOf(one, stage);
    expect(made.knownMiss).toBe('so it is.');
    expect(runCase(made).defects).toEqual([]);
  });
});
