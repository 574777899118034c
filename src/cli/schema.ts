/** `lagcast schema`: the JSON Schema of scenario files. */
import { scenarioJsonSchema } from '../scenario/json-schema.ts';
import { print } from './console.ts';

export function schemaCommand(): void {
  print(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
}
