/** The JSON Schema of scenarios as a validator: compiled once for all tests of a worker, because that takes a second. */
import { Ajv } from 'ajv';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts';

export const scenarioSchema = scenarioJsonSchema();
export const validateScenario = new Ajv({ allErrors: true, strict: false }).compile(scenarioSchema);
