extension EditionScripts {
  /// The calculators of clocks, distances, prices and choices.
  static let calculatorsOfPractice = #"""
      const fault = message => { throw new Error(message); };
      // A vector clock as somebody wrote it.
      function writtenClock(written, parameter) {
        const inner = /^\{.*\}$|^\[.*\]$/.test(written) ? written.slice(1, -1) : written;
        const clock = { counters: new Map(), isByPlace: inner !== '' && !inner.includes(':') };
        if (inner === '') return clock;
        inner.split(',').forEach((entry, place) => {
          const parts = entry.split(':');
          const name = clock.isByPlace ? String.fromCharCode(65 + place % 26) : parts[0];
          const digits = parts[parts.length - 1];
          const number = /^\+?[0-9]+$/.test(digits) ? BigInt(digits.replace('+', '')) : -1n;
          if (parts.length !== (clock.isByPlace ? 1 : 2) || number < 0n || number > 18446744073709551615n
            || !/^[A-Za-z0-9_-]{1,16}$/.test(name) || place >= 26) {
            fault("'" + parameter + '=' + written + "': '" + entry + "' is no counter; write names and whole numbers as in A:1,B:2, "
              + 'or up to 26 numbers as in 1,2');
          }
          if (clock.counters.has(name)) fault("'" + parameter + '=' + written + "': " + name + ' has two counters; leave one');
          clock.counters.set(name, number);
        });
        return clock;
      }
      calculators.clocks = values => {
        const [a, b] = [writtenClock(values.a, 'a'), writtenClock(values.b, 'b')];
        const names = Array.from(new Set([...a.counters.keys(), ...b.counters.keys()])).sort();
        const pairs = names.map(name => [a.counters.get(name) || 0n, b.counters.get(name) || 0n]);
        const [less, more] = [pairs.some(pair => pair[0] < pair[1]), pairs.some(pair => pair[0] > pair[1])];
        const relation = less && more ? 'concurrent' : less ? 'before' : more ? 'after' : 'equal';
        const merged = pairs.map(pair => pair[0] > pair[1] ? pair[0] : pair[1]);
        const stored = names.map((name, place) => name + ':' + merged[place]).filter((_, place) => merged[place] > 0n);
        const text = a.isByPlace && b.isByPlace ? merged.join(',') : stored.length ? stored.join(',') : '{}';
        const meanings = {
          equal: 'All counters are equal: the clocks describe the same past.',
          before: "No counter of a is larger and one is smaller: b's event knows of a's.",
          after: "No counter of b is larger and one is smaller: a's event knows of b's.",
          concurrent: 'Each has a larger counter: neither event can have influenced the other.' };
        return { fields: [['relation', "how a's event relates to b's", relation], ['merged', 'the larger counter of each node', text]],
          notes: [meanings[relation], 'A node that a clock does not name counts as zero.'] };
      };

      // The time until so many events of a Poisson process have happened.
      function moreThan(minutes, z, mean) {
        const x = minutes / mean;
        if (!(x > 0)) return 1;
        let logTerm = -x, sum = Math.exp(logTerm);
        for (let k = 1; k < z; k += 1) {
          logTerm += Math.log(x / k);
          sum += Math.exp(logTerm);
        }
        return Math.min(1, sum);
      }
      function quantile(probability, z, mean) {
        let low = 0, high = mean;
        while (moreThan(high, z, mean) > 1 - probability) high *= 2;
        for (let turn = 0; turn < 60; turn += 1) {
          const middle = (low + high) / 2;
          if (moreThan(middle, z, mean) > 1 - probability) low = middle; else high = middle;
        }
        return high;
      }
      calculators.blocks = ({ z, minutes }) => {
        const time = (name, meaning, value) => [name, meaning, fixed(value, 2).replace(/\.00$/, '') + ' min'];
        const over = limit => {
          const chance = moreThan(limit, z, minutes);
          // Below one, however the sum was rounded.
          return ['over-' + limit, 'the probability of more than ' + limit + ' minutes',
            percentWithout(chance, Math.max(1 - chance, Number.MIN_VALUE))];
        };
        return { fields: [time('mean', 'the mean', minutes * z),
          time('median', 'as often longer as shorter', quantile(0.5, z, minutes)),
          time('p90', 'longer once in ten times', quantile(0.9, z, minutes)),
          time('p99', 'longer once in a hundred times', quantile(0.99, z, minutes)), over(10), over(30), over(60)],
        notes: ['Blocks are found by chance at a constant rate, whenever one begins to wait: times between them are exponential. '
          + 'Changes of hash power and of difficulty are left out.'] };
      };

      function distances(text) {
        const found = new Map();
        for (const entry of text.split(',')) {
          const parts = entry.split(':'), places = parts[0].split('-');
          const time = parts.length === 2 && /^[-+]?[0-9]+$/.test(parts[1]) ? Number(parts[1]) : -1;
          if (time < 0 || time > 1000000 || places.length !== 2 || places[0] === places[1] || places.includes('')) {
            fault("'rtt': '" + entry + "' is no round-trip time; write two places and whole milliseconds as in E-EU:80");
          }
          const key = places.slice().sort().join('-');
          if (found.has(key)) fault("'rtt': " + parts[0] + ' is given twice; leave one');
          found.set(key, time);
        }
        if (found.size > 400) fault("'rtt' holds more than 400 times");
        return found;
      }
      // A time that is not given is that of the shortest way over those that are.
      function roundTrips(given) {
        const places = Array.from(new Set(Array.from(given.keys()).flatMap(key => key.split('-')))).sort();
        const key = (a, b) => a < b ? a + '-' + b : b + '-' + a;
        const shortest = new Map(given);
        for (const middle of places) {
          for (const a of places) {
            for (const b of places) {
              const ways = [shortest.get(key(a, middle)), shortest.get(key(middle, b))];
              if (!(a < b) || a === middle || b === middle || ways.includes(undefined)) continue;
              shortest.set(key(a, b), Math.min(shortest.get(key(a, b)) ?? Infinity, ways[0] + ways[1]));
            }
          }
        }
        return { places, between: (a, b) => a === b ? 0 : given.get(key(a, b)) ?? shortest.get(key(a, b)) };
      }
      calculators.latency = ({ leader, voters: written, clients: weighed, rtt }) => {
        const { places, between } = roundTrips(distances(rtt));
        const voters = written.split(',');
        const clients = weighed.split(',').map(entry => {
          const parts = entry.split(':');
          const isNumber = parts.length === 2 && /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?$/i.test(parts[1]);
          const weight = parts.length === 1 ? 1 : isNumber ? Number(parts[1]) : 0;
          if (!(weight > 0 && weight <= 1e9)) fault("'clients': '" + entry + "' is no place with a weight; write them as in E:3,AP:1");
          return { place: parts[0], weight };
        });
        if (voters.length > 99) fault("'voters' names more than 99 voters");
        if (!voters.includes(leader)) {
          fault('leader=' + leader + ' is not one of the voters ' + voters.join(', ') + '; a leader votes');
        }
        for (const place of voters.concat(clients.map(client => client.place))) {
          if (!places.includes(place)) fault("there is no round-trip time for '" + place + "'; the places in rtt are " + places.join(', '));
        }
        const unconnected = 'the round-trip times in rtt do not connect all places; add some';
        const answers = from => {
          const times = voters.map(voter => between(from, voter));
          return times.includes(undefined) ? null : times.sort((a, b) => a - b);
        };
        const commitOf = from => answers(from)?.[majorityOf(voters.length) - 1];
        function waits(from, list) {
          const commit = commitOf(from);
          const times = list.map(client => between(client.place, from));
          if (commit === undefined || times.includes(undefined)) return null;
          return list.reduce((sum, client, place) => sum + (times[place] + commit) * client.weight, 0);
        }
        const total = clients.reduce((sum, client) => sum + client.weight, 0);
        const byName = new Map();
        for (const client of clients) byName.set(client.place, (byName.get(client.place) || 0) + client.weight);
        const sorted = Array.from(byName, ([place, weight]) => ({ place, weight })).sort((a, b) => a.place < b.place ? -1 : 1);
        let best = null;
        for (const voter of voters) {
          const wait = waits(voter, sorted);
          if (wait !== null && (best === null || wait < best.wait)) best = { voter, wait };
        }
        const own = waits(leader, clients);
        if (!answers(leader) || own === null || best === null) fault(unconnected);
        const commit = commitOf(leader);
        const perSecond = commit > 0 ? short(1000 / commit, 3) : 'not limited by distance';
        const ms = value => grouped(value) + ' ms';
        return { fields: [['commit', "from the leader's write to a majority's", ms(commit)],
          ['all', "from the leader's write to every voter's", ms(answers(leader).at(-1))],
          quantity('client', 'what clients wait for a commit, on average', own / total, 'ms'),
          ['best-leader', 'the voter for which clients would wait least', best.voter],
          quantity('best-client', 'what they would wait', waits(best.voter, clients) / total, 'ms'),
          ['commits-per-second', 'commits of one key one after the other', perSecond]],
        notes: ['Only distance is counted, not computing or storing. The leader counts itself, so a commit waits for the voter that '
          + 'completes the majority.',
          'The standard round-trip times are as printed, not measured: E is US-EAST, W US-WEST, EU EU-WEST and AP ASIA-PAC.',
          'A time that is not given is that of the shortest way over those that are; the direct way may be shorter.'] };
      };

      calculators.cost = ({ table: name, of }) => {
        const rows = truthbookTables.costs.find(table => table.name === name).rows;
        const column = of === 'cost' ? 'price' : 'latency';
        const values = rows.map(row => row[column]).filter(value => value !== undefined);
        if (values.length < rows.length || values.length < 2) {
          fault('table=' + name + ' with of=' + of + ': the table prints no ' + (of === 'cost' ? 'prices' : 'latencies') + '; take of='
            + (of === 'cost' ? 'latency' : 'cost') + ' or another table');
        }
        const steps = values.slice(1).map((value, place) => value / values[place]);
        const texts = steps.map(step => '×' + short(step, 4));
        return { fields: [['steps', 'how many times the level below', texts.join(', ')],
          ['total', 'how many times the lowest level the highest is', short(values.at(-1) / values[0], 4)],
          truth('constant', 'every step is the same factor', texts.every(text => text === texts[0])),
          ['smallest-step', 'the smallest factor', short(Math.min(...steps), 4)],
          ['largest-step', 'the largest factor', short(Math.max(...steps), 4)]],
        notes: ['Prices and latencies are as printed, not verified. Storage is priced by the GB and month by some of these systems and '
          + 'not at all by others.', 'The three tables disagree with each other about the same levels.'] };
      };

      const needs = ['history', 'hostile', 'open', 'several', 'real-time', 'newest', 'cut-off', 'causal', 'merge', 'later'];
      function mechanism(holds) {
        if (holds('history')) return !holds('hostile') ? 'hash chain' : holds('open') ? 'open ledger' : 'Byzantine agreement';
        if (holds('several')) return holds('real-time') ? 'externally consistent transactions' : 'serialisable transactions';
        if (holds('newest')) return 'consensus';
        if (!holds('cut-off')) return 'quorum register';
        if (holds('causal')) return 'causal store';
        if (holds('merge')) return 'mergeable type';
        return holds('later') ? 'siblings' : 'last write wins';
      }
      calculators.choose = ({ use, needs: given }) => {
        const known = truthbookTables.uses[use];
        if (known && given !== 'none') {
          fault("'needs=" + given + "': " + use + ' has needs of its own; to give others, write use=custom');
        }
        const wanted = known ? known.needs : given === 'none' ? [] : given.split(',');
        for (const word of wanted) {
          if (!needs.includes(word)) {
            fault("'needs=" + given + "': '" + word + "' is no need; write none or any of " + needs.join(', '));
          }
        }
        const rows = known ? known.rows : [];
        const printed = table => (rows.find(row => row.table === table) || { answer: 'not listed' }).answer;
        return { fields: [['choice', 'what our decision answers', mechanism(need => wanted.includes(need))],
          ['selection', "the first document's matrix", printed('selection matrix')],
          ['hybrid', "the first document's hybrid system", printed('hybrid system')],
          ['matrix', "the second document's matrix", printed('decision matrix')],
          ['reference', "the second document's quick reference", printed('quick reference')]],
        notes: rows.filter(row => row.difference).map(row =>
          'The ' + row.table + ' says ' + row.answer + '; we differ: ' + row.difference + '.') };
      };

      calculators.fork = ({ lead, share: power, blocks, reward, price }) => {
        const gain = (2 * power - 1) * 6;
        const coins = blocks * reward;
        return { fields: [
          ['hours', 'until the chains are level, on average', gain > 0 ? fixed(lead / gain, 1) + ' hours' : 'never, on average'],
          ['gain', 'blocks gained per hour, on average', fixed(gain, 1) + ' blocks an hour'],
          ['chance', 'that it is ever level', percent(power > 0.5 ? 1 : catchUp(lead, power))],
          ['coins', 'rewards of the orphaned blocks', short(coins) + ' BTC'],
          ['dollars', 'the same at the price', short(coins * price) + ' dollars']],
        notes: ['Takes 10 minutes between blocks of all hash power together, and no change of share.'] };
      };

      calculators.outage = ({ hours, minutes, cause }) => {
        const seconds = (hours * 60 + minutes) * 60;
        return { fields: [['ratio', 'the one over the other', short(Math.round(seconds / cause))],
          ['seconds', 'of degraded service', grouped(seconds) + ' s']], notes: [] };
      };

      calculators.fibre = ({ km }) => ({
        fields: [['floor', 'the least round-trip time', fixed(2 * km / (0.68 * 299.792458), 0) + ' ms']],
        notes: ['Cables follow coasts, not great circles, and routers take time: measured round trips are commonly one and a half to '
          + 'two times as long.'] });

      calculators['two-phase'] = ({ local, rtt }) => ({
        fields: [['total', 'until the decision is safe', short(rtt + 2 * local) + ' ms']],
        notes: ['Locks are held for at least as long; the other group hears one way later.'] });
    })(truthbookCalculators);

    // What a calculator answers to values as they are written; throws an error that says what is wrong with one.
    function truthbookAnswer(calculator, written) {
      const values = {};
      for (const parameter of calculator.parameters) {
        const text = written[parameter.name];
        const isInteger = parameter.kind === 'integer', isNumber = parameter.kind === 'number';
        const pattern = isInteger ? /^[-+]?[0-9]+$/ : /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?$/i;
        const number = isInteger || isNumber ? pattern.test(text) ? Number(text) : NaN : 0;
        const isRight = isInteger || isNumber ? number >= parameter.least && number <= parameter.most
          : parameter.kind === 'choice' ? parameter.words.includes(text) : text !== '' && !/\s/.test(text);
        if (!isRight) {
          throw new Error("'" + parameter.name + '=' + text + "': " + parameter.name + ', ' + parameter.meaning + ', takes '
            + parameter.expects);
        }
        values[parameter.name] = isInteger || isNumber ? number : text;
      }
      return truthbookCalculators[calculator.name](values);
    }

    """#

  /// The forms of the page: a change of a value computes at once.
  static let calculatorPage = #"""
    'use strict';
    (function () {
      const calculators = JSON.parse(document.getElementById('calculator-data').textContent);
      for (const calculator of calculators) {
        const form = document.getElementById('calculator-' + calculator.name);
        const output = form.querySelector('.answer');
        function compute() {
          const written = {};
          for (const parameter of calculator.parameters) written[parameter.name] = form.elements[parameter.name].value.trim();
          const given = calculator.parameters.filter(parameter => written[parameter.name] !== parameter.standard);
          form.querySelector('.command').textContent = ['truthbook calc ' + calculator.name]
            .concat(given.map(parameter => parameter.name + '=' + written[parameter.name])).join(' ');
          try {
            const answer = truthbookAnswer(calculator, written);
            const body = document.createElement('tbody');
            for (const [, meaning, text] of answer.fields) {
              const row = document.createElement('tr'), head = document.createElement('th'), cell = document.createElement('td');
              head.scope = 'row';
              head.textContent = meaning;
              cell.textContent = text;
              cell.className = 'right';
              row.append(head, cell);
              body.append(row);
            }
            const table = document.createElement('table');
            table.append(body);
            const notes = answer.notes.map(note => {
              const line = document.createElement('p');
              line.className = 'note';
              line.textContent = note;
              return line;
            });
            output.replaceChildren(table, ...notes);
          } catch (error) {
            const line = document.createElement('p');
            line.className = 'wrong';
            line.textContent = error.message + '.';
            output.replaceChildren(line);
          }
        }
        form.addEventListener('input', compute);
        form.addEventListener('submit', event => { event.preventDefault(); compute(); });
        compute();
      }
    })();

    """#
}
