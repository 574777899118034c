/** The groups of tracks of a trace, in the order in which a viewer shows them: one for each part of the scenario. */
import type { SourceRole } from '../ledgers.ts';
import { Group } from './writer.ts';

/** Names in the order of the scenario. */
export interface TracedParts {
  readonly sources: readonly { readonly name: string; readonly role: SourceRole }[];
  readonly mappings: readonly string[];
  readonly functions: readonly string[];
  readonly downstreams: readonly string[];
}

/** By the number of the part. */
export interface Groups {
  readonly account: Group;
  readonly sources: readonly Group[];
  readonly mappings: readonly Group[];
  readonly functions: readonly Group[];
  readonly downstreams: readonly Group[];
  readonly parts: TracedParts;
}

/** The numbers of the groups of the tier, and of the records of its tenants. */
export const TIER = 1;
export const TENANTS = 2;

/** Their numbers are above those of the tier. */
export function groupsOf(parts: TracedParts): Groups {
  let number = TENANTS;
  const made = (kind: string) => (name: string) => new Group(`${kind} ${name}`, ++number);
  return {
    account: new Group('account', ++number),
    sources: parts.sources.map(({ name }) => name).map(made('source')),
    mappings: parts.mappings.map(made('mapping')),
    functions: parts.functions.map(made('function')),
    downstreams: parts.downstreams.map(made('downstream')),
    parts,
  };
}
