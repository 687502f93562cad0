extension EditionScripts {
  /// A term's meaning, shown beside it while the pointer or the focus is on it. Escape hides it, and the
  /// pointer may go onto it (WCAG 2.2, 1.4.13).
  static let terms = #"""
    'use strict';
    (function () {
      const tip = document.createElement('div');
      tip.id = 'tip';
      tip.setAttribute('role', 'tooltip');
      tip.hidden = true;
      document.body.append(tip);
      let owner = null;
      function hide() {
        if (owner) owner.removeAttribute('aria-describedby');
        owner = null;
        tip.hidden = true;
      }
      function show(term) {
        const meaning = truthbookGlossary[decodeURIComponent(term.hash.slice(1))];
        if (!meaning || owner === term) return;
        hide();
        owner = term;
        tip.innerHTML = meaning;
        for (const link of tip.querySelectorAll('a')) link.replaceWith(link.textContent);
        tip.hidden = false;
        const place = term.getBoundingClientRect();
        const room = document.documentElement.clientWidth - tip.offsetWidth - 16;
        tip.style.left = Math.max(16, Math.min(place.left, room)) + scrollX + 'px';
        const fitsBelow = place.bottom + tip.offsetHeight < innerHeight;
        tip.style.top = (fitsBelow ? place.bottom : place.top - tip.offsetHeight) + scrollY + 'px';
        term.setAttribute('aria-describedby', 'tip');
      }
      const termOf = target => target.closest ? target.closest('a.term') : null;
      document.addEventListener('mouseover', event => {
        const term = termOf(event.target);
        if (term) show(term); else if (!tip.contains(event.target) && document.activeElement !== owner) hide();
      });
      document.addEventListener('focusin', event => {
        const term = termOf(event.target);
        if (term) show(term); else hide();
      });
      document.addEventListener('keydown', event => { if (event.key === 'Escape') hide(); });
    })();

    """#
}
