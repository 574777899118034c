/** What is said of a wrong tier: the place, what was found, what is allowed, and the name that was likely meant; and of a right one that will be regretted. */
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';

/** All that is said, as `line:column severity: path: message (hint) [source]`. */
function told(text: string): string[] {
  const problems = formatProblems('', readScenario(text).problems);
  return problems === '' ? [] : problems.split('\n').map((line) => line.slice(1));
}

const HEAD = 'lagcast: 1\nduration: 5 min\ntier:\n';
/** A tier of which nothing is to be said, with more of it from line 5 on. */
const inTier = (text: string): string =>
  `${HEAD}  tenants: { t: { service: 10 ms, arrivals: [ { rate: 100/s } ] } }\n  ${text}\n`;
/** The same with more of its group of tenants, on line 8. */
const inGroup = (text: string): string =>
  `${HEAD}  tenants:\n    t:\n      service: 10 ms\n      arrivals: [ { rate: 100/s } ]\n      ${text}\n`;

type Case = readonly [text: string, ...told: string[]];

const TIER: readonly Case[] = [
  ['queues: 0', '5:11 error: tier.queues: from 1 to 4000000 is allowed; found 0 [AP-1.3]'],
  ['queues: 4000001', '5:11 error: tier.queues: from 1 to 4000000 is allowed; found 4000001 [AP-1.3]'],
  ['queue: 3', '5:3 error: tier.queue: nothing is called "queue" here (did you mean queues?)'],
  ['tieBreak: lowest', '5:13 error: tier.tieBreak: random, lowestIndex or firstSampled is due; found "lowest"'],
  ['maximumEventAge: 60', '5:20 error: tier.maximumEventAge: a duration needs a unit; did you mean 60 s?'],
  [
    'lostAcknowledgements: 51 %',
    '5:25 error: tier.lostAcknowledgements: from 0 % to 50 % is allowed; found "51 %" [AP-1.3]',
  ],
  [
    'placement: jqs',
    '5:14 error: tier.placement: single, perTenant, random, roundRobin, ring, rendezvous, jump, boundedLoad, bestOf, jsq, jiq, onePlusBeta or shuffle is due; found "jqs" (did you mean jsq?)',
  ],
  [
    'placement: { strategy: shufle }',
    '5:26 error: tier.placement.strategy: single, perTenant, random, roundRobin, ring, rendezvous, jump, boundedLoad, bestOf, jsq, jiq, onePlusBeta or shuffle is due; found "shufle" (did you mean shuffle?)',
  ],
  ['placement: { strategy: jsq, d: 2 }', '5:31 error: tier.placement.d: d goes with strategy: bestOf; here it is jsq'],
  [
    'placement: { strategy: ring, beta: 1 % }',
    '5:32 error: tier.placement.beta: beta goes with strategy: onePlusBeta; here it is ring',
  ],
  ['placement: { d: 2 }', '5:16 error: tier.placement.d: d goes with strategy: bestOf; here it is shuffle'],
  [
    'placement: { strategy: bestOf, virtualNodes: 3 }',
    '5:34 error: tier.placement.virtualNodes: virtualNodes goes with strategy: ring, boundedLoad or shuffle; here it is bestOf',
  ],
  [
    'placement: { strategy: bestOf, dd: 2 }',
    '5:34 error: tier.placement.dd: nothing is called "dd" here (did you mean d?)',
  ],
  [
    'placement: 3',
    '5:14 error: tier.placement: single, perTenant, random, roundRobin, ring, rendezvous, jump, boundedLoad, bestOf, jsq, jiq, onePlusBeta or shuffle is due; found 3',
  ],
  [
    'placement: { strategy: bestOf, d: 0 }',
    '5:37 error: tier.placement.d: from 1 to 1000 is allowed; found 0 [AP-2.11]',
  ],
  [
    'discipline: filo',
    '5:15 error: tier.discipline: fifo, lifo, lifoUnderBacklog, sideline, ttl, drr, sfq, sqsFair or stochastic is due; found "filo" (did you mean fifo?)',
  ],
  ['discipline: { type: fifo, ttl: 1 s }', '5:29 error: tier.discipline.ttl: ttl goes with type: ttl; here it is fifo'],
  ['discipline: { type: sideline, by: events }', '5:37 error: tier.discipline.by: age or rate is due; found "events"'],
  ['discipline: { ttl: 5 s }', '5:17 error: tier.discipline.ttl: ttl goes with type: ttl; here it is fifo'],
  ['depth: stale', '5:10 error: tier.depth: live, periodic, delayed or push is due; found "stale"'],
  [
    'depth: { refreshEvery: 10 s }',
    '5:12 error: tier.depth.refreshEvery: refreshEvery goes with view: periodic; here it is live',
  ],
  [
    'depth: { view: push, delay: 1 s }',
    '5:24 error: tier.depth.delay: delay goes with view: periodic or delayed; here it is push',
  ],
  [
    'depth: { view: delayed, phase: staggered }',
    '5:27 error: tier.depth.phase: phase goes with view: periodic; here it is delayed',
  ],
  [
    'depth: { inFlightCorrection: true }',
    '5:12 error: tier.depth.inFlightCorrection: inFlightCorrection goes with view: periodic, delayed or push; here it is live',
  ],
  ['depth: { inFlightCorrection: false }'],
  [
    'pollers: { hosts: 3 }',
    '5:14 error: tier.pollers.hosts: hosts goes with model: pooledRoundRobin, pooledWeighted or leased; here it is static',
  ],
  ['pollers: { zones: 3 }', '5:14 error: tier.pollers.zones: zones goes with model: leased; here it is static'],
  ['pollers: { prefetch: -2 }', '5:24 error: tier.pollers.prefetch: at least 0 is due; found -2 [AP-5.7]'],
  [
    'pollers: { model: lease }',
    '5:21 error: tier.pollers.model: static, pooledRoundRobin, pooledWeighted or leased is due; found "lease" (did you mean leased?)',
  ],
  [
    'leases: { ttl: 5 s }',
    '5:3 error: tier.leases: leases go with model: leased of the pollers; here it is static (pollers: { model: leased }) [AP-6.1]',
  ],
  [
    'retries: { jitter: some }',
    '5:22 error: tier.retries.jitter: none, full, equal or decorrelated is due; found "some" (did you mean none?)',
  ],
  [
    'retries: { maximumRetryAttempts: -1 }',
    '5:36 error: tier.retries.maximumRetryAttempts: at least 0 is due; found -1 [ASY-03]',
  ],
  ['pacing: aimed', '5:11 error: tier.pacing: off, aimd or tokenBucket is due; found "aimed" (did you mean aimd?)'],
  ['pacing: { first: 3 }', '5:13 error: tier.pacing.first: first goes with policy: aimd; here it is off'],
  [
    'pacing: { policy: tokenBucket, keep: 50 % }',
    '5:34 error: tier.pacing.keep: keep goes with policy: aimd; here it is tokenBucket',
  ],
  [
    'isolation: yes',
    '5:14 error: tier.isolation: on, off or a mapping that says more is due; found "yes" (such as isolation: on)',
  ],
  [
    'isolation: { windw: 5 s }',
    '5:16 error: tier.isolation.windw: nothing is called "windw" here (did you mean window?)',
  ],
  ['ramp: { first: 200 % }', '5:18 error: tier.ramp.first: a share is at most 100 %; found "200 %"'],
  ['ramp: on', '5:9 error: tier.ramp: a mapping of keys to values is due; found "on"'],
  ['measure: { threshold: 0 s }', '5:25 error: tier.measure.threshold: at least 1 us is due; found "0 s" [AP-3.2]'],
  [
    'measure: { from: 60 s, until: 60 s }',
    '5:33 error: tier.measure.until: nothing is measured: from 1 min until 1 min there is no time [AP-3.2]',
  ],
  ['measure: { from: 6 min }', '5:20 warning: tier.measure.from: what is measured begins after the end of the run'],
  ['measure: { until: 6 min }', '5:21 warning: tier.measure.until: the run has ended by then: it lasts 5 min'],
  [
    'measure: { excess: true }',
    '5:22 error: tier.measure.excess: no group of tenants is noisy: there is nothing to leave out (noisy: true of a group) [AP-3.2]',
  ],
  ['incidents: { at: 1 s }', '5:14 error: tier.incidents: a list of incidents is due; found a mapping of 1'],
  [
    'incidents: [ { at: 1 s } ]',
    '5:16 error: tier.incidents[0]: one of pollersDown, slow, zoneDown, leaseServiceDown or queuesDown is due',
  ],
  ['incidents: [ { at: 1 s, slow: 0 % } ]', '5:33 error: tier.incidents[0].slow: more than 0 % is due; found "0 %"'],
  [
    'incidents: [ { at: 1 s, slow: 10 %, pollersDown: true } ]',
    '5:16 error: tier.incidents[0]: only one of pollersDown and slow can be given',
  ],
  [
    'incidents: [ { at: 1 s, pollersDown: false } ]',
    '5:40 error: tier.incidents[0].pollersDown: true is due; found false (leave the incident out if it is not to happen)',
  ],
  [
    'incidents: [ { at: 1 s, polersDown: true } ]',
    '5:27 error: tier.incidents[0].polersDown: nothing is called "polersDown" here (did you mean pollersDown?)',
  ],
  [
    'incidents: [ { at: 1 s, zoneDown: 1 } ]',
    '5:27 error: tier.incidents[0].zoneDown: this is for leased pollers; those here are static (pollers: { model: leased }) [AP-6.6]',
  ],
  [
    'incidents: [ { at: 1 s, leaseServiceDown: true } ]',
    '5:27 error: tier.incidents[0].leaseServiceDown: this is for leased pollers; those here are static (pollers: { model: leased }) [AP-6.6]',
  ],
  [
    'incidents: [ { at: 1 s, queuesDown: 101 } ]',
    '5:39 error: tier.incidents[0].queuesDown: there is no queue 101: the tier has 100 (queues are numbered from 1)',
  ],
  [
    'incidents: [ { at: 1 s, queuesDown: { first: 100, count: 2 } } ]',
    '5:39 error: tier.incidents[0].queuesDown: there is no queue 101: the tier has 100 (queues are numbered from 1)',
  ],
  [
    'incidents: [ { at: 1 s, queuesDown: { first: 0, count: 2 } } ]',
    '5:48 error: tier.incidents[0].queuesDown.first: at least 1 is due; found 0',
  ],
  [
    'incidents: [ { at: 6 min, pollersDown: true } ]',
    '5:22 warning: tier.incidents[0].at: this incident begins after the end of the run',
  ],
  [
    'incidents: [ { at: 1 s, slow: 50 % }, { at: 2 s, slow: 20 % } ]',
    '5:41 error: tier.incidents[1]: two incidents of the kind slow at once: the other lasts from 1 s to the end of the run',
  ],
  ['incidents: [ { at: 1 s, for: 1 s, slow: 50 % }, { at: 2 s, slow: 20 % } ]'],
  [
    'incidents: [ { at: 1 s, for: 5 s, slow: 50 % }, { at: 2 s, for: 1 s, slow: 20 % } ]',
    '5:51 error: tier.incidents[1]: two incidents of the kind slow at once: the other lasts from 1 s to 6 s',
  ],
  ['incidents: [ { pollersDown: true } ]', '5:16 error: tier.incidents[0].at: is missing (a duration such as 30 s)'],
  [
    'pollers: { model: leased }\n  incidents: [ { at: 1 s, zoneDown: 4 } ]',
    '6:37 error: tier.incidents[0].zoneDown: there is no zone 4 (zones: 3 of the pollers)',
  ],
  [
    'queues: 10\n  placement: { strategy: shuffle, shardSize: 11 }',
    '6:46 error: tier.placement.shardSize: shardSize is 11, more than the 10 queues there are (at most 10) [AP-2.9]',
  ],
  ['queues: 1'],
  [
    'queues: 10\n  placement: { strategy: shuffle, shardSize: 2, sample: 3 }',
    '6:57 error: tier.placement.sample: sample is 3, more than the 2 queues of a shard (at most 2) [AP-2.9]',
  ],
  [
    'queues: 2\n  placement: { strategy: bestOf, d: 3 }',
    '6:37 error: tier.placement.d: d is 3, more than the 2 queues there are (at most 2) [AP-2.9]',
  ],
  ['queues: 2\n  placement: { strategy: bestOf, d: 3, withReplacement: true }'],
  [
    'placement: { strategy: shuffle, shardSize: 3, zones: 2 }',
    '5:46 error: tier.placement.shardSize: shardSize is 3, more than the 2 zones that it has a queue in (at most 2) [AP-2.9]',
  ],
  [
    'queues: 1000000\n  placement: ring',
    '6:14 error: tier.placement.virtualNodes: 1,000,000 queues with 100 points each are 100,000,000 points on the ring, more than 50,000,000 (virtualNodes: 50, or a strategy without a ring: rendezvous or jump) [AP-2.5]',
  ],
  ['queues: 1000000\n  placement: jump'],
  [
    'queues: 1000000\n  placement: { strategy: shuffle, shardConstruction: ring }',
    '6:14 error: tier.placement.virtualNodes: 1,000,000 queues with 100 points each are 100,000,000 points on the ring, more than 50,000,000 (virtualNodes: 50, or a strategy without a ring: rendezvous or jump) [AP-2.5]',
  ],
  ['queues: 1000000\n  placement: shuffle'],
  [
    'queues: 4000000\n  frontHosts: 26\n  depth: { view: periodic, phase: staggered }',
    '6:15 error: tier.frontHosts: 26 hosts with a view of 4,000,000 queues each remember 104,000,000 loads, more than 100,000,000 (frontHosts: 25, or another view) [AP-2.13]',
  ],
  ['queues: 4000000\n  frontHosts: 25\n  depth: periodic'],
  [
    'pollers: { heartbeat: false, visibilityTimeout: 5 ms }',
    '4:28 warning: tier.tenants.t.service: it takes 10 ms on average, longer than the visibility timeout of 5 ms, and there is no heartbeat: events are visible again while they run, and run twice (a longer visibilityTimeout of the pollers, or heartbeat: true) [AP-6.2]',
  ],
  [
    'pollers: { heartbeat: false, visibilityTimeout: 30 s, slots: 1, prefetch: 3000 }',
    '5:77 warning: tier.pollers.prefetch: a poller takes 3,000 events ahead and works off 100/s: without a heartbeat more than 3,000 are visible again before their turn, and run twice (at most 750, or heartbeat: true) [AP-5.7]',
  ],
  ['pollers: { heartbeat: false, visibilityTimeout: 30 s, slots: 1, prefetch: 2999 }'],
  [
    'pollers: { heartbeat: false, visibilityTimeout: 30 s, slots: 1, prefetch: -1 }',
    '5:77 warning: tier.pollers.prefetch: a poller takes any number of events ahead and works off 100/s: without a heartbeat more than 3,000 are visible again before their turn, and run twice (at most 750, or heartbeat: true) [AP-5.7]',
  ],
  ['pollers: { heartbeat: true, visibilityTimeout: 30 s, slots: 1, prefetch: -1 }'],
  [
    'ramp: {}',
    '5:9 warning: tier.ramp: a share of an unlimited rate is unlimited: without normal there is no ramp (normal: 1000/s) [AP-6.5]',
  ],
  ['queues: 1\n  placement: single\n  pollers: { slots: 1 }'],
];

const GROUP: readonly Case[] = [
  ['count: 0', '8:14 error: tier.tenants.t.count: from 1 to 4000000 is allowed; found 0 [AP-4.7]'],
  ['noisy: yes', '8:14 error: tier.tenants.t.noisy: true or false is due; found "yes"'],
  ['count: 4000001', '8:14 error: tier.tenants.t.count: from 1 to 4000000 is allowed; found 4000001 [AP-4.7]'],
  [
    'popularity: zipf',
    '8:19 error: tier.tenants.t.popularity: equal or a mapping is due; found "zipf" (such as { zipf: 1.1 })',
  ],
  [
    'popularity: { zipf: -1 }',
    '8:27 error: tier.tenants.t.popularity.zipf: a number of at least 0 and at most 100 is due; found -1',
  ],
  [
    'popularity: { pareto: 1 }',
    '8:21 error: tier.tenants.t.popularity.pareto: nothing is called "pareto" here (what can stand here: zipf)',
  ],
  [
    'handler: { perRecord: 1 ms }',
    '8:7 error: tier.tenants.t.handler: the functions of tenants have a time alone (service: 100 ms)',
  ],
  ['reservedConcurrency: 3', '8:7 error: tier.tenants.t.reservedConcurrency: this is for functions (concurrency: 10)'],
  [
    'maximumEventAge: 1 h',
    '8:7 error: tier.tenants.t.maximumEventAge: this holds for all tenants (tier: { maximumEventAge: 1 h })',
  ],
  ['type: async', '8:7 error: tier.tenants.t.type: tenants invoke asynchronously, and there is no other type'],
  ['callers: { budgetMost: 3 }', '8:18 error: tier.tenants.t.callers.budgetMost: budgetMost goes with budgetShare'],
  ['callers: { breakerCalls: 3 }', '8:18 error: tier.tenants.t.callers.breakerCalls: breakerCalls goes with breakerAt'],
  ['callers: { backoffCap: 3 s }', '8:18 error: tier.tenants.t.callers.backoffCap: backoffCap goes with backoffBase'],
  [
    'callers: { timeout: 0 s }',
    '8:27 error: tier.tenants.t.callers.timeout: at least 1 us is due; found "0 s" [AP-5.7]',
  ],
  ['callers: true', '8:16 error: tier.tenants.t.callers: a mapping of keys to values is due; found true'],
  ['admissionBurst: 3', '8:7 error: tier.tenants.t.admissionBurst: admissionBurst goes with admissionRate'],
  ['weight: 0', '8:15 error: tier.tenants.t.weight: at least 0.001 is due; found 0 [AP-2.16]'],
  ['fails: 101 %', '8:14 error: tier.tenants.t.fails: a share is at most 100 %; found "101 %"'],
  [
    'concurency: 3',
    '8:7 error: tier.tenants.t.concurency: nothing is called "concurency" here (did you mean concurrency?)',
  ],
  ['outbox: {}', '8:7 error: tier.tenants.t.outbox: tenants have no outbox: arrivals are accepted at their instants'],
];

const WHOLE: readonly Case[] = [
  [
    'tier: []',
    '1:1 error: duration: is missing (a duration such as 30 s)',
    '1:1 error: sources: is missing: at least one source is due, or tenants of the tier (such as orders: { type: sqs, arrivals: [ { rate: { poisson: 10/s } } ] })',
    '1:1 note: lagcast: the version of the format is not said (lagcast: 1)',
    '1:7 error: tier: a mapping of keys to values is due; found a list of 0',
  ],
  [
    'lagcast: 1\nduration: 5 min\ntier:\n  tenants:\n    t:\n      service: 10 ms\n      arrivals: [ { rate: 1/s, attributes: { a: 1 } } ]\n      count: 1\n',
    '7:32 error: tier.tenants.t.arrivals[0].attributes: events of tenants carry nothing: which tenant sends is drawn by popularity (popularity: { zipf: 1.1 }, or a group for each kind of tenant)',
  ],
  [
    'lagcast: 1\nduration: 5 min\ntier:\n  tenants:\n    t:\n      service: 10 ms\n      arrivals: [ { records: [ { at: -1 s } ] } ]\n      count: 1\n',
    '7:38 error: tier.tenants.t.arrivals[0].records[0].at: an event of a tenant is made during the run: from 0 s on',
  ],
  [
    'lagcast: 1\nduration: 5 min\ntier:\n  tenants:\n    t:\n      service: 10 ms\n      arrivals: [ { records: [ { id: a, size: 1 KiB, key: 3, body: x, group: g, duration: 3 s, delay: 1 s, attributes: { a: 1 } } ] } ]\n      count: 1\n',
    '7:34 error: tier.tenants.t.arrivals[0].records[0].id: events of tenants carry nothing: which tenant sends is drawn by popularity (popularity: { zipf: 1.1 }, or a group for each kind of tenant)',
    '7:41 error: tier.tenants.t.arrivals[0].records[0].size: events of tenants carry nothing: which tenant sends is drawn by popularity (popularity: { zipf: 1.1 }, or a group for each kind of tenant)',
    '7:54 error: tier.tenants.t.arrivals[0].records[0].key: events of tenants carry nothing: which tenant sends is drawn by popularity (popularity: { zipf: 1.1 }, or a group for each kind of tenant)',
    '7:62 error: tier.tenants.t.arrivals[0].records[0].body: events of tenants carry nothing: which tenant sends is drawn by popularity (popularity: { zipf: 1.1 }, or a group for each kind of tenant)',
    '7:71 error: tier.tenants.t.arrivals[0].records[0].group: events of tenants carry nothing: which tenant sends is drawn by popularity (popularity: { zipf: 1.1 }, or a group for each kind of tenant)',
    '7:81 error: tier.tenants.t.arrivals[0].records[0].duration: how long an event runs is said by service of the group',
    '7:96 error: tier.tenants.t.arrivals[0].records[0].delay: an event of a tenant has no delay: it is made at its instant',
    '7:108 error: tier.tenants.t.arrivals[0].records[0].attributes: events of tenants carry nothing: which tenant sends is drawn by popularity (popularity: { zipf: 1.1 }, or a group for each kind of tenant)',
  ],
  [
    'lagcast: 1\nduration: 5 min\ntier:\n  tenants:\n    t:\n      service: 10 ms\n      arrivals: [ {} ]\n      count: 1\n',
    '7:19 error: tier.tenants.t.arrivals[0]: one of rate, records or replay is due',
  ],
  [
    'lagcast: 1\nduration: 5 min\ntier:\n  tenants:\n    t:\n      service: 10 ms\n      arrivals: []\n      count: 1\n',
    '5:5 warning: tier.tenants.t: it sends nothing: it has no arrivals',
  ],
  [
    'lagcast: 1\nduration: 5 min\ntier: {}',
    '1:1 error: sources: is missing: at least one source is due, or tenants of the tier (such as orders: { type: sqs, arrivals: [ { rate: { poisson: 10/s } } ] })',
    '3:1 warning: tier: nothing goes through it: there are neither tenants nor a source of type async (tenants: { NAME: { service: 10 ms, arrivals: [ { rate: 10/s } ] } })',
  ],
  [
    'lagcast: 1\nduration: 5 min\nsources: { q: { type: sqs } }\ntier: {}',
    '3:12 note: sources.q: no mapping reads from it',
    '4:1 warning: tier: nothing goes through it: there are neither tenants nor a source of type async (tenants: { NAME: { service: 10 ms, arrivals: [ { rate: 10/s } ] } })',
  ],
  [
    'lagcast: 1\nduration: 5 min\ntier: { tenants: { a: { arrivals: [ { rate: 1/s } ] } } }',
    '3:23 error: tier.tenants.a.service: is missing (a duration such as 30 s)',
  ],
  [
    'lagcast: 1\nduration: 5 min\ntier: { tenants: { tier: { service: 0 s }, functions: { service: 0 s }, 1x: { service: 0 s } } }',
    '3:20 error: tier.tenants.tier: "tier" is the name of the tier, and figures could not be told apart (give the tenants another name)',
    '3:20 warning: tier.tenants.tier: it sends nothing: it has no arrivals',
    '3:44 error: tier.tenants.functions: "functions" is the name of the functions behind sources of type async, together, and figures could not be told apart (give the tenants another name)',
    '3:44 warning: tier.tenants.functions: it sends nothing: it has no arrivals',
    '3:73 error: tier.tenants["1x"]: "1x" is no name (a name begins with a letter and has letters, digits, - and _, at most 128)',
  ],
  [
    'lagcast: 1\nduration: 5 min\nfunctions: { f: { handler: {} } }\nsources: { f: { type: async, function: f } }\ntier: { tenants: { f: { service: 0 s } } }',
    '4:12 note: sources.f: an event that is given up is gone, and nobody is told: there is neither onFailure nor deadLetterQueue [ASY-07]',
    '5:20 error: tier.tenants.f: "f" is the name of a source and of a function, and figures could not be told apart (give the tenants another name)',
    '5:20 warning: tier.tenants.f: it sends nothing: it has no arrivals',
  ],
  [
    'lagcast: 1\nduration: 5 min\ntier: { placement: perTenant, tenants: { a: { count: 2000001, service: 1 s }, b: { count: 2000000, service: 1 s } } }',
    '3:40 error: tier.tenants: 4,000,001 tenants are too many (at most 4,000,000, of all groups together)',
  ],
  [
    'lagcast: 1\nduration: 5 min\ntier: { tenants: [ a ] }',
    '1:1 error: sources: is missing: at least one source is due, or tenants of the tier (such as orders: { type: sqs, arrivals: [ { rate: { poisson: 10/s } } ] })',
    '3:1 warning: tier: nothing goes through it: there are neither tenants nor a source of type async (tenants: { NAME: { service: 10 ms, arrivals: [ { rate: 10/s } ] } })',
    '3:18 error: tier.tenants: a mapping from names to tenants is due; found a list of 1',
  ],
];

describe('a tier with', () => {
  it.each(TIER)('%s', (text, ...expected) => expect(told(inTier(text))).toEqual(expected));
});

describe('a group of tenants with', () => {
  it.each(GROUP)('%s', (text, ...expected) => expect(told(inGroup(text))).toEqual(expected));
});

describe('a scenario with a tier', () => {
  it.each(WHOLE)('%s', (text, ...expected) => expect(told(text)).toEqual(expected));
});
