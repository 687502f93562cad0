extension EditionScripts {
  /// The calculators K01 to K18 anew, in the page's own language. A test asks both the same questions.
  static let calculators = calculatorsHead + calculatorsOfAgreement + calculatorsOfPractice

  private static let calculatorsHead = #"""
    'use strict';
    // Each takes the values of its parameters and returns fields (name, meaning, text) and notes; for values that are
    // each in their domain but not together it throws an error that says so.
    const truthbookCalculators = {};
    (function (calculators) {
      const { fixed, short, significant, probability, percent, percentWithout, grouped } = truthbookNumbers;
      const count = (name, meaning, value) => [name, meaning, grouped(value)];
      const share = (name, meaning, value) => [name, meaning, probability(value)];
      const quantity = (name, meaning, value, unit) => [name, meaning, short(value) + ' ' + unit];
      const truth = (name, meaning, value) => [name, meaning, value ? 'yes' : 'no'];
      const majorityOf = n => Math.floor(n / 2) + 1;
      const byzantineFaults = n => Math.floor((n - 1) / 3);
      const byzantineQuorum = n => Math.floor((n + byzantineFaults(n)) / 2) + 1;

    """#

  private static let calculatorsOfAgreement = #"""
      calculators.majority = ({ n }) => {
        const printed = Math.floor((n - 1) / 2) + 1;
        return { fields: [
          count('majority', 'the nodes that are a majority', majorityOf(n)),
          count('crash-faults', 'the nodes that may have stopped', n - majorityOf(n)),
          count('byzantine-faults', 'the nodes that may do anything at all', byzantineFaults(n)),
          count('byzantine-quorum', 'the nodes that must agree when some may do anything', byzantineQuorum(n)),
          count('as-printed', 'the votes with which the printed code leads', printed)],
        notes: ['An even number of nodes stands no more crashes than one node less.',
          'The printed code counts more votes than half of the peers, a list without the '
          + (printed < majorityOf(n)
            ? 'candidate: of ' + n + ' nodes, ' + printed + ' lead, and two such groups need not share a node.'
            : 'candidate. For an odd number of nodes that is a majority.')] };
      };

      // The probability that at least k of n nodes are up, each with probability p.
      function availability(k, n, p) {
        let up = [1];
        for (let node = 0; node < n; node += 1) {
          const next = Array(up.length + 1).fill(0);
          up.forEach((chance, number) => {
            next[number] += chance * (1 - p);
            next[number + 1] += chance * p;
          });
          up = next;
        }
        return Math.min(1, up.slice(k).reduce((a, b) => a + b, 0));
      }
      function requireQuorums(n, quorums) {
        for (const [name, size] of quorums) {
          if (size > n) {
            throw new Error(name + '=' + size + ' with n=' + n + ': a quorum cannot be larger than the number of replicas; take '
              + name + ' from 1 to ' + n + ', or a larger n');
          }
        }
      }
      calculators.quorum = ({ n, r, w, p }) => {
        requireQuorums(n, [['r', r], ['w', w]]);
        const overlaps = r + w > n, writesOverlap = 2 * w > n;
        let miss = 1;
        for (let drawn = 0; drawn < r; drawn += 1) miss *= (n - w - drawn) / (n - drawn);
        const overlap = overlaps ? 1 : 1 - miss;
        const label = !overlaps ? 'no overlap' : r === w ? 'balanced' : r < w ? 'fast reads' : 'fast writes';
        const notes = ['Replicas are taken to fail independently of each other, and sets to be drawn at random; staleness is that '
          + 'of a read right after the write, before it spreads further.',
          overlaps ? 'Meeting the last write is not linearizability: while a write is under way, a read may see it and the next one '
            + 'miss it.'
            : 'Without an overlap a read may return an old value, and without a repair path it may do so for ever.'];
        if (!writesOverlap) notes.push('Two writes may go to replicas that have none in common: neither learns of the other.');
        return { fields: [
          truth('overlaps', 'each read set meets each write set, R + W > N', overlaps),
          truth('writes-overlap', 'any two write sets meet, 2W > N', writesOverlap),
          count('minimum-overlap', 'the fewest replicas that a read and a write set share', Math.max(0, r + w - n)),
          share('overlap-probability', 'the probability that random read and write sets share a replica', overlap),
          share('staleness', 'the probability that a read right after the write misses it', 1 - overlap),
          share('read-availability', 'the probability that reads are answered', availability(r, n, p)),
          share('write-availability', 'the probability that writes are taken', availability(w, n, p)),
          ['label', 'which side waits for less', label],
          count('read-failures', 'the replicas that may be down while reads are answered', n - r),
          count('write-failures', 'the replicas that may be down while writes are taken', n - w)], notes };
      };

      // ln n!: a sum for small n, else Stirling's series, which is as exact as a number can be from there on.
      const smallFactorials = [0];
      for (let n = 1; n < 32; n += 1) smallFactorials.push(smallFactorials[n - 1] + Math.log(n));
      function logFactorial(n) {
        if (n < 32) return smallFactorials[n];
        const n2 = n * n;
        return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2
          + (1 / 12 - (1 / 360 - (1 / 1260) / n2) / n2) / n;
      }
      const logRatio = q => Math.log(q) - Math.log(1 - q);
      function sumOfExponentials(terms) {
        let largest = -Infinity;
        for (const term of terms) largest = Math.max(largest, term);
        if (largest === -Infinity) return 0;
        return Math.exp(largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0)));
      }
      const catchUp = (z, q) => q < 0.5 && z > 0 ? Math.exp(z * logRatio(q)) : 1;
      // Nakamoto 2008, section 11: the attacker's blocks are taken as Poisson.
      function nakamoto(z, q) {
        if (!(q < 0.5 && z > 0)) return 1;
        if (!(q > 0)) return 0;
        const logMean = Math.log(z) + logRatio(q);
        const poisson = k => k * logMean - Math.exp(logMean) - logFactorial(k);
        const terms = [];
        for (let k = 0; k <= z; k += 1) terms.push(poisson(k) + (z - k) * logRatio(q));
        let k = z + 1;
        do { terms.push(poisson(k)); k += 1; } while (terms[k - 1] > terms[z] - 40);
        return Math.min(1, sumOfExponentials(terms));
      }
      // Rosenfeld 2014: they are negative binomial.
      function exact(z, q) {
        if (!(q < 0.5 && z > 0)) return 1;
        if (!(q > 0)) return 0;
        const terms = [];
        for (let k = 0; k < z; k += 1) {
          terms.push(logFactorial(z + k - 1) - logFactorial(k) - logFactorial(z - 1) + z * Math.log(q) + k * Math.log(1 - q));
        }
        return Math.min(1, 2 * sumOfExponentials(terms));
      }
      function confirmations(name, meaning, risk, q, model) {
        const limit = 20000;
        if (q >= 0.5) return [name, meaning, 'no number is enough'];
        if (model(0, q) < risk) return count(name, meaning, 0);
        let low = 0, high = 1;
        while (model(high, q) >= risk) {
          if (high >= limit) return [name, meaning, 'more than ' + grouped(limit)];
          low = high;
          high = Math.min(2 * high, limit);
        }
        while (high - low > 1) {
          const middle = Math.floor((low + high) / 2);
          if (model(middle, q) < risk) high = middle; else low = middle;
        }
        return count(name, meaning, high);
      }
      calculators.finality = ({ z, q, risk }) => {
        const [byExact, byNakamoto] = [exact(z, q), nakamoto(z, q)];
        const stays = chance => percentWithout(1 - chance, chance);
        return { fields: [
          share('exact', 'the probability of a replacement', byExact),
          share('nakamoto', "the probability by Nakamoto's approximation", byNakamoto),
          share('catch-up', 'the probability of ever drawing level from z blocks behind', catchUp(z, q)),
          ['confidence-exact', 'the probability that the payment stays', stays(byExact)],
          ['confidence-nakamoto', "that it stays, by Nakamoto's approximation", stays(byNakamoto)],
          confirmations('confirmations-exact', 'the fewest confirmations with a probability below ' + short(risk), risk, q, exact),
          confirmations('confirmations-nakamoto', 'the fewest below ' + short(risk) + " by Nakamoto's approximation", risk, q, nakamoto)],
        notes: ['The attacker has the share q for as long as it takes, mines in secret from the moment the payment is sent, and '
          + 'succeeds on drawing level at any time after z confirmations.',
          q < 0.5 ? "Nakamoto's approximation takes the attacker's blocks as Poisson; the exact number is negative binomial. For q "
            + 'up to 0.3 the approximation is too low from the third confirmation on.'
            : 'With half of all hash power or more the attacker draws level for certain: no number of confirmations protects.'] };
      };

      calculators['commit-wait'] = ({ eps, replication }) => ({ fields: [
        quantity('wait', 'from taking the timestamp to the end of the wait', 2 * eps, 'ms'),
        quantity('extra-wait', 'what is left of it when replication is done', Math.max(0, 2 * eps - replication), 'ms'),
        quantity('width', 'the width of the interval, earliest to latest', 2 * eps, 'ms')],
      notes: ['The timestamp is the latest time it may be; it is surely past when the earliest time it may be is greater. That '
        + 'takes twice eps at least (Corbett et al. 2012, section 4.2.1), and waiting eps alone lets a later transaction get a '
        + 'smaller timestamp.',
        'Replication runs during the wait. Two events are surely ordered by their timestamps only when they are more than '
        + short(2 * eps) + ' ms apart.',
        'eps is taken as constant. Where clocks drift between synchronisations it rises and falls, and the mean wait is twice '
        + 'its mean.'] });

      calculators.drift = ({ ppm, offset }) => ({ fields: [
        quantity('seconds', 'the time since the clock was last right', offset * 1000 / ppm, 's'),
        quantity('per-day', 'what the drift comes to in a day', ppm * 86.4, 'ms')],
      notes: ['A drift is a rate and an offset a difference. The drift is taken as constant; that of a real clock changes with its '
        + 'temperature.', 'Two clocks that drift in opposite directions part twice as fast.'] });

      calculators.collisions = ({ m, interval, d }) => {
        let apart = 1;
        for (let timer = 0; timer < m; timer += 1) apart *= 1 - d / interval;
        return { fields: [['probability', 'the two earliest timers are closer than d', percent(d < interval ? 1 - apart : 1)]],
          notes: ['Timers are drawn uniformly and independently, all from the same moment: 1 - (1 - d / interval)^m.',
            'After a collision the vote may be split, or may not.'] };
      };

      calculators.byzantine = ({ f }) => {
        const nodes = 3 * f + 1;
        const quorum = byzantineQuorum(nodes);
        let inRound = 1, oral = 0;
        for (let round = 0; round <= f; round += 1) { inRound *= nodes - 1 - round; oral += inRound; }
        return { fields: [
          count('nodes', 'the nodes it takes, 3f + 1', nodes),
          count('quorum', 'the nodes that must agree, 2f + 1', quorum),
          count('shared', 'the nodes any two quorums share at least, f + 1', 2 * quorum - nodes),
          count('pbft-messages', 'messages of a PBFT request among them', 2 * nodes * (nodes - 1)),
          count('raft-messages', 'messages of a Raft entry among 2f + 1 nodes, f of which may crash', 4 * f),
          count('om-messages', 'messages of the oral-messages algorithm OM(f)', oral)],
        notes: ['Messages are those between replicas when all goes well: pre-prepare, prepare and commit; append and its answer. '
          + 'Those of clients are not counted.', 'Faults are masked when they are independent. The same bug on every node is not.'] };
      };

      // Every order in which a write arrives at n replicas and two reads, one after the other, fall in between.
      function schedules(n, r, w, repair) {
        const bits = set => { let number = 0; for (let rest = set; rest; rest &= rest - 1) number += 1; return number; };
        const readSets = [];
        for (let set = 0; set < 1 << n; set += 1) if (bits(set) === r) readSets.push(set);
        const found = { schedules: 0, violations: 0 };
        function extend(arrived, holding, moment, written, reads) {
          if (bits(arrived) === n && reads.length === 2) {
            found.schedules += 1;
            // An old value after the write is done, or after a new one was read, fits no order.
            const isBroken = reads.some(read => !read.isNew && read.at > written) || reads[0].isNew && !reads[1].isNew;
            if (isBroken) found.violations += 1;
            return;
          }
          const now = moment + 1;
          for (let replica = 0; replica < n; replica += 1) {
            const bit = 1 << replica;
            if (arrived & bit) continue;
            const there = arrived | bit;
            extend(there, holding | bit, now, bits(there) === w ? now : written, reads);
          }
          if (reads.length === 2) return;
          for (const set of readSets) {
            const isNew = (holding & set) !== 0;
            let held = holding;
            if (isNew && repair === 'readers') held |= set;
            if (isNew && repair === 'quorum') {
              for (let replica = 0; replica < n && bits(held) < w; replica += 1) held |= 1 << replica;
            }
            extend(arrived, held, now, written, reads.concat({ at: now, isNew }));
          }
        }
        extend(0, 0, 0, 0, []);
        return found;
      }
      calculators.schedules = ({ n, r, w, repair }) => {
        requireQuorums(n, [['r', r], ['w', w]]);
        const found = schedules(n, r, w, repair);
        return { fields: [
          count('violations', 'the schedules that no order explains', found.violations),
          count('schedules', 'all schedules', found.schedules),
          share('share', 'the share of schedules that no order explains', found.violations / found.schedules)],
        notes: ['One write reaches the replicas one by one, in any order, and is done at the W-th; two reads follow each other, each '
          + 'asking R replicas at one instant. Every order of these and every choice of read sets counts once. How often each '
          + 'happens in a real network is another question.'] };
      };

      calculators.traitors = ({ n }) => {
        let cases = 0, bad = 0;
        for (let traitor = 0; traitor < n; traitor += 1) {
          const told = Array.from({ length: n - 1 }, (_, place) => place + 1).filter(general => general !== traitor);
          for (const order of [true, false]) {
            for (let lies = 0; lies < 1 << told.length; lies += 1) {
              const lie = to => (lies >> told.indexOf(to) & 1) === 0;
              const said = general => traitor === 0 ? lie(general) : order;
              // A lieutenant goes by what most say; as many for as against is a retreat.
              const decisions = told.map(general => {
                let attacks = said(general) ? 1 : 0;
                for (let relay = 1; relay < n; relay += 1) {
                  if (relay !== general && (relay === traitor ? lie(general) : said(relay))) attacks += 1;
                }
                return 2 * attacks > n - 1;
              });
              cases += 1;
              const agree = decisions.every(decision => decision === decisions[0]);
              if (!agree || traitor !== 0 && decisions.some(decision => decision !== order)) bad += 1;
            }
          }
        }
        return { fields: [count('bad', 'the cases in which loyal lieutenants differ or disobey', bad), count('cases', 'all cases', cases),
          count('messages', 'the messages of one order', (n - 1) + (n - 1) * (n - 2))],
        notes: ["A case is a choice of the traitor, of the order and of what the traitor tells each of the others. A lieutenant who "
          + 'hears as many for as against retreats.'] };
      };

    """#
}
