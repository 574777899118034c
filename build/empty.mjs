// Takes away what an earlier build left in dist, so that nothing is packed that is made no more.
import { rmSync } from 'node:fs';

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
