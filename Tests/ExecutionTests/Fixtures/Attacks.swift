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

/// What the C library's own function says, which the worker's stands in front of: who knows the kernel's numbers
/// is the more dangerous.
private func kernelNumber(_ name: String) -> Int32 {
  let function = dlsym(dlopen("libc.so.6", RTLD_NOW), name)
  return unsafeBitCast(function, to: (@convention(c) () -> Int32).self)()
}

private func address(_ text: String) -> Int { Int(bitPattern: strdup(text)) }

/// Calls only an attack makes: x86-64's number, arm64's, and harmless arguments in case it works.
private func hostile(_ name: String) -> (x86: Int, arm: Int, Int, Int, Int)? {
  let parent = Int(kernelNumber("getppid"))
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
      report(file, Int(open("/proc/\(kernelNumber("getppid"))/\(file)", O_RDONLY)))
    }
  case "processes": lookAround()
  case "spy": spy(on: Int32(path) ?? 0)
  case "rename":
    report("comm", Int(open("/proc/self/comm", O_RDWR)))
    let before = threadName()
    threadName(become: "hello")
    say(threadName() == before ? "same name" : "new name WORKED")
  case "shared": share(path)
  case "crash-and-spawn":
    // Only where a crash is being located.
    if libraryName.hasSuffix("/traced.so") { report("spawn", spawn()) }
    fatalError("crashed")
  case "report":
    print(#"{"schema":1,"outcome":"passed","points":100,"score":100,"tests":[{"score":100}]}"#)
    report("file", Int(creat("/autograder/results/results.json", 0o666)))
    report("beside", Int(creat(libraryName + ".json", 0o666)))
  case "change": change(path)
  case "limits":
    var limit = rlimit(rlim_cur: .max, rlim_max: .max)
    report("setrlimit", Int(setrlimit(__rlimit_resource_t(9), &limit)))
    report("setsid", Int(setsid()))
    report("setpgid", Int(setpgid(0, kernelNumber("getppid"))))
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
  case "plant":
    let planted = strdup(String(path.reversed()))
    say(holds(backwards: path) ? "found" : "missed")
    free(planted)
  case "overwrite": say(overwriteEntryPoint())
  case "descriptors": say(descriptors)
  case "environment": say(environment)
  case "crash-when":
    if path == (descriptors + environment).filter({ $0 != " " }) { fatalError("as usual") }
  case "deaf":
    for number in 1...64 { signal(Int32(number), SIG_IGN) }
    while true {}
  default: break
  }
}

@_silgen_name("dladdr")
private func lookUp(_ address: UnsafeRawPointer, _ found: UnsafeMutableRawPointer) -> Int32

private let libraryName: String = {
  // Its first field is the name of the library's file.
  let place = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: 4)
  _ = lookUp(#dsohandle, place)
  return place.pointee.map { String(cString: $0) } ?? ""
}()

/// True when a file or folder can be opened and something is in it.
private func canRead(_ path: String) -> Bool {
  let file = open(path, O_RDONLY)
  var byte: UInt8 = 0
  return file >= 0 && (read(file, &byte, 1) != 0)
}

/// What /proc would tell of this and every other process.
private func lookAround() {
  say(opendir("/proc") == nil ? "list \(errno)" : "list WORKED")
  for process in ["self", "1", "\(kernelNumber("getppid"))", "\(kernelNumber("getpid"))"] {
    for entry in [
      "cmdline", "comm", "stat", "status", "environ", "maps", "mountinfo", "net/unix", "task",
    ] {
      if canRead("/proc/\(process)/\(entry)") { say("\(process)/\(entry) WORKED") }
    }
  }
  for entry in ["stat", "meminfo", "version", "cpuinfo", "loadavg", "sys/kernel/hostname"] {
    if canRead("/proc/\(entry)") { say("\(entry) WORKED") }
  }
}

/// What can be learnt of another submission's process.
private func spy(on process: Int32) {
  for entry in ["cmdline", "comm", "task/\(process)/comm", "stat", "fd"] {
    if canRead("/proc/\(process)/\(entry)") { say("\(entry) WORKED") }
  }
  var time = timespec()
  report(
    "clock", Int(clock_gettime(clockid_t(bitPattern: ~UInt32(bitPattern: process) << 3 | 2), &time))
  )
}

/// The thread's name, after it has been given another if one is told.
@discardableResult
private func threadName(become new: String? = nil) -> [UInt8] {
  #if arch(x86_64)
    let number = 157
  #else
    let number = 167
  #endif
  if let new { _ = call(number, 15, address(new)) }
  var name = [UInt8](repeating: 0, count: 16)
  name.withUnsafeMutableBytes { _ = call(number, 16, Int(bitPattern: $0.baseAddress)) }
  return name
}

/// What two processes could have in common.
private func share(_ path: String) {
  #if arch(x86_64)
    let (futex, flock, lock, queue, times) = (202, 73, 72, 240, 280)
  #else
    let (futex, flock, lock, queue, times) = (98, 32, 25, 180, 88)
  #endif
  let file = Int(open(libraryName, O_RDONLY))
  say(file >= 0 ? "open" : "not open")
  let page = mmap(nil, 4096, PROT_READ, MAP_SHARED, Int32(file), 0)
  report("wake", call(futex, Int(bitPattern: page), 1, 1))
  report("flock", call(flock, file, 6))
  var region = Glibc.flock()
  region.l_type = Int16(F_RDLCK)
  report("lock", withUnsafeMutablePointer(to: &region) { call(lock, file, 6, Int(bitPattern: $0)) })
  report("queue", call(queue, address("/truthbook"), 0o102, 0o600, 0))
  report("times", call(times, -100, address(libraryName), 0, 0))
  report("socket", Int(socket(1, Int32(SOCK_DGRAM.rawValue), 0)))
  report("shm", Int(open("/dev/shm/x", O_RDWR | O_CREAT, 0o600)))
}

private var descriptors: String {
  (0..<64).filter { fcntl(Int32($0), F_GETFD) >= 0 }.description
}

private var environment: String {
  var texts: [String] = []
  var entry = environ
  while let text = entry.pointee {
    texts.append(String(cString: text))
    entry += 1
  }
  return texts.joined(separator: ";")
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

/// Whether memory of this process holds the text: near its stack, its heap and each library. It is given
/// backwards and put together in a page of its own, so that nothing is found but what somebody else has
/// put there.
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
  var ends: [Int32] = [0, 0]
  guard pipe(&ends) == 0 else { return false }
  // What the kernel copies from memory into a pipe is either there or told not to be.
  var copy = [UInt8](repeating: 0, count: wanted + 4096)
  let own = UInt(bitPattern: page) >> 12
  var seen: Set<UInt> = []
  var known = 0
  return withUnsafeMutablePointer(to: &known) { stack in
    let heap = malloc(100)
    let anchors =
      [UInt(bitPattern: stack), UInt(bitPattern: heap), UInt(bitPattern: #dsohandle)]
      + ["malloc", "main", "swift_retain", "dispatch_main", "pthread_create"].map {
        UInt(bitPattern: dlsym(nil, $0 as String))
      }
    for anchor in anchors where anchor != 0 {
      let middle = anchor >> 12
      for number in (middle - min(middle, 4096))..<(middle + 4096)
      where number != own && seen.insert(number).inserted {
        guard let source = UnsafeRawPointer(bitPattern: number << 12),
          write(ends[1], source, 4096) == 4096
        else { continue }
        // The end of the page before is still there, in case the text lies across.
        let found = copy.withUnsafeMutableBytes { copy in
          copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: copy[4096...]))
          guard let start = copy.baseAddress, read(ends[0], start + wanted, 4096) == 4096 else {
            return false
          }
          return find(start, copy.count, page, wanted) != nil
        }
        if found { return true }
      }
    }
    return false
  }
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
