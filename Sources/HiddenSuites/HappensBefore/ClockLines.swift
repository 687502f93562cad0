import Dialects

/// Three clocks, and every node that was ever named.
struct NamedClocks: Sendable {
  var clocks = [SparseClock(), SparseClock(), SparseClock()]
  var nodes: Set<Int128> = [1, 2]

  subscript(name: Int128) -> SparseClock {
    get { clocks[Int(name)] }
    set { clocks[Int(name)] = newValue }
  }
}

private let names = NumberDomain(words: ["a", "b", "c"])
private let times = NumberDomain(2...2_000)
private let readNodes = NumberDomain(listOf: "n#", [.node], upTo: 2_000)

/// A line that names some of the clocks first.
private func line(
  _ pattern: String, _ others: [NumberDomain] = [], names count: Int = 1,
  isAllowed: @escaping @Sendable ([Int128], NamedClocks) -> Bool = { _, _ in true },
  fitting: @escaping @Sendable (NamedClocks) -> [[Int128]] = { _ in [] },
  like: @escaping @Sendable (NamedClocks) -> [[Int128]] = { _ in [] },
  right: @escaping @Sendable ([Int128], inout NamedClocks) -> SequentialObject<NamedClocks>.Right
) -> SequentialObject<NamedClocks>.Operation {
  .init(
    NumberForm(pattern, Array(repeating: names, count: count) + others), chosen: count,
    isAllowed: isAllowed,
    near: { state in
      Array(repeating: [0, 1, 2], count: count) + [state.nodes.sorted().prefix(40) + []]
    }, fitting: fitting, like: like, right: right)
}

/// Ticks in a loop, for which a single one may do.
private func loop(
  _ operation: SequentialObject<NamedClocks>.Operation,
  tick: @escaping @Sendable ([Int128]) -> (name: Int128, node: Int128)?,
  cost: @escaping @Sendable ([Int128]) -> Int = { _ in 0 }
) -> SequentialObject<NamedClocks>.Operation {
  var operation = operation
  operation.plainer = { numbers in tick(numbers).map { [(2, [$0.name, $0.node])] } ?? [] }
  operation.cost = cost
  return operation
}

private let changed: SequentialObject<NamedClocks>.Right = (.init(0), "a change answers nothing")

/// A few lines of code about clocks.
let clockLines = SequentialObject<NamedClocks>(
  subject: "program", setting: NumberForm("a, b and c are empty"), start: { _ in NamedClocks() },
  operations: [
    line(
      "# = #", [.clock],
      fitting: { state in
        // What another is by now, given at once.
        (0..<9 as Range<Int128>).map { place in
          let part = state[place / 3].part
          return [place % 3, Int128(part.count / 2)] + part
        }
      },
      like: { $0.clocks.map(\.part) }
    ) { numbers, state in
      state[numbers[0]] = SparseClock(numbers.dropFirst(2))
      state.nodes.formUnion(stride(from: 2, to: numbers.count, by: 2).map { numbers[$0] })
      return changed
    },
    line("# = #", names: 2) { numbers, state in
      state[numbers[0]] = state[numbers[1]]
      return changed
    },
    line(
      "#.tick(n#)", [.node], isAllowed: { $1[$0[0]][$0[1]] < Int128(UInt64.max) }
    ) { numbers, state in
      state[numbers[0]][numbers[1]] += 1
      state.nodes.insert(numbers[1])
      return changed
    },
    line("#.merge(#)", names: 2) { numbers, state in
      let other = state[numbers[1]]
      state[numbers[0]].merge(other)
      return changed
    },
    line(
      "##", [readNodes],
      fitting: { state in
        (0..<3).map { [$0, Int128(state.nodes.count)] + state.nodes.sorted() }
      },
      like: { [$0.nodes.sorted()] }
    ) { numbers, state in
      let clock = state[numbers[0]]
      return (
        .init(1, numbers.dropFirst(2).map { clock[$0] }),
        "\(names.text(numbers[0])) is \(NumberDomain.clock.text(clock.part))"
      )
    },
    line("#.compare(to: #)", names: 2) { numbers, state in
      let (left, right) = (state[numbers[0]], state[numbers[1]])
      return (ClockOrder(left.relation(to: right)).answer, left.reason(for: right))
    },
    line("# == #", names: 2) { numbers, state in
      let (left, right) = (state[numbers[0]], state[numbers[1]])
      return (.init(3, [left == right ? 1 : 0, 1]), left.reason(for: right))
    },
    loop(
      line(
        "for _ in 1...# { #.tick(n#) }", [times, names, .node], names: 0,
        isAllowed: { $1[$0[1]][$0[2]] + $0[0] <= Int128(UInt64.max) }
      ) { numbers, state in
        state[numbers[1]][numbers[2]] += numbers[0]
        state.nodes.insert(numbers[2])
        return changed
      },
      // A tick alone takes less than a line does.
      tick: { ($0[1], $0[2]) }, cost: { Int($0[0]) / 16 }),
    loop(
      line(
        "for n in # { #.tick(n) }", [readNodes, names], names: 0,
        isAllowed: { numbers, state in
          let clock = state[numbers[numbers.count - 1]]
          return numbers.dropFirst().dropLast().allSatisfy { clock[$0] < Int128(UInt64.max) }
        }
      ) { numbers, state in
        for node in numbers.dropFirst().dropLast() {
          state[numbers[numbers.count - 1]][node] += 1
          state.nodes.insert(node)
        }
        return changed
      },
      tick: { $0[0] == 1 ? ($0[2], $0[1]) : nil }),
  ],
  text: clockText, isTelling: { $0.kind > 0 })
