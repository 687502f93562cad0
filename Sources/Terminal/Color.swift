/// The sixteen colours every terminal has, in the order of their codes. What they look like is the
/// user's choice, so they are readable on a light and on a dark background without asking.
public enum Color: UInt8, Hashable, Sendable, CaseIterable {
  case black, red, green, yellow, blue, magenta, cyan, white
  case brightBlack, brightRed, brightGreen, brightYellow
  case brightBlue, brightMagenta, brightCyan, brightWhite

  /// The code that selects the colour for the foreground (ECMA-48 SGR 30 to 37, aixterm 90 to 97).
  var foregroundCode: UInt8 {
    rawValue < 8 ? 30 + rawValue : 82 + rawValue
  }
}
