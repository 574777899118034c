/** Whole random scenarios that are sound, as cases: for those who test what is made of results rather than a pipeline. */
import fc from 'fast-check';
import { Template } from '../scenario/template.ts';
import { Case } from './case.ts';
import { anyChain, anyScenario } from './queue-scenarios.ts';
import { anyStreamScenario } from './stream-scenarios.ts';

/** `queue`: a queue with a dead-letter queue; `chain`: functions that send on; `stream`: one to four mappings of a stream. Any of them unless said. */
export function anyPipeline(kind?: 'queue' | 'chain' | 'stream'): fc.Arbitrary<Case> {
  const kinds: Record<NonNullable<typeof kind>, fc.Arbitrary<object>> = {
    queue: anyScenario,
    chain: anyChain,
    stream: anyStreamScenario,
  };
  const tree = kind === undefined ? fc.oneof(...Object.values(kinds)) : kinds[kind];
  return tree.map((data) => {
    // As plain data: keys without a value are not written.
    const template = new Template(JSON.parse(JSON.stringify(data)));
    return new Case(template, template.variant().scenario);
  });
}
