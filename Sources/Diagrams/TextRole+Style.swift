import Terminal

extension TextRole {
  /// How text of this role looks. A message has the terminal's own colour, so that the eye finds what
  /// differs: states, losses and, before all else, what contradicts.
  var style: Style {
    switch self {
    case .plain, .message: .plain
    case .laneName, .event: Style(nil, .bold)
    case .lane, .note: Style(nil, .dim)
    case .state: Style(.cyan)
    case .loss: Style(.yellow)
    case .contradiction: Style(.red, .bold)
    }
  }
}
