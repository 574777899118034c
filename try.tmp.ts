import { planted } from './test/support/planted.ts';
import { Template } from './src/scenario/template.ts';
import { simulate } from './src/simulate.ts';
import { explaining } from './src/explain/explaining.ts';
const [seed='1', only] = process.argv.slice(2);
let ok=0, n=0; const t0=process.cpuUsage();
for (const p of planted(Number(seed))) {
  if (only && !p.name.includes(only)) continue;
  n++;
  try {
  const template = new Template(p.scenario);
  const base = template.variant();
  const result = simulate(base.scenario);
  const it = explaining(result, template); let s = it.next([]); let ev=0;
  while (!s.done) s = it.next(s.value.map((c: any) => simulate(c.scenario, { replication: c.replication, whereTimeWent: false })));
  const x = s.value; const t = x.targets.find((t: any) => t.target.name === p.target)!;
  const got = t.findings[0]?.limit ?? 'none';
  if (got === p.limit) ok++;
  const f = t.findings[0];
  console.log(got === p.limit ? 'ok ' : 'BAD', p.name, '| want', p.limit, 'got', t.findings.map((f: any) => f.limit + ' ' + f.effect.time.toFixed(2) + '/' + f.effect.lost.toFixed(3)).join(', ') || 'none', '| runs', x.runs, 'mean', (t.harm.time!/1e6).toFixed(3), f ? JSON.stringify(f.change?.settings ?? null).slice(0,120) + ' ' + f.change?.share.toFixed(2) : '');
  if (got !== p.limit || only) { console.log('   suspects', t.suspects.map((s: any) => s.limit+':'+s.weight.toFixed(2)).join(' '), '\n   tried', t.tried.map((s: any) => s.limit+':'+(s.lift ? s.lift.effect.time.toFixed(3) +'/'+s.lift.effect.lost.toFixed(3): s.why)).join(' '));
    const w = (t.target.kind==='mapping'?result.mappings[t.target.name]:result.sources[t.target.name])!.whereTimeWent; console.log('   ', JSON.stringify(w?.all)); if (only) console.log(t.spans.map((s:any)=>[s.from/1e6,s.until/1e6,s.limit].join('-')).join('  ')) }
  } catch (e) { console.log('ERR', p.name, (e as Error).message.slice(0,600)); }
}
console.log(ok, 'of', n, process.cpuUsage(t0).user/1e6, 's');
