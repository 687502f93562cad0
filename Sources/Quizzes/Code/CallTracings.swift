/// Questions about what calls of the references return. The calls are shown as they could be typed; the same
/// are made here, and the reference answers.
let callTracings: [TracingQuestion] = [
  .lamportCalls, .registerCalls, .commitCalls, .regionCalls, .storeCalls,
]

/// Lines of Swift that a question shows.
struct ShownCalls {
  private(set) var lines: [String] = []

  mutating func add(_ line: String) { lines.append(line) }

  /// The lines as a block, and what is asked of them.
  func asking(_ question: String) -> String {
    "```swift\n" + lines.joined(separator: "\n") + "\n```\n\n" + question
  }
}
