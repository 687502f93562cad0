/// What a piece of text or line is about; painters choose colours by it.
enum TextRole: Hashable, CaseIterable {
  /// Sentences.
  case plain
  case laneName
  /// The lines of the lanes.
  case lane
  case state
  case event
  case message
  /// Small print, such as where a message was sent.
  case note
  /// What is lost: messages, and a node's volatile state.
  case loss
  /// What takes part in the violation.
  case contradiction
}
