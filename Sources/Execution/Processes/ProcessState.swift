import Glibc

/// What the kernel says a process is doing.
struct ProcessState {
  /// It neither runs nor waits for a processor or a disk: it waits for an event, or was stopped.
  let isIdle: Bool
  /// It has begun to end.
  let isExiting: Bool

  /// Reads the state of a process; nil when there is none.
  init?(of process: pid_t) {
    let file = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = read(file, &buffer, buffer.count)
    // The second field is the program's name in parentheses and may hold anything.
    guard count > 0, let name = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else {
      return nil
    }
    let fields = buffer[(name + 1)..<count].split(separator: UInt8(ascii: " "))
    guard fields.count > 6, let state = fields[0].first,
      let flags = UInt32(String(decoding: fields[6], as: UTF8.self))
    else { return nil }
    isIdle = [UInt8(ascii: "S"), UInt8(ascii: "T"), UInt8(ascii: "t")].contains(state)
    let exiting: UInt32 = 0x4  // PF_EXITING in the kernel's include/linux/sched.h
    isExiting = flags & exiting != 0 || state == UInt8(ascii: "Z") || state == UInt8(ascii: "X")
  }
}
