import Dialects
import ExerciseKit
import Histories
import Simulation

/// A register on replicas: the submission's clients ask ours.
struct RegisterService: ServiceModel {
  typealias Words = MajorityWords
  typealias Object = Register<String?>

  /// Keeps the value with the largest tag it was ever sent.
  struct Server: Hashable, Sendable {
    let id: NodeID
    var tag = WriteTag(counter: 0, writer: NodeID(0))
    var value: String?
  }

  let object = Register<String?>(initial: nil)

  func quorum(of serverCount: Int) -> Int { serverCount / 2 + 1 }

  func arguments(for client: NodeID, servers: [NodeID]) -> Words.Arguments {
    Words.Arguments(client: client, replicas: servers)
  }

  func call(_ input: Object.Input, number: Int) -> Words.Call {
    if case .write(let value?) = input { return .startWrite(op: number, value) }
    return .startRead(op: number)
  }

  func call(hearing reply: ReplicaReply) -> Words.Call { .handle(reply) }

  func effects(of answer: Words.Answer) -> ServiceEffects<ReplicaRequest, Object.Output> {
    switch answer.outcome {
    case nil: .init(request: answer.request, end: nil)
    case .wrote(let op): .init(request: answer.request, end: (op, .done))
    case .read(let op, let value): .init(request: answer.request, end: (op, .value(value)))
    }
  }

  func server(_ id: NodeID) -> Server { Server(id: id) }

  func serve(_ request: ReplicaRequest, by server: inout Server) -> ReplicaReply {
    switch request {
    case .query(let op):
      return .state(op: op, from: server.id, server.tag, server.value)
    case .store(let op, let tag, let value):
      if tag > server.tag { (server.tag, server.value) = (tag, value) }
      return .stored(op: op, from: server.id)
    }
  }

  // MARK: Words

  func phrase(_ input: Object.Input) -> String {
    if case .write(let value) = input { "writes \(quoted(value))" } else { "reads" }
  }

  func input(phrase: String) -> Object.Input? {
    if phrase == "reads" { return .read }
    guard phrase.hasPrefix("writes ") else { return nil }
    return unquoted(phrase.dropFirst("writes ".count)).map { .write($0) }
  }

  func ending(_ output: Object.Output) -> String {
    if case .value(let value) = output { " \(quoted(value))" } else { "" }
  }

  func label(_ request: ReplicaRequest) -> String {
    switch request {
    case .query: "query"
    case .store(_, let tag, let value): "store \(tag) \(quoted(value))"
    }
  }

  func label(_ reply: ReplicaReply) -> String {
    switch reply {
    case .state(_, _, let tag, let value): tag.counter == 0 ? "nothing" : "\(tag) \(quoted(value))"
    case .stored: "stored"
    }
  }

  func label(_ server: Server) -> String {
    server.tag.counter == 0 ? "" : "\(server.tag) \(quoted(server.value))"
  }

  func draw(isWriter: Bool, number: Int, random: inout RandomSource) -> Object.Input {
    guard isWriter, !random.chance(1, in: 5) else { return .read }
    // To have written an empty text is not to have written nothing.
    return .write(number == 5 ? "" : "v\(number)")
  }
}

/// A value as text; a value that is not there is `nothing`.
func quoted(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "nothing" }

/// Reads what `quoted` writes of a value that is there.
func unquoted(_ text: some StringProtocol) -> String? {
  guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
  return String(text.dropFirst().dropLast())
}
