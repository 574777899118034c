/**
 * What goes where: to a terminal, coloured and as wide as it is; to a pipe, plain, and nothing but the answer on standard
 * output. Needs `npm run build`, and for the terminal python3; where there is none those tests are skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/lagcast.js', import.meta.url));
const atTerminalScript = fileURLToPath(new URL('../support/at-terminal.py', import.meta.url));
/** Charts and page have tests of their own. */
const QUICK = ['--no-charts', '--no-report'];
const hasPython = spawnSync('python3', ['-c', 'import fcntl, termios']).status === 0;
/** How every escape sequence begins. */
const ESCAPE = '\x1b';
let folder: string;

const SCENARIO = `
name: Tiny
duration: 60 s
functions: { f: { coldStart: none, timeout: 3 s, reservedConcurrency: 2, handler: { perRecord: 500 ms } } }
sources: { q: { type: sqs, visibilityTimeout: 18 s, arrivals: [ { rate: 10/s } ] } }
mappings: { m: { source: q, function: f, batchSize: 1 } }
objectives: [ max(q.latency) < 50 ms, q.arrived > 0 ]
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-terminal-'));
  writeFileSync(join(folder, 'tiny.yaml'), SCENARIO);
  writeFileSync(join(folder, 'long.yaml'), SCENARIO.replace('60 s', '365 d').replace('Tiny', 'Long'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of a test's own, so that it does not matter where the test runs. */
function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  const { CI, NO_COLOR, FORCE_COLOR, NODE_DISABLE_COLORS, COLORTERM, COLUMNS, ...env } = process.env;
  void [CI, NO_COLOR, FORCE_COLOR, NODE_DISABLE_COLORS, COLORTERM, COLUMNS];
  return { ...env, TERM: 'xterm-256color', ...more };
}

function piped(args: readonly string[], more: Record<string, string> = {}) {
  return spawnSync(process.execPath, [bin, ...args, ...QUICK], {
    cwd: folder,
    encoding: 'utf8',
    env: environment(more),
  });
}

interface AtTerminal {
  readonly columns?: number;
  /** The streams that are at the terminal; the other one is a pipe. */
  readonly streams?: 'out' | 'err' | 'out,err';
  /** Ctrl-C as soon as progress is to be seen. */
  readonly interrupt?: boolean;
  readonly env?: Record<string, string>;
}

function atTerminal(args: readonly string[], options: AtTerminal = {}) {
  const { columns = 80, streams = 'out,err', interrupt = false, env = {} } = options;
  const command = [process.execPath, bin, ...args, ...QUICK];
  const { stdout, stderr } = spawnSync(
    'python3',
    [atTerminalScript, `${columns}`, streams, interrupt ? 'yes' : 'no', ...command],
    {
      cwd: folder,
      encoding: 'utf8',
      env: environment(env),
    },
  );
  expect(stderr).toBe('');
  const said = JSON.parse(stdout) as { code: number; terminal: string; piped: string };
  return { ...said, terminal: said.terminal.replaceAll('\r\n', '\n') };
}

describe('into a pipe', () => {
  it('go the answer, without colours, in 100 columns; problems go to standard error', () => {
    const { status, stdout, stderr } = piped(['run', 'tiny.yaml'], { COLUMNS: '60' });
    expect(status).toBe(3);
    expect(stdout).toMatch(/^Tiny · seed 1 /);
    expect(stdout).not.toContain(ESCAPE);
    expect(stderr).not.toContain(ESCAPE);
    expect(stderr).not.toContain('Tiny');
    expect(Math.max(...stdout.split('\n').map((line) => stringWidth(line)))).toBeGreaterThan(80);
  });

  it('goes with --json the result alone', () => {
    const { stdout } = piped(['run', 'tiny.yaml', '--json'], { FORCE_COLOR: '1' });
    expect(stdout).toBe(readFileSync(join(folder, 'reports/tiny/result.json'), 'utf8'));
  });

  it('go colours where FORCE_COLOR asks for them', () => {
    const { stdout } = piped(['run', 'tiny.yaml'], { FORCE_COLOR: '1' });
    expect(stdout).toContain(`${ESCAPE}[31m✗ max(q.latency) < 50 ms`);
    expect(stdout).toContain(`${ESCAPE}[32m✓ q.arrived > 0`);
  });
});

describe.skipIf(!hasPython)('at a terminal (needs python3)', () => {
  it.each([60, 120])('of %i columns the answer fits, in colours that change nothing else', (columns) => {
    const { code, terminal } = atTerminal(['run', 'tiny.yaml'], { columns, streams: 'out' });
    expect(code).toBe(3);
    expect(terminal).toContain(`${ESCAPE}[31m✗ max(q.latency) < 50 ms`);
    for (const line of terminal.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
    const plain = atTerminal(['run', 'tiny.yaml'], { columns, streams: 'out', env: { NO_COLOR: '1' } });
    expect(plain.terminal).not.toContain(ESCAPE);

    expect(terminal.replace(/\x1b\[\d+m/g, '')).toBe(plain.terminal);
  });

  it('a long run says how far it is on standard error alone, and takes that away again', () => {
    const { code, terminal, piped } = atTerminal(['run', 'long.yaml'], { streams: 'err', interrupt: true });
    expect([code, piped]).toEqual([130, '']);
    const [first, ...drawn] = terminal.split(`\r${ESCAPE}[K`);
    expect(first).not.toContain('Long');
    expect(drawn[0]).toMatch(/^Long {2}░+ +\d+ % {2}\S.* of 365 d$/);
    for (const line of drawn.slice(0, -1)) expect(stringWidth(line)).toBeLessThan(80);
    expect(drawn.at(-1)).toMatch(/^(\^C)?interrupted: long\.yaml at /);
  });
});
