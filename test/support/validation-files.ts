/** The data of the validation, as the sections read them. */
import { readFileSync } from 'node:fs';
import type { Files } from '../../src/validation/case.ts';

const folder = new URL('../../scenarios/', import.meta.url);

export const FILES: Files = { readText: (path) => readFileSync(new URL(path, folder), 'utf8') };
