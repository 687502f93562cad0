/// How the page of a report looks. All colours keep a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3).
enum HTMLStyle {
  /// The style sheet, for a light and a dark background.
  static let sheet = """
    :root {
      --paper: #fdfcf9; --panel: #f3f1ea; --ink: #1e2326; --quiet: #5b6468; --line: #cfcabd;
      --good: #1c6b3c; --bad: #ad1f2d; --band: #fbe3e0; --state: #0b5f78; --loss: #825300;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14181a; --panel: #1e2427; --ink: #e6e8e6; --quiet: #9daab0; --line: #3c464b;
        --good: #6fce94; --bad: #ff8d87; --band: #40211f; --state: #78c8df; --loss: #e0b25b;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
    }
    main { max-width: 68rem; margin: 0 auto; padding: 1.25rem 1rem 4rem; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; }
    h2 { font-size: 1.2rem; line-height: 1.35; margin: 2.2rem 0 .6rem; overflow-wrap: anywhere; }
    p, ol, blockquote { max-width: 44rem; margin: .6rem 0; overflow-wrap: anywhere; }
    code, pre, svg text {
      font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    }
    code { font-size: .93em; }
    pre { margin: 0; font-size: 13px; line-height: 1.5; }
    .small { color: var(--quiet); font-size: .87rem; overflow-wrap: anywhere; }
    header { border-bottom: 1px solid var(--line); padding-bottom: 1.1rem; }
    .verdict { font-size: 1.08rem; }
    header.good strong { color: var(--good); }
    header.bad strong { color: var(--bad); }
    .bar { height: .5rem; border-radius: .25rem; background: var(--band); overflow: hidden; }
    .bar div { height: 100%; background: var(--good); }
    blockquote { margin-left: 0; padding: .1rem 0 .1rem 1rem; border-left: 3px solid var(--line); }
    blockquote p { margin: .2rem 0; font-size: 1.05rem; }
    blockquote footer { color: var(--quiet); font-size: .87rem; }
    .violation { color: var(--bad); font-weight: 600; }
    figure { margin: 1rem 0; }
    figcaption { color: var(--quiet); font-size: .87rem; margin-bottom: .4rem; }
    .scroll {
      overflow-x: auto; background: var(--panel); border-radius: .5rem; padding: .8rem;
      border: 1px solid var(--line);
    }
    :focus-visible { outline: 3px solid var(--state); outline-offset: 2px; }
    ol { padding-left: 2.2rem; }
    li.bad, li.bad::marker { color: var(--bad); font-weight: 600; }
    details { border-top: 1px solid var(--line); padding: .55rem 0; margin-top: .4rem; }
    summary { cursor: pointer; overflow-wrap: anywhere; padding: .25rem 0; }
    summary span { color: var(--quiet); }
    table { border-collapse: collapse; width: 100%; font-size: .93rem; }
    th, td {
      text-align: left; vertical-align: top; padding: .38rem .8rem .38rem 0;
      border-bottom: 1px solid var(--line); font-weight: normal;
    }
    tbody tr:last-child > * { border-bottom: 0; }
    thead th { color: var(--quiet); font-size: .87rem; }
    tbody th { white-space: nowrap; }
    td:last-child { min-width: 15rem; }
    .points { font-variant-numeric: tabular-nums; white-space: nowrap; }
    .mark { font-weight: 700; }
    .mark.pass, .mark.held { color: var(--good); }
    summary .mark.fail, summary .mark.error, .mark.fail, .mark.error { color: var(--bad); }
    .unseen {
      position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap;
    }
    .note { color: var(--quiet); }
    a { color: var(--state); }
    svg.space-time { display: block; margin: 0 auto; }
    svg text { font-size: 13.2px; fill: var(--ink); white-space: pre; }
    svg text.name, svg text.event { font-weight: 700; }
    svg text.note { fill: var(--quiet); }
    svg text.state { fill: var(--state); }
    svg text.loss { fill: var(--loss); }
    svg text.bad { fill: var(--bad); font-weight: 700; }
    svg .band { fill: var(--band); }
    svg .paper { fill: var(--panel); }
    svg .lane { stroke: var(--line); stroke-width: 2; }
    svg .dot { fill: var(--ink); }
    svg .dot.bad { fill: var(--bad); }
    svg .stroke { fill: none; stroke: var(--ink); stroke-width: 2; }
    svg .stroke.bad { stroke: var(--bad); stroke-width: 3; }
    svg .stroke.note { stroke: var(--quiet); }
    svg .stroke.loss { stroke: var(--loss); stroke-dasharray: 5 4; }
    svg .stroke.solid { stroke-dasharray: none; }
    @media print { .scroll { overflow: visible; } details > * { display: block; } }

    """
}
