/** The trace of scenarios of the gallery, some of each kind of source: as the format has it, drawn as it is meant, and adding up to the result. */
import { readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';
import { files, folder, ports } from '../support/gallery-tests.ts';
import { expectSound } from '../support/trace-contract.ts';

/** All of them together take many minutes. */
const SOME = /^(01|05|09|13|16|20|26|31|36|37|38|40|58|78|79|101|105|107|108)-/;

describe('the trace of', () => {
  it.each(files.filter((file) => SOME.test(file)))('%s is sound', (file) => {
    const read = readScenario(readFileSync(new URL(file, folder), 'utf8'), { ports, stem: file });
    if (!read.ok) throw new Error('not a scenario');
    const { scenario } = read;
    // Some run for a day: the beginning of it has nearly all there is.
    const to = scenario.duration > 10 * 60e6 ? 2 * 60e6 : scenario.duration;
    expectSound(scenario, { to, mostEvents: 150_000 });
  });
});
