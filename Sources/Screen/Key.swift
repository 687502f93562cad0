/// What a reader pressed.
public enum Key: Hashable, Sendable {
  /// A character, one Unicode scalar at a time.
  case character(Character)
  /// A letter, in lower case, or a sign pressed together with Ctrl.
  case control(Character)
  case up, down, left, right
  case pageUp, pageDown, home, end
  case tab, backTab
  case enter, backspace, delete, escape
  /// A function key, from 1.
  case function(Int)
  /// Text put in all at once. The first 4,096 bytes of it; what is not UTF-8 is U+FFFD.
  case paste(String)
  /// A sequence nobody here knows.
  case unknown
}
