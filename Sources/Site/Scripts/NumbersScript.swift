extension EditionScripts {
  /// How numbers are written: what `DecimalText` does, on the digits of the shortest decimal.
  static let numbers = #"""
    'use strict';
    const truthbookNumbers = (function () {
      // A number in decimal digits: digits * 10^exponent.
      function decimal(number) {
        const [mantissa, power] = String(Math.abs(number)).split('e');
        const [whole, decimals] = mantissa.includes('.') || power !== undefined ? mantissa.split('.') : [mantissa, '0'];
        const digits = (whole + (decimals || '')).replace(/^0+/, '').split('').map(Number);
        const exponent = Number(power || 0) - (decimals || '').length;
        return { digits: digits.length ? digits : [0], exponent, isNegative: number < 0 };
      }
      const zero = exponent => ({ digits: [0], exponent, isNegative: false });
      const leading = number => number.exponent + number.digits.length - 1;
      // Rounded half away from zero, or filled up with zeros, to a last digit of that power of ten.
      function rounded(number, last) {
        if (last <= number.exponent) {
          return { ...number, digits: number.digits.concat(Array(number.exponent - last).fill(0)), exponent: last };
        }
        const kept = number.digits.length - (last - number.exponent);
        if (kept < 0) return zero(last);
        const digits = number.digits.slice(0, kept);
        if (number.digits[kept] >= 5) {
          let index = kept - 1;
          while (index >= 0 && digits[index] === 9) { digits[index] = 0; index -= 1; }
          if (index >= 0) digits[index] += 1; else digits.unshift(1);
        }
        return digits.length ? { ...number, digits, exponent: last } : zero(last);
      }
      function written(number) {
        let all = number.digits.join('');
        if (number.exponent > 0) all += all === '0' ? '' : '0'.repeat(number.exponent);
        if (number.exponent < 0) {
          all = '0'.repeat(Math.max(0, 1 - number.exponent - all.length)) + all;
          all = all.slice(0, number.exponent) + '.' + all.slice(number.exponent);
        }
        return (number.isNegative ? '-' : '') + all;
      }
      function scientific(number) {
        const all = number.digits.join('');
        return (number.isNegative ? '-' : '') + all[0] + (all.length > 1 ? '.' + all.slice(1) : '') + 'e' + leading(number);
      }
      const thousands = digits => digits.replace(/\B(?=(\d{3})+$)/g, ',');
      const fixed = (number, decimals) => written(rounded(decimal(number), -decimals));
      function significant(number, digits) {
        const exact = decimal(number);
        let result = rounded(exact, leading(exact) - digits + 1);
        if (result.digits.length > digits) result = rounded(result, result.exponent + 1);
        return leading(result) >= -6 && leading(result) < 15 ? written(result) : scientific(result);
      }
      function short(number, digits = 7) {
        const [mantissa, power] = significant(number, digits).split('e');
        const [whole, decimals] = mantissa.split('.');
        const kept = (decimals || '').replace(/0+$/, '');
        return thousands(whole) + (kept ? '.' + kept : '') + (power === undefined ? '' : 'e' + power);
      }
      // With so many decimals; where those would show nothing of the rest, with as many as show two digits of it.
      function closeness(number, rest, decimals) {
        const first = leading(decimal(rest));
        if (first >= -decimals) return fixed(number, decimals);
        const needed = Math.min(1 - first, 14);
        let text = fixed(number, needed);
        for (let left = needed - decimals; left > 0 && text.endsWith('0'); left -= 1) text = text.slice(0, -1);
        return text;
      }
      function probability(number) {
        if (number === 0 || number === 1) return short(number);
        return number < 0.001 ? significant(number, 4) : closeness(number, 1 - number, 6);
      }
      function percentWithout(number, rest) {
        if (!(number > 0)) return '0 %';
        if (rest === 0) return '100 %';
        if (number < 0.99) return significant(100 * number, 3) + ' %';
        if (rest < 1e-8) return 'above 99.999999 %';
        return closeness(100 * number, 100 * rest, 1) + ' %';
      }
      function percent(number) {
        return number === 0 || number === 1 ? short(100 * number) + ' %' : percentWithout(number, 1 - number);
      }
      const grouped = number => (number < 0 ? '-' : '') + thousands(String(Math.abs(number)));
      return { fixed, significant, short, probability, percent, percentWithout, grouped };
    })();

    """#
}
