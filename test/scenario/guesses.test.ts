/** Guesses of a scenario: what is accepted, what is refused with which words, and that no run depends on them. */
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/scenario/explain.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';

const scenario = (guesses?: unknown) => ({
  lagcast: 1,
  name: 'guessed',
  duration: '20 s',
  functions: { worker: { handler: { perRecord: { exponential: { mean: '50 ms' } } } } },
  sources: { orders: { type: 'sqs', arrivals: [{ rate: { poisson: '10/s' } }] } },
  mappings: { m: { source: 'orders', function: 'worker' } },
  ...(guesses === undefined ? {} : { guesses }),
});

function errorsOf(guesses: unknown): string[] {
  const { problems } = readScenarioValue(scenario(guesses));
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ path, message, hint }) => `${path}: ${message}${hint === undefined ? '' : ` (${hint})`}`);
}

function readWith(guesses?: unknown) {
  const read = readScenarioValue(scenario(guesses));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.scenario;
}

const SOUND = {
  'functions.worker.handler.perRecord': { times: 3 },
  'sources.orders.arrivals[0].rate': { from: '300/min', to: '20/s' },
  'facts.sqs.pollers.start': { from: 2, to: 10 },
  'facts.sqs.startLatency': ['on', 'off'],
};

describe('guesses', () => {
  it('are kept in the order of the file', () => {
    expect(readWith(SOUND).guesses).toEqual([
      { path: 'functions.worker.handler.perRecord', spread: { kind: 'times', factor: 3 } },
      { path: 'sources.orders.arrivals[0].rate', spread: { kind: 'between', from: '300/min', to: '20/s' } },
      { path: 'facts.sqs.pollers.start', spread: { kind: 'between', from: 2, to: 10 } },
      { path: 'facts.sqs.startLatency', spread: { kind: 'values', values: ['on', 'off'] } },
    ]);
    expect(readWith().guesses).toEqual([]);
  });

  it('change nothing in a run', () => {
    const [without, having] = [simulate(readWith()), simulate(readWith(SOUND))];
    expect(having.digest).toBe(without.digest);
    expect(having.sources).toEqual(without.sources);
  });

  it('are explained', () => {
    const lines = explain(readWith(SOUND)).lines.filter(({ path }) => path.startsWith('guesses['));
    expect(lines.map(({ text }) => text)).toEqual([
      '  functions.worker.handler.perRecord: { times: 3 }',
      '  sources.orders.arrivals[0].rate: { from: 300/min, to: 20/s }',
      '  facts.sqs.pollers.start: { from: 2, to: 10 }',
      '  facts.sqs.startLatency: [ on, off ]',
    ]);
  });

  it.each([
    [{ 'functions.wroker.handler.perRecord': { times: 2 } }, /functions has no "wroker" \(did you mean worker\?\)/],
    [{ 'functions.worker.handler.perRecord': { times: 1 } }, /a number above 1 and at most 1000 is due; found 1/],
    [{ 'functions.worker.handler.perRecord': { times: '2' } }, /a number above 1/],
    [{ 'functions.worker.handler.perRecord': { times: NaN } }, /a number above 1/],
    [{ 'functions.worker.handler.perRecord': {} }, /either times, or from and to, are due/],
    [{ 'functions.worker.handler.perRecord': { times: 2, to: '1 s' } }, /either times, or from and to, are due/],
    [{ 'functions.worker.handler.perRecord': { from: '1 s', to: '10 ms' } }, /more than from \("1 s"\) is due/],
    [{ 'functions.worker.handler.perRecord': { from: '1 ms', to: '10/s' } }, /are not of one kind/],
    [
      { 'functions.worker.handler.perRecord': { from: 'fast', to: '10 s' } },
      /an amount such as 30 s, 10\/s or 8 is due/,
    ],
    [{ 'functions.worker.handler.perRecord': { fron: '1 s', to: '10 s' } }, /did you mean from\?/],
    [{ 'functions.worker.handler.perRecord': ['10 ms'] }, /a list of 2 to 20 values is due/],
    [{ 'functions.worker.handler.perRecord': ['10 ms', '10 ms'] }, /"10 ms" stands twice in the list/],
    [{ 'functions.worker.handler.perRecord': 2 }, /a mapping of keys to values is due|a list of 2 to 20/],
    [{ 'facts.sqs.polers.start': { times: 2 } }, /no fact is called "sqs.polers.start" \(did you mean facts.sqs/],
    [{ duration: { times: 2 } }, /"duration" is no input that could be another/],
    [{ 'functions.worker..handler': { times: 2 } }, /is no path/],
    [{ 'sources.orders.arrivals[7].rate': { times: 2 } }, /a list of 1, and has nothing at 7/],
    [[], /a mapping from paths to how far off/],
  ])('%j is refused', (guesses, said) => {
    const errors = errorsOf(guesses);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(said);
  });
});
