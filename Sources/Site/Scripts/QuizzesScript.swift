extension EditionScripts {
  /// Questions at the end of the sections that they test, asked and judged in the page.
  static let quizzes = #"""
    'use strict';
    (function () {
      const questions = JSON.parse(document.getElementById('quiz-data').textContent);
      let number = 0;
      function element(name, attributes, ...children) {
        const made = document.createElement(name);
        for (const key in attributes || {}) made.setAttribute(key, attributes[key]);
        made.append(...children);
        return made;
      }
      function filled(name, attributes, markup) {
        const made = element(name, attributes);
        made.innerHTML = markup;
        return made;
      }
      function lettered(option, place) {
        return '<strong>' + 'abcdefghijklmnopqrstuvwxyz'[place] + '</strong>&nbsp; ' + option.text;
      }
      // What a question is answered with.
      function inputs(asked, name) {
        if (asked.kind === 'order') {
          const field = element('input', { type: 'text', id: name, autocomplete: 'off', spellcheck: 'false' });
          return [...asked.options.map((step, place) => filled('p', { class: 'step' }, lettered(step, place))),
            element('p', {}, element('label', { for: name }, 'Their letters in order '), field)];
        }
        if (asked.kind === 'short') {
          const field = element('input', { type: 'text', id: name, autocomplete: 'off', spellcheck: 'false' });
          return [element('p', {}, element('label', { for: name }, 'Your answer '), field)];
        }
        return asked.options.map((option, place) => {
          const id = name + '-' + place;
          return element('div', { class: 'option' },
            element('input', { type: asked.kind === 'single' ? 'radio' : 'checkbox', name, id, value: String(place) }),
            filled('label', { for: id }, lettered(option, place)));
        });
      }
      function given(form, asked) {
        if (asked.kind === 'short' || asked.kind === 'order') return form.querySelector('input[type=text]').value;
        return Array.from(form.querySelectorAll('input:checked'), input => Number(input.value));
      }
      function show(question, place, count) {
        const name = 'question-' + (number += 1);
        const legend = count === 1 ? 'Can you tell?' : 'Can you tell? ' + (place + 1) + ' of ' + count;
        const form = element('form', { class: 'question', id: 'quiz-' + question.id });
        let turn = 0;
        function ask() {
          const asked = question.asked[turn % question.asked.length];
          let tries = 0;
          const said = element('div', { role: 'status' });
          const check = element('button', { type: 'submit' }, 'Check');
          const again = element('button', { type: 'button', hidden: '' }, 'Once more from the start');
          const other = element('button', { type: 'button' }, 'Other values');
          const acts = element('div', { class: 'acts' }, check, again);
          if (question.asked.length > 1) acts.append(other);
          const hint = { short: '', single: 'One of these:', multiple: 'All that are right:',
            order: 'From the first to the last:' }[asked.kind];
          form.replaceChildren(
            element('fieldset', {}, element('legend', {}, legend), filled('div', {}, asked.ask),
              ...(hint ? [element('p', { class: 'note' }, hint)] : []), ...inputs(asked, name)),
            acts, said);
          form.onsubmit = event => {
            event.preventDefault();
            const judgement = truthbookAnswers.judge(asked, given(form, asked));
            if (!judgement) {
              const demand = { short: 'Type an answer in words or numbers.', order: 'Type each letter once, such as '
                + Array.from('abcdefghijklmnopqrstuvwxyz').slice(0, asked.options.length).join(' ') + '.' };
              said.replaceChildren(element('p', {}, demand[asked.kind] || 'Choose first.'));
              return;
            }
            tries += 1;
            const isLast = tries > 1;
            const reply = truthbookAnswers.reply(asked, judgement, isLast);
            said.replaceChildren(
              element('p', { class: 'verdict ' + (judgement.isRight ? 'good' : 'bad') }, reply.verdict),
              ...reply.says.map(text => filled('div', { class: 'says' }, text)));
            if (judgement.isRight || isLast) {
              if (!judgement.isRight && question.section !== 'top') {
                said.append(element('p', {}, element('a', { href: '#' + question.section }, 'Read the section again')));
              }
              check.disabled = true;
              for (const input of form.querySelectorAll('input')) input.disabled = true;
              again.hidden = false;
            }
          };
          const anew = step => {
            turn += step;
            ask();
            const first = form.querySelector('input');
            if (first) first.focus();
          };
          again.onclick = () => anew(0);
          other.onclick = () => anew(1);
        }
        ask();
        return form;
      }
      for (const place of document.querySelectorAll('.quiz[data-section]')) {
        const here = questions.filter(question => question.section === place.dataset.section);
        place.append(...here.map((question, index) => show(question, index, here.length)));
        // The questions are here now: what names them is for paper and for readers without scripts.
        if (here.length > 0 && place.previousElementSibling) place.previousElementSibling.hidden = true;
      }
      if (typeof markEdges === 'function') markEdges();
    })();

    """#
}
