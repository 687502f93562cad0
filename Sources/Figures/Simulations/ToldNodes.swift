import Clusters
import ExerciseKit
import Solutions

extension PaxosNode: ToldNode {
  var told: String {
    switch self {
    case .proposer(_, let round): return round == 0 ? "" : "round \(round)"
    case .acceptor(let acceptor):
      let promised = acceptor.promised.map { "p\($0)" } ?? ""
      return acceptor.accepted.map { "\(promised) a\($0.ballot) \($0.value)" } ?? promised
    }
  }

  static func label(_ input: Input) -> String { "begins" }

  static func label(_ message: Message) -> String {
    switch message {
    case .prepare(let ballot): "prepare \(ballot)"
    case .accept(let ballot, let value): "accept \(ballot) \(value)"
    case .reply(.promise(let ballot, let accepted)):
      "promise \(ballot)" + (accepted.map { " \($0.value)" } ?? "")
    case .reply(.accepted(let ballot)): "accepted \(ballot)"
    case .reply(.refused(let ballot, _)): "refused \(ballot)"
    }
  }

  static func label(_ sight: String) -> String { "decides \(sight)" }

  static func contradiction(_ earlier: String, _ later: String) -> String? {
    earlier == later ? nil : "decides \(later), and \(earlier) was decided by"
  }
}

extension CommitNode: ToldNode {
  var told: String {
    switch self {
    case .participant(let participant, let canCommit):
      participant.state.rawValue + (canCommit ? "" : " (no)")
    case .coordinator(let coordinator):
      coordinator.disk.map { $0 ? "commit" : "abort" } ?? ""
    }
  }

  static func label(_ input: Input) -> String { input == .goOn ? "goes on" : "gives up" }

  static func label(_ message: Message) -> String {
    switch message {
    case .prepare: "prepare"
    case .vote(let isYes): isYes ? "yes" : "no"
    case .decision(let isCommit): isCommit ? "commit" : "abort"
    }
  }

  static func label(_ sight: Bool) -> String { sight ? "commits" : "aborts" }

  static func contradiction(_ earlier: Bool, _ later: Bool) -> String? {
    earlier == later
      ? nil : later ? "commits, and an abort was done by" : "aborts, and a commit was done by"
  }
}

extension ClusterNode: ToldNode {
  var told: String {
    let role = server.role.rawValue.prefix(1).uppercased()
    let base = server.log.base.index > 0 ? "[\(server.log.base.index)]" : ""
    let entries = server.log.entries.map(Self.label).joined(separator: " ")
    return "\(role)\(server.term) \(base)\(entries)"
  }

  private static func label(_ entry: Server.Entry) -> String {
    switch entry.content {
    case .nothing: "\(entry.term)-"
    case .command(let command): "\(entry.term)\(command)"
    case .members(let members): "\(entry.term){\(members.map { "\($0.number)" }.joined())}"
    }
  }

  static func label(_ input: Input) -> String {
    switch input {
    case .electionTimeout: "timeout"
    case .heartbeatTimeout: "heartbeat"
    case .propose(let command, _): command
    case .change(.add(let server), _): "add \(server)"
    case .change(.remove(let server), _): "remove \(server)"
    case .read, .received: "asked"
    }
  }

  static func label(_ message: Message) -> String {
    switch message {
    case .poll(let term, _): "poll t\(term)"
    case .pollAnswer(let asked, _, let isGranted): "\(isGranted ? "would" : "not") t\(asked)"
    case .voteRequest(let term, _): "vote? t\(term)"
    case .vote(let term, let isGranted): "\(isGranted ? "yes" : "no") t\(term)"
    case .append(_, _, let prev, let entries, _):
      entries.isEmpty
        ? "heartbeat" : entries.map(label).joined(separator: " ") + " @\(prev.index + 1)"
    case .install(_, _, let snapshot): "snapshot @\(snapshot.last.index)"
    case .appended(_, _, let isTaken, let index): "\(isTaken ? "has" : "not") @\(index)"
    }
  }

  static func label(_ sight: Sight) -> String {
    switch sight {
    case .leads(let term, let server): "\(server) leads term \(term)"
    case .applied(let entry, let index): "applies \(label(entry)) at \(index)"
    }
  }

  static func contradiction(_ earlier: Sight, _ later: Sight) -> String? {
    switch (earlier, later) {
    case (.leads(let term, let one), .leads(let same, let other))
    where term == same && one != other:
      "leads term \(term), and so did"
    case (.applied(let one, let index), .applied(let other, let same))
    where index == same && one != other:
      "applies \(label(other)) at \(index), where \(label(one)) was applied by"
    default: nil
    }
  }
}
