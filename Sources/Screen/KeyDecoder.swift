/// Turns the bytes a terminal sends into keys.
///
/// Knows the sequences of ECMA-48 terminals in both of their cursor modes, those of the Linux
/// console, and bracketed paste. Bytes may come in pieces of any size. Whatever cannot be understood
/// is swallowed as a whole, so that the end of an unknown sequence is never taken for typing.
public struct KeyDecoder: Sendable {
  private enum State {
    case ground
    case escape
    /// After `ESC [`, with the bytes since.
    case control([UInt8])
    /// After `ESC O`.
    case single
    /// After `ESC [ [`, which the Linux console sends for its first function keys.
    case console
    /// Within a scalar that still needs some bytes.
    case scalar([UInt8], missing: Int)
    /// Within a paste, with its bytes and how much of its end mark has been seen.
    case paste([UInt8], seen: Int)
  }

  private var state = State.ground

  private static let escape: UInt8 = 0x1b
  private static let pasteEnd: [UInt8] = Array("\u{1b}[201~".utf8)
  private static let pasteMaximum = 4096
  /// No sequence a terminal sends for a key is longer.
  private static let sequenceMaximum = 64

  /// Expects the start of a key.
  public init() {}

  /// True when the bytes so far may be a whole key or the start of a longer one, as ESC is. When
  /// nothing follows soon, `flush` tells.
  public var isUndecided: Bool {
    switch state {
    case .ground, .paste: false
    case .escape, .control, .single, .console, .scalar: true
    }
  }

  /// The keys that `bytes` complete.
  public mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
    var keys: [Key] = []
    for byte in bytes { take(byte, &keys) }
    return keys
  }

  /// The keys that were pressed if no more bytes belong to them.
  public mutating func flush() -> [Key] {
    defer { if isUndecided { state = .ground } }
    switch state {
    case .ground, .paste: return []
    case .escape: return [.escape]
    case .control, .single, .console, .scalar: return [.unknown]
    }
  }

  private mutating func take(_ byte: UInt8, _ keys: inout [Key]) {
    switch state {
    case .ground:
      takeFirst(byte, &keys)
    case .escape:
      takeSecond(byte, &keys)
    case .control(let sequence):
      takeControl(byte, after: sequence, &keys)
    case .single:
      state = .ground
      keys.append(Self.key(final: byte, parameter: nil))
    case .console:
      state = .ground
      keys.append((0x41...0x45).contains(byte) ? .function(Int(byte) - 0x40) : .unknown)
    case .scalar(let bytes, let missing):
      takeScalar(byte, after: bytes, missing: missing, &keys)
    case .paste(let bytes, let seen):
      takePasted(byte, after: bytes, seen: seen, &keys)
    }
  }

  private mutating func takeFirst(_ byte: UInt8, _ keys: inout [Key]) {
    state = .ground
    switch byte {
    case Self.escape: state = .escape
    case 0x08, 0x7f: keys.append(.backspace)
    case 0x09: keys.append(.tab)
    case 0x0a, 0x0d: keys.append(.enter)
    case 0x01...0x1a: keys.append(.control(Character(Unicode.Scalar(byte + 0x60))))
    case 0x00, 0x1c...0x1f: keys.append(.control(Character(Unicode.Scalar(byte + 0x40))))
    case 0x20..<0x7f: keys.append(.character(Character(Unicode.Scalar(byte))))
    case 0xc2...0xdf: state = .scalar([byte], missing: 1)
    case 0xe0...0xef: state = .scalar([byte], missing: 2)
    case 0xf0...0xf4: state = .scalar([byte], missing: 3)
    default: keys.append(.unknown)
    }
  }

  private mutating func takeSecond(_ byte: UInt8, _ keys: inout [Key]) {
    switch byte {
    case 0x5b: state = .control([])
    case 0x4f: state = .single
    case Self.escape: keys.append(.escape)
    default:
      // Escape and then another key, pressed or sent too fast to tell apart.
      keys.append(.escape)
      takeFirst(byte, &keys)
    }
  }

  private mutating func takeControl(
    _ byte: UInt8, after sequence: [UInt8], _ keys: inout [Key]
  ) {
    switch byte {
    case 0x5b where sequence.isEmpty:
      state = .console
    case 0x20...0x3f:
      // What is too long to be a key is still swallowed to its end.
      state = .control(sequence.count < Self.sequenceMaximum ? sequence + [byte] : sequence)
    case 0x40...0x7e:
      state = .ground
      let parameter = Int(String(decoding: sequence.prefix { $0 != 0x3b }, as: UTF8.self))
      if byte == 0x7e, parameter == 200 {
        state = .paste([], seen: 0)
      } else {
        keys.append(Self.key(final: byte, parameter: parameter))
      }
    default:
      keys.append(.unknown)
      takeFirst(byte, &keys)
    }
  }

  private mutating func takeScalar(
    _ byte: UInt8, after bytes: [UInt8], missing: Int, _ keys: inout [Key]
  ) {
    guard byte & 0xc0 == 0x80 else {
      keys.append(.unknown)
      takeFirst(byte, &keys)
      return
    }
    let bytes = bytes + [byte]
    guard missing == 1 else {
      state = .scalar(bytes, missing: missing - 1)
      return
    }
    state = .ground
    keys.append(
      String(validating: bytes, as: UTF8.self).map { .character(Character($0)) } ?? .unknown)
  }

  private mutating func takePasted(
    _ byte: UInt8, after bytes: [UInt8], seen: Int, _ keys: inout [Key]
  ) {
    // A terminal that forgets the end mark must not take the keyboard away for good.
    if byte == 0x03 {
      state = .ground
      keys.append(.control("c"))
      return
    }
    if byte == Self.pasteEnd[seen] {
      guard seen + 1 == Self.pasteEnd.count else {
        state = .paste(bytes, seen: seen + 1)
        return
      }
      state = .ground
      keys.append(.paste(String(decoding: bytes, as: UTF8.self)))
      return
    }
    let isRestart = byte == Self.escape
    let taken = bytes + Self.pasteEnd[..<seen] + (isRestart ? [] : [byte])
    state = .paste(Array(taken.prefix(Self.pasteMaximum)), seen: isRestart ? 1 : 0)
  }

  private static func key(final: UInt8, parameter: Int?) -> Key {
    switch final {
    case 0x41: return .up
    case 0x42: return .down
    case 0x43: return .right
    case 0x44: return .left
    case 0x46: return .end
    case 0x48: return .home
    case 0x4d: return .enter
    case 0x50...0x53: return .function(Int(final) - 0x4f)
    case 0x5a: return .backTab
    case 0x7e: break
    default: return .unknown
    }
    switch parameter {
    case 1, 7: return .home
    case 3: return .delete
    case 4, 8: return .end
    case 5: return .pageUp
    case 6: return .pageDown
    case .some(11...15): return .function((parameter ?? 11) - 10)
    default: return .unknown
    }
  }
}
