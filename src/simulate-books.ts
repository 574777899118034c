/**
 * Whether what a run has counted adds up, and agrees with what its model really holds. A part of simulate.ts: what does not is a
 * defect of the simulator.
 */
import type { Model } from './assemble.ts';
import { assert } from './engine/assert.ts';
import { discrepancy } from './metrics/events/summary.ts';
import { streamBooks } from './metrics/streams/summary.ts';
import { booksOf, imbalance } from './metrics/summary.ts';
import type { AsyncSource } from './model/sources/async/async.ts';
import type { Recorders } from './simulate-recorders.ts';
import type { TierRun } from './simulate-tier.ts';

/** Every record went somewhere, and the recorder's levels are what the queues really hold. Throws Defect. */
export function checkBooks(model: Model, recorders: Recorders, tier: TierRun | undefined): void {
  checkSources(model, recorders);
  const wrong = tier?.discrepancy;
  assert(wrong === undefined, `the books of the tier do not balance: ${wrong}`);
  checkStreamMappings(model, recorders);
}

function checkSources({ sources }: Model, { recorder, events }: Recorders): void {
  sources.forEach((source, i) => {
    const record = recorder.sources[i]!;
    const { name, held } = source;
    assert(imbalance(booksOf(record)) === 0, `the books of ${name} do not balance`);
    assert(record.held === held, `the books of ${name} say that ${record.held} wait, and it holds ${held}`);
    const ofEvents = events?.sources[i];
    if (ofEvents === undefined) return;
    const wrong = discrepancy(ofEvents, held, (source as AsyncSource).handingOver);
    assert(wrong === undefined, `the books of ${name} do not balance: ${wrong}`);
  });
}

/** What mappings of streams are not done with is what their consumers hold. */
function checkStreamMappings({ mappings, consumers }: Model, { streams }: Recorders): void {
  mappings.forEach(({ name }, i) => {
    const record = streams?.mappings[i];
    if (record === undefined) return;
    assert(imbalance(streamBooks(record, consumers[i]!.held)) === 0, `the books of ${name} do not balance`);
  });
}
