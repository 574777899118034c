/** A program of the tests as one file, so that it starts quickly: for tests that start it many times. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A folder within the project, where programs find its packages. Whoever makes it removes it. */
export function scratchFolder(): string {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'lagcast-'));
}

/** Builds `test/support/NAME.ts`, and returns the path of what comes of it. */
export async function bundled(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [join(root, `test/support/${name}.ts`)],
    outfile,
    bundle: true,
    external: ['piscina', 'vega', 'vega-lite', '@resvg/resvg-js', 'hyparquet-writer'],
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outfile;
}
