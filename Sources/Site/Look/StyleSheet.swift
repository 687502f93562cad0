/// How the pages look: one column, wide things in boxes that scroll by themselves.
enum StyleSheet {
  /// The file.
  static let text =
    """
    :root { color-scheme: light dark; \(Palette.light.declarations) }
    @media (prefers-color-scheme: dark) { :root { \(Palette.dark.declarations) } }

    """ + page + prose + pieces + figures + quizzes + paper

  private static let page = """
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1rem; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
    a { color: var(--link); text-underline-offset: .15em; }
    :focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; border-radius: 2px; }
    main:focus { outline: none; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .skip { position: absolute; left: .5rem; top: -4rem; background: var(--paper); padding: .6rem 1rem; z-index: 2; }
    .skip:focus { top: .5rem; }
    body > header { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; align-items: center; padding: .6rem 1rem;
      border-bottom: 1px solid var(--line); background: var(--panel); }
    body > header .home { font-weight: 700; color: var(--ink); text-decoration: none; padding: .3rem 0; }
    body > header ul { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; margin: 0; padding: 0; }
    body > header li a, .home { display: inline-block; min-height: 1.9rem; }
    [aria-current] { color: var(--ink); text-decoration-thickness: 3px; }
    form[role=search] { display: flex; gap: .4rem; margin-left: auto; }
    input, select, button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--line);
      border-radius: .35rem; padding: .3rem .6rem; max-width: 100%; min-height: 2.2rem; }
    button { cursor: pointer; background: var(--panel); }
    button:disabled { color: var(--quiet); cursor: default; }
    form[role=search] input { width: 11rem; }
    main form[role=search] { margin: 0; align-items: center; flex-wrap: wrap; }
    a code { color: inherit; }
    .page { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 68rem; margin: 0 auto; padding: 0 1rem; gap: 0 3rem; }
    .sections { font-size: .94rem; margin-top: 1rem; }
    .sections summary { cursor: pointer; color: var(--quiet); padding: .3rem 0; }
    .sections ol, .sections ul { margin: .3rem 0 1rem; padding-left: 2.2rem; }
    .sections li { margin: .3rem 0; }
    @media (min-width: 70rem) {
      .page.has-sections { grid-template-columns: minmax(0, 1fr) 15rem; }
      .sections { grid-column: 2; grid-row: 1; position: sticky; top: 0; max-height: 100vh; overflow-y: auto;
        align-self: start; padding-top: 1.5rem; }
      .page.has-sections main { grid-column: 1; grid-row: 1; }
    }
    .turn { display: flex; flex-wrap: wrap; gap: .5rem 2rem; justify-content: space-between; border-top: 1px solid var(--line);
      margin: 2rem auto 0; max-width: 66rem; padding: 1rem; }
    .turn a { padding: .3rem 0; }
    body > footer { color: var(--quiet); font-size: .88rem; max-width: 66rem; margin: 1rem auto 0; padding: 0 1rem 3rem; }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }

    """

  private static let prose = """
    main { max-width: 46rem; padding: .5rem 0 1rem; overflow-wrap: break-word; }
    main.wide { max-width: none; }
    h1 { font-size: 2rem; line-height: 1.2; margin: 1.2rem 0 .6rem; }
    h2 { font-size: 1.45rem; line-height: 1.25; margin: 2.4rem 0 .6rem; }
    h3 { font-size: 1.15rem; line-height: 1.3; margin: 1.8rem 0 .5rem; }
    p, ul, ol { margin: .8rem 0; }
    li { margin: .25rem 0; }
    li > p { margin: .4rem 0; }
    code { font: .9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--code); overflow-wrap: anywhere; }
    pre, pre code { font: .86rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; color: var(--ink); }
    pre { margin: 0; }
    blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: 4px solid var(--line); background: var(--panel); }
    hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
    dfn { font-style: italic; font-weight: 600; }
    a.term { color: inherit; text-decoration: underline dotted var(--link); }
    a.term:hover { color: var(--link); }
    #tip { position: absolute; z-index: 3; max-width: min(22rem, calc(100vw - 2rem)); background: var(--panel); color: var(--ink);
      border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .8rem; font-size: .92rem; line-height: 1.45; }
    .task { white-space: pre; }

    """

  private static let pieces = """
    .scroll { overflow-x: auto; margin: 1rem 0; max-width: 100%; }
    .code { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; }
    table { border-collapse: collapse; font-size: .95rem; }
    th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: normal; }
    th { font-weight: 650; }
    .right { text-align: right; font-variant-numeric: tabular-nums; }
    .center { text-align: center; }
    .box { border: 1px solid var(--line); border-left: 5px solid var(--mark); border-radius: .3rem; background: var(--panel);
      padding: .1rem 1rem; margin: 1.2rem 0; font-size: .96rem; }
    .label { font-weight: 700; color: var(--mark); margin-bottom: -.4rem; }
    .c-red { color: var(--bad); } .c-green { color: var(--good); } .c-yellow { color: var(--warn); }
    .c-blue { color: var(--message); } .c-magenta { color: var(--state); } .c-cyan { color: var(--link); }
    .a-bold { font-weight: 700; } .a-dim { color: var(--quiet); } .a-italic { font-style: italic; }
    .a-underline { text-decoration: underline; } .a-strike { text-decoration: line-through; }
    .a-inverse { background: var(--ink); color: var(--paper); }
    .note { color: var(--quiet); font-size: .92rem; }
    .found { margin: 1.2rem 0; }
    .found mark { background: var(--shown); color: inherit; font-weight: 650; }
    .calculator { border: 1px solid var(--line); border-radius: .4rem; background: var(--panel); padding: 0 1rem 1rem; margin: 1.5rem 0; }
    .calculator h2 { margin-top: 1rem; }
    .calculator .inputs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: .8rem 1.2rem; }
    .calculator label { display: block; font-size: .92rem; }
    .calculator input, .calculator select { display: block; width: 100%; margin-top: .2rem; }
    .calculator .wrong { color: var(--bad); }

    """

  private static let figures = """
    figure { margin: 1.6rem 0; padding: .8rem 1rem; border: 1px solid var(--line); border-radius: .4rem; }
    figcaption { font-size: .94rem; color: var(--quiet); }
    figure .scroll { margin: .4rem 0; }
    .words pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .5rem 0; }
    .other { border-top: 1px solid var(--line); margin-top: .8rem; }
    .words summary, .others > summary { cursor: pointer; color: var(--quiet); font-size: .92rem; padding: .3rem 0; }
    svg.space-time { display: block; max-width: none; }
    svg text { font: 13.2px/1 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--ink); white-space: pre; }
    svg text.name, svg text.event { font-weight: 700; }
    svg text.note { fill: var(--quiet); font-size: 13.2px; }
    svg text.state { fill: var(--state); }
    svg text.loss { fill: var(--warn); }
    svg text.bad { fill: var(--bad); font-weight: 700; }
    svg .band { fill: var(--band); }
    svg .paper { fill: var(--paper); }
    svg .lane { stroke: var(--line); stroke-width: 2; }
    svg .dot { fill: var(--ink); }
    svg .dot.message { fill: var(--message); }
    svg .dot.bad { fill: var(--bad); }
    svg .stroke { fill: none; stroke: var(--ink); stroke-width: 2; }
    svg .stroke.message { stroke: var(--message); }
    svg .stroke.bad { stroke: var(--bad); stroke-width: 3; }
    svg .stroke.note { stroke: var(--quiet); }
    svg .stroke.loss { stroke: var(--warn); stroke-dasharray: 5 4; }
    svg .stroke.solid { stroke-dasharray: none; }
    .later { visibility: hidden; }
    tr.later > * { border-color: transparent; }
    tr.now > * { background: var(--shown); }
    svg g.now text { text-decoration: underline; }
    .steps { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin: .5rem 0; }
    .said { min-height: 1.6em; margin: .4rem 0; }
    .events td { vertical-align: baseline; font: .88rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
    .events td:last-child { font: inherit; min-width: 14rem; }
    .events .changed { font-weight: 700; text-decoration: underline; }
    .events .leads { color: var(--link); } .events .stands { color: var(--warn); }

    """

  private static let quizzes = """
    .question { border: 1px solid var(--line); border-left: 5px solid var(--link); border-radius: .3rem; padding: .2rem 1rem 1rem; margin: 1.2rem 0; }
    .question fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
    .question legend { font-weight: 700; color: var(--link); padding: .5rem 0 0; }
    .question .option { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .6rem; align-items: baseline; padding: .3rem 0; }
    .question .option input { min-height: 0; width: 1.15rem; height: 1.15rem; margin: 0; align-self: start; margin-top: .25rem; }
    .question .acts { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .8rem; }
    .question pre { overflow-x: auto; padding: .4rem 0; }
    .says { margin: .6rem 0; }
    .verdict { font-weight: 700; } .verdict.good { color: var(--good); } .verdict.bad { color: var(--bad); }

    """

  private static let paper = """
    @media print {
      :root { \(Palette.light.declarations) color-scheme: light; }
      body { font-size: 10.5pt; background: none; }
      body > header, .sections, .turn, .skip, .quiz, .steps, #tip { display: none !important; }
      .asked[hidden] { display: block !important; }
      .later { visibility: visible; }
      main { max-width: none; }
      .others { display: none; }
      .scroll { overflow: visible; }
      pre { white-space: pre-wrap; }
      figure, .box, tr { break-inside: avoid; }
      h1, h2, h3 { break-after: avoid; }
      a { color: inherit; }
    }

    """
}
