import ExerciseKit
import Simulation
import Subjects
import Wire

/// A reference whose answers are spoiled by one fault or two, chosen by a seed.
///
/// What it does is the same for the same seed and the same questions. It bounds what it is asked: a suite
/// that goes on asking is stopped, and `isOverrun` tells.
final class FaultySubject: Subject {
  /// Many times what a suite asks of the right reference.
  private static let exchangeLimit = 40_000
  private static let answerLimit = 8_000_000

  private let subject: InProcessSubject
  private var faults: [Fault]
  private var random: RandomSource
  private var exchanges = 0
  private var answered = 0
  private var restarts = 0
  /// What the value in each slot was made from, told by one number.
  private var makers: [Int: UInt64] = [:]
  /// The answer before this one, for a fault that gives one in place of another.
  private var earlier: [UInt8] = []

  /// How many answers were spoiled, stops included.
  private(set) var changes = 0
  /// Whether more was asked than any suite may.
  private(set) var isOverrun = false
  /// Whether it has stopped and not been started afresh.
  private(set) var hasStopped = false
  /// A stop that ends a grading.
  private(set) var end: Stop?

  init(_ reference: InProcessSubject, seed: UInt64) {
    subject = reference
    random = RandomSource(seed: seed &* 0x9e37_79b9_7f4a_7c15)
    faults = []
    for _ in 0...random.index(below: 2) { faults.append(Fault(&random)) }
  }

  /// The faults, in words.
  var description: String { faults.map { "\($0)" }.joined(separator: " and ") }

  func restart() throws(Stop) {
    subject.restart()
    makers = [:]
    restarts += 1
    hasStopped = false
  }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    exchanges += 1
    answered += program.answerCount
    if exchanges > Self.exchangeLimit || answered > Self.answerLimit {
      isOverrun = true
      throw stopped(.gradingLimit(milliseconds: 1_000, costOfCall: "nothing"))
    }
    for fault in faults {
      guard case .stop(let stop) = fault.kind, isDue(fault, exchanges, maker: 0) else { continue }
      changes += 1
      throw stopped(stop)
    }
    let answers = try subject.run(program)
    let questions = questions(of: program)
    return zip(questions, answers).map { spoiled($1, $0.question, maker: $0.maker) }
  }

  private func stopped(_ stop: Stop) -> Stop {
    hasStopped = true
    switch stop {
    case .inconsistent, .unavailable, .gradingLimit: end = end ?? stop
    default: break
    }
    return stop
  }

  /// Each question of a program that is answered, and what the value was made from that it is put to.
  private func questions(of program: Program) -> [(question: Question, maker: UInt64)] {
    var questions: [(Question, UInt64)] = []
    var reader = ByteReader(program.bytes)
    do throws(WireError) {
      while !reader.isAtEnd {
        switch Program.Opcode(rawValue: try reader.byte()) {
        case .make:
          let slot = try reader.count()
          var arguments = try reader.nested()
          makers[slot] = arguments.isAtEnd ? 0 : UInt64(try arguments.byte())
        case .copy:
          let maker = makers[try reader.count()]
          makers[try reader.count()] = maker
        case .call:
          let maker = makers[try reader.count()] ?? 0
          _ = try reader.nested()
          questions.append((.call, maker))
        case .canonicalForm: questions.append((.form, makers[try reader.count()] ?? 0))
        // Only who steps through a run asks that.
        case .describe: preconditionFailure("a suite has asked for a description")
        case .storedProperties: questions.append((.properties, makers[try reader.count()] ?? 0))
        case .clock: if try reader.byte() == 1 { _ = try reader.unsigned() }
        case nil: preconditionFailure("an instruction that there is not")
        }
      }
    } catch {
      preconditionFailure("a malformed program: \(error)")
    }
    return questions
  }

  private func spoiled(_ answer: [UInt8], _ question: Question, maker: UInt64) -> [UInt8] {
    var spoiled = answer
    for index in faults.indices where faults[index].kind.touches(question) {
      faults[index].seen += 1
      guard isDue(faults[index], faults[index].seen, maker: maker, of: answer) else { continue }
      // The same answer is spoiled in the same way, unless the fault is one that changes its mind.
      var choice =
        faults[index].isFickle
        ? random : RandomSource(seed: Self.hash(answer) ^ faults[index].salt)
      faults[index].kind.spoil(
        &spoiled, question, number: faults[index].seen, earlier: earlier, &choice)
      if faults[index].isFickle { random = choice }
    }
    if spoiled != answer { changes += 1 }
    earlier = answer
    return spoiled
  }

  private func isDue(
    _ fault: Fault, _ number: Int, maker: UInt64, of answer: [UInt8] = []
  ) -> Bool {
    switch fault.occasion {
    case .always: true
    case .some(let share): (Self.hash(answer) ^ fault.salt) % share == 0
    case .every(let period): number % period == 0
    case .after(let count): number > count
    case .once(let count): number == count
    case .afterRestart: restarts > 0
    case .node(let rest): maker % 3 == rest
    }
  }

  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash ^ (hash >> 29)
  }
}

/// What is asked, as far as it decides what an answer looks like.
enum Question {
  case call, form, properties
}

/// One thing that is wrong with a subject.
struct Fault: CustomStringConvertible {
  /// What is wrong.
  var kind: Kind
  /// When it shows.
  var occasion: Occasion
  /// Whether the same answer is spoiled in another way each time.
  var isFickle: Bool
  /// Sets apart faults of one kind.
  var salt: UInt64
  /// How many answers of its kind there were.
  var seen = 0

  /// When a fault shows.
  enum Occasion {
    case always
    /// For one answer in so many, by what it says.
    case some(in: UInt64)
    case every(Int)
    case after(Int)
    case once(Int)
    case afterRestart
    case node(UInt64)
  }

  /// What is wrong with an answer.
  enum Kind {
    /// A number, a role, a receiver or a truth value is another, extreme ones among them.
    case value
    /// Something of a list is dropped, doubled, moved or foreign.
    case list
    /// Bytes are cut off, added or others.
    case bytes
    /// The answer to another question.
    case otherAnswer
    /// States that never come again.
    case growingForm
    /// States that are all the same.
    case constantForm
    /// No answer.
    case stop(Stop)
  }

  init(_ random: inout RandomSource) {
    let stops: [Stop] = [
      .crashed(signal: 4, message: "Fatal error: x"), .exited(status: 0),
      .timeLimit(milliseconds: 200), .memoryLimit, .forbiddenOperation,
      .protocolViolation("forged"), .inconsistent("x"), .unavailable("x"),
      .gradingLimit(milliseconds: 1_000, costOfCall: "1 ms"),
    ]
    let kinds: [Kind] = [
      .value, .value, .value, .list, .list, .bytes, .otherAnswer, .growingForm, .constantForm,
      .stop(stops[random.index(below: stops.count)]),
    ]
    kind = kinds[random.index(below: kinds.count)]
    // A suite takes tens of exchanges, which stops count, and thousands of answers.
    let small = 1 + random.index(below: 12)
    var large = 1 + random.index(below: 2_000)
    if case .stop = kind { large = 1 + large % 40 }
    let occasions: [Occasion] = [
      .always, .some(in: 2), .some(in: UInt64(small)), .some(in: 40), .every(small), .every(large),
      .after(small), .after(large), .once(small), .once(large), .afterRestart,
      .node(UInt64(random.index(below: 3))),
    ]
    occasion = occasions[random.index(below: occasions.count)]
    isFickle = random.chance(1, in: 4)
    salt = random.next()
  }

  var description: String { "\(kind) \(occasion)\(isFickle ? ", never alike" : "")" }
}

extension Fault.Kind {
  /// Whether answers to a question can have such a fault.
  func touches(_ question: Question) -> Bool {
    switch self {
    case .stop: false
    case .growingForm, .constantForm: question == .form || question == .properties
    case .value, .list, .bytes, .otherAnswer: true
    }
  }

  /// Spoils an answer.
  /// - Parameters:
  ///   - number: how many such answers there were with this one.
  ///   - earlier: the answer before it, to whatever question.
  func spoil(
    _ answer: inout [UInt8], _ question: Question, number: Int, earlier: [UInt8],
    _ random: inout RandomSource
  ) {
    switch self {
    case .stop: break
    case .otherAnswer: answer = earlier
    case .bytes: spoilBytes(of: &answer, &random)
    case .growingForm: answer = form(UInt64(number), question)
    case .constantForm: answer = form(0, question)
    case .value:
      if !spoilReaction(&answer, &random, { $0.spoilValue(&$1) }) {
        spoilNumber(of: &answer, &random)
      }
    case .list:
      if !spoilReaction(&answer, &random, { $0.spoilList(&$1) }) { spoilList(of: &answer, &random) }
    }
  }

  private func form(_ number: UInt64, _ question: Question) -> [UInt8] {
    var writer = ByteWriter()
    if question == .form {
      writer.count(0)
      writer.unsigned(number)
    } else {
      var form = ByteWriter()
      form.unsigned(number)
      StoredProperties([.init(name: "x", form: form.bytes)]).write(to: &writer)
    }
    return writer.bytes
  }

  private func spoilBytes(of answer: inout [UInt8], _ random: inout RandomSource) {
    let place = random.index(below: answer.count + 1)
    let byte = UInt8(truncatingIfNeeded: random.next())
    switch random.index(below: 6) {
    case 0: answer.removeLast(answer.count - place)
    case 1: answer.append(byte)
    case 2: answer += [UInt8](repeating: byte, count: 5_000)
    case 3: answer = (0..<answer.count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    case 4: answer.insert(byte, at: place)
    default: if place < answer.count { answer[place] = byte }
    }
  }

  private func spoilReaction(
    _ answer: inout [UInt8], _ random: inout RandomSource,
    _ spoil: (inout ElectionReaction, inout RandomSource) -> Void
  ) -> Bool {
    var reader = ByteReader(answer)
    guard var reaction = try? ElectionReaction(from: &reader), reader.isAtEnd else { return false }
    spoil(&reaction, &random)
    var writer = ByteWriter()
    reaction.write(to: &writer)
    answer = writer.bytes
    return true
  }

  /// Dots, counters, relations and properties are numbers of base 128, one after the other.
  private func numbers(in answer: [UInt8]) -> [UInt64]? {
    var reader = ByteReader(answer)
    var numbers: [UInt64] = []
    while !reader.isAtEnd {
      guard let number = try? reader.unsigned() else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  private func spoilNumber(of answer: inout [UInt8], _ random: inout RandomSource) {
    guard var numbers = numbers(in: answer), !numbers.isEmpty else { return }
    let place = random.index(below: numbers.count)
    let extremes: [UInt64] = [
      0, 1, .max, .max - 1, 1 << 63, 1 << 32, numbers[place] &+ 1, numbers[place] &- 1,
    ]
    numbers[place] = extremes[random.index(below: extremes.count)]
    var writer = ByteWriter()
    for number in numbers { writer.unsigned(number) }
    answer = writer.bytes
  }

  private func spoilList(of answer: inout [UInt8], _ random: inout RandomSource) {
    guard var numbers = numbers(in: answer), !numbers.isEmpty else { return }
    let place = random.index(below: numbers.count)
    switch random.index(below: 4) {
    case 0: numbers.remove(at: place)
    case 1: numbers.insert(numbers[place], at: place)
    case 2: numbers.swapAt(place, random.index(below: numbers.count))
    default: numbers.append(contentsOf: [99, 7])
    }
    if random.chance(1, in: 2), numbers.count > 1 {
      // A count in front that fits the dots behind it.
      numbers[0] = UInt64((numbers.count - 1) / 2)
    }
    var writer = ByteWriter()
    for number in numbers { writer.unsigned(number) }
    answer = writer.bytes
  }
}

extension ElectionReaction {
  private static let numbers = [
    0, -1, 1, 2, 3, 300, .max, .min, .max - 1, .min + 1, 1 << 31, 1 << 32, 1 << 62, (1 << 62) - 1,
  ]

  private static func number(_ right: Int, _ random: inout RandomSource) -> Int {
    let index = random.index(below: numbers.count + 2)
    if index < numbers.count { return numbers[index] }
    return index == numbers.count ? right &+ 1 : right &- 1
  }

  private static func node(_ random: inout RandomSource) -> NodeID {
    NodeID([0, 1, 2, 3, 4, 5, 99, .max][random.index(below: 8)])
  }

  /// Changes one field.
  fileprivate mutating func spoilValue(_ random: inout RandomSource) {
    switch random.index(below: 4) {
    case 0: term = Self.number(term, &random)
    case 1: role = Role.allCases[random.index(below: 3)]
    default:
      guard !outputs.isEmpty else { return }
      let place = random.index(below: outputs.count)
      outputs[place] = Self.spoiled(outputs[place], &random)
    }
  }

  private static func spoiled(
    _ output: ElectionOutput, _ random: inout RandomSource
  ) -> ElectionOutput {
    switch output {
    case .persist(let term, let vote):
      switch random.index(below: 3) {
      case 0: .persist(term: term, votedFor: nil)
      case 1: .persist(term: term, votedFor: node(&random))
      default: .persist(term: number(term, &random), votedFor: vote)
      }
    case .resetElectionTimer(let delay): .resetElectionTimer(number(delay, &random))
    case .send(let message, let receiver):
      random.chance(1, in: 3)
        ? .send(message, to: node(&random)) : .send(spoiled(message, &random), to: receiver)
    }
  }

  private static func spoiled(
    _ message: ElectionMessage, _ random: inout RandomSource
  ) -> ElectionMessage {
    switch message {
    case .requestVote(let term, let log):
      random.chance(1, in: 2)
        ? .requestVote(term: number(term, &random), lastLog: log)
        : .requestVote(
          term: term,
          lastLog: LogPosition(term: number(log.term, &random), index: number(log.index, &random)))
    case .vote(let term, let granted):
      random.chance(1, in: 2)
        ? .vote(term: term, granted: !granted)
        : .vote(term: number(term, &random), granted: granted)
    case .heartbeat(let term): .heartbeat(term: number(term, &random))
    case .heartbeatReply(let term): .heartbeatReply(term: number(term, &random))
    }
  }

  /// Drops, doubles, moves or adds outputs.
  fileprivate mutating func spoilList(_ random: inout RandomSource) {
    let place = outputs.isEmpty ? 0 : random.index(below: outputs.count)
    let number = Self.number(term, &random)
    let foreign: [ElectionOutput] = [
      .persist(term: number, votedFor: Self.node(&random)), .resetElectionTimer(number),
      .send(.requestVote(term: number, lastLog: .init(term: 0, index: 0)), to: Self.node(&random)),
      .send(.vote(term: number, granted: true), to: Self.node(&random)),
      .send(.vote(term: number, granted: false), to: Self.node(&random)),
      .send(.heartbeat(term: number), to: Self.node(&random)),
      .send(.heartbeatReply(term: number), to: Self.node(&random)),
    ]
    switch random.index(below: 7) {
    case 0: if !outputs.isEmpty { outputs.remove(at: place) }
    case 1: if !outputs.isEmpty { outputs.insert(outputs[place], at: place) }
    case 2: if !outputs.isEmpty { outputs.swapAt(place, random.index(below: outputs.count)) }
    case 3: outputs.reverse()
    case 4: outputs = []
    case 5:
      let one = foreign[random.index(below: foreign.count)]
      outputs += Array(repeating: one, count: [1, 2, 50, 256, 300][random.index(below: 5)])
    default: outputs.append(foreign[random.index(below: foreign.count)])
    }
  }
}
