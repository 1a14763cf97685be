/** Style of the report: for the screen, light and dark, and for paper. Nothing is loaded from anywhere. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --page: #ffffff; --panel: #f4f6f8; --line: #c9d1d9;
  --good: #116329; --good-panel: #e3f6e8; --bad: #a40e26; --bad-panel: #ffe9ec; --accent: #0a55b3; }
@media screen and (prefers-color-scheme: dark) { :root { --text: #e6edf3; --muted: #9da7b3; --page: #0d1117; --panel: #161b22;
  --line: #3d444d; --good: #56d364; --good-panel: #0f2a17; --bad: #ff8c8c; --bad-panel: #3a1116; --accent: #79b8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.75rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2.25rem 0 .75rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; overflow-wrap: anywhere; }
p { margin: .5rem 0; }
.verdict { border: 3px solid; border-radius: .5rem; padding: .75rem 1.25rem; }
.verdict h2 { border: 0; margin: 0; padding: 0; font-size: 1.5rem; }
.verdict li { overflow-wrap: anywhere; }
.intact { border-color: var(--good); background: var(--good-panel); } .intact h2 { color: var(--good); }
.broken { border-color: var(--bad); background: var(--bad-panel); } .broken h2 { color: var(--bad); }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
.muted { color: var(--muted); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 1rem 0; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--panel); white-space: nowrap; } tbody th { font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.code, .id, code, pre { font-family: ui-monospace, monospace; font-size: .8rem; overflow-wrap: anywhere; }
.text { overflow-wrap: anywhere; } tbody .text { min-width: 7.5rem; } .id { min-width: 11.5rem; } .details { min-width: 17rem; } .step { min-width: 10rem; overflow-wrap: anywhere; } figure { margin: 0; }
time, .date { white-space: nowrap; } time { font-variant-numeric: tabular-nums; }
pre { margin: 0; white-space: pre-wrap; }
svg { width: 100%; height: auto; max-width: 60rem; display: block; }
svg text { fill: var(--text); font: 14px system-ui, sans-serif; } svg .small { font-size: 12px; fill: var(--muted); }
svg .account { fill: var(--panel); stroke: var(--line); stroke-width: 1.5; } svg .box { fill: var(--page); stroke: var(--accent); stroke-width: 1.5; }
svg .box.bad { stroke: var(--bad); stroke-width: 2.5; } svg .box.good { stroke: var(--good); stroke-width: 2.5; }
svg .flow { stroke: var(--accent); stroke-width: 2; fill: none; } svg .tip { fill: var(--accent); }
footer { margin-top: 2.5rem; color: var(--muted); font-size: .85rem; overflow-wrap: anywhere; }
@media (max-width: 32rem) { body { padding: 1rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@page { margin: 15mm; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } .scroll { overflow: visible; }
  thead { display: table-header-group; } tr, .verdict, figure { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
  table { font-size: 8pt; } .code, .id, code, pre { font-size: 7pt; }
  time { white-space: normal; } tbody .text { min-width: 18mm; } .id { min-width: 33mm; } .details { min-width: 48mm; } .step { min-width: 26mm; } tbody tr:first-child { break-before: avoid; }
  .verdict, thead th { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
