/** Drain, pollers and pool, on problems whose answers are known. */
import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/engine/time.ts';
import { PlanError } from '../../src/plan/answer.ts';
import { drainTimeWithGrowth } from '../../src/plan/drain/expected.ts';
import { drained } from '../../src/plan/drain/measure.ts';
import { plan, planning } from '../../src/plan/questions.ts';
import { conduct, FRESH, runCell } from '../../src/plan/experiment.ts';
import type { QuestionName } from '../../src/plan/question-names.ts';
import type { Result } from '../../src/metrics/result.ts';
import { Template } from '../../src/scenario/template.ts';
import { planMarkdown, planText } from '../../src/report/experiments/plan.ts';
import { PLAIN } from '../../src/report/style.ts';

function templateOf(text: string): Template {
  const made = Template.fromText(`lagcast: 1\n${text}`);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.template;
}

function ask<N extends QuestionName>(question: N, text: string) {
  return plan(templateOf(text), { ask: question });
}

function refusal(question: QuestionName, text: string): string {
  try {
    ask(question, text);
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
  return 'none';
}

const queue = (more: string, rest = '', rate = '5/s'): string => `
duration: 2 min
functions: { f: { timeout: 10 s, coldStart: none, handler: { duration: 1 s } } }
sources: { q: { type: sqs, visibilityTimeout: 1 min, arrivals: [ { rate: ${rate} } ] } }
mappings: { m: { source: q, function: f, batchSize: 1${more} } }
${rest}`;

const sync = `
duration: 1 min
functions: { f: { timeout: 10 s, coldStart: none, handler: { duration: 450 ms } } }
sources: { calls: { type: sync, function: f, arrivals: [ { rate: 10/s } ] } }
`;

describe('drain', () => {
  it('takes what PLN-05 says: 1,000 messages at 10 − 5 a second', () => {
    const answer = ask(
      'drain',
      queue(', pollers: { policy: fixed, count: 10 }', 'plan: { drain: { backlog: 1000, replications: 2 } }'),
    );
    const [one] = answer.drains;
    expect(answer).toMatchObject({ backlogOf: 'asked', met: true });
    expect(one!.formula.atCeiling! / SECOND).toBeCloseTo(one!.backlog / 5, 6);
    expect(Math.abs(one!.simulated.mean! / one!.formula.atCeiling! - 1)).toBeLessThan(0.03);
  });

  it('knows that pollers grow first', () => {
    const answer = ask('drain', queue('', 'plan: { drain: { backlog: 4000, replications: 2 } }'));
    const { simulated, formula } = answer.drains[0]!;
    expect(Math.abs(simulated.mean! / formula.withGrowth! - 1)).toBeLessThan(0.03);
    expect(simulated.mean!).toBeGreaterThan(2 * formula.atCeiling!);
  });

  it('says that it never ends where more comes than is handled', () => {
    const answer = ask(
      'drain',
      queue(', pollers: { policy: fixed, count: 10 }', 'plan: { drain: { backlog: 100, replications: 2 } }', '20/s'),
    );
    expect(answer.met).toBe(false);
    expect(answer.drains[0]!.formula).toMatchObject({ never: true, atCeiling: null });
    expect(planText('drain', answer)).toContain('are never gone before the end of the run');
    const markdown = planMarkdown('drain', answer);
    expect(markdown).toMatch(
      /\n\*\*\d+ messages of q that wait at .* are never gone before the end of the run\.\*\*\n/,
    );
    expect(markdown).toContain('\n| m | never | never | –');
  });

  it('finds the backlog of an outage in the scenario itself', () => {
    const out = 'events: [ { at: 20 s, for: 20 s, outage: { mapping: m } } ]';
    const [one] = ask('drain', queue(', pollers: { policy: fixed, count: 10 }', out)).drains;
    expect(one).toMatchObject({ cause: 'the outage of m', start: 40 * SECOND });
    // 20 s × 5/s wait, and go at 10 − 5 a second: 20 s.
    expect(one!.backlog).toBeGreaterThan(95);
    expect(one!.simulated.mean! / SECOND).toBeGreaterThan(15);
    expect(one!.simulated.mean! / SECOND).toBeLessThan(23);
  });

  it('knows what comes while it drains, however quiet the rest of the run is', () => {
    const out = 'events: [ { at: 20 s, for: 20 s, outage: { mapping: m } } ]';
    const text = queue(', pollers: { policy: fixed, count: 10 }', out);
    const [one] = ask('drain', text.replace('rate: 5/s', 'rate: 5/s, endAt: 80 s')).drains;
    expect(one!.formula.arrivals).toBeCloseTo(5, 6);
  });

  it('asks for what it does not know', () => {
    expect(refusal('drain', sync)).toContain('nothing holds a backlog');
    const listed = queue('').replace('{ rate: 5/s }', '{ records: [ { at: 1 s } ] }');
    expect(refusal('drain', listed)).toContain('say it with --backlog');
  });

  it('measures from the end of what held messages up to the first quiet interval', () => {
    const depth = [0, 0, 100, 200, 150, 90, 30, 1, 0, 0];
    const series = { period: SECOND, sources: { q: { depth, inFlight: depth.map(() => 0) } } };
    const result = { sources: { q: {} }, series } as unknown as Result;
    const cause = { says: 'x', until: 4 * SECOND };
    expect(drained(result, 'q', [cause], undefined)).toMatchObject({ backlog: 200, took: 3 * SECOND, gone: 2 });
    expect(drained(result, 'q', [], { mean: 1, peak: 1 })).toMatchObject({
      cause: undefined,
      backlog: 200,
      took: 3.5 * SECOND,
    });
    expect(drained(result, 'q', [], { mean: 30, peak: 1 })).toBeUndefined();
  });

  it('works out a ramp by hand', () => {
    // From none, one more a second, each 1/s: half of t² are done.
    const handling = { ceiling: 100, boundBy: '', throughput: 100, growth: { start: 0, slope: 1 } };
    const each = { duration: SECOND, batch: 1 };
    expect(drainTimeWithGrowth(200, 0, handling, each)).toBeCloseTo(20 * SECOND, 3);
    // 100 s of ramp do 5,000; the other 1,000 go at 100 a second.
    expect(drainTimeWithGrowth(6000, 0, handling, each)).toBeCloseTo(110 * SECOND, 3);
    expect(drainTimeWithGrowth(1, 100, handling, each)).toBe(Infinity);
  });
});

const WIDE = { ...PLAIN, width: 200 };
const EASY = 'plan: { risk: 50 %, confidence: 60 %, maxRuns: 400 }';

/** Whatever there is, it meets the objective. */
const POLLED = (maxRuns: number): string =>
  queue(
    '',
    `objectives: [ max(q.latency) < 1 min ]\nplan: { risk: 50 %, confidence: 60 %, maxRuns: ${maxRuns} }`,
  ).replace('2 min', '5 s');

describe('pollers', () => {
  it('confirms the pair on luck that the search for minimumPollers did not use, each with half of the error', () => {
    const fresh: number[] = [];
    const answer = conduct(planning(templateOf(POLLED(400)), { ask: 'pollers' }), (cell) => {
      if (cell.replication >= FRESH) fresh.push(cell.replication);
      return runCell(cell);
    });
    const { minimum, maximum } = answer;
    expect(answer).toMatchObject({ met: true, found: { minimumPollers: 2, maximumPollers: 2 }, confidence: 0.6 });
    expect(answer.confidenceOfEach).toBeCloseTo(0.8);
    expect(answer.runs).toBe(minimum.runs + maximum!.runs);
    expect(new Set(fresh).size).toBe(fresh.length);
    expect(fresh).toHaveLength(minimum.winner!.runs + maximum!.winner!.runs);
    expect(planText('pollers', answer)).toContain(`${answer.runs} runs of both searches in all`);
  });

  it('answers with what was found when runs are used up, and says what is not known', () => {
    const { minimum } = ask('pollers', POLLED(400));
    const answer = ask('pollers', POLLED(minimum.runs + 1));
    expect(answer).toMatchObject({ met: false, maximum: null, found: { minimumPollers: 2, maximumPollers: 200 } });
    const text = planText('pollers', answer, { ...PLAIN, width: 300 });
    expect(text).toContain('m needs minimumPollers: 2, ready all the time; confirmed with maximumPollers: 200.');
    expect(text).toContain(`The ${minimum.runs + 1} runs that were allowed were used up`);
  });

  it('takes a mapping on demand, and refuses what is no queue', () => {
    expect(refusal('pollers', sync)).toContain('no mapping reads one');
    expect(refusal('pollers', queue('', 'plan: { pollers: { mapping: m }, maxRuns: 10 }'))).toContain(
      'nothing can be confirmed',
    );
  });
});

describe('pool', () => {
  it('tells of each demand once, and of refused calls where no objective speaks of them', () => {
    const { undivided } = ask('pool', `${sync}account: { concurrency: 4 }\n${EASY}`);
    expect(undivided.missed).toEqual([{ text: 'calls.refused == 0', times: 5 }]);
  });

  it('finds the reservation that is known: ten calls a second of 450 ms are five at once', () => {
    const answer = ask('pool', `${sync}${EASY}`);
    expect(answer.functions).toMatchObject([{ name: 'f', peak: 5, reservedConcurrency: 5 }]);
    expect(answer).toMatchObject({ reserved: 5, fits: true, met: true, undivided: { misses: 0 } });
    const said = 'Reserve 5 of the 1,000 executions of the account: f 5.';
    expect(planText('pool', answer)).toContain(said);
    expect(planMarkdown('pool', answer)).toContain(`\n**${said} 995 stay unreserved.**\n`);
    expect(planMarkdown('pool', answer)).toMatch(/\n\| function \| reserve \| .*\n\|---\|---:\|.*\n\| f \| 5 \| 5 \|/);
  });

  it('looks well above what few runs showed, and beside functions that are never refused', () => {
    const called = (name: string): string =>
      `calls-${name}: { type: sync, function: ${name}, arrivals: [ { rate: { poisson: 10/s } } ] }`;
    const fn = '{ timeout: 10 s, coldStart: none, handler: { duration: { exponential: { mean: 200 ms } } } }';
    const answer = ask(
      'pool',
      `duration: 10 s
functions: { a: ${fn}, b: ${fn} }
sources: { ${called('a')}, ${called('b')} }
${EASY}`,
    );
    for (const { name, peak, search } of answer.functions) {
      const { vary, candidates } = search!;
      expect(vary[0]!.last).toBe(2 * peak + 10);
      const missed = candidates.flatMap(({ demands }) => demands.filter((one) => one.missed > 0));
      expect(new Set(missed.map(({ text }) => text))).toEqual(new Set([`calls-${name}.refused == 0`]));
    }
  });

  it('says that runs were used up, and which demand no reservation meets', () => {
    const two = `
duration: 10 s
functions:
  a: { timeout: 10 s, coldStart: none, handler: { duration: 450 ms } }
  b: { timeout: 10 s, coldStart: none, handler: { duration: 450 ms } }
sources:
  calls-a: { type: sync, function: a, arrivals: [ { rate: 10/s } ] }
  calls-b: { type: sync, function: b, arrivals: [ { rate: 10/s } ] }
`;
    const text = planText('pool', ask('pool', `${two}plan: { risk: 50 %, confidence: 60 %, maxRuns: 30 }`), WIDE);
    expect(text).toContain('used up before a reservation for b was found');
    const slow = ask('pool', `${sync}objectives: [ p50(calls.latency) < 400 ms ]\n${EASY}`);
    expect(slow.functions[0]).toMatchObject({ peak: 5, most: 20, reservedConcurrency: null });
    const said = planText('pool', slow, WIDE);
    expect(said).toMatch(/No reservation for f up to 20 meets .*p50\(calls\.latency\) < 400 ms \(\d+ of \d+ runs\)/);
  });

  it('says how large the account would have to be', () => {
    const answer = ask('pool', `${sync}account: { concurrency: 103 }\n${EASY}`);
    expect(answer).toMatchObject({ reserved: 5, fits: false, divided: null, met: false });
    const text = planText('pool', answer, WIDE);
    expect(text).toContain('an account of 105, and this one has 103');
  });
});
