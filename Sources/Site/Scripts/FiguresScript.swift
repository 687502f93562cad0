extension EditionScripts {
  /// Runs that are stepped: the events so far are shown, the last one with its sentence.
  static let figures = #"""
    'use strict';
    (function () {
      function element(name, text) {
        const made = document.createElement(name);
        if (text !== undefined) made.textContent = text;
        return made;
      }
      function prepare(run) {
        const says = JSON.parse(run.dataset.says);
        const count = says.length;
        const parts = Array.from(run.querySelectorAll('[data-step]'));
        if (count < 2 || parts.length === 0) return;
        const row = element('div');
        row.className = 'steps';
        row.setAttribute('role', 'group');
        row.setAttribute('aria-label', 'Steps of ' + run.dataset.name);
        const said = element('p', 'A run of ' + count + ' events. Step through it, or read it whole.');
        said.className = 'said';
        said.setAttribute('aria-live', 'polite');
        let shown = count;
        function show(next) {
          shown = Math.max(0, Math.min(count, next));
          for (const part of parts) {
            const step = Number(part.dataset.step);
            part.classList.toggle('later', step >= shown);
            part.classList.toggle('now', step === shown - 1 && shown < count + 1 && stepping);
          }
          // In a box that scrolls, the event comes into view; the page itself stays where it is.
          const mark = stepping && run.querySelector('.now circle, .now .changed, .now text:last-of-type');
          if (mark) {
            const [own, box] = [mark.getBoundingClientRect(), run.getBoundingClientRect()];
            if (own.left < box.left || own.right > box.right - 60) run.scrollLeft += own.left - box.left - box.width / 2;
          }
          said.textContent = shown === 0 ? 'The start: nothing has happened yet.'
            : 'Event ' + shown + ' of ' + count + ': ' + says[shown - 1] + (/[.!?]$/.test(says[shown - 1]) ? '' : '.');
          buttons.first.disabled = buttons.back.disabled = shown === 0 && stepping;
          buttons.next.disabled = shown === count && stepping;
        }
        let stepping = false;
        const moves = {
          first: ['From the start', () => 0],
          back: ['← Back', () => shown - 1],
          next: ['Next →', () => stepping ? shown + 1 : 1],
          all: ['All of it', () => count]
        };
        const buttons = {};
        for (const name in moves) {
          const button = element('button', moves[name][0]);
          button.type = 'button';
          button.addEventListener('click', () => {
            const next = moves[name][1]();
            stepping = name !== 'all';
            show(next);
          });
          buttons[name] = button;
          row.append(button);
        }
        row.addEventListener('keydown', event => {
          const name = { ArrowRight: 'next', ArrowLeft: 'back', Home: 'first', End: 'all' }[event.key];
          if (!name || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          if (!buttons[name].disabled) buttons[name].click();
        });
        run.after(row);
        row.after(said);
      }
      for (const run of document.querySelectorAll('.run[data-says]')) prepare(run);
    })();

    """#
}
