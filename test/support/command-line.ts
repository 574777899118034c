/** The command line as a user has it: the built program in a process of its own, in a folder with a few scenarios. Needs `npm run build`. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';

export const bin = fileURLToPath(new URL('../../bin/lagcast.js', import.meta.url));

export const SCENARIO = `
name: Tiny
duration: 60 s
facts: { sqs.startLatency: off }
functions: { f: { coldStart: none, handler: { perRecord: 100 ms } } }
sources: { q: { type: sqs, arrivals: [ { rate: 10/s } ] } }
mappings: { m: { source: q, function: f } }
`;

/** A folder for the tests of a file, with what they run in it. */
export class CommandLine {
  folder = '';

  constructor() {
    beforeAll(() => {
      this.folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
      this.file('tiny.yaml', SCENARIO);
      this.file('missed.yaml', `${SCENARIO}objectives: [ max(q.latency) < 50 ms ]\n`);
      writeFileSync(join(this.folder, 'utf16.yaml'), `\ufeff${SCENARIO}`, 'utf16le');
      writeFileSync(join(this.folder, 'latin1.yaml'), SCENARIO.replace('Tiny', 'Tény'), 'latin1');
      this.file('wrong.yaml', SCENARIO.replace('perRecord', 'perRecrod'));
      this.file('metrics.csv', 'time\n1\n');
      this.file('replay.yaml', SCENARIO.replace('rate: 10/s', 'replay: { file: metrics.csv, time: time }'));
      this.file('result.json', SCENARIO);
    });
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  file(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text);
    return name;
  }

  /** Without charts and page, which have tests of their own and take a second each. */
  run(...args: string[]): SpawnSyncReturns<string> {
    const { FORCE_COLOR: _colour, ...env } = process.env;
    const quick = args[0] === 'run' ? ['--no-charts', '--no-report'] : [];
    return spawnSync(process.execPath, [bin, ...args, ...quick], {
      cwd: this.folder,
      encoding: 'utf8',
      // The schema of all kinds of source is larger than what is kept unless said.
      maxBuffer: 16 * 1024 * 1024,
      env: { ...env, NO_COLOR: '1' },
    });
  }
}
