/** The observer of docs/how-to/add-a-metric.md, run as it stands there. */
// #region observer
import { Fate, Listener, formatProblems, readScenario, simulate } from '../../src/index.ts';
import type { Batch, Named, Result, Watched } from '../../src/index.ts';

/** Bytes of the messages that succeeded, by source; without the warm-up, as the figures of the result. */
class BytesHandled extends Listener {
  readonly #watched: Watched;
  readonly #warmUp: number;
  readonly #bySource: Map<string, number>;

  constructor(watched: Watched, warmUp: number, bySource: Map<string, number>) {
    super();
    this.#watched = watched;
    this.#warmUp = warmUp;
    this.#bySource = bySource;
  }

  override deleted(source: Named, batch: Batch): void {
    const { records, sim } = this.#watched;
    if (this.#warmUp > 0 && sim.now <= this.#warmUp) return;
    let bytes = this.#bySource.get(source.name) ?? 0;
    for (let i = 0; i < batch.size; i++) {
      // The lower two bits say what became of a message, the third only where it was found.
      if ((batch.fates[i]! & 3) === Fate.deleted) bytes += records.size[batch.slots[i]!]!;
    }
    this.#bySource.set(source.name, bytes);
  }
}

/** Runs a scenario; returns its result and, beside it, the bytes handled. */
function weigh(yaml: string): { result: Result; bytes: Map<string, number> } {
  const read = readScenario(yaml);
  if (!read.ok) throw new Error(formatProblems('scenario', read.problems));
  const { scenario } = read;
  const bytes = new Map<string, number>();
  const result = simulate(scenario, {
    observers: [(watched) => new BytesHandled(watched, scenario.warmUp, bytes)],
  });
  return { result, bytes };
}
// #endregion observer

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const page = readFileSync(new URL('../../docs/how-to/add-a-metric.md', import.meta.url), 'utf8');
const scenario = /```yaml\n(# complete\n[\s\S]*?)```/.exec(page)![1]!;

it('stands on the page as it stands here', () => {
  const here = readFileSync(fileURLToPath(import.meta.url), 'utf8');
  const code = /\/\/ #region observer\n([\s\S]*?)\/\/ #endregion observer/.exec(here)![1]!;
  expect(page).toContain(`\`\`\`ts\n${code.replaceAll("'../../src/index.ts'", "'lagcast'")}\`\`\``);
});

it('weighs what the page says, and what the result says', () => {
  const { result, bytes } = weigh(scenario);
  expect(result.sources['orders']!.succeeded * 2048).toBe(bytes.get('orders'));
  expect(page).toContain(`${bytes.get('orders')!.toLocaleString('en')} bytes`);
});

it('leaves out the warm-up, and messages that were not handled', () => {
  const rough = scenario
    .replace('duration: 10 min', 'duration: 10 min\nwarmUp: 3 min')
    .replace('handler: {', 'handler: { invocationFails: 20 %, onRecordError: firstRecordOnly, ');
  const { result, bytes } = weigh(rough);
  const { succeeded, acknowledged, books } = result.sources['orders']!;
  expect(succeeded * 2048).toBe(bytes.get('orders'));
  expect(succeeded).toBeLessThan(books.out.succeeded);
  expect(acknowledged + books.out.waiting).toBeGreaterThan(0);
});

it('does not change the result', () => {
  const read = readScenario(scenario);
  if (!read.ok) throw new Error('the scenario of the page is not one');
  expect(JSON.stringify(weigh(scenario).result)).toBe(JSON.stringify(simulate(read.scenario)));
});
