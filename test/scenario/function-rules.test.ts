/** What a scenario may say about functions together: J.4, rules 11 and 14, SnapStart, INIT times, Managed Instances. */
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';

const told = (fn: string, more = '', rules = 'current') => {
  const text = `lagcast: 1
duration: 1 h
rules: ${rules}
sources: { q: { type: sqs, visibilityTimeout: 18 s } }
functions: { f: { handler: { duration: 1 ms }, ${fn} } }
mappings: { m: { source: q, function: f } }
${more}`;
  return formatProblems('', readScenario(text).problems)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^:[\d:]+ /, ''));
};

describe('rule 11: what is set aside', () => {
  it('901 of 1,000 are refused, 900 accepted (CON-02)', () => {
    expect(told('reservedConcurrency: 900')).toEqual([]);
    expect(told('reservedConcurrency: 901')).toEqual([
      'error: functions.f.reservedConcurrency: the functions up to here reserve 901 of the account’s 1000; 100 must stay unreserved (at most 900 together) [CON-02]',
    ]);
  });

  it('so are 901 provisioned without a reservation (CON-04)', () => {
    expect(told('provisionedConcurrency: 900')).toEqual([]);
    expect(told('provisionedConcurrency: 901')[0]).toMatch(/^error: functions.f.provisionedConcurrency: .* \[CON-02]$/);
  });

  it('a new account of 10 can reserve nothing, and can stop a function (CON-01)', () => {
    const account = 'account: { concurrency: 10 }';
    expect(told('reservedConcurrency: 5', account)).toContain(
      'error: functions.f.reservedConcurrency: an account of 10 can set nothing aside: 100 must stay unreserved (account: { concurrency: 105 } at least, which AWS raises on request) [CON-02]',
    );
    expect(told('timeout: 3 s', account)).toEqual([]);
  });

  it('more provisioned than reserved is refused; as much is worth a note (CON-04)', () => {
    expect(told('reservedConcurrency: 20, provisionedConcurrency: 21')).toEqual([
      'error: functions.f.provisionedConcurrency: 21 are provisioned, more than the 20 that the function reserves (at most 20) [CON-04]',
    ]);
    expect(told('reservedConcurrency: 20, provisionedConcurrency: 20')[0]).toMatch(
      /^note: .*nothing spills over.* \[CON-04]$/,
    );
    expect(told('reservedConcurrency: 20, provisionedConcurrency: 19')).toEqual([]);
  });

  it('not in the ideal model', () => {
    expect(told('reservedConcurrency: 20, provisionedConcurrency: 21', '', 'ideal')).toEqual([]);
  });

  it('what is ready after the end is a warning (CON-05)', () => {
    const short = (fn: string) => told(fn).join('\n');
    expect(short('provisionedConcurrency: { environments: 5, readyAt: 2 h }')).toMatch(
      /^warning: .*ready at 2 h, when the run has ended.*readyAt: 0 s.*\[CON-05]$/,
    );
    expect(short('provisionedConcurrency: { environments: 5, readyAt: 0 s }')).toBe('');
  });
});

describe('rule 11: schedules and auto scaling', () => {
  const scaling = (more = '') => `autoScaling: { min: 5, max: 30, target: 70 %${more} }`;
  const errors = (fn: string, more = '') =>
    told(fn, more).map((line) => line.replace('functions.f.provisionedConcurrency', '…'));

  it('may not go beyond what is reserved (CON-04)', () => {
    expect(errors(`reservedConcurrency: 30, provisionedConcurrency: { ${scaling()} }`)).toEqual([]);
    expect(errors(`reservedConcurrency: 29, provisionedConcurrency: { ${scaling()} }`)).toEqual([
      'error: ….autoScaling.max: 30 would be provisioned, more than the 29 that the function reserves (at most 29) [CON-04]',
    ]);
    const schedule = 'schedule: [ { at: 10 min, environments: 20 }, { at: 20 min, environments: 0 } ]';
    expect(errors(`reservedConcurrency: 19, provisionedConcurrency: { ${schedule} }`)).toEqual([
      'error: ….schedule[0].environments: 20 would be provisioned, more than the 19 that the function reserves (at most 19) [CON-04]',
    ]);
  });

  it('beyond what the account can set aside is a warning (CON-02)', () => {
    const large = 'provisionedConcurrency: { autoScaling: { min: 5, max: 901, target: 70 % } }';
    expect(errors(large)[0]).toMatch(/^warning: …: .*901 of the account’s 1000 would be set aside.*\[CON-02]$/);
    expect(errors(large.replace('901', '900'))).toEqual([]);
  });

  it.each([
    ['provisionedConcurrency: {}', '…: one of environments, schedule or autoScaling is due'],
    [`provisionedConcurrency: { environments: 4, ${scaling()} }`, '4 lies outside the 5 to 30 of auto scaling'],
    [`provisionedConcurrency: { environments: 31, ${scaling()} }`, '31 lies outside the 5 to 30 of auto scaling'],
    ['provisionedConcurrency: { autoScaling: { min: 5, max: 4, target: 70 % } }', 'max is less than min'],
    ['provisionedConcurrency: { autoScaling: { min: 0, max: 4, target: 70 % } }', 'from 1 to 1000000 is allowed'],
    ['provisionedConcurrency: { autoScaling: { min: 1, max: 4 } }', 'autoScaling.target: is missing'],
    [
      'provisionedConcurrency: { autoScaling: { min: 1, max: 4, target: 9 % } }',
      'from 10 % to 90 % is allowed; found "9 %" [AAS-03]',
    ],
    [
      'provisionedConcurrency: { autoScaling: { min: 1, max: 4, target: 91 % } }',
      'from 10 % to 90 % is allowed; found "91 %" [AAS-03]',
    ],
    [`provisionedConcurrency: { every: 1 d, environments: 4 }`, 'repeats a schedule, and none is given'],
    ['provisionedConcurrency: { schedule: [ { at: 1 s } ] }', 'without autoScaling a change gives environments'],
    [
      `provisionedConcurrency: { schedule: [ { at: 1 s, environments: 4 } ], ${scaling()} }`,
      'with autoScaling a change gives min, max or both',
    ],
    [
      `provisionedConcurrency: { schedule: [ { at: 1 s, max: 4 } ], ${scaling()} }`,
      'schedule[0]: from then on min is 5 and max 4',
    ],
    [
      'provisionedConcurrency: { schedule: [ { at: 2 h, environments: 4 } ] }',
      'this change begins after the end of the run',
    ],
    [
      `coldStart: { snapStart: true }, provisionedConcurrency: { ${scaling()} }`,
      'does not go together with SnapStart [ENV-12]',
    ],
  ])('%s', (fn, expected) => expect(errors(fn).join('\n')).toContain(expected));
});

describe('the architecture', () => {
  it('of the cold start is that of the function', () => {
    expect(told('architecture: arm64, coldStart: { runtime: nodejs22, architecture: x86_64 }')).toEqual([
      'error: functions.f.coldStart.architecture: x86_64, and the function runs on arm64 (it is the function’s unless said)',
    ]);
    expect(told('architecture: arm64, coldStart: { runtime: nodejs22, architecture: arm64 }')).toEqual([]);
    expect(told('architecture: arm64, coldStart: { runtime: llrt }')[0]).toContain(
      'no INIT times of llrt as zip on arm64',
    );
    expect(told('architectures: [arm64]')[0]).toContain('did you mean architecture: arm64?');
  });

  it.each([
    ['architecture: arm64, coldStart: { runtime: nodejs22 }', 'arm64', 129_000],
    ['coldStart: { runtime: nodejs22, architecture: arm64 }', 'arm64', 129_000],
    ['architecture: arm64', 'arm64', 129_000],
    ['coldStart: { runtime: nodejs22 }', 'x86_64', 145_000],
  ])('%s', (fn, architecture, median) => {
    const read = readScenario(`lagcast: 1
duration: 1 h
sources: { q: { type: sqs, visibilityTimeout: 18 s } }
functions: { f: { handler: {}, ${fn} } }
mappings: { m: { source: q, function: f } }`);
    if (!read.ok) throw new Error(formatProblems('', read.problems));
    const [f] = read.scenario.functions;
    expect(f!.architecture).toBe(architecture);
    expect(f!.coldStart!.init).toMatchObject({ points: expect.arrayContaining([[0.5, median]]) as unknown });
  });
});

describe('the deployment package (ENV-03)', () => {
  it('has at most 250 MB unpacked, as an image 10 GB', () => {
    const of = (size: string, more = '') => told(`coldStart: { runtime: nodejs22, packageSize: ${size}${more} }`);
    expect(of('250 MiB')).toEqual([]);
    expect(of('251 MiB')).toEqual([
      'error: functions.f.coldStart.packageSize: a zip package has at most 250 MiB; found 251 MiB [ENV-03]',
    ]);
    expect(of('10 GiB', ', package: image')).toEqual([]);
    expect(of('11 GiB', ', package: image')[0]).toContain('an image has at most 10 GiB');
    expect(told('coldStart: { snapStart: true, packageSize: 1 MB }')[0]).toContain(
      'does nothing with SnapStart: the snapshot holds the package already',
    );
  });
});

it('SnapStart is for Java from 11, Python from 3.12 and .NET from 8 (ENV-12)', () => {
  const restored = (runtime: string) => told(`coldStart: { runtime: ${runtime}, snapStart: true }`);
  for (const runtime of ['java11', 'java17', 'java25', 'python3.12', 'python3.14', 'dotnet8', 'dotnet10'])
    expect(restored(runtime), runtime).toEqual([]);
  for (const runtime of ['java8', 'python3.11', 'python3.9', 'dotnet6', 'dotnet8-aot', 'nodejs24', 'go', 'ruby3.4'])
    expect(restored(runtime)[0], runtime).toContain(`${runtime} has no SnapStart`);
});

describe('rule 14: ranges', () => {
  it.each([
    ['memory: 127 MB', 'functions.f.memory: from 128 MB to 10240 MB is allowed; found "127 MB" [ENV-02]'],
    [
      'memory: 10241 MB',
      'functions.f.memory: from 128 MB to 10240 MB is allowed; found "10241 MB" (more is for functions on Managed Instances, which are not modelled: LMI-01) [ENV-02]',
    ],
    ['timeout: 0 s', 'functions.f.timeout: from 1 s to 15 min is allowed; found "0 s" [ENV-01]'],
    [
      'timeout: 901 s',
      'functions.f.timeout: from 1 s to 15 min is allowed; found "901 s" (more is for functions on Managed Instances, which are not modelled: LMI-01) [ENV-01]',
    ],
    [
      'ephemeralStorage: 511 MB',
      'functions.f.ephemeralStorage: from 512 MB to 10240 MB is allowed; found "511 MB" [ENV-03]',
    ],
    [
      'ephemeralStorage: 10241 MB',
      'functions.f.ephemeralStorage: from 512 MB to 10240 MB is allowed; found "10241 MB" (more is for functions on Managed Instances, which are not modelled: LMI-01) [ENV-03]',
    ],
    ['provisionedConcurrency: 0', 'functions.f.provisionedConcurrency: from 1 to 1000000 is allowed; found 0 [CON-04]'],
  ])('%s', (fn, expected) => expect(told(fn)).toContain(`error: ${expected}`));

  it.each([
    'memory: 128 MB',
    'memory: 10240 MB',
    'timeout: 1 s',
    'ephemeralStorage: 512 MB',
    'ephemeralStorage: 10 GB',
  ])('%s is allowed', (fn) => expect(told(fn).filter((line) => line.startsWith('error'))).toEqual([]));
});

describe('SnapStart (ENV-12)', () => {
  const error = (fn: string) => told(fn).map((line) => line.replace('error: functions.f.', ''));

  it('is for some runtimes, for zip packages, and has no INIT', () => {
    expect(error('coldStart: { runtime: nodejs22, snapStart: true }')).toEqual([
      'coldStart.runtime: nodejs22 has no SnapStart (there is: Java from 11, Python from 3.12 and .NET from 8, managed runtimes only) [ENV-12]',
    ]);
    expect(error('coldStart: { snapStart: true, package: image }')).toEqual([
      'coldStart.package: container images have no SnapStart [ENV-12]',
    ]);
    expect(error('coldStart: { init: 1 s, snapStart: true }')[0]).toContain('a restored environment runs no INIT');
    expect(error('coldStart: { restore: 1 s, snapStart: false, runtime: java21 }')[0]).toContain('nothing is restored');
    expect(error('coldStart: { snapStart: true }')).toEqual([]);
  });

  it('a provisioned environment that takes longer than 130 s to get ready never is (ENV-04)', () => {
    const never = (init: string) =>
      told(`provisionedConcurrency: 2, coldStart: { init: ${init} }`).filter((line) =>
        line.includes('never become ready'),
      );
    expect(never('130 s')).toEqual([]);
    expect(never('20 min')).toEqual([
      'error: functions.f.coldStart.init: an INIT of more than 130 s fails: provisioned environments never become ready [ENV-04]',
    ]);
  });

  it('restores within 10 s (ENV-12)', () => {
    expect(error('coldStart: { restore: 10 s }')).toEqual([]);
    expect(error('coldStart: { restore: 11 s }')).toEqual(['coldStart.restore: a restore takes at most 10 s [ENV-12]']);
  });

  it('goes neither with provisioned concurrency nor with a large /tmp', () => {
    expect(error('coldStart: { snapStart: true }, provisionedConcurrency: 5')).toEqual([
      'provisionedConcurrency: does not go together with SnapStart [ENV-12]',
    ]);
    expect(error('coldStart: { restore: 1 s }, ephemeralStorage: 1 GB')).toEqual([
      'ephemeralStorage: SnapStart allows at most 512 MB [ENV-12]',
    ]);
  });

  it('is said with the cold start', () => {
    expect(error('snapStart: true')[0]).toContain('(coldStart: { runtime: java21, snapStart: true }) [ENV-12]');
  });
});

it('INIT times that nobody published are not made up (CLD-01)', () => {
  expect(told('coldStart: { runtime: java25, package: image }')).toEqual([
    'error: functions.f.coldStart.runtime: no INIT times of java25 as image on x86_64 were published (there is: zip on x86_64 and zip on arm64; or give init instead of runtime) [CLD-01]',
  ]);
  expect(told('coldStart: { init: 1 s, architecture: arm64 }')[0]).toContain('and none is given');
});

it('INIT over its limit is a warning (ENV-04)', () => {
  expect(told('coldStart: { init: 12 s }')).toEqual([
    'warning: functions.f.coldStart.init: INIT is cut off after 10 s, and run again within the first invocation and its timeout [ENV-04]',
  ]);
  expect(told('coldStart: { init: 10 s }')).toEqual([]);
});

it.each([
  ...['managedInstances: true', 'capacityProviderConfig: {}', 'CapacityProviderConfig: {}', 'capacityProvider: x'],
  ...['PerExecutionEnvironmentMaxConcurrency: 10', 'MinExecutionEnvironments: 3', 'functionScalingConfig: {}'],
])('%s is refused: Managed Instances are another machine (LMI-01)', (fn) =>
  expect(told(fn)[0]).toMatch(/on Managed Instances work in another way .*\[LMI-01]$/),
);
