import ExerciseKit
import Testing

@testable import Solutions

/// Messages as a channel brings them that repeats until it is answered: some come twice.
@Suite("Registers count voters")
struct RegisterVoterTests {
  private func request(_ kind: RegisterOperation.Kind) -> RegisterRequest {
    RegisterRequest(id: 7, replica: 0, time: 0, kind: kind, register: 1)
  }

  private func isAnswered<Message>(_ effects: [RegisterEffect<Message>]) -> Bool {
    effects.contains { if case .answer = $0 { true } else { false } }
  }

  private func sends<Message>(_ effects: [RegisterEffect<Message>]) -> Int {
    effects.count { if case .send = $0 { true } else { false } }
  }

  @Test func `each of several writes is applied and answered, in the order of their numbers`() {
    var first = SequencedRegisters(index: 0, of: 3)
    for id in 1...4 {
      _ = first.request(
        RegisterRequest(id: id, replica: 0, time: 0, kind: .write, register: id))
      #expect(isAnswered(first.receive(.appended(number: id), from: 1)), "write \(id)")
      #expect(first.value(of: id) != 0)
    }
  }

  @Test(arguments: [RegisterOperation.Kind.read, .write])
  func `one neighbour that answers twice is no majority of five`(kind: RegisterOperation.Kind) {
    var replica = MajorityRegisters(index: 0, of: 5)
    _ = replica.request(request(kind))
    let empty = MajorityRegisters.Message.version(request: 7, LWWRegister())
    for _ in 1...4 { #expect(sends(replica.receive(empty, from: 1)) == 0) }
    #expect(sends(replica.receive(empty, from: 2)) == 4, "the second round begins")
    for _ in 1...4 { #expect(!isAnswered(replica.receive(.stored(request: 7), from: 1))) }
    #expect(isAnswered(replica.receive(.stored(request: 7), from: 2)))
  }

  @Test func `a read is answered when a majority holds what it returns`() {
    var replica = MajorityRegisters(index: 0, of: 3)
    _ = replica.request(request(.read))
    var found = LWWRegister<Int, LamportStamp>()
    found.write(5, at: LamportStamp(counter: 1, node: NodeID(2)))
    let effects = replica.receive(.version(request: 7, found), from: 1)
    #expect(!isAnswered(effects) && sends(effects) == 2)
    #expect(isAnswered(replica.receive(.stored(request: 7), from: 2)))
    #expect(replica.value(of: 1) == 5)
  }

  @Test func `a number is final when a majority holds its write, not one replica twice`() {
    var first = SequencedRegisters(index: 0, of: 5)
    #expect(sends(first.request(request(.write))) == 4)
    for _ in 1...4 { #expect(first.receive(.appended(number: 1), from: 3).isEmpty) }
    #expect(first.value(of: 1) == 0)
    #expect(isAnswered(first.receive(.appended(number: 1), from: 4)))
    #expect(first.value(of: 1) == 8)
    #expect(first.receive(.appended(number: 1), from: 2).isEmpty)
    #expect(first.receive(.appended(number: 99), from: 2).isEmpty)
  }

  @Test func `a write that is forwarded twice is written once`() {
    var first = SequencedRegisters(index: 0, of: 3)
    #expect(sends(first.receive(.forward(request(.write)), from: 1)) == 2)
    #expect(first.receive(.forward(request(.write)), from: 1).isEmpty)
  }
}
