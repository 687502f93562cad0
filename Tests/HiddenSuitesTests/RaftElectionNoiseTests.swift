import Checking
import ExerciseKit
import Foundation
import Simulation
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

/// Answers that are right in shape and wrong in what they say, of every kind there is.
@Suite("Raft election: noise")
struct RaftElectionNoiseTests {
  private let suite = RaftElectionSuite()

  /// Larger by a command: `TRUTHBOOK_NOISE=500 swift test --filter RaftElectionNoiseTests`.
  static let seeds =
    0..<(ProcessInfo.processInfo.environment["TRUTHBOOK_NOISE"].flatMap { UInt64($0) } ?? 24)

  @Test(arguments: seeds) func `no answer ends the grader, and noise does not pass`(
    seed: UInt64
  ) throws {
    let subject = NoisySubject(InProcessSubject(Elector.self), seed: seed)
    var isRight = true
    for stage in suite.stages(for: .ofOwnCode) {
      let verdicts: [Verdict]
      do throws(Stop) {
        verdicts = try stage.run(subject)
      } catch {
        verdicts = [.stopped(error, nil)]
      }
      for verdict in verdicts {
        switch verdict {
        case .passed, .held: continue
        case .failed, .stopped, .notReached: isRight = false
        }
      }
    }
    #expect(!isRight || subject.changes == 0)
  }
}

/// The reference, some of whose answers are changed: the same ones every time, or, for every third
/// seed, whichever come up.
private final class NoisySubject: Subject {
  private let subject: InProcessSubject
  private let seed: UInt64
  private var count: UInt64 = 0
  private(set) var changes = 0

  init(_ subject: InProcessSubject, seed: UInt64) {
    self.subject = subject
    self.seed = seed
  }

  func restart() { subject.restart() }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    try subject.run(program).map(changed)
  }

  private func changed(_ answer: [UInt8]) -> [UInt8] {
    var reader = ByteReader(answer)
    guard var reaction = try? ElectionReaction(from: &reader), reader.isAtEnd else { return answer }
    count += 1
    var hash = seed &* 0x9e37_79b9_7f4a_7c15
    for byte in answer { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var random = RandomSource(seed: seed % 3 == 2 ? hash ^ count : hash)
    guard random.chance(1, in: 12) else { return answer }
    changes += 1
    for _ in 0...random.index(below: 3) { change(&reaction, &random) }
    var writer = ByteWriter()
    reaction.write(to: &writer)
    return writer.bytes
  }

  private static let numbers = [Int.min, -1, 0, 1, 2, 3, 1 << 31, (1 << 62) + 1, .max - 1, .max]

  private func change(_ reaction: inout ElectionReaction, _ random: inout RandomSource) {
    let number = Self.numbers[random.index(below: Self.numbers.count)]
    let node = NodeID([0, 1, 2, 3, 4, 99, .max][random.index(below: 7)])
    let other: [ElectionOutput] = [
      .persist(term: number, votedFor: node), .resetElectionTimer(number),
      .send(.requestVote(term: number, lastLog: .init(term: number, index: number)), to: node),
      .send(.vote(term: number, granted: true), to: node),
      .send(.vote(term: number, granted: false), to: node),
      .send(.heartbeat(term: number), to: node), .send(.heartbeatReply(term: number), to: node),
    ]
    switch random.index(below: 6) {
    case 0: reaction.term = number
    case 1: reaction.role = Role.allCases[random.index(below: 3)]
    case 2: reaction.outputs.append(other[random.index(below: other.count)])
    case 3: if !reaction.outputs.isEmpty { reaction.outputs.removeLast() }
    case 4: reaction.outputs += reaction.outputs
    default:
      if !reaction.outputs.isEmpty {
        let place = random.index(below: reaction.outputs.count)
        reaction.outputs[place] = other[random.index(below: other.count)]
      }
    }
  }
}
