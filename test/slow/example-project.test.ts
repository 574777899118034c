/**
 * The example project runs from the package as it is published, without a registry: packed, unpacked into its node_modules, the rest of
 * which are those here. After npm run build.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lagcast-example-'));
const project = join(folder, 'project');
const modules = join(project, 'node_modules');

beforeAll(() => {
  cpSync(join(root, 'docs/example-project'), project, { recursive: true });
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
  });
  const [{ filename }] = JSON.parse(packed.toString()) as [{ filename: string }];
  mkdirSync(modules);
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', modules]);
  cpSync(join(modules, 'package'), join(modules, 'lagcast'), { recursive: true });
  rmSync(join(modules, 'package'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, ...args: string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(modules, command), ...args], {
    cwd: project,
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      CI: '1',
      VITEST: undefined,
      VITEST_POOL_ID: undefined,
      VITEST_WORKER_ID: undefined,
    },
  });
  return { status, output: `${stdout}${stderr}` };
}

it('its tests pass, and fail when the pipeline becomes worse', () => {
  const { status, output } = run('vitest/vitest.mjs', 'run');
  expect(output).toMatch(/Tests +4 passed/);
  expect(status).toBe(0);
  const file = join(project, 'pipeline.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('maxReceiveCount: 3', 'maxReceiveCount: 1'));
  const worse = run('vitest/vitest.mjs', 'run', '-t', 'loses no order');
  expect(worse.status).toBe(1);
  expect(worse.output).toMatch(/records were lost: orders: \d+ dead-lettered/);
  expect(worse.output).toMatch(/a scenario, to run with lagcast run FILE:\n[\s\S]*maxReceiveCount: 1/);
  // The counterexample twice, by fast-check and by the error, and where: not the numbers of the result.
  expect(worse.output.length).toBeLessThan(10_000);
});

it('it is typed', () => {
  const { status, output } = run('typescript/bin/tsc', '-p', '.');
  expect(output).toBe('');
  expect(status).toBe(0);
});
