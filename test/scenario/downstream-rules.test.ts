/** What a scenario may say about downstreams, what holds unless it says so, and what it is warned of. */
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/scenario/explain.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';

interface Case {
  readonly db?: string;
  readonly use?: string;
  readonly fn?: string;
  readonly mapping?: string;
  readonly parallel?: number;
}

const textOf = ({ db = '', use = 'db', fn = '', mapping = '', parallel = 10 }: Case) => `lagcast: 1
duration: 1 h
sources: { q: { type: sqs, visibilityTimeout: 18 s } }
functions: { f: { handler: { perRecord: 1 ms, parallel: ${parallel}, uses: [ ${use} ] }, ${fn} } }
downstreams: { db: { ${db} } }
mappings: { m: { source: q, function: f, ${mapping} } }
`;

const told = (some: Case): string[] =>
  formatProblems('', readScenario(textOf(some)).problems)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^:[\d:]+ /, ''));

const explained = (some: Case): string[] => {
  const read = readScenario(textOf(some));
  if (!read.ok) throw new Error(told(some).join('\n'));
  return explain(read.scenario)
    .lines.filter(({ path }) => path.startsWith('downstreams.db.'))
    .map(
      ({ text, value }) => `${text.trim()}${value === undefined || value.from === 'given' ? '' : ` # ${value.origin}`}`,
    );
};

describe('connections of all environments', () => {
  it('are held against the limit: 50 environments with a pool of 10 would hold 500', () => {
    expect(told({ db: 'connections: 100', fn: 'reservedConcurrency: 50' })).toEqual([
      'warning: downstreams.db.connections: 50 environments × 10 connections = 500 connections, more than the 100 of db: calls that need one more fail (reservedConcurrency: 10 for f, or fewer connections in each environment)',
    ]);
    expect(told({ db: 'connections: 500', fn: 'reservedConcurrency: 50' })).toEqual([]);
    expect(told({ db: 'connections: 499, onExhausted: wait', fn: 'reservedConcurrency: 50' })[0]).toMatch(
      /the others wait/,
    );
  });

  it('are a note where only the account bounds the environments, and go by the lanes of a stream', () => {
    expect(told({ db: 'connections: 100' })[0]).toMatch(/^note: .*at most 1000 environments × 10 connections = 10000/);
    const ofStream = (shards: number) =>
      formatProblems(
        '',
        readScenario(
          textOf({ db: 'connections: 15', mapping: 'startingPosition: LATEST' }).replace(
            'type: sqs, visibilityTimeout: 18 s',
            `type: kinesis, shards: ${shards}`,
          ),
        ).problems,
      );
    expect(ofStream(1)).not.toContain('more than the 15');
    expect(ofStream(2)).toMatch(/warning: downstreams.db.connections: 2 environments × 10 connections = 20/);
  });

  it('are those of one pool, however often the downstream is called; settings that differ are refused', () => {
    const twice = (other: string) => told({ db: 'connections: 50', use: `db, ${other}`, fn: 'reservedConcurrency: 5' });
    expect(twice('db')).toEqual([]);
    expect(twice('{ downstream: db, pool: 3 }')[0]).toMatch(
      /^error: functions\.f\.handler\.uses\[1\]: db is called before with other settings/,
    );
  });

  it('are no more than are used at once, and none where none are kept', () => {
    expect(told({ db: 'connections: 100', fn: 'reservedConcurrency: 50', parallel: 2 })).toEqual([]);
    const each = (connect: string) =>
      told({ db: 'connections: 99', use: `{ downstream: db, connect: ${connect} }`, fn: 'reservedConcurrency: 100' });
    expect(each('perEnvironment')[0]).toMatch(/100 environments × 1 connection = 100 connections, more than the 99/);
    expect(each('none')).toEqual([]);
  });

  it('are as many as the strategy and the largest batch let be used at once', () => {
    const each = (handler: string, mapping = '') =>
      /× (\d+) connection/.exec(
        formatProblems(
          '',
          readScenario(
            textOf({ db: 'connections: 1', fn: 'reservedConcurrency: 10', mapping }).replace('parallel: 10', handler),
          ).problems,
        ),
      )?.[1];
    expect(each('strategy: { pool: 4 }')).toBe('4');
    expect(each('strategy: { chunks: 6 }')).toBe('6');
    expect(each('strategy: oneByOne')).toBe('1');
    expect(each('strategy: allAtOnce', 'batchSize: 7')).toBe('7');
    expect(each('strategy: { adaptive: { target: 1 s, max: 5 } }')).toBe('5');
    expect(each('parallel: 10', 'batchSize: 3')).toBe('3');
  });

  it('are as many as the account or maximumConcurrency lets environments be', () => {
    expect(told({ db: 'connections: 100', parallel: 1 })[0]).toMatch(/1000 environments × 1 connection/);
    expect(told({ db: 'connections: 100', parallel: 1, mapping: 'maximumConcurrency: 100' })).toEqual([]);
    expect(told({ db: 'connections: 99', parallel: 1, mapping: 'maximumConcurrency: 100' })[0]).toMatch(
      /100 environments/,
    );
  });
});

it('the patience of a call that outlasts its function is worth a warning', () => {
  const use = (times: string) => told({ use: `{ downstream: db, ${times} }`, fn: 'timeout: 3 s' });
  expect(use('acquireTimeout: 2 s, queryTimeout: 2 s')).toEqual([
    'warning: functions.f.handler.uses[0]: a call may wait 4 s in all, longer than the timeout of the function, 3 s (shorter timeouts of the call, so that the code can say what went wrong)',
  ]);
  expect(use('acquireTimeout: 2 s, queryTimeout: 1 s')).toEqual([]);
  expect(use('queryTimeout: 2 s')).toEqual([]);
});

describe('a downstream in full', () => {
  it('has no more lines than it has limits', () => {
    const plain = ['latency: 0 s # our default', 'whenOut: fail # our default', 'failAfter: 10 ms # our default'];
    expect(explained({})).toEqual(plain);
    expect(explained({ db: 'connections: 5000, onExhausted: breaker' })).toEqual([
      ...plain,
      ...['connections: 5000', 'onExhausted: breaker', 'breaker:'],
      ...['failures: 5 # our default', 'openFor: 30 s # our default'],
    ]);
    const rest = 'connectTime: 20 ms, idleTimeout: 1 min, requestRate: 100/s, recovery: { over: 1 min, slowdown: 4 }';
    expect(explained({ db: `${rest}, load: [ { calls: 5, slowdown: 1 }, { calls: 9, slowdown: 2.5 } ]` })).toEqual([
      ...plain,
      ...['connectTime: 20 ms', 'idleTimeout: 1 min', 'requestRate: 100/s', 'onRateExceeded: fail # our default'],
      'load: [ { calls: 5, slowdown: 1 }, { calls: 9, slowdown: 2.5 } ]',
      'recovery: { over: 1 min, slowdown: 4 }',
    ]);
  });

  it('says how long calls take that are refused, also where it hangs when it is out', () => {
    const hangs = 'whenOut: hang, failAfter: 5 ms';
    expect(told({ db: hangs })[0]).toMatch(/a call that hangs never fails/);
    expect(told({ db: `${hangs}, requestRate: 5/s` })).toEqual([]);
    expect(told({ db: `${hangs}, connections: 5000, onExhausted: wait`, parallel: 1 })[0]).toMatch(/never fails/);
  });
});
