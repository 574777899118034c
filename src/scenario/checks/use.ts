/**
 * Parts that nothing uses: allowed, and worth a note, because a forgotten mapping looks just like this.
 */
import type { Context, Parts } from '../complete/context.ts';
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import { asyncOf, endsOf, queuesOf } from '../scenario.ts';

export function checkUse({ functions, downstreams, sources, mappings }: Parts, { findings, names }: Context): void {
  if (mappings.length < names.mappings.size) return;
  if (sources.length < names.sources.size) return;
  const callers = sources.filter((source) => source.type === 'sync' || source.type === 'async');
  const invoked = new Set([...mappings, ...callers].map((one) => one.function));
  const read = new Set(mappings.map(({ source }) => source));
  const deadLetters = new Set(queuesOf(sources).map(({ redrivePolicy }) => redrivePolicy?.deadLetterQueue));
  // Somebody looks at them outside the scenario.
  const destinations = new Set([
    ...mappings.map((one) => ('onFailure' in one && one.onFailure?.kind === 'queue' ? one.onFailure.name : undefined)),
    ...asyncOf(sources).flatMap(endsOf),
  ]);
  const sentTo = new Set(functions.flatMap(({ handler }) => handler.sends.map(({ to }) => to)));
  for (const { name } of functions) {
    if (invoked.has(name)) continue;
    findings.note(['functions', name], { message: 'nothing invokes it', about: 'key' });
  }
  const called = new Set(functions.flatMap(({ handler }) => handler.uses.map(({ downstream }) => downstream)));
  for (const { name } of downstreams) {
    if (called.has(name) || functions.length < names.functions.size) continue;
    findings.note(['downstreams', name], { message: 'no function uses it', about: 'key' });
  }
  for (const { name, type } of sources) {
    if (SOURCE_KINDS[type].calls !== undefined) continue;
    if ([deadLetters, destinations, sentTo, read].some((known) => known.has(name))) continue;
    findings.note(['sources', name], { message: 'no mapping reads from it', about: 'key' });
  }
}
