/**
 * A case of a property: a scenario that somebody may have to look at, as YAML that `lagcast run` takes, with its result. It is run when its
 * result is first asked for, and once, however many invariants look at it.
 */
import { stringify } from 'yaml';
import type { Result } from '../metrics/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { labelOf, Template, type Settings } from '../scenario/template.ts';
import { simulate } from '../simulate.ts';
import { Watch } from './watch.ts';

export class Case {
  readonly template: Template;
  readonly scenario: Scenario;
  /** What was done to the template that it was made of, in words; none of one as written. */
  readonly changes: readonly string[];
  #watched: { readonly result: Result; readonly watch: Watch } | undefined;

  constructor(template: Template, scenario: Scenario, changes: readonly string[] = []) {
    this.template = template;
    this.scenario = scenario;
    this.changes = changes;
  }

  /** Throws what `simulate` throws. */
  get result(): Result {
    return this.#run().result;
  }

  /** What a watcher of its own saw in the run. */
  get watch(): Watch {
    return this.#run().watch;
  }

  /** The scenario as a file. Files that it names are relative to where the template's was. */
  get yaml(): string {
    const said = this.changes.map((change) => `# ${change}\n`).join('');
    return `${said}${stringify(this.template.data, { lineWidth: 120 })}`;
  }

  /** The same with other settings and the same luck. Throws VariantError. */
  with(settings: Settings): Case {
    const { scenario } = this.template.variant(settings);
    return new Case(this.template.with(settings), scenario, [...this.changes, labelOf(settings)]);
  }

  /** How fast-check shows a counterexample. */
  toString(): string {
    return `a scenario, to run with lagcast run FILE:\n${this.yaml}`;
  }

  /** What test runners show of a case that they compare or keep: not its result, which is large. */
  toJSON(): object {
    const { changes, yaml } = this;
    return { changes, yaml };
  }

  #run(): { readonly result: Result; readonly watch: Watch } {
    if (this.#watched !== undefined) return this.#watched;
    let watch: Watch | undefined;
    const result = simulate(this.scenario, {
      observers: [(watched) => (watch = new Watch(this.scenario, watched))],
    });
    this.#watched = { result, watch: watch! };
    return this.#watched;
  }
}

/** A template as it is written, with these settings. Throws VariantError when it is no sound scenario. */
export function caseOf(template: Template, settings: Settings = {}): Case {
  const made = new Case(template, template.variant().scenario);
  return Object.keys(settings).length === 0 ? made : made.with(settings);
}

/** The text of a scenario file as a template. Throws Error with its problems when it is no YAML. */
export function templateOf(text: string, options: Parameters<typeof Template.fromText>[1] = {}): Template {
  const made = Template.fromText(text, options);
  if (made.ok) return made.template;
  throw new Error(made.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
}
