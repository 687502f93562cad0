import Histories

/// A store as its clients see it: values under keys, and a revision that counts what changed them.
struct SharedStore: Model {
  struct State: Hashable, Sendable {
    var revision: Int128 = 0
    var values: [Int128: Int128] = [:]
  }

  enum Input: Hashable, Sendable, CustomStringConvertible {
    case read(key: Int128)
    /// Session, serial, kind, key, and what else its kind has.
    case write([Int128])

    var description: String {
      switch self {
      case .read(let key): "read k\(key)"
      case .write(let write): StoreEffectWords.text(write)
      }
    }
  }

  enum Output: Hashable, Sendable, CustomStringConvertible {
    case value(Int128?, revision: Int128)
    case written(revision: Int128)
    case unchanged(revision: Int128)

    var description: String {
      switch self {
      case .value(let value, let revision):
        "\(value.map { "v\($0)" } ?? "nil"), revision \(revision)"
      case .written(let revision): "written, revision \(revision)"
      case .unchanged(let revision): "unchanged, revision \(revision)"
      }
    }
  }

  let initial = State()

  func step(_ state: State, _ input: Input, _ output: Output?) -> State? {
    var next = state
    let right: Output
    switch input {
    case .read(let key): right = .value(state.values[key], revision: state.revision)
    case .write(let write):
      let isDone = ServerShadow.change(&next.values, &next.revision, by: write)
      right = isDone ? .written(revision: next.revision) : .unchanged(revision: next.revision)
    }
    return output == nil || output == right ? next : nil
  }

  func leavesState(_ input: Input, _ output: Output?) -> Bool {
    switch (input, output) {
    case (.read, _), (_, .unchanged): true
    default: false
    }
  }
}
