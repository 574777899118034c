/**
 * Reads what stands at the top of a scenario: name, question, seed, how long, which rules. What the command line gives wins.
 */
import type { RuleSet } from '../../aws/fact.ts';
import type { Micros } from '../../engine/time.ts';
import type { Findings } from '../findings.ts';
import { at, type Mapping } from '../plain.ts';
import { SCENARIO_FORMAT } from '../scenario.ts';
import { readPart } from '../schema/issues.ts';
import { HEAD, topSchema } from '../schema/scenario.ts';

/** As written; undefined where nothing that can be used was. */
export interface Head {
  readonly name: string | undefined;
  readonly question: string | undefined;
  readonly seed: number | string | undefined;
  readonly duration: Micros | undefined;
  readonly warmUp: Micros | undefined;
  readonly rules: RuleSet | undefined;
}

export function readHead(tree: Mapping, findings: Findings): Head {
  readPart(topSchema, withoutAnchors(tree), [], findings);
  if (!Object.hasOwn(tree, 'lagcast')) {
    findings.note(['lagcast'], {
      message: 'the version of the format is not said',
      hint: `lagcast: ${SCENARIO_FORMAT}`,
    });
  }
  const read = <K extends keyof typeof HEAD>(key: K) => {
    return readPart(HEAD[key], at(tree, key), [key], findings) as HeadValue<K> | undefined;
  };
  read('lagcast');
  const duration = read('duration');
  const warmUp = read('warmUp');
  if (duration !== undefined && warmUp !== undefined && warmUp >= duration) {
    findings.error(['warmUp'], {
      message: 'the warm-up takes the whole run',
      hint: 'it must be shorter than duration',
    });
  }
  return { name: read('name'), question: read('question'), seed: read('seed'), duration, warmUp, rules: read('rules') };
}

type HeadValue<K extends keyof typeof HEAD> = (typeof HEAD)[K]['_zod']['output'];

/** `x-…` holds anchors for the rest of the file. */
function withoutAnchors(tree: Mapping): Mapping {
  return Object.fromEntries(Object.entries(tree).filter(([key]) => !key.startsWith('x-')));
}
