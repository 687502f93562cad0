import Testing

@testable import Checking

@Suite("State table")
struct StateTableTests {
  private func fill<Bits: FixedWidthInteger & UnsignedInteger>(
    _ states: [PackedState<Bits>]
  ) -> (count: Int, order: [PackedState<Bits>], parents: [Int], events: [UInt16], bytes: Int) {
    var table = StateTable<Bits>()
    for (number, state) in states.enumerated() {
      table.reserve(1)
      table.insert(
        state, home: table.home(of: state), parent: number / 2, event: UInt16(number % 1_000))
    }
    return (
      table.count, (0..<table.count).map { table[$0] },
      (0..<table.count).map { table.parent(of: $0) },
      (0..<table.count).map { table.event(to: $0) }, table.bytes
    )
  }

  @Test func `states keep their order, parents and events while the table grows`() {
    let states = (0..<20_000).map { PackedState(locals: UInt64($0 % 100), messages: UInt64($0)) }
    let table = fill(states + states)
    #expect(table.count == states.count)
    #expect(table.order.map(\.messages) == states.map(\.messages))
    #expect(table.parents == states.indices.map { $0 / 2 })
    #expect(table.events == states.indices.map { UInt16($0 % 1_000) })
    #expect(table.bytes > states.count * MemoryLayout<PackedState<UInt64>>.stride)
  }

  @Test func `states that differ in one bit anywhere are two`() {
    let locals = (0..<63).map { PackedState(locals: 1 << UInt64($0), messages: UInt128(0)) }
    let messages = (0..<128).map { PackedState(locals: 0, messages: UInt128(1) << UInt128($0)) }
    let none = PackedState(locals: 0, messages: UInt128(0))
    #expect(fill([none] + locals + messages + locals).count == 1 + 63 + 128)
  }

  @Test func `states that want the same slot are kept apart`() {
    var table = StateTable<UInt64>()
    table.reserve(100)
    for number in 0..<100 {
      table.insert(
        PackedState(locals: UInt64(number), messages: 0), home: 4_095, parent: 0, event: 0)
    }
    for number in 0..<100 {
      table.insert(
        PackedState(locals: UInt64(number), messages: 0), home: 4_095, parent: 0, event: 0)
    }
    #expect(table.count == 100)
  }
}
