/** What befell a target that is no limit, and what is said of it; limits that events set; runs that were not enough. */
import { describe, expect, it } from 'vitest';
import { offTimesOf } from '../../src/explain/notes.ts';
import { targetsOf } from '../../src/explain/targets.ts';
import { resultExplanationText } from '../../src/report/explain-result/text.ts';
import { Template } from '../../src/scenario/template.ts';
import { simulate } from '../../src/simulate.ts';
import { explained } from '../support/explained.ts';

/** Twenty a second that take 20 ms each, for a minute. */
const queue = (more: object = {}, fn: object = {}, mapping: object = {}) => ({
  duration: '60 s',
  functions: { f: { timeout: '10 s', coldStart: 'none', handler: { perRecord: '20 ms' }, ...fn } },
  sources: { s: { type: 'sqs', arrivals: [{ rate: { poisson: '20/s' } }] } },
  mappings: { m: { source: 's', function: 'f', batchSize: 1, ...mapping } },
  ...more,
});
const words = (scenario: object): string =>
  resultExplanationText(explained(scenario).explanation).replaceAll('\n', ' ');

describe('a note', () => {
  it.each([
    ['an outage of a mapping', { outage: { mapping: 'm' } }, 'The polling of m was out from 20 s to 30 s.'],
    ['an outage of a function', { outage: { function: 'f' } }, 'The function f was out from 20 s to 30 s.'],
    ['a mapping that is disabled', { disable: 'm' }, 'm was disabled from 20 s to 30 s.'],
  ])('tells of %s, and blames no limit', (_what, event, sentence) => {
    const { explanation, result } = explained(queue({ events: [{ at: '20 s', for: '10 s', ...event }] }));
    const [target] = explanation.targets;
    expect(target!.findings).toEqual([]);
    expect(resultExplanationText(explanation)).toContain(sentence);
    expect(offTimesOf(targetsOf(result)[0]!, result)).toMatchObject([{ from: 20e6, until: 30e6 }]);
  });

  it('tells of a mapping that was never on, and of one that was not yet', () => {
    expect(words(queue({}, {}, { enabled: false }))).toContain('m was disabled throughout the run.');
    expect(words(queue({}, {}, { enabledAt: '10 s' }))).toContain('m was disabled from 0 s to 10 s.');
  });

  it('tells of calls that failed, which nobody tries again', () => {
    const calls = {
      duration: '60 s',
      functions: { f: { handler: { perRecord: '20 ms', outcome: [{ fails: '100 %' }] } } },
      sources: { s: { type: 'sync', function: 'f', arrivals: [{ rate: '5/s' }] } },
    };
    expect(words(calls)).toContain('100 % of the calls failed in their invocation; nobody tries those again.');
  });

  it('tells of work that was done twice', () => {
    const short = queue(
      { duration: '20 s', events: [{ at: '5 s', set: { 'sources.s.visibilityTimeout': '2 s' } }] },
      { handler: { perRecord: '3 s' } },
    );
    expect(words(short)).toMatch(/[\d,]+ deliveries were of records that were handled already, and [\d,]+ times /);
  });

  it('tells of the window that a service has by itself, and only of that', () => {
    const topic = (mapping: object) => ({
      duration: '60 s',
      functions: { f: { coldStart: 'none', handler: { perRecord: '5 ms' } } },
      sources: { s: { type: 'kafka', arrivals: [{ rate: { poisson: '5/s' } }] } },
      mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', ...mapping } },
    });
    const { explanation } = explained(topic({}));
    expect(explanation.targets[0]!.findings).toEqual([]);
    expect(explanation.targets[0]!.notes).toMatchObject([{ about: 'serviceWindow', mappings: ['m'] }]);
    const [written] = explained(topic({ maximumBatchingWindow: '2 s' })).explanation.targets;
    expect([written!.findings[0]!.limit, written!.notes]).toEqual(['batchWindow', []]);
  });
});

describe('a limit that an event sets', () => {
  const scenario = queue(
    { events: [{ at: '20 s', for: '20 s', set: { 'functions.f.reservedConcurrency': 0 } }] },
    { reservedConcurrency: 20 },
  );
  const [finding] = explained(scenario).explanation.targets[0]!.findings;
  const path = 'events[0].set["functions.f.reservedConcurrency"]';

  it('is lifted with the event, and raised where it is too low', () => {
    expect(finding!.limit).toBe('reserved');
    expect(Object.keys(finding!.change!.settings)).toEqual([path]);
    expect(finding!.change!.now).toEqual({ [path]: 0 });
  });

  it('gives what it is said to give', () => {
    const again = simulate(new Template(scenario).variant(finding!.change!.settings).scenario);
    expect(again.sources['s']!.latency.p99).toBe(finding!.change!.after.p99);
  });
});

describe('what there is to explain', () => {
  it('is nothing where nobody works on records', () => {
    const unread = { duration: '10 s', sources: { s: { type: 'sqs', arrivals: [{ rate: '1/s' }] } } };
    expect(words(unread)).toContain('There is nothing to explain: nobody works on records of a source.');
  });

  it('is nothing to speak of where nothing was sent', () => {
    const silent = { ...queue(), sources: { s: { type: 'sqs' } } };
    expect(words(silent)).toContain('Nothing bound s: it had no records.');
  });

  it('has the function that direct callers call', () => {
    const calls = { ...queue(), sources: { s: { type: 'sync', function: 'f' } }, mappings: {} };
    expect(targetsOf(simulate(new Template(calls).variant().scenario))[0]!.functions).toEqual(['f']);
  });
});

it('says so where no run was left for the smallest change', () => {
  const { explanation } = explained(queue({}, {}, { batchSize: 500, maximumBatchingWindow: '20 s' }), 2);
  const [finding] = explanation.targets[0]!.findings;
  expect([finding!.limit, finding!.isSought]).toEqual(['batchWindow', false]);
  expect(resultExplanationText(explanation)).not.toContain('The smallest change');
});

it('under rules without a most of pollers, lifts no ramp of them', () => {
  const ideal = {
    ...queue({ rules: 'ideal', duration: '20 s' }, { reservedConcurrency: 1, handler: { perRecord: '100 ms' } }),
  };
  const [target] = explained(ideal).explanation.targets;
  expect(target!.findings[0]!.limit).toBe('reserved');
  expect(target!.tried.filter(({ limit, lift }) => limit === 'pollerRamp' && lift !== null)).toEqual([]);
});
