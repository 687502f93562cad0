/// What is the same in every page of a run.
enum StepPageParts {
  static let head = """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy"
     content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
    <title>A run, step by step</title>

    """

  static let style = """
    <style>
    :root { color-scheme: light dark; --line: #8886; --bad: #b3261e; --odd: #8a5a00; --new: #1b6e3c; --soft: #8882; }
    @media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --odd: #ffca62; --new: #7ddc9e; } }
    * { box-sizing: border-box; }
    body { font: 16px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 62rem; padding: 0 1rem 5rem; }
    header { position: sticky; top: 0; background: Canvas; padding: .6rem 0; border-bottom: 1px solid var(--line); }
    h1 { font-size: 1rem; margin: 0 0 .3rem; font-weight: 600; }
    h2 { font-size: .85rem; margin: 1.1rem 0 .3rem; opacity: .75; font-weight: 600; }
    button { font: inherit; padding: .25rem .7rem; border: 1px solid var(--line); border-radius: .4rem;
      background: var(--soft); color: inherit; cursor: pointer; }
    button:disabled { opacity: .4; cursor: default; }
    button.bad { color: var(--bad); } button.odd { color: var(--odd); }
    nav { display: flex; flex-wrap: wrap; gap: .35rem; align-items: center; }
    #event { font-size: 1.15rem; font-weight: 600; margin: .9rem 0 .2rem; overflow-wrap: anywhere; }
    .bad { color: var(--bad); } .odd { color: var(--odd); } .new { color: var(--new); font-weight: 600; }
    .soft { opacity: .7; }
    table { border-collapse: collapse; width: 100%; }
    td, th { text-align: left; vertical-align: top; padding: .15rem .6rem .15rem 0; overflow-wrap: anywhere; width: 50%; }
    pre { background: var(--soft); padding: .5rem; overflow-x: auto; margin: 0; white-space: pre-wrap; }
    .node { border: 1px solid var(--line); border-radius: .5rem; padding: .4rem .6rem; margin: .35rem 0; }
    .acting { border-width: 2px; border-color: currentColor; }
    code { font: .9rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
    ul { margin: 0; padding-left: 1.1rem; }
    #guarantees span { display: inline-block; margin-right: .9rem; }
    </style></head>

    """

  static let body = """
    <body>
    <header><h1 id="title"></h1>
    <nav aria-label="Steps">
    <button id="first" title="Home">⏮</button><button id="back" title="Left arrow">← back</button>
    <button id="next" title="Right arrow">next →</button><button id="last" title="End">⏭</button>
    <button id="odd" class="odd" title="d">≠ first difference</button>
    <button id="bad" class="bad" title="v">✗ what breaks</button>
    <span id="place" aria-live="polite"></span></nav></header>
    <main><p id="event"></p><div id="complaints" class="bad"></div>
    <nav id="branches" aria-label="Branches"></nav>
    <h2>What it did, and the reference in the same place</h2><table id="effects"></table>
    <div id="printedPart"><h2>What the code printed in this step</h2><pre id="printed"></pre></div>
    <h2>Nodes</h2><div id="nodes"></div>
    <h2>On the way</h2><ul id="flight"></ul>
    <h2>Guarantees</h2><p id="guarantees"></p></main>
    <noscript><p>This page needs its own script to step through the run.</p></noscript>

    """

  static let script = """
    'use strict';
    const run = JSON.parse(document.getElementById('run').textContent);
    const at = id => run.moments[id];
    const $ = id => document.getElementById(id);
    const chosen = new Map();
    const choose = id => { for (let m = at(id); m.parent != null; m = at(m.parent)) chosen.set(m.parent, m.id); };
    const pathTo = id => { const path = []; for (let m = at(id); m; m = m.parent == null ? null : at(m.parent)) path.unshift(m.id); return path; };
    const nextOf = id => chosen.get(id) ?? at(id).children[at(id).children.length - 1];
    const endFrom = id => { let end = id; while (nextOf(end) !== undefined) end = nextOf(end); return end; };
    const firstOdd = () => pathTo(endFrom(now)).find(id => at(id).differs);
    const firstBad = () => pathTo(endFrom(now)).find(id => at(id).complaints.length > 0);
    let now = 0;
    function element(name, text, className) {
      const made = document.createElement(name);
      if (text !== undefined) made.textContent = text;
      if (className) made.className = className;
      return made;
    }
    function fill(parent, children) { parent.replaceChildren(...children); }
    function node(n) {
      const box = element('div', undefined, n.isActing ? 'node acting' : 'node');
      box.append(element('strong', n.name + (n.isActing ? ' *' : '')), ' ', n.facts.join('; '));
      for (const field of n.fields) {
        const line = element('div');
        const label = field[0] ? field[0] + ': ' : '';
        line.append(field.length > 2
          ? element('code', label + field[2] + ' → ' + field[1], 'new')
          : element('code', label + field[1], 'soft'));
        box.append(line);
      }
      return box;
    }
    function show() {
      const moment = at(now), path = pathTo(now), whole = pathTo(endFrom(now));
      $('title').textContent = run.exercise + ' · ' + run.setting + (run.check ? ' · ' + run.check : '');
      $('place').textContent = 'step ' + (path.length - 1) + ' of ' + (whole.length - 1);
      $('event').textContent = moment.sentence;
      fill($('complaints'), moment.complaints.map(text => element('p', '✗ ' + text)));
      const rows = moment.rows.map(row => {
        const line = element('tr', undefined, row[0] === '≠' && moment.hasReference ? 'odd' : '');
        line.append(element('td', (row[0] === '≠' && moment.hasReference ? '≠ ' : '') + row[1]),
          element('td', moment.hasReference ? row[2] || '–' : ''));
        return line;
      });
      const head = element('tr');
      head.append(element('th', 'it'), element('th', moment.hasReference ? 'the reference' : ''));
      fill($('effects'), rows.length ? [head, ...rows] : []);
      $('printedPart').hidden = moment.printed === '';
      $('printed').textContent = moment.printed;
      fill($('nodes'), moment.nodes.map(node));
      fill($('flight'), moment.flight.map(text => element('li', text)));
      const signs = { kept: '✓', broken: '✗', untested: '·' };
      fill($('guarantees'), moment.guarantees.map(pair =>
        element('span', signs[pair[0]] + ' ' + pair[1], pair[0] === 'broken' ? 'bad' : pair[0] === 'kept' ? 'new' : 'soft')));
      fill($('branches'), moment.children.length < 2 ? [] : moment.children.map(id => {
        const button = element('button', at(id).sentence, at(id).complaints.length ? 'bad' : '');
        button.onclick = () => go(id);
        return button;
      }));
      $('first').disabled = $('back').disabled = moment.parent == null;
      $('next').disabled = $('last').disabled = nextOf(now) === undefined;
      $('odd').disabled = firstOdd() === undefined;
      $('bad').disabled = firstBad() === undefined;
    }
    function go(id) {
      if (id === undefined || id === null || !at(id)) return;
      now = id; choose(id); show();
      history.replaceState(null, '', '#' + id);
    }
    const moves = {
      first: () => 0, back: () => at(now).parent, next: () => nextOf(now), last: () => endFrom(now),
      odd: firstOdd, bad: firstBad
    };
    for (const name in moves) $(name).onclick = () => go(moves[name]());
    const keys = { ArrowRight: 'next', n: 'next', l: 'next', ' ': 'next', ArrowLeft: 'back', p: 'back', h: 'back',
      Home: 'first', g: 'first', End: 'last', G: 'last', d: 'odd', v: 'bad' };
    document.addEventListener('keydown', event => {
      const move = keys[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === ' ' && event.target.tagName === 'BUTTON') return;
      event.preventDefault(); go(moves[move]());
    });
    const place = () => { const id = Number(location.hash.slice(1)); return Number.isInteger(id) && at(id) ? id : undefined; };
    window.addEventListener('hashchange', () => { const id = place(); if (id !== undefined && id !== now) { now = id; choose(id); show(); } });
    choose(run.end);
    go(location.hash ? place() ?? 0 : 0);

    """
}
