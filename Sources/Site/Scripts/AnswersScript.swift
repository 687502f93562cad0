extension EditionScripts {
  /// How answers are judged: what `ShortAnswer` and `AskedQuestion` do, and a test holds the two together.
  static let answers = #"""
    'use strict';
    const truthbookAnswers = (function () {
      // Units that can be turned into one another: their kind, and what one is in the kind's smallest.
      const units = { us: ['time', 1], 'µs': ['time', 1], ms: ['time', 1e3], millisecond: ['time', 1e3],
        s: ['time', 1e6], sec: ['time', 1e6], second: ['time', 1e6], min: ['time', 60e6], minute: ['time', 60e6],
        h: ['time', 3600e6], hour: ['time', 3600e6], day: ['time', 86400e6], '%': ['share', 0.01],
        percent: ['share', 0.01] };
      const unitOf = name => Object.prototype.hasOwnProperty.call(units, name) ? units[name] : null;
      const plain = text => text.replaceAll('\u2212', '-').replaceAll('`', '');
      const filled = parts => parts.filter(part => part !== '');

      function words(text) {
        let said = text.toLowerCase().replace(/([0-9])\s+(?=[0-9])/g, '$1\u0001').replace(/\s/g, '');
        return said.endsWith('.') ? said.slice(0, -1) : said;
      }
      function whole(text) {
        if (!/^[-+]?[0-9]+$/.test(text)) return null;
        const value = BigInt(text.replace(/^\+/, ''));
        return value > 9223372036854775807n || value < -9223372036854775808n ? null : value;
      }
      function numbers(text) {
        const parts = filled(text.toLowerCase().split(/[ \t,;()[\]{}<>]/));
        const found = parts.map(whole);
        return found.length > 1 && found.every(number => number !== null) ? found : null;
      }
      // The counters of a clock that are not zero, by name, as one text; null for what is no clock.
      function clock(text) {
        const entries = filled(text.toLowerCase().replace(/\s*:\s*/g, ':').split(/[ \t,;()[\]{}<>]/))
          .map(entry => entry.split(':'));
        let pairs = null;
        if (entries.length > 0 && entries.every(entry => entry.length === 2)) {
          pairs = entries.map(entry => [/^[a-m]$/.test(entry[0]) ? 'n' + (entry[0].charCodeAt(0) - 96) : entry[0],
            whole(entry[1])]);
        } else {
          const listed = numbers(text);
          if (listed) pairs = listed.map((number, place) => ['n' + (place + 1), number]);
        }
        if (!pairs || pairs.some(pair => pair[1] === null)) return null;
        if (new Set(pairs.map(pair => pair[0])).size < pairs.length) return null;
        return pairs.filter(pair => pair[1] !== 0n).map(pair => pair[0] + '=' + pair[1]).sort().join(' ');
      }
      // The numbers that digits with points, commas and spaces can stand for.
      function readings(text) {
        if (!/[0-9]/.test(text)) return [];
        let digits = text.replaceAll(' ', '');
        if (digits.endsWith('.')) digits = digits.slice(0, -1);
        const read = number => /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)$/.test(number) ? Number(number) : NaN;
        if (!digits.includes(',')) return [read(digits)];
        const found = [];
        const groups = digits.replace(/\..*/, '').replace(/^[-+]+/, '').split(',');
        const point = digits.indexOf('.');
        const isGrouped = groups[0].length >= 1 && groups[0].length <= 3
          && groups.slice(1).every(group => group.length === 3) && !(point >= 0 && digits.slice(point).includes(','));
        if (isGrouped) found.push(read(digits.replaceAll(',', '')));
        if (groups.length === 2 && point < 0) found.push(read(digits.replace(',', '.')));
        return found;
      }
      function quantities(text) {
        const trimmed = text.toLowerCase().replace(/^[\s≈~×]+/, '');
        const match = /^[-+]?[0-9.,]*(?: [0-9]{3})*/.exec(trimmed)[0];
        let unit = trimmed.slice(match.length).replace(/\s/g, '');
        if (unit.endsWith('.')) unit = unit.slice(0, -1);
        if (!/^[\p{L}%]*$/u.test(unit)) return [];
        if (unit.length > 2 && unit.endsWith('s')) unit = unit.slice(0, -1);
        return readings(match).filter(Number.isFinite).map(value => ({ value, unit }));
      }
      const isClose = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
      function areEqual(left, right) {
        const one = unitOf(left.unit), other = unitOf(right.unit);
        if (one && other) return one[0] === other[0] && isClose(left.value * one[1], right.value * other[1]);
        const share = one || other;
        if (share && share[0] === 'share' && (left.unit === '' || right.unit === '')) {
          if (isClose(left.value * (one ? one[1] : 1), right.value * (other ? other[1] : 1))) return true;
          // Per cent were asked for, and the sign was left out.
          return other !== null && left.value === right.value;
        }
        return (left.unit === right.unit || left.unit === '' || right.unit === '') && isClose(left.value, right.value);
      }
      function saysTheSame(typed, written) {
        const [own, theirs] = [plain(typed), plain(written)];
        if (words(own) === words(theirs)) return true;
        const [clock1, clock2] = [clock(own), clock(theirs)];
        if (clock1 !== null && clock2 !== null) return clock1 === clock2;
        const wanted = quantities(theirs)[0];
        if (wanted && quantities(own).some(found => areEqual(found, wanted))) return true;
        const [list1, list2] = [numbers(own), numbers(theirs)];
        return list1 !== null && list2 !== null && list1.join(' ') === list2.join(' ');
      }

      // The places of all steps as typed by their letters; null for what names not each of them once.
      function ordered(typed, count) {
        const letters = Array.from(typed.toLowerCase()).filter(letter => !/[\s,]/.test(letter));
        const places = letters.map(letter => 'abcdefghijklmnopqrstuvwxyz'.indexOf(letter));
        const isEach = places.length === count && places.every(place => place >= 0 && place < count)
          && new Set(places).size === count;
        return isEach ? places : null;
      }
      // What an answer is worth: words for a short answer, letters for an order, else the places of the options that were chosen.
      // Null for what is no answer.
      function judge(asked, given) {
        if (asked.kind === 'short') {
          if (words(plain(given)) === '') return null;
          const isRight = asked.answers.some(answer => saysTheSame(given, answer));
          return { isRight, answer: asked.answers[0],
            told: isRight ? [] : asked.mistakes.filter(mistake => saysTheSame(given, mistake.text)) };
        }
        if (asked.kind === 'order') {
          const order = ordered(given, asked.options.length);
          if (!order) return null;
          const broken = asked.rules.filter(rule => order.indexOf(rule.first) > order.indexOf(rule.second));
          return { isRight: broken.length === 0, answer: asked.order, told: broken.slice(0, 1) };
        }
        if (given.length === 0 || asked.kind === 'single' && given.length > 1) return null;
        const right = asked.options.map((option, place) => option.isRight ? place : -1).filter(place => place >= 0);
        const isRight = right.join() === given.join();
        return { isRight, answer: right.map(place => 'abcdefghijklmnopqrstuvwxyz'[place]).join(', '),
          told: asked.options.filter((option, place) => given.includes(place)) };
      }
      // What is said of an answer. Of a first one that is wrong, what is wrong with it and not what is right.
      function reply(asked, judgement, isLast) {
        if (!judgement.isRight && !isLast) {
          const says = judgement.told.filter(told => !told.isRight).map(option => option.says);
          if (says.length === 0 && asked.kind === 'multiple') says.push('What you chose is right, and something is missing.');
          return { verdict: 'Not right. Once more.', says };
        }
        const shown = asked.options.length === 0 || asked.kind === 'order' ? judgement.told
          : asked.options.filter(option => judgement.told.includes(option) || !judgement.isRight && option.isRight);
        return { verdict: judgement.isRight ? 'Right.' : 'Not right. The answer: ' + judgement.answer,
          says: shown.map(option => option.says).concat([asked.why]) };
      }
      return { saysTheSame, judge, reply };
    })();

    """#
}
