import ExerciseKit
import Histories
import Simulation
import Wire

/// What a suite of a service is told of its exercise: clients are the submission's, servers are ours,
/// and what clients have asked and been told is judged as a history of one object.
protocol ServiceModel: Sendable {
  associatedtype Words: Vocabulary
  /// What the service looks like to its clients.
  associatedtype Object: Histories.Model
  /// What a client sends, always to every server.
  associatedtype Request: Hashable & Sendable
  /// What a server answers to it.
  associatedtype Reply: Hashable & Sendable
  /// All that a server keeps.
  associatedtype Server: Hashable & Sendable

  var object: Object { get }
  /// How many of so many servers must answer for an operation to end.
  func quorum(of serverCount: Int) -> Int

  func arguments(for client: NodeID, servers: [NodeID]) -> Words.Arguments
  /// The call by which a client begins an operation under a number.
  func call(_ input: Object.Input, number: Int) -> Words.Call
  /// The call by which a client hears a reply.
  func call(hearing reply: Reply) -> Words.Call
  /// What a client does when it is called.
  func effects(of answer: Words.Answer) -> ServiceEffects<Request, Object.Output>

  func server(_ id: NodeID) -> Server
  func serve(_ request: Request, by server: inout Server) -> Reply

  /// The predicate of a sentence whose subject is the client: `writes a`.
  func phrase(_ input: Object.Input) -> String
  /// Reads what `phrase` writes.
  func input(phrase: String) -> Object.Input?
  /// What such an operation has come to, behind its phrase: `reads` and ` a`.
  func ending(_ output: Object.Output) -> String
  func label(_ request: Request) -> String
  func label(_ reply: Reply) -> String
  /// What a server keeps; empty where there is nothing to say.
  func label(_ server: Server) -> String

  /// Draws what a client asks.
  /// - Parameter number: no two operations of a run have one.
  func draw(isWriter: Bool, number: Int, random: inout RandomSource) -> Object.Input
}

/// What a client does when it is called.
struct ServiceEffects<Request, Output> {
  /// What it sends to every server.
  var request: Request?
  /// The number of the operation that has ended, and what came of it.
  var end: (number: Int, output: Output)?
}

/// Who takes part in a run.
struct ServiceCast: Hashable, Sendable, CustomStringConvertible {
  let servers: [NodeID]
  let clients: [NodeID]

  /// The most of each that a run may have that comes from outside.
  private static let limit = 16

  init(servers: [NodeID], clients: [NodeID]) {
    self.servers = servers
    self.clients = clients
  }

  /// Replicas n1, n2, … and the clients that follow.
  init(servers: Int, clients: Int) {
    self.servers = (0..<servers).map(identifier)
    self.clients = (servers..<servers + clients).map(identifier)
  }

  /// Reads what `description` writes; nil for anything else.
  init?(_ text: String) {
    let halves = text.split(separator: "; ").map(String.init)
    guard halves.count == 2 else { return nil }
    let names = zip(halves, ["replicas ", "clients "]).map { half, start in
      half.hasPrefix(start)
        ? half.dropFirst(start.count).split(separator: ", ").compactMap { node(named: String($0)) }
        : []
    }
    self.init(servers: names[0].map(identifier), clients: names[1].map(identifier))
    let all = servers + clients
    guard description == text, !servers.isEmpty, !clients.isEmpty, all.count <= Self.limit,
      Set(all).count == all.count
    else { return nil }
  }

  var description: String {
    "replicas \(servers.map(\.description).joined(separator: ", ")); "
      + "clients \(clients.map(\.description).joined(separator: ", "))"
  }

  /// The same with small names in order.
  var inPlainNames: ServiceCast {
    ServiceCast(servers: servers.count, clients: clients.count)
  }
}
