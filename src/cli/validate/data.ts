/** The data of the validation, which the package brings along: files below `scenarios/`. */
import { readFileSync } from 'node:fs';
import type { Files } from '../../validation/case.ts';

/** From here, whether this file was built (dist/command) or not (src/cli/validate). */
const PLACES = ['../../scenarios/', '../../../scenarios/'];

export const packageFiles: Files = {
  readText: (path) => {
    for (const place of PLACES) {
      try {
        return readFileSync(new URL(`${place}${path}`, import.meta.url), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    throw new Error(`scenarios/${path} is not there`);
  },
};
