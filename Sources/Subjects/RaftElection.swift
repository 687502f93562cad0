import ExerciseKit
import Wire

/// Talks to one node of an election.
struct RaftElectionAdapter<Node: Electing>: Adapter {
  /// An adapter for this type.
  init(_: Node.Type) {}

  func make(from reader: inout ByteReader) throws(WireError) -> Node {
    let start = try ElectionStart(from: &reader)
    return Node(
      id: start.id, peers: start.peers, term: start.term, votedFor: start.votedFor,
      lastLog: start.lastLog, timeouts: start.timeouts)
  }

  func call(
    _ value: inout Node, others: Slots<Node>, reader: inout ByteReader,
    writer: inout ByteWriter
  ) throws(WireError) {
    let random = try reader.unsigned()
    let input = try reader.input()
    let outputs = value.step(input, random: random)
    ElectionReaction(outputs: outputs, role: value.role, term: value.term).write(to: &writer)
  }
}
