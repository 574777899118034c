/** What engines of job arrays say in the environment, as their manuals have it. */
import { expect, it } from 'vitest';
import { shardOfOption, type Environment } from '../../../src/cli/sweep/shard-environment.ts';

const slurm = (id: number, min: number, max: number, count: number, step = 1): Environment => ({
  SLURM_ARRAY_TASK_ID: `${id}`,
  SLURM_ARRAY_TASK_MIN: `${min}`,
  SLURM_ARRAY_TASK_MAX: `${max}`,
  SLURM_ARRAY_TASK_COUNT: `${count}`,
  SLURM_ARRAY_TASK_STEP: `${step}`,
});
const said = (text: string, env: Environment): string => {
  try {
    const { index, of } = shardOfOption(text, env);
    return `${index}/${of}`;
  } catch (error) {
    return (error as Error).message;
  }
};

it.each<[string, string, Environment, string]>([
  ['what is written', '2/4', {}, '2/4'],
  ['Slurm from 1', 'env', slurm(1, 1, 4, 4), '1/4'],
  ['Slurm from 0', 'env', slurm(3, 0, 3, 4), '4/4'],
  ['Slurm with a step', 'env', slurm(5, 1, 7, 4, 2), '3/4'],
  ['one task of Slurm again', 'env/4', slurm(3, 3, 3, 1), '3/4'],
  ['some tasks of Slurm again', 'env/7', slurm(3, 1, 7, 3), '3/7'],
  ['a whole array of Slurm from 0, and its number', 'env/4', slurm(1, 0, 3, 4), '2/4'],
  ['a whole array of Slurm from 0, and the variable', 'env', { ...slurm(3, 0, 3, 4), LAGCAST_SHARDS: '4' }, '4/4'],
  ['Slurm that says nothing else', 'env/4', { SLURM_ARRAY_TASK_ID: '2' }, '2/4'],
  [
    'AWS Batch and its number',
    'env/8',
    { AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '8', LAGCAST_SHARDS: '3' },
    '1/8',
  ],
  ['AWS Batch', 'env', { AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '8' }, '1/8'],
  ['Kubernetes with a number', 'env/8', { JOB_COMPLETION_INDEX: '7' }, '8/8'],
  ['Kubernetes with a variable', 'env', { JOB_COMPLETION_INDEX: '0', LAGCAST_SHARDS: '3' }, '1/3'],
  ['GitLab', 'env', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '3' }, '1/3'],
  ['CircleCI', 'env', { CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '3' }, '3/3'],
  ['two that agree', 'env/3', { JOB_COMPLETION_INDEX: '0', CI_NODE_INDEX: '1' }, '1/3'],
])('%s', (_, text, env, shard) => {
  expect(said(text, env)).toBe(shard);
});

it.each<[string, string, Environment, RegExp]>([
  [
    'no engine',
    'env',
    {},
    /no job of an array: none of SLURM_ARRAY_TASK_ID, AWS_BATCH_JOB_ARRAY_INDEX, .* write --shard i\/n/,
  ],
  ['an empty variable', 'env', { JOB_COMPLETION_INDEX: '' }, /none of/],
  [
    'some tasks of Slurm',
    'env',
    slurm(3, 1, 7, 3),
    /Slurm’s array has 3 tasks from 1 to 7, which may not be all parts/,
  ],
  ['one task of Slurm without the number', 'env', slurm(3, 3, 3, 1), /1 task from 3 to 3.*--shard env\/n/],
  ['a task of Slurm from 0 again', 'env/4', slurm(0, 0, 0, 1), /SLURM_ARRAY_TASK_ID=0 is part 0 of 4/],
  [
    'Slurm that says nothing else, without the number',
    'env',
    { SLURM_ARRAY_TASK_ID: '2' },
    /SLURM_ARRAY_TASK_ID=2, and not how many tasks there are .*--shard env\/n/,
  ],
  [
    'more parts than Slurm’s array has',
    'env/8',
    slurm(1, 1, 4, 4),
    /--shard env\/8 says that there are 8 parts, and SLURM_ARRAY_TASK_COUNT=4 that there are 4; write --shard i\/n/,
  ],
  [
    'more parts than the array of AWS Batch has',
    'env/8',
    { AWS_BATCH_JOB_ARRAY_INDEX: '2', AWS_BATCH_JOB_ARRAY_SIZE: '4' },
    /env\/8 says that there are 8 parts, and AWS_BATCH_JOB_ARRAY_SIZE=4 that there are 4/,
  ],
  [
    'fewer parts than GitLab has',
    'env',
    { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '4', LAGCAST_SHARDS: '2' },
    /LAGCAST_SHARDS=2 says that there are 2 parts, and CI_NODE_TOTAL=4 that there are 4/,
  ],
  ['no parts', 'env/0', {}, /"env\/0" is no part/],
  [
    'Kubernetes without a number',
    'env',
    { JOB_COMPLETION_INDEX: '0' },
    /JOB_COMPLETION_INDEX=0, and not how many parts .* --shard env\/8, or set LAGCAST_SHARDS=8/,
  ],
  ['a part beyond', 'env/2', { JOB_COMPLETION_INDEX: '2' }, /JOB_COMPLETION_INDEX=2 is part 3 of 2/],
  ['no number', 'env', { CI_NODE_INDEX: 'one', CI_NODE_TOTAL: '3' }, /CI_NODE_INDEX is a whole number; found "one"/],
  [
    'two that do not agree',
    'env/3',
    { JOB_COMPLETION_INDEX: '1', CI_NODE_INDEX: '1' },
    /JOB_COMPLETION_INDEX says part 2\/3, CI_NODE_INDEX says part 1\/3/,
  ],
  ['what is no part', '4/2', {}, /"4\/2" is no part: i\/n such as 1\/4, env, or env\/n/],
])('refuses %s', (_, text, env, message) => {
  expect(said(text, env)).toMatch(message);
});
