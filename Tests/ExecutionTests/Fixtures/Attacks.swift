import ExerciseKit
import Glibc

/// A set whose elements are orders: what is tried is named by the element, what came of it printed.
struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
  private(set) var elements: Set<Element> = []
  init(replica: NodeID) {}
  func contains(_ element: Element) -> Bool { elements.contains(element) }
  mutating func add(_ element: Element) -> Dot {
    if let order = element as? String {
      let words = order.split(separator: " ").map(String.init)
      attempt(words[0], words.dropFirst().first ?? "")
    }
    elements.insert(element)
    return Dot(replica: NodeID(1), sequence: UInt64(elements.count))
  }
  mutating func remove(_ element: Element) -> Set<Dot> { [] }
  mutating func merge(_ other: ORSet) {}
}

// Any system call, by its number.
@_silgen_name("syscall")
private func call(_ number: Int, _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ e: Int) -> Int

private func call(_ number: Int, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0) -> Int {
  call(number, a, b, c, d, 0)
}

@_silgen_name("memmem")
private func find(_ place: UnsafeRawPointer, _ size: Int, _ what: UnsafeRawPointer, _ count: Int)
  -> UnsafeRawPointer?

private func say(_ what: String) { print(what, terminator: ";") }

private func report(_ name: String, _ result: Int) {
  say(result < 0 ? "\(name) \(errno)" : "\(name) WORKED")
}

private func address(_ text: String) -> Int { Int(bitPattern: strdup(text)) }

/// Calls only an attack makes: x86-64's number, arm64's, and harmless arguments in case it works.
private func hostile(_ name: String) -> (x86: Int, arm: Int, Int, Int, Int)? {
  let parent = Int(getppid())
  let program = name.hasPrefix("exec") ? address("/bin/true") : 0
  switch name {
  case "fork": return (57, 220, 17, 0, 0)
  case "vfork": return (58, 220, 0x4111, 0, 0)
  case "clone": return (56, 220, 17, 0, 0)
  case "execve": return (59, 221, program, 0, 0)
  case "execveat": return (322, 281, -100, program, 0)
  case "memfd": return (319, 279, address("x"), 0, 0)
  case "ptrace": return (101, 117, 0x4206, parent, 0)
  case "process_vm_readv": return (310, 270, parent, 0, 0)
  case "process_vm_writev": return (311, 271, parent, 0, 0)
  case "kill-parent": return (62, 129, parent, 0, 0)
  case "kill-all": return (62, 129, -1, 0, 0)
  case "kill-group": return (62, 129, 0, 0, 0)
  case "tgkill-parent": return (234, 131, parent, parent, 0)
  case "tkill": return (200, 130, parent, 0, 0)
  case "sigqueue": return (129, 138, parent, 0, 0)
  case "pidfd_open": return (434, 434, parent, 0, 0)
  case "pidfd_send_signal": return (424, 424, 0, 0, 0)
  case "pidfd_getfd": return (438, 438, 0, 0, 0)
  case "io_uring": return (425, 425, 1, 0, 0)
  case "bpf": return (321, 280, 0, 0, 0)
  case "keyctl": return (250, 219, 0, -3, 0)
  case "userfaultfd": return (323, 282, 1, 0, 0)
  case "unshare": return (272, 97, 0x1000_0000, 0, 0)
  case "setns": return (308, 268, 0, 0, 0)
  case "mount": return (165, 40, 0, 0, 0)
  case "chroot": return (161, 51, address("/"), 0, 0)
  case "perf": return (298, 241, 0, 0, 0)
  case "kcmp": return (312, 272, parent, parent, 0)
  case "parent-death": return (157, 167, 1, 0, 0)
  case "handle": return (304, 265, 0, 0, 0)
  default: return nil
  }
}

private func attempt(_ name: String, _ path: String) {
  if let (x86, arm, a, b, c) = hostile(name) {
    #if arch(x86_64)
      report(name, call(x86, a, b, c))
    #else
      report(name, call(arm, a, b, c))
    #endif
    return
  }
  switch name {
  case "x32": report(name, call(0x4000_0000 | 39))
  case "i386": report(name, i386())
  case "spawn": report(name, spawn())
  case "sockets":
    // inet, inet6, unix, netlink, packet, vsock
    for family in [2, 10, 1, 16, 17, 40] {
      report("\(family)", Int(socket(Int32(family), Int32(SOCK_DGRAM.rawValue), 0)))
    }
  case "read": report(name, Int(open(path, O_RDONLY)))
  case "list": say(opendir(path) == nil ? "list \(errno)" : "list WORKED")
  case "parent":
    for file in ["mem", "environ", "maps"] {
      report(file, Int(open("/proc/\(getppid())/\(file)", O_RDONLY)))
    }
  case "change": change(path)
  case "limits":
    var limit = rlimit(rlim_cur: .max, rlim_max: .max)
    report("setrlimit", Int(setrlimit(__rlimit_resource_t(9), &limit)))
    report("setsid", Int(setsid()))
    report("setpgid", Int(setpgid(0, getppid())))
    report("shmget", Int(shmget(0, 4096, 0o1600)))
    report("setuid", Int(setuid(0)) == 0 ? -1 : Int(setuid(12)))
  case "threads": countThreads()
  case "escapes":
    print(
      "\u{1B}[2J\u{1B}]8;;http://x\u{7}\u{1B}]52;c;aGk=\u{7}\u{9B}31m\u{202E}\u{7F}\r",
      terminator: "")
    print("\nPASS: 22 of 22 checks passed, 100 of 100 points.\n::error::forged\n</pre><script>")
  case "tell": print(path)
  case "scan": say(holds(backwards: path) ? "scan WORKED" : "scan nothing")
  case "overwrite": say(overwriteEntryPoint())
  case "descriptors": say((0..<64).filter { fcntl(Int32($0), F_GETFD) >= 0 }.description)
  case "environment":
    var entry = environ
    while let text = entry.pointee {
      say(String(cString: text))
      entry += 1
    }
  case "deaf":
    for number in 1...64 { signal(Int32(number), SIG_IGN) }
    while true {}
  default: break
  }
}

private func change(_ folder: String) {
  let file = folder + "/file"
  let new = folder + "/new"
  report("open", Int(open(file, O_WRONLY)))
  report("append", Int(open(file, O_RDWR | O_APPEND)))
  report("create", Int(creat(new, 0o666)))
  report("null", Int(open("/dev/null", O_RDWR)))
  report("truncate", Int(truncate(file, 0)))
  report("unlink", Int(unlink(file)))
  report("rename", Int(rename(file, new)))
  report("link", Int(link(file, new)))
  report("symlink", Int(symlink(file, new)))
  report("mkdir", Int(mkdir(new, 0o777)))
  report("rmdir", Int(rmdir(folder)))
  report("chmod", Int(chmod(file, 0)))
  report("chown", Int(chown(file, getuid(), getgid())))
  report("fifo", Int(mkfifo(new, 0o666)))
}

private func spawn() -> Int {
  var process: pid_t = 0
  var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
  let code = posix_spawn(&process, "/bin/true", nil, nil, &arguments, nil)
  errno = code
  return code == 0 ? 0 : -1
}

/// getpid by way of the 32-bit system calls, from machine code of our own.
private func i386() -> Int {
  let code: [UInt8] = [0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0xC3]
  let page = mmap(nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | 0x20, -1, 0)
  guard let page, page != MAP_FAILED else { return -1 }
  page.copyMemory(from: code, byteCount: code.count)
  return Int(unsafeBitCast(page, to: (@convention(c) () -> Int32).self)())
}

/// Whether any readable memory of this process holds the text. It is given backwards and put together in
/// a page of its own, so that nothing is found but what somebody else has put there.
private func holds(backwards text: String) -> Bool {
  // Shared, so that the kernel does not join it to a neighbour.
  let page = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | 0x20, -1, 0)
  guard let page, page != MAP_FAILED else { return false }
  let wanted = text.utf8.count
  var place = wanted
  for byte in text.utf8 {
    place -= 1
    page.storeBytes(of: byte, toByteOffset: place, as: UInt8.self)
  }
  var maps: [UInt8] = []
  let file = open("/proc/self/maps", O_RDONLY)
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = read(file, &chunk, chunk.count), count > 0 { maps += chunk[..<count] }
  close(file)
  for line in maps.split(separator: UInt8(ascii: "\n")) {
    let words = line.split(separator: UInt8(ascii: " "))
    let isKernels = words.last?.starts(with: "[v".utf8) == true
    let ends = words[0].split(separator: UInt8(ascii: "-")).compactMap {
      UInt(String(decoding: $0, as: UTF8.self), radix: 16)
    }
    guard words[1].first == UInt8(ascii: "r"), !isKernels, ends[0] != UInt(bitPattern: page),
      let start = UnsafeRawPointer(bitPattern: ends[0])
    else { continue }
    if find(start, Int(ends[1] - ends[0]), page, wanted) != nil { return true }
  }
  return false
}

/// Makes the code of the worker's way in writable and writes to it.
private func overwriteEntryPoint() -> String {
  guard let place = dlsym(nil, "truthbook_subject") ?? dlsym(dlopen(nil, RTLD_NOW), "main") else {
    return "nothing to overwrite"
  }
  let page = UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: place) & ~4095)
  guard mprotect(page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC) == 0 else { return "refused" }
  place.storeBytes(of: place.load(as: UInt8.self), as: UInt8.self)
  return "overwritten"
}

private func countThreads() {
  var count = 0
  while count < 5000 {
    var thread = pthread_t()
    if pthread_create(&thread, nil, { _ in while true { sleep(100) } }, nil) != 0 { break }
    count += 1
  }
  say(count < 200 ? "few" : "\(count) threads")
}
