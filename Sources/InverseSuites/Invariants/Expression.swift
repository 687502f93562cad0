import Checking
import ExerciseKit

/// A predicate over the states of an election, as a learner writes it:
///
///     all a, b: a.role = leader and b.role = leader and a.term = b.term implies a = b
///
/// Parsed once, with every name resolved, so that judging a state is quick.
indirect enum Expression: Hashable, Sendable {
  case number(Int)
  /// The node that a variable stands for, by the variable's place among those around it.
  case variable(Int)
  case field(Field, of: Expression)
  case sum(Expression, Expression, isDifference: Bool)
  case comparison(Comparison, Expression, Expression)
  case not(Expression)
  case and(Expression, Expression)
  case or(Expression, Expression)
  case implies(Expression, Expression)
  /// For how many nodes something holds, against what is asked for.
  case quantified(Quantifier, Expression)
  case nodes
  case majority

  /// What is to be known of a node.
  enum Field: String, CaseIterable, Sendable {
    case role, term, vote, votes, led
    case storedTerm = "stored-term"
    case storedVote = "stored-vote"

    var kind: Kind {
      switch self {
      case .role: .role
      case .vote, .storedVote: .node
      case .term, .votes, .led, .storedTerm: .number
      }
    }
  }

  enum Comparison: String, CaseIterable, Sendable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case atMost = "<="
    case more = ">"
    case atLeast = ">="
  }

  enum Quantifier: String, Sendable {
    case all, some, count
  }

  /// What an expression stands for.
  enum Kind: String, Sendable {
    case truth = "a statement"
    case number = "a number"
    case node = "a node"
    case role = "a role"
  }

  /// What a role counts as.
  static let roles = ["follower", "candidate", "leader"]
  /// What `nobody` counts as.
  static let nobody = -1
}

/// One state of a cluster, as an expression sees it.
struct SeenState: Hashable, Sendable {
  /// What is to be known of a node, by the place of the field.
  struct Node: Hashable, Sendable {
    var role: Int
    var term: Int
    var vote: Int
    var votes: Int
    var led: Int
    var storedTerm: Int
    var storedVote: Int

    subscript(field: Expression.Field) -> Int {
      switch field {
      case .role: role
      case .term: term
      case .vote: vote
      case .votes: votes
      case .led: led
      case .storedTerm: storedTerm
      case .storedVote: storedVote
      }
    }
  }

  var nodes: [Node]
}

/// Judges states, and counts what that takes.
struct Evaluation {
  /// What is left of the steps that may be taken.
  private(set) var budget: Int
  private var state = SeenState(nodes: [])
  private var variables: [Int] = []

  /// Whether the steps are used up; what was judged since is worth nothing.
  var isSpent: Bool { budget <= 0 }

  init(budget: Int) {
    self.budget = budget
  }

  /// Whether an expression holds in a state.
  mutating func holds(_ expression: Expression, in state: SeenState) -> Bool {
    self.state = state
    variables.removeAll(keepingCapacity: true)
    return value(expression) != 0
  }

  private mutating func value(_ expression: Expression) -> Int {
    budget -= 1
    guard budget > 0 else { return 0 }
    switch expression {
    case .number(let number): return number
    case .variable(let place): return variables[place]
    case .nodes: return state.nodes.count
    case .majority: return state.nodes.count / 2 + 1
    case .field(let field, let node):
      let place = value(node)
      return state.nodes.indices.contains(place) ? state.nodes[place][field] : Expression.nobody
    case .sum(let one, let other, let isDifference):
      let (left, right) = (value(one), value(other))
      return isDifference ? left &- right : left &+ right
    case .comparison(let comparison, let one, let other):
      return compare(value(one), comparison, value(other)) ? 1 : 0
    case .not(let one): return value(one) == 0 ? 1 : 0
    case .and(let one, let other): return value(one) != 0 && value(other) != 0 ? 1 : 0
    case .or(let one, let other): return value(one) != 0 || value(other) != 0 ? 1 : 0
    case .implies(let one, let other): return value(one) == 0 || value(other) != 0 ? 1 : 0
    case .quantified(let quantifier, let body): return quantified(quantifier, body)
    }
  }

  private func compare(_ one: Int, _ comparison: Expression.Comparison, _ other: Int) -> Bool {
    switch comparison {
    case .equal: one == other
    case .unequal: one != other
    case .less: one < other
    case .atMost: one <= other
    case .more: one > other
    case .atLeast: one >= other
    }
  }

  private mutating func quantified(
    _ quantifier: Expression.Quantifier, _ body: Expression
  ) -> Int {
    var count = 0
    for node in state.nodes.indices {
      variables.append(node)
      let holds = value(body) != 0
      variables.removeLast()
      switch quantifier {
      case .all: if !holds { return 0 }
      case .some: if holds { return 1 }
      case .count: count += holds ? 1 : 0
      }
    }
    return quantifier == .all ? 1 : count
  }
}
