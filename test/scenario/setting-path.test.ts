import { describe, expect, it } from 'vitest';
import { parsePath, valueAt, withValue } from '../../src/scenario/setting-path.ts';

const TREE = {
  functions: { worker: { timeout: '3 s' }, 'order-worker': {} },
  sources: { q: { arrivals: [{ rate: '1/s' }, { rate: '2/s' }] } },
};

function pathOf(text: string): unknown {
  const parsed = parsePath(text);
  return parsed.ok ? parsed.path : parsed.problem.message;
}

describe('parsePath', () => {
  it.each([
    ['functions.order-worker.timeout', ['functions', 'order-worker', 'timeout']],
    ['sources.q.arrivals[0].rate', ['sources', 'q', 'arrivals', 0, 'rate']],
    ['facts.sqs.pollers.start', ['facts', 'sqs.pollers.start']],
    ['plan.vary["mappings.m.batchSize"]', ['plan', 'vary', 'mappings.m.batchSize']],
  ])('takes %s apart', (text, path) => {
    expect(pathOf(text)).toEqual(path);
  });

  it.each(['', '.a', 'a..b', 'a b', 'a[', 'a[-1]', 'a[1.5]', 'a."b"', 'a[99999999]', 'x'.repeat(501)])(
    'refuses %j',
    (text) => {
      expect(pathOf(text)).toEqual(expect.stringMatching(/path/));
    },
  );
});

describe('withValue', () => {
  const set = (text: string, value: unknown) => withValue(TREE, pathOf(text) as string[], value);

  it('copies what is on the way and shares the rest', () => {
    const made = set('functions.worker.timeout', '5 s');
    expect(made).toMatchObject({ ok: 'set', tree: { functions: { worker: { timeout: '5 s' } } } });
    expect(TREE.functions.worker.timeout).toBe('3 s');
    expect((made as { tree: typeof TREE }).tree.sources).toBe(TREE.sources);
  });

  it('sets an item of a list, and what is not there yet inside a part', () => {
    expect(set('sources.q.arrivals[1].rate', '9/s')).toMatchObject({
      tree: { sources: { q: { arrivals: [{ rate: '1/s' }, { rate: '9/s' }] } } },
    });
    expect(set('sources.q.redrivePolicy.maxReceiveCount', 3)).toMatchObject({
      tree: { sources: { q: { redrivePolicy: { maxReceiveCount: 3 } } } },
    });
    expect(set('plan.risk', '1 %')).toMatchObject({ tree: { plan: { risk: '1 %' } } });
  });

  it('names what is not there, and what was meant', () => {
    expect(set('functions.wroker.timeout', 1)).toMatchObject({ ok: false, problem: { hint: 'did you mean worker?' } });
    expect(set('sources.q.arrivals[2].rate', 1)).toMatchObject({
      problem: { message: 'sources.q.arrivals is a list of 2, and has nothing at 2' },
    });
    expect(set('sources.q.redrivePolicy.steps[0].after', 1)).toMatchObject({
      problem: { message: 'sources.q has no "redrivePolicy"', hint: 'what there is: arrivals' },
    });
    expect(set('plan.vary.list[0]', 1)).toMatchObject({ problem: { message: 'the scenario has no "plan"' } });
    expect(set('functions[0]', 1)).toMatchObject({
      ok: false,
      problem: { message: 'functions is no list, and has nothing at 0' },
    });
  });

  it('does not take inherited names for parts', () => {
    expect(set('functions.constructor.timeout', 1)).toMatchObject({ ok: false });
    expect(valueAt(TREE, ['functions', 'toString'])).toBe(undefined);
  });

  it('does not set inside a single value', () => {
    expect(set('functions.worker.timeout.value', 1)).toMatchObject({ ok: false });
  });
});
