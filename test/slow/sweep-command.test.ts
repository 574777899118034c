/** `lagcast sweep run` as a user has it, when something goes wrong: what it says, what it keeps, and that the same command goes on. Needs `npm run build`. */
import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { bin, CommandLine } from '../support/command-line.ts';

const SWEPT = `
lagcast: 1
name: swept
duration: 10 s
functions: { worker: { handler: { perRecord: { exponential: { mean: 50 ms } } } } }
sources: { orders: { type: sqs, arrivals: [ { rate: { poisson: 50/s } } ] } }
mappings: { m: { source: orders, function: worker } }
sweep:
  vary:
    mappings.m.batchSize: { from: 1, to: 6 }
    functions.worker.reservedConcurrency: [ 5, 20 ]
  replications: 1
`;
/** The second cell needs more heap than it gets, the third more room for records. */
const GREEDY = `
lagcast: 1
name: greedy
duration: 10 s
account: { concurrency: 1000000 }
functions: { worker: { handler: { perRecord: 1 s } } }
sources: { orders: { type: sqs, arrivals: [ { rate: 1/s } ] } }
mappings: { m: { source: orders, function: worker, batchSize: 1, pollers: { policy: fixed, count: 10 } } }
sweep:
  vary:
    size:
      cases:
        small: {}
        pollers: { mappings.m.pollers.count: 200000 }
        records: { "sources.orders.arrivals[0].rate": 50000/s }
        other: { mappings.m.pollers.count: 20 }
  replications: 1
`;

const line = new CommandLine();
const at = (path: string) => join(line.folder, path);
/** One worker, unless said: each takes its time to start. */
const sweep = (...args: string[]) => line.run('sweep', 'run', 'swept.yaml', '--no-charts', '--workers', '1', ...args);
const cellsIn = (folder: string) => readFileSync(at(`${folder}/cells.jsonl`), 'utf8');
const linesIn = (folder: string) =>
  existsSync(at(`${folder}/cells.jsonl`)) ? cellsIn(folder).split('\n').length - 1 : 0;
const filesIn = (folder: string) =>
  Object.fromEntries(readdirSync(at(folder)).map((file) => [file, readFileSync(at(`${folder}/${file}`), 'latin1')]));

/** Begins a sweep, and lets it rest when it has some cells. */
async function begun(folder: string) {
  const args = [bin, 'sweep', 'run', 'swept.yaml', '--no-charts', '--out', folder, '--workers', '1'];
  const child = spawn(process.execPath, args, { cwd: line.folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  while (linesIn(folder) < 3 && child.exitCode === null) await sleep(5);
  child.kill('SIGSTOP');
  return { child, ended, said: () => stderr };
}

/** With a limit to what files may have: what comes closest to a full disk without being root. */
function inLittleRoom(kilobytes: number, ...args: string[]): SpawnSyncReturns<string> {
  const command = `ulimit -f ${kilobytes}; exec "$0" "$@"`;
  const all = [
    '-c',
    command,
    process.execPath,
    bin,
    'sweep',
    'run',
    'swept.yaml',
    '--no-charts',
    '--workers',
    '1',
    ...args,
  ];
  return spawnSync('bash', all, { cwd: line.folder, encoding: 'utf8' });
}

describe('lagcast sweep run', () => {
  let whole: Record<string, string>;

  it('leaves the same folder when it is run again, and runs nothing', () => {
    line.file('swept.yaml', SWEPT);
    const { status, stdout } = sweep('--out', 'whole');
    expect([status, stdout]).toEqual([0, expect.stringContaining('A grid of 12 cells')]);
    whole = filesIn('whole');
    expect(Object.keys(whole).toSorted()).toEqual(['cells.jsonl', 'manifest.json', 'sweep.csv', 'sweep.parquet']);
    const again = sweep('--out', 'whole', '--json');
    expect([again.status, again.stderr]).toEqual([0, '']);
    const { spec, cells } = JSON.parse(again.stdout) as { spec: { cells: number }; cells: { status: string }[] };
    expect([spec.cells, cells.filter(({ status: one }) => one === 'done').length]).toEqual([12, 12]);
    expect(filesIn('whole')).toEqual(whole);
  });

  it('is refused while another runs in the folder; killed, it goes on where that was, past a spoilt line', async () => {
    const { child, ended } = await begun('killed');
    const second = sweep('--out', 'killed');
    expect([second.status, second.stderr]).toEqual([
      2,
      expect.stringContaining(`cells.lock: process ${child.pid} on `),
    ]);
    child.kill('SIGKILL');
    await ended;
    const kept = linesIn('killed') - 1;
    writeFileSync(at('killed/cells.jsonl'), cellsIn('killed').replace(/("cell":1,.*)"done"/, '$1"dune"'));
    const { status, stderr } = sweep('--out', 'killed');
    expect(stderr).toContain('cells.jsonl:3: it is not as it was written; the line is passed over\ncells without');
    expect(stderr).toContain(`${kept - 1} of 12 cells are there already`);
    expect([status, filesIn('killed')]).toEqual([0, whole]);
  });

  it('keeps what it has when it is interrupted, and goes on with the cells that it is asked for', async () => {
    const { child, ended, said } = await begun('some');
    child.kill('SIGTERM');
    child.kill('SIGCONT');
    expect(await ended).toBe(130);
    expect(said()).toMatch(/interrupted: \d+ of 12 cells are kept, and the same command goes on \(.*cells\.jsonl\)\n$/);
    expect(readdirSync(at('some'))).toEqual(['cells.jsonl']);
    const { status, stdout } = sweep('--out', 'some', '--cells', '0..9,11');
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^11 of 12 cells are in .*\nNot run yet: cell 10; /)]);
    expect(sweep('--out', 'some', '--cells', '12').stderr).toContain(
      '--cells: "12" goes beyond the cells from 0 to 11',
    );
    expect([sweep('--out', 'some', '--cells', '10').status, filesIn('some')]).toEqual([0, whole]);
  });

  it('leaves the sweep of another seed alone, unless it may forget it', () => {
    const { status, stderr } = sweep('--out', 'some', '--seed', '2');
    expect([status, stderr]).toEqual([2, expect.stringContaining('is of another sweep: seed differs; --restart')]);
    expect(filesIn('some')).toEqual(whole);
    expect(sweep('--out', 'some', '--seed', '2', '--restart', '--cells', '4').status).toBe(0);
    expect([readdirSync(at('some')), linesIn('some')]).toEqual([['cells.jsonl'], 2]);
  });

  it('keeps whole lines where there is no more room, for cells as for what is made of them', () => {
    const full = inLittleRoom(10, '--out', 'full');
    expect([full.status, full.stderr]).toEqual([
      2,
      expect.stringMatching(
        /cells\.jsonl: cannot be written: files may not be so large here; \d+ of 12 cells are kept, and/,
      ),
    ]);
    expect(cellsIn('full').endsWith('}\n')).toBe(true);
    // All cells are there, and there is room for the tables, but not for the manifest.
    mkdirSync(at('nearly'));
    cpSync(at('whole/cells.jsonl'), at('nearly/cells.jsonl'));
    const nearly = inLittleRoom(10, '--out', 'nearly');
    expect([nearly.status, nearly.stderr]).toEqual([2, expect.stringContaining('; 12 of 12 cells are kept, and')]);
    expect(readdirSync(at('nearly')).filter((file) => !/^(cells\.jsonl|sweep\.)/.test(file))).toEqual([]);
    expect([sweep('--out', 'full').status, filesIn('full')]).toEqual([0, whole]);
  });

  it('says that it may not write, before it runs anything', () => {
    mkdirSync(at('locked'));
    chmodSync(at('locked'), 0o555);
    chmodSync(line.folder, 0o755);
    // Root may write everywhere.
    const isRoot = process.getuid?.() === 0;
    const { status, stderr } = spawnSync(process.execPath, [bin, 'sweep', 'run', 'swept.yaml', '--out', 'locked'], {
      cwd: line.folder,
      encoding: 'utf8',
      ...(isRoot ? { uid: 65534, gid: 65534 } : {}),
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining('cells.lock: cannot be written: permission denied')]);
    expect(readdirSync(at('locked'))).toEqual([]);
  });

  it('goes on without cells that need too much memory, says how to repeat them, and runs them again', () => {
    line.file('greedy.yaml', GREEDY);
    const args = ['sweep', 'run', 'greedy.yaml', '--no-charts', '--max-memory', '32', '--workers', '1'];
    const { status, stderr } = line.run(...args);
    expect(status).toBe(2);
    for (const [cell, size] of [
      [1, 'pollers'],
      [2, 'records'],
    ])
      expect(stderr).toContain(
        [
          `error: cell ${cell} failed: its worker ran out of memory (--max-memory 32)`,
          `  with size=${size}, seed 1`,
          `  to repeat it: lagcast ${args.slice(0, -2).join(' ')} --cells ${cell} --workers 1\n`,
        ].join('\n'),
      );
    const again = line.run('sweep', 'run', 'greedy.yaml', '--no-charts', '--json');
    expect([again.status, again.stderr]).toEqual([0, expect.stringContaining('2 of 4 cells are there already')]);
    expect(JSON.parse(again.stdout)).toMatchObject({ cells: [{ status: 'done' }, {}, {}, { status: 'done' }] });
  });
});
