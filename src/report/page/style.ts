/** The style sheet of the page: quiet, for narrow and wide, light and dark, screen and paper. Knows no name of a result. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f6f7f9; --ink: #1c2128; --faint: #57606a; --line: #d9dee4;
  --link: #0a58b5; --good: #116a34; --bad: #b3161d; --warn-ground: #fff6dd; --focus: #0a58b5;
  --blue: #0072b2; --orange: #c98300; --green: #008a64; --vermilion: #d55e00; --sky: #3f9fd6; --purple: #b8629a; --grey: #767676;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101418; --raised: #181e25; --ink: #e3e7eb; --faint: #9aa5b1; --line: #2c343d;
    --link: #79b8ff; --good: #5fd38d; --bad: #ff8a80; --warn-ground: #2d2610; --focus: #79b8ff;
    --blue: #4fa8e0; --orange: #f0b440; --green: #2fc295; --vermilion: #ff8a47; --sky: #8fd0f5; --purple: #e09ac2; --grey: #98a1ab;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: auto; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere; }
main { max-width: 66rem; margin: 0 auto; padding: 2rem 1.25rem 5rem; }
h1, h2, h3, h4 { line-height: 1.25; }
h1 { font-size: 1.9rem; font-weight: 650; letter-spacing: -.015em; margin: 0 0 .3rem; }
h2 { font-size: 1.3rem; font-weight: 650; letter-spacing: -.01em; margin: 3rem 0 .8rem; padding-top: .9rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; font-weight: 600; margin: 1.8rem 0 .6rem; }
h4 { font-size: .95rem; font-weight: 600; margin: 0; }
p { margin: 0 0 .8rem; max-width: 46rem; }
a { color: var(--link); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86em; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; white-space: pre-wrap; margin: 0 0 .8rem; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
.first, .kind, .note, .how, .readout, figcaption p, caption { color: var(--faint); }
.first { font-size: .9rem; margin-bottom: 1rem; font-variant-numeric: tabular-nums; }
.question { font-size: 1.15rem; line-height: 1.45; }
.kind { font-weight: 400; }
.note { font-size: .9rem; }
.good { color: var(--good); } .bad { color: var(--bad); }
td .good, td .bad { font-weight: 600; white-space: nowrap; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .9rem; margin: 1.2rem 0 0; }
nav a { text-decoration: none; padding: .15rem 0; } nav a:hover { text-decoration: underline; }
nav + section > h2 { margin-top: 1.4rem; }

.scroll { overflow-x: auto; margin: 0 0 1.2rem; }
table { border-collapse: collapse; font-size: .875rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: .8rem; padding: .4rem 0; white-space: nowrap; }
table code { font-size: .92em; }
th, td { padding: .34rem .8rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; overflow-wrap: normal; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
th:last-child, td:last-child { padding-right: .2rem; }
thead th { font-weight: 500; color: var(--faint); vertical-align: bottom; border-bottom-color: var(--faint); }
tbody th { font-weight: 500; min-width: 9rem; max-width: 22rem; overflow-wrap: anywhere; }
.figures td { white-space: nowrap; } .figures th, .figures td { padding-left: .6rem; padding-right: .6rem; }
.figures th:first-child { padding-left: 0; } .figures :is(th, td):last-child { padding-right: .2rem; }
.prose { width: 100%; } .prose th, .prose td { text-align: left; overflow-wrap: anywhere; }
.prose td { min-width: 6.5rem; } .prose tbody th { width: 30%; } .prose td:last-child { min-width: 13rem; }
tbody tr:hover { background: var(--raised); }
tr.differs > td, .sign { font-weight: 650; }
.sign { color: var(--bad); white-space: nowrap; }
tr.given > th code { font-weight: 700; }
.part { font-weight: 650; }
.bar { display: block; width: 12rem; height: .9rem; border-radius: 3px; }
.bar .blue { fill: var(--blue); } .bar .orange { fill: var(--orange); } .bar .green { fill: var(--green); } .bar .sky { fill: var(--sky); }
.bar .vermilion { fill: var(--vermilion); } .bar .purple { fill: var(--purple); } .bar .grey { fill: var(--grey); }

.fates { display: block; } .fates.shrinks { max-width: 100%; min-width: 60rem; height: auto; } .fates :is(text, desc, title) { fill: var(--ink); } .fates text { font-size: 13px; font-variant-numeric: tabular-nums; } .fates .why { fill: var(--faint); font-size: 12px; }
.fates .name { font-weight: 650; } .fates path { fill-opacity: .5; } .fates .stage { fill: var(--ink); }
.fates .blue { fill: var(--blue); } .fates .orange { fill: var(--orange); } .fates .green { fill: var(--green); } .fates .sky { fill: var(--sky); }
.fates .vermilion { fill: var(--vermilion); } .fates .grey { fill: var(--grey); } .fates .faint { fill: var(--grey); fill-opacity: .28; }
.fates .thin { fill-opacity: 1; }
.fates .thread { fill: none; stroke: var(--faint); stroke-width: 1.5; stroke-dasharray: 4 3; } .fates .tip { fill: var(--faint); fill-opacity: 1; }

.verdict { margin: 0; padding: 0; list-style: none; max-width: 46rem; }
.verdict li { margin: 0 0 .55rem; }
.verdict li:first-child { font-size: 1.05rem; }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 0 2rem; }
.beside h3 { margin-top: .4rem; }
.beside .verdict { font-size: .94rem; }

details { border-bottom: 1px solid var(--line); }
details > summary { cursor: pointer; padding: .5rem 0; }
details[open] > summary { margin-bottom: .2rem; }
details + details, .scroll + details { margin-top: 0; }
.sheets { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0 3.5rem; } .sheets > .scroll { max-width: 100%; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; margin: 0 0 1.4rem; font-size: .9rem; }
dt { color: var(--faint); } dd { margin: 0; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 1.2rem; font-size: .9rem; color: var(--faint); max-width: none; }
.tools[hidden], .tools [hidden] { display: none; }
button, input { font: inherit; color: var(--ink); background: var(--raised); border: 1px solid var(--line); border-radius: 5px; padding: .15rem .6rem; }
button[aria-disabled=true] { color: var(--faint); opacity: .6; } button:not([aria-disabled=true]) { cursor: pointer; border-color: var(--faint); }
input[type=checkbox] { accent-color: var(--link); }
#inputs:has(#given:checked) .inputs tbody tr:not(.given) { display: none; }
tr[hidden] { display: none; }

figure { margin: 0 0 1.8rem; }
figcaption p { font-size: .85rem; margin: .1rem 0 0; max-width: none; }
.readout { min-height: 1.5em; margin: .15rem 0 0; font-size: .82rem; font-variant-numeric: tabular-nums; max-width: none; }
.readout b { font-weight: 600; color: var(--ink); }
.readout i { display: inline-block; width: .7em; height: .7em; border-radius: 2px; margin: 0 .35em 0 .9em; }
.how { font-size: .85rem; margin: .3rem 0 0; max-width: none; }
.ribbon { overflow-x: clip; background: var(--ground); padding: .2rem 0 .5rem; margin-bottom: 1rem; }
.ribbon.sticky { position: sticky; top: 0; z-index: 1; border-bottom: 1px solid var(--line); }
.strip p { font-size: .82rem; margin: .25rem 0 .1rem; max-width: none; display: flex; white-space: nowrap; } .strip strong { font-weight: 600; overflow: hidden; text-overflow: ellipsis; } .strip .kind, .strip .readout { flex: 0 1 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; } .strip strong { min-width: 3rem; }
.strip .readout { margin: 0 0 0 .6em; } .strip .kind { margin-left: .6em; } .swatch { margin-right: .35em; }
.track { position: relative; height: 20px; background: var(--raised); overflow: hidden; cursor: crosshair; user-select: none; touch-action: pan-y; }
.track > svg { display: block; } .track svg[hidden] { display: none; }
.track text { font-size: 11px; fill: var(--ink); }
.track rect { fill-opacity: .25; } .track line { stroke-width: 3; } .suspected line { stroke-dasharray: 4 3; } .suspected rect { fill-opacity: .12; }
.track .blue { fill: var(--blue); stroke: var(--blue); } .track .orange { fill: var(--orange); stroke: var(--orange); } .track .green { fill: var(--green); stroke: var(--green); }
.track .sky { fill: var(--sky); stroke: var(--sky); } .track .vermilion { fill: var(--vermilion); stroke: var(--vermilion); }
.track .purple { fill: var(--purple); stroke: var(--purple); } .track .grey { fill: var(--grey); stroke: var(--grey); }
.track rect, .track text { stroke: none; }
.swatch .blue { fill: var(--blue); } .swatch .orange { fill: var(--orange); } .swatch .green { fill: var(--green); } .swatch .sky { fill: var(--sky); }
.swatch .vermilion { fill: var(--vermilion); } .swatch .purple { fill: var(--purple); } .swatch .grey { fill: var(--grey); }
details + .note { margin-top: .8rem; }
.plot { scroll-margin: calc(var(--ribbon, 0px) + 6rem) 0 2rem; }
.plot { position: relative; min-height: 12rem; overflow: hidden; cursor: crosshair; user-select: none; touch-action: pan-y; }
.plot svg { display: block; }
.plot svg text { font-family: inherit; }
.cursor, .chosen { position: absolute; top: 0; bottom: 0; pointer-events: none; }
.cursor { width: 0; border-left: 1px solid var(--faint); }
.chosen { background: var(--link); opacity: .16; }

@media (hover: none) { .zoom { display: none; } }
@media (max-height: 30rem) { .ribbon.sticky { position: static; } }
@media (max-width: 40rem) {
  .strip .kind { display: none; }
  main { padding: 1.2rem .9rem 3rem; }
  h1 { font-size: 1.5rem; }
  h2 { margin-top: 2.2rem; }
  th, td { padding-left: .5rem; padding-right: .5rem; }
  tbody th { min-width: 6.5rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #fff; --ink: #000; --faint: #444; --line: #bbb; --link: #000; --good: #000; --bad: #000;
    --blue: #0072b2; --orange: #c98300; --green: #008a64; --vermilion: #d55e00; --sky: #3f9fd6; --purple: #b8629a; --grey: #767676; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; }
  nav, .tools, .readout, .cursor { display: none !important; }
  .scroll { overflow: visible; } figure, tr, .fates { break-inside: avoid; } h2, h3, h4, .above { break-after: avoid; }
  .plot { overflow: visible; } .ribbon.sticky { position: static; } .ribbon { break-inside: avoid; } .track { outline: 1px solid var(--line); }
  .fates.fates { max-width: 100%; min-width: 0; height: auto; }
}
`;
