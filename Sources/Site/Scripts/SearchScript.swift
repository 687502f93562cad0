extension EditionScripts {
  /// The search of the whole book: what `truthbook search` finds, in the same order.
  static let search = #"""
    'use strict';
    const truthbookSearch = (function () {
      function words(text) {
        const found = [];
        for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
          found.push({ text: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length });
        }
        return found;
      }
      function phrases(query) {
        return Array.from(query.matchAll(/"([^"]*)"|(\S+)/g), match => words(match[1] ?? match[2]).map(word => word.text))
          .filter(phrase => phrase.length > 0);
      }
      function places(phrase, text) {
        const all = words(text), found = [];
        for (let start = 0; start + phrase.length <= all.length; start += 1) {
          const matches = phrase.every((wanted, offset) => {
            const word = all[start + offset].text;
            return offset === phrase.length - 1 ? word.startsWith(wanted) : word === wanted;
          });
          if (matches) found.push([all[start].start, all[start + phrase.length - 1].end]);
        }
        return found;
      }
      function hit(entry, wanted) {
        const marked = entry.texts.map(text => wanted.map(phrase => places(phrase, text)));
        const counts = wanted.map((_, word) => marked.reduce((sum, marks) => sum + marks[word].length, 0));
        if (counts.some(count => count === 0)) return null;
        const richness = marks => marks.filter(found => found.length > 0).length;
        let best = -1;
        marked.forEach((marks, index) => {
          if (index > 0 && (best < 0 || richness(marks) > richness(marked[best]))) best = index;
        });
        // The heading is shown anyway, and is the excerpt only where it says more than any paragraph.
        if (best < 0 || richness(marked[0]) > richness(marked[best])) best = entry.texts.length > 1 ? 1 : 0;
        return { address: entry.address, page: entry.page, section: entry.section, excerpt: entry.texts[best],
          marks: marked[best].flat().sort((a, b) => a[0] - b[0]), isInTitle: richness(marked[0]) === wanted.length,
          isCode: entry.isCode, count: counts.reduce((a, b) => a + b, 0) };
      }
      function search(query, index) {
        const wanted = phrases(query);
        if (wanted.length === 0) return [];
        const told = new Set();
        return index.map(entry => hit(entry, wanted)).filter(found => {
          if (!found) return false;
          const key = found.section + '\u0000' + found.excerpt;
          return told.has(key) ? false : told.add(key);
        }).map((found, order) => ({ found, order })).sort((a, b) =>
          b.found.isInTitle - a.found.isInTitle || a.found.isCode - b.found.isCode
          || b.found.count - a.found.count || a.order - b.order).map(pair => pair.found);
      }
      return search;
    })();

    if (typeof document !== 'undefined') (function () {
      const most = 60, around = 150, before = 50;
      function excerpt(found) {
        const text = found.excerpt;
        let start = Math.max(0, (found.marks.length ? found.marks[0][0] : 0) - before);
        while (start > 0 && text[start - 1] !== ' ') start -= 1;
        let end = Math.min(text.length, start + around);
        while (end < text.length && text[end] !== ' ') end += 1;
        const line = document.createElement('p');
        line.append(start > 0 ? '… ' : '');
        let place = start;
        for (const mark of found.marks) {
          if (mark[0] < place || mark[1] > end) continue;
          line.append(text.slice(place, mark[0]));
          const marked = document.createElement('mark');
          marked.textContent = text.slice(mark[0], mark[1]);
          line.append(marked);
          place = mark[1];
        }
        line.append(text.slice(place, end), end < text.length ? ' …' : '');
        return line;
      }
      function show(query) {
        const hits = truthbookSearch(query, truthbookIndex);
        const list = document.getElementById('found');
        list.replaceChildren(...hits.slice(0, most).map(found => {
          const entry = document.createElement('div');
          entry.className = 'found';
          const heading = document.createElement('h2');
          const link = document.createElement('a');
          link.href = found.address;
          link.textContent = found.section === found.page ? found.page : found.section + ' · ' + found.page;
          heading.append(link);
          entry.append(heading, excerpt(found));
          return entry;
        }));
        document.getElementById('count').textContent = query.trim() === '' ? ''
          : hits.length === 0 ? 'Nothing in the book says that.'
          : hits.length === 1 ? 'One section.'
          : hits.length + ' sections' + (hits.length > most ? ', the first ' + most + ' of them here.' : '.');
      }
      const field = document.getElementById('sought');
      const query = new URLSearchParams(location.search).get('q') || '';
      field.value = query;
      show(query);
      document.getElementById('search').addEventListener('submit', event => {
        event.preventDefault();
        show(field.value);
        try { history.replaceState(null, '', '?q=' + encodeURIComponent(field.value)); } catch (error) { /* a browser may refuse for files */ }
      });
    })();

    """#
}
